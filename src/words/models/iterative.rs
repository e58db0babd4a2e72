//! `iterative(steps: 8)`: least squares stopped before it is done, which regularizes: `cgls` (Hestenes and Stiefel 1952),
//! `lsqr` (Paige and Saunders 1982) or `landweber` (1951), whose step is 1 over the square of the largest singular value.

use super::linear::{self, Reading as ScoreReading};
use crate::args;
use crate::models::regression::{Coefficients, Iteration, iterate};
use crate::numeric::lapack::svd;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Data, Fault, Measure, ModelKind, ModelWord, Order,
    Outcome, Reading, Scene, Steps, Value,
};
use crate::words::measures::{RELATIVE_ERROR, RESIDUAL_NORM, WEIGHT_NORM};
use crate::words::prices;
use crate::words::sources;
use ndarray::Array1;

crate::choice! {
    /// An iteration for least squares.
    pub enum Method, "an iteration" { Cgls = "cgls", Lsqr = "lsqr", Landweber = "landweber" }
}

args! {
    /// Least squares by an iteration that is stopped.
    pub struct Iterative {
        /// When it is stopped.
        steps: Steps;
        /// The iteration.
        method: Method = Method::Cgls;
    }
}

impl Iterative {
    fn weights(&self, data: &Data) -> Result<(Array1<f64>, f64), Fault> {
        let x = data.set.train.x.double();
        let y = linear::targets(&data.set.train, -1.0, 1.0)?;
        let iteration = match self.method.value {
            Method::Cgls => Iteration::Cgls,
            Method::Lsqr => Iteration::Lsqr,
            Method::Landweber => {
                let values = svd(x.view()).map_err(|error| Fault::new(error.to_string()))?.singular_values;
                let largest = values.first().copied().filter(|s| *s > 0.0).unwrap_or(1.0);
                Iteration::Landweber { step: largest.powi(-2) }
            }
        };
        let weights = iterate(x.view(), y.view(), iteration, self.steps.get()).map_err(linear::fault)?;
        let residual = x.dot(&weights) - &y;
        Ok((weights, residual.dot(&residual).sqrt()))
    }
}

impl ModelWord for Iterative {
    const NAME: &'static str = "iterative";
    const CLASS: Class = Class::REGRESSION;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[Ability::Predict];
    const CITES: Cites = &[
        &sources::regularization::HESTENES_STIEFEL,
        &sources::regularization::PAIGE_SAUNDERS,
        &sources::regularization::LANDWEBER,
    ];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nfit iterative(steps: 8 steps, method: lsqr) on shaw(32, noise: 1e-3)";

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        linear::kind(Self::NAME, Self::ABILITIES, order, false, scene)
    }

    fn cost(&self, order: &Order) -> Cost {
        let shape = &order.data.shape;
        prices::converted(shape) + prices::sweeps(shape.train, shape.columns)
    }

    fn measures(&self, order: &Order) -> Vec<(&'static Measure, usize)> {
        let known = order.data.shape.facts.weights_known.then_some((&RELATIVE_ERROR, 1));
        [(&WEIGHT_NORM, 1), (&RESIDUAL_NORM, 1)].into_iter().chain(known).collect()
    }

    fn train(&self, _order: &Order, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let (weights, residual) = self.weights(data)?;
        let error = data
            .set
            .truth
            .as_ref()
            .map(|truth| linear::relative_error(&weights, &truth.weights.iter().copied().collect()));
        let fitted = Coefficients { weights, intercept: 0.0 };
        let mut outcome = linear::outcome(vec![fitted], ScoreReading::Value, data, None);
        outcome.readings.push(Reading::exact(&RESIDUAL_NORM, None, residual));
        outcome.readings.extend(error.map(|error| Reading::exact(&RELATIVE_ERROR, None, error)));
        Ok(outcome)
    }

    fn restored(&self, _: &Order, data: &Data, kept: &Tensors, _: &mut Context) -> Result<Value, Fault> {
        linear::restored(ScoreReading::Value, data, kept, None)
    }
}
