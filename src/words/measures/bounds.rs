//! `check bounds`: the bias of predictions at the test rows beside what bounds say of it in the worst case and on average
//! (Tomioka 2014; the appendix of Martin 2015, with its last factor corrected to x). The worst case holds always, and is
//! seldom near.

use super::analysis::{Factorized, covariance, factorized};
use super::regularization::{
    AVERAGE_CASE_BOUND, BOUNDS, PREDICTION_BIAS, PREDICTION_VARIANCE, WORST_CASE_BOUND,
};
use crate::models::regression::analysis::mean_prediction_risk;
use crate::source::Lint;
use crate::vocabulary::{
    Ability, Check, Context, Cost, Data, DataKind, Fault, Measure, Model, ModelKind, Outcome, Reading,
};
use crate::words::models::linear;
use crate::words::{prices, truth};
use ndarray::Array1;

/// The squared bias of predictions against its bounds.
pub struct Bounds;

impl Check for Bounds {
    fn needs(&self) -> Ability {
        Ability::Filter
    }

    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        [&BOUNDS, &WORST_CASE_BOUND, &AVERAGE_CASE_BOUND, &PREDICTION_BIAS, &PREDICTION_VARIANCE]
            .map(|measure| (measure, 1))
            .to_vec()
    }

    fn lacks(&self, data: &DataKind) -> Option<(String, String)> {
        let no_test = (data.shape.test == 0).then(|| {
            (format!("`{}` has no test rows to predict", data.name), "use `gaussian(...)`".to_string())
        });
        truth::lacking(data, "bounds").or(no_test)
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }

    fn cost(&self, _model: &ModelKind, data: &DataKind) -> Cost {
        let (shape, most) = (&data.shape, data.shape.train.max(data.shape.test));
        prices::converted(shape) + prices::factorized(most, shape.columns)
    }

    fn run(&self, model: &dyn Model, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let Factorized { x, y, spectral, regularized } = factorized(model, data)?;
        let truth = truth::of(&data.set)?;
        let test = data.set.test.as_ref().ok_or_else(|| Fault::new("the data have no test rows"))?;
        let weights: Array1<f64> = truth.weights.iter().copied().collect();
        let (noise, points) = (covariance(truth, y.len()), test.x.double());
        let filter = regularized.own();
        let risk = mean_prediction_risk(&spectral, x.view(), filter, weights.view(), &noise, points.view());
        let risk = risk.map_err(linear::fault)?;
        let values = [
            (&BOUNDS, risk.largest_share),
            (&WORST_CASE_BOUND, risk.worst_case),
            (&AVERAGE_CASE_BOUND, risk.average_case),
            (&PREDICTION_BIAS, risk.bias),
            (&PREDICTION_VARIANCE, risk.variance),
        ];
        let readings = values.iter().map(|&(measure, value)| Reading::exact(measure, None, value)).collect();
        Ok(Outcome { readings, ..Outcome::default() })
    }
}
