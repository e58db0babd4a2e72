//! What linear models share: targets from data, predictions from scores. Two classes are +1 and -1
//! (or 1 and 0 for a probability), predicted by the sign of the score; more are told apart one against the rest, by the
//! largest score.

use crate::data::{Features, Part, Targets};
use crate::models::regression::{Coefficients, RegressionFault, Regularized};
use crate::numeric::exponentials::{log_sum_exp, softplus};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Abilities, Ability, Data, Fault, Model, ModelKind, Order, Outcome, Prediction, Scene, Value,
};
use crate::words::measures::WEIGHT_NORM;
use crate::words::prices;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use std::sync::Arc;

/// How the score of a linear model is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The value itself; with two classes, its sign.
    Value,
    /// The log-odds of class 1.
    LogOdds,
    /// The logarithm of the probability of a class, up to what all classes have in common.
    Softmax,
}

/// A fitted linear model.
pub struct Linear {
    /// One; of more than two classes one for each.
    pub coefficients: Vec<Coefficients>,
    pub reading: Reading,
    pub classes: bool,
    pub regularized: Option<Regularized>,
}

impl Model for Linear {
    fn predict(&self, x: &Features) -> Prediction {
        let [coefficients] = self.coefficients.as_slice() else { return self.largest(x) };
        let scores = coefficients.scores(x.double().view());
        if !self.classes {
            return Prediction { values: Some(scores.to_vec()), ..Prediction::default() };
        }
        let classes = Some(scores.iter().map(|&score| u32::from(score > 0.0)).collect());
        let log_probabilities = (self.reading == Reading::LogOdds).then(|| log_odds(&scores));
        Prediction { classes, log_probabilities, values: None }
    }

    fn tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        match self.coefficients.as_slice() {
            [one] => tensors.put("weights", one.weights.clone()),
            many => {
                let columns = many.first().map_or(0, |one| one.weights.len());
                let shape = (many.len(), columns);
                tensors.put("weights", Array2::from_shape_fn(shape, |(class, j)| many[class].weights[j]));
            }
        }
        tensors.put("intercept", self.coefficients.iter().map(|one| one.intercept).collect::<Array1<f64>>());
        if let Some(regularized) = &self.regularized {
            let parameters = regularized.settings.iter().map(|setting| setting.filter.parameter());
            tensors.put("parameters", parameters.collect::<Array1<f64>>());
        }
        tensors
    }

    fn regularized(&self) -> Option<&Regularized> {
        self.regularized.as_ref()
    }
}

impl Linear {
    /// The class of the largest score.
    fn largest(&self, x: &Features) -> Prediction {
        let x = x.double();
        let mut scores = Array2::zeros((x.nrows(), self.coefficients.len()));
        for (class, one) in self.coefficients.iter().enumerate() {
            scores.column_mut(class).assign(&one.scores(x.view()));
        }
        let classes = scores.rows().into_iter().map(|row| largest_of(row) as u32).collect();
        let log_probabilities = (self.reading == Reading::Softmax).then(|| {
            let logs = scores.map_axis(Axis(1), |row| log_sum_exp(&row)).insert_axis(Axis(1));
            (&scores - &logs).mapv(|log| log as f32)
        });
        Prediction { classes: Some(classes), log_probabilities, values: None }
    }
}

/// The place of the largest score, the first of equal ones.
pub fn largest_of(scores: ArrayView1<f64>) -> usize {
    let best =
        |best: (usize, f64), (at, &score): (usize, &f64)| if score > best.1 { (at, score) } else { best };
    scores.iter().enumerate().fold((0, f64::NEG_INFINITY), best).0
}

/// What flows on when a linear model is fitted: the model, with its data.
pub fn made(
    coefficients: Vec<Coefficients>,
    reading: Reading,
    data: &Data,
    regularized: Option<Regularized>,
) -> Value {
    let classes = data.set.shape.classes.is_some();
    let model = Linear { coefficients, reading, classes, regularized };
    Value { data: Some(data.clone()), model: Some(Arc::new(model)) }
}

/// Fits the training rows by `solve`: their targets are values, or two classes as this reading of a score takes them.
pub fn fit(
    data: &Data,
    reading: Reading,
    regularized: Option<Regularized>,
    solve: impl Fn(ArrayView2<f64>, ArrayView1<f64>) -> Result<Coefficients, RegressionFault>,
) -> Result<Outcome, Fault> {
    let x = data.set.train.x.double();
    let low = match reading {
        Reading::Value | Reading::Softmax => -1.0,
        Reading::LogOdds => 0.0,
    };
    let fits: Result<Vec<Coefficients>, RegressionFault> =
        each_target(data, low, 1.0)?.iter().map(|y| solve(x.view(), y.view())).collect();
    Ok(outcome(fits.map_err(fault)?, reading, data, regularized))
}

/// The targets of the training rows; of more than two classes, each against the rest.
pub fn each_target(data: &Data, low: f64, high: f64) -> Result<Vec<Array1<f64>>, Fault> {
    let (part, classes) = (&data.set.train, data.set.shape.classes.unwrap_or(0));
    match &part.y {
        Targets::Classes(y) if classes > 2 => {
            let against = |own: u32| y.iter().map(|&class| if class == own { high } else { low }).collect();
            Ok((0..classes as u32).map(against).collect())
        }
        _ => Ok(vec![targets(part, low, high)?]),
    }
}

