//! What the words share that judge decisions: with which probability a model takes each class for a row, and what taking it
//! brings, 1 where it is the right one and else 0.

use crate::data::{Features, Part, Targets};
use crate::vocabulary::{Fault, Model};
use ndarray::{Array2, Axis};

/// The probabilities of the classes, (rows, classes).
pub fn probabilities(model: &dyn Model, x: &Features) -> Result<Array2<f64>, Fault> {
    let logs = model.predict(x).log_probabilities.ok_or_else(|| {
        Fault::new(
            "the model names classes without probabilities: nobody knows how likely its decisions were",
        )
        .help("let `softmax`, `logistic`, `naive-bayes` or `mlp` decide")
    })?;
    let weights = logs.mapv(|log| f64::from(log).exp());
    let sums = weights.sum_axis(Axis(1)).insert_axis(Axis(1));
    Ok(weights / sums)
}

/// What each class would bring at each row of a part, (rows, classes).
pub fn rewards(part: &Part, classes: usize) -> Result<Array2<f64>, Fault> {
    let Targets::Classes(truth) = &part.y else { return Err(Fault::new("the data have no classes")) };
    let mut rewards = Array2::zeros((truth.len(), classes));
    for (mut row, &class) in rewards.outer_iter_mut().zip(truth.iter()) {
        if let Some(reward) = row.get_mut(class as usize) {
            *reward = 1.0;
        }
    }
    Ok(rewards)
}
