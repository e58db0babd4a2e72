//! `svr(cost: 1, epsilon: 0.1)`: linear support vector regression, |w|^2 / 2 + cost sum max(0, |y - x.w| - epsilon)
//! (Vapnik 1995): errors within the tube cost nothing. Two classes are fitted as -1 and +1.

use super::linear::{self, Reading as ScoreReading};
use crate::args;
use crate::models::regression::{Margin, support_vectors};
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Data, Fault, Flag, Measure, ModelKind, ModelWord, Order,
    Outcome, Positive, Rate, Scene, Value,
};
use crate::words::measures::WEIGHT_NORM;
use crate::words::prices;
use crate::words::sources;

args! {
    /// Regression in which small errors cost nothing, and large ones in proportion.
    pub struct Svr {
        /// The factor of the sum of losses.
        cost: Positive = Positive::new(1.0), usual 1e-6 ..= 1e6;
        /// Errors up to this cost nothing.
        epsilon: Rate = Rate::new(0.1);
        /// Whether a constant is fitted, penalized with the weights.
        intercept: Flag = Flag::Off;
    }
}

impl ModelWord for Svr {
    const NAME: &'static str = "svr";
    const CLASS: Class = Class::REGRESSION;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[Ability::Predict];
    const CITES: Cites = &[&sources::regularization::VAPNIK];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nuse gaussian(n: 200, p: 20, noise: 1)\nfit svr(cost: 0.1), then test";

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
        let margin = Margin::Values { epsilon: self.epsilon.get() };
        linear::fit(data, ScoreReading::Value, None, |x, y| {
            support_vectors(x, y, margin, self.cost.get(), self.intercept.is_on())
        })
    }

    fn restored(&self, _: &Order, data: &Data, kept: &Tensors, _: &mut Context) -> Result<Value, Fault> {
        linear::restored(ScoreReading::Value, data, kept, None)
    }
}
