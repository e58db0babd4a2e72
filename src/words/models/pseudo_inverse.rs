//! `pseudo-inverse`: of all weights with the least |Xw - y| those of the least norm, w = X+ y (Penrose 1955). What
//! regularization is measured against: its norm and its variance have no bound as rows approach columns.

use super::linear::{self, Reading as ScoreReading};
use super::path;
use crate::args;
use crate::models::regression::{Filter, Regularized};
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Data, Fault, Flag, Measure, ModelKind, ModelWord, Order,
    Outcome, Reading, Scene, Value,
};
use crate::words::measures::{NUMERICAL_RANK, WEIGHT_NORM};
use crate::words::prices;
use crate::words::sources;

args! {
    /// Least squares of least norm, without a penalty.
    pub struct PseudoInverse {
        /// Whether a constant is fitted.
        intercept: Flag = Flag::Off;
    }
}

const FILTER: Filter = Filter::Tikhonov { penalty: 0.0 };

impl ModelWord for PseudoInverse {
    const NAME: &'static str = "pseudo-inverse";
    const CLASS: Class = Class::REGRESSION;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[Ability::Predict, Ability::Filter];
    const CITES: Cites = &[&sources::regularization::PENROSE];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\ndraw 500 of spambase, then standardize, then fit pseudo-inverse, then test";

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        linear::kind(Self::NAME, Self::ABILITIES, order, false, scene)
    }

    fn cost(&self, order: &Order) -> Cost {
        let shape = &order.data.shape;
        prices::converted(shape) + prices::factorized(shape.train, shape.columns)
    }

    fn measures(&self, _order: &Order) -> Vec<(&'static Measure, usize)> {
        vec![(&WEIGHT_NORM, 1), (&NUMERICAL_RANK, 1)]
    }

    fn train(&self, _order: &Order, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let (spectral, y, regularized) = path::given(FILTER, self.intercept.is_on(), &data.set.train)?;
        let target = spectral.target(y.view()).map_err(linear::fault)?;
        let fitted = spectral.coefficients(&target, FILTER);
        let mut outcome = linear::outcome(vec![fitted], ScoreReading::Value, data, Some(regularized));
        outcome.readings.push(Reading::exact(&NUMERICAL_RANK, None, spectral.rank() as f64));
        Ok(outcome)
    }

    fn restored(&self, _: &Order, data: &Data, kept: &Tensors, _: &mut Context) -> Result<Value, Fault> {
        let regularized = Regularized::fixed(FILTER, self.intercept.is_on());
        linear::restored(ScoreReading::Value, data, kept, Some(regularized))
    }
}
