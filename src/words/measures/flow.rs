//! Measures of maps that give rows back: what they miss, how they contract, where they end.

use super::measure;
use crate::source::Lint;
use crate::vocabulary::{
    Ability, Better, Check, Context, Cost, Data, DataKind, Fault, Measure, MeasuredOn, Model, ModelKind,
    Outcome, Reading, Unit, Work,
};

pub static RECONSTRUCTION_LOSS: Measure = measure(
    "reconstruction-loss",
    MeasuredOn::Training,
    Unit::Number,
    Better::Lower,
    "What an autoencoder minimizes: mean over training rows of squared distances, or of cross-entropies in nats for logistic outputs, with its penalty.",
);
pub static HELD_OUT_RECONSTRUCTION_LOSS: Measure = measure(
    "held-out-reconstruction-loss",
    MeasuredOn::Validation,
    Unit::Number,
    Better::Lower,
    "The same on validation rows, whole and without the penalty.",
);
pub static RECONSTRUCTION_ERROR: Measure = Measure {
    check: Some(&ReconstructionError),
    ..measure(
        "reconstruction-error",
        MeasuredOn::Test,
        Unit::Number,
        Better::Lower,
        "Mean over test rows, or training rows where there are none, of the squared distance between a row and what is given back of it.",
    )
};
pub static GAIN: Measure = measure(
    "gain",
    MeasuredOn::Training,
    Unit::Number,
    Better::Neither,
    "How much of an eigenvector of the covariance a linear autoencoder gives back, largest eigenvalue first.",
);
pub static CONTRACTION_RATE: Measure = measure(
    "contraction-rate",
    MeasuredOn::Training,
    Unit::Number,
    Better::Neither,
    "Factor by which the steps of an iterated map shrink at the end, before rounding hides it.",
);
pub static FIXED_POINTS: Measure = measure(
    "fixed-points",
    MeasuredOn::Training,
    Unit::Number,
    Better::Neither,
    "Points at which rows that no longer move have ended; those within a hundredth of the rows' norm count as one.",
);
pub static SETTLED: Measure = measure(
    "settled",
    MeasuredOn::Training,
    Unit::Fraction,
    Better::Neither,
    "Share of the rows followed whose last step was shorter than 1e-4 of the rows' norm.",
);
pub static STEP_LENGTH: Measure = measure(
    "step-length",
    MeasuredOn::Training,
    Unit::Number,
    Better::Neither,
    "Root mean square over rows of the length of the last step; its curve runs over steps.",
);
pub static NORM: Measure = measure(
    "norm",
    MeasuredOn::Training,
    Unit::Number,
    Better::Neither,
    "Root mean square over rows of their norm after the last step; its curve runs over steps, from 0.",
);

/// Rows given back against themselves.
pub struct ReconstructionError;

impl Check for ReconstructionError {
    fn needs(&self) -> Ability {
        Ability::Reconstruct
    }

    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        vec![(&RECONSTRUCTION_ERROR, 1)]
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }

    fn cost(&self, model: &ModelKind, data: &DataKind) -> Cost {
        let rows = if data.shape.test > 0 { data.shape.test } else { data.shape.train } as f64;
        let compared = Cost::alone(Work::Element, 3.0 * rows * data.shape.columns as f64);
        // Up and down again: twice what showing a row costs.
        model.row.clone() * (2.0 * rows) + compared
    }

    fn run(&self, model: &dyn Model, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let x = data.set.test.as_ref().map_or(&data.set.train.x, |test| &test.x);
        let back = model.reconstruct(x).ok_or_else(|| Fault::new("the model gives no rows back"))?;
        let error = back.double() - x.double();
        let squares: Vec<f64> = error.rows().into_iter().map(|row| row.dot(&row)).collect();
        let readings = vec![Reading::mean(&RECONSTRUCTION_ERROR, None, &squares)];
        Ok(Outcome { readings, ..Outcome::default() })
    }
}
