//! `svc(cost: 1)`: a linear support vector machine for two classes, |w|^2 / 2 + cost sum max(0, 1 - y x.w) (Cortes and
//! Vapnik 1995).

use super::linear::{self, Reading as ScoreReading};
use crate::args;
use crate::models::regression::{Margin, support_vectors};
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Data, Fault, Flag, Measure, ModelKind, ModelWord, Order,
    Outcome, Positive, Scene, Value,
};
use crate::words::measures::WEIGHT_NORM;
use crate::words::prices;
use crate::words::sources;

args! {
    /// The hyperplane with the widest margin between two classes, at a cost for rows within it.
    pub struct Svc {
        /// The factor of the sum of losses.
        cost: Positive = Positive::new(1.0), usual 1e-6 ..= 1e6;
        /// Whether a constant is fitted, penalized with the weights.
        intercept: Flag = Flag::Off;
    }
}

impl ModelWord for Svc {
    const NAME: &'static str = "svc";
    const CLASS: Class = Class::REGRESSION;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[Ability::Predict];
    const CITES: Cites = &[&sources::regularization::CORTES_VAPNIK];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\ndraw 200 of spambase, then standardize, then fit svc(cost: 0.01), then test";

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        linear::kind(Self::NAME, Self::ABILITIES, order, true, scene)
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
            support_vectors(x, y, Margin::Classes, self.cost.get(), self.intercept.is_on())
        })
    }

    fn restored(&self, _: &Order, data: &Data, kept: &Tensors, _: &mut Context) -> Result<Value, Fault> {
        linear::restored(ScoreReading::Value, data, kept, None)
    }
}