/// How far weights are from the true ones, over the norm of these.
pub fn relative_error(weights: &Array1<f64>, truth: &Array1<f64>) -> f64 {
    let apart = weights - truth;
    (apart.dot(&apart) / truth.dot(truth)).sqrt()
}

/// A linear model that says the norm of its weights.
pub fn outcome(
    coefficients: Vec<Coefficients>,
    reading: Reading,
    data: &Data,
    regularized: Option<Regularized>,
) -> Outcome {
    let norm = coefficients.iter().map(|one| one.weights.dot(&one.weights)).sum::<f64>().sqrt();
    let readings = vec![crate::vocabulary::Reading::exact(&WEIGHT_NORM, None, norm)];
    Outcome { value: made(coefficients, reading, data, regularized), readings, ..Outcome::default() }
}

/// The same, from the tensors of the model.
pub fn restored(
    reading: Reading,
    data: &Data,
    kept: &Tensors,
    regularized: Option<Regularized>,
) -> Result<Value, Fault> {
    let intercepts: Array1<f64> = kept.get("intercept")?;
    let coefficients = match intercepts.len() {
        1 => vec![Coefficients { weights: kept.get("weights")?, intercept: intercepts.sum() }],
        _ => {
            let weights: Array2<f64> = kept.get("weights")?;
            let each = weights.rows().into_iter().zip(intercepts);
            each.map(|(row, intercept)| Coefficients { weights: row.to_owned(), intercept }).collect()
        }
    };
    Ok(made(coefficients, reading, data, regularized))
}

/// ln p of class 0 and class 1 from the log-odds of class 1, (rows, 2).
fn log_odds(scores: &Array1<f64>) -> Array2<f32> {
    Array2::from_shape_fn((scores.len(), 2), |(row, class)| {
        let a = if class == 1 { -scores[row] } else { scores[row] };
        -softplus(a) as f32
    })
}

/// The targets of a part: values as they are, the second of two classes as `high`, the first as `low`.
pub fn targets(part: &Part, low: f64, high: f64) -> Result<Array1<f64>, Fault> {
    match &part.y {
        Targets::Values(y) => Ok(y.iter().copied().collect()),
        Targets::Classes(y) if y.iter().any(|&class| class > 1) => {
            Err(Fault::new("the data have more than two classes, which only reading them has shown"))
        }
        Targets::Classes(y) => Ok(y.iter().map(|&class| if class == 1 { high } else { low }).collect()),
        Targets::None => Err(Fault::new("the data have neither classes nor values to fit")
            .help("name the column of the label: `csv(\"...\", label: last)`")),
    }
}

/// What is known of a linear model; more than two classes are refused.
pub fn kind(
    name: &'static str,
    abilities: Abilities,
    order: &Order,
    needs_classes: bool,
    scene: &mut Scene,
) -> Option<ModelKind> {
    let data = &order.data;
    let refusal = match data.shape.classes {
        Some(classes) if classes != 2 => {
            Some(format!("`{name}` tells two classes apart, `{}` has {classes}", data.name))
        }
        None if needs_classes => Some(format!("`{name}` tells two classes apart, `{}` has none", data.name)),
        _ => None,
    };
    if let Some(message) = refusal {
        scene.findings.push(
            Diagnostic::error("shape-mismatch", scene.verb, message)
                .label("two classes only")
                .help("`softmax`, `ridge`, `svc` and `mlp` tell any number of classes apart; values are fitted by `ridge`"),
        );
        return None;
    }
    Some(unrestricted(name, abilities, order))
}

/// The same where any number of classes are told apart one against the rest: only their predictions are known then.
pub fn against_the_rest(
    name: &'static str,
    abilities: Abilities,
    order: &Order,
    needs_classes: bool,
    scene: &mut Scene,
) -> Option<ModelKind> {
    match order.data.shape.classes {
        Some(classes) if classes > 2 => {
            let parameters = (classes * (order.data.shape.columns + 1)) as u64;
            Some(ModelKind { parameters, ..unrestricted(name, &[Ability::Predict], order) })
        }
        _ => kind(name, abilities, order, needs_classes, scene),
    }
}

/// How many models are fitted, one after the other.
pub fn fits(order: &Order) -> f64 {
    order.data.shape.classes.filter(|&classes| classes > 2).unwrap_or(1) as f64
}

/// The same for any number of classes.
pub fn unrestricted(name: &'static str, abilities: Abilities, order: &Order) -> ModelKind {
    let shape = &order.data.shape;
    ModelKind {
        name,
        inputs: shape.columns,
        outputs: shape.classes,
        layers: 1,
        parameters: shape.columns as u64 + 1,
        row: prices::linear_prediction(shape),
        abilities,
        settings: 1,
        chains: None,
        machine: None,
        stack: Vec::new(),
        refit: None,
    }
}

pub fn fault(fault: RegressionFault) -> Fault {
    Fault::new(fault.to_string())
}
