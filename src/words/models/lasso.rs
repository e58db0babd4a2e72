//! `lasso(penalty: 0.1)`: the w that minimizes |Xw - y|^2 / 2 + penalty sum |w_j| (Tibshirani 1996): many weights
//! are exactly 0. Two classes are fitted as -1 and +1.

use super::linear::{self, Reading as ScoreReading};
use crate::args;
use crate::models::regression::lasso;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Data, Fault, Flag, Measure, ModelKind, ModelWord, Order,
    Outcome, Positive, Scene, Value,
};
use crate::words::measures::WEIGHT_NORM;
use crate::words::prices;
use crate::words::sources;

args! {
    /// Least squares with a penalty on the magnitudes of the weights.
    pub struct Lasso {
        /// The factor of the sum of magnitudes.
        penalty: Positive, usual 1e-6 ..= 1e6;
        /// Whether a constant is fitted, free of the penalty.
        intercept: Flag = Flag::Off;
    }
}

impl ModelWord for Lasso {
    const NAME: &'static str = "lasso";
    const CLASS: Class = Class::REGRESSION;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[Ability::Predict];
    const CITES: Cites = &[&sources::regularization::TIBSHIRANI];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\ndraw 500 of spambase, then standardize, then fit lasso(penalty: 10), then test";

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        linear::kind(Self::NAME, Self::ABILITIES, order, false, scene)
    }

    fn cost(&self, order: &Order) -> Cost {
        let shape = &order.data.shape;
        prices::converted(shape) + prices::sweeps(shape.train, shape.columns)
    }

    fn measures(&self, _order: &Order) -> Vec<(&'static Measure, usize)> {
        vec![(&WEIGHT_NORM, 1)]
    }

    fn train(&self, _order: &Order, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        linear::fit(data, ScoreReading::Value, None, |x, y| {
            lasso(x, y, self.penalty.get(), self.intercept.is_on())
        })
    }

    fn restored(&self, _: &Order, data: &Data, kept: &Tensors, _: &mut Context) -> Result<Value, Fault> {
        linear::restored(ScoreReading::Value, data, kept, None)
    }
}
