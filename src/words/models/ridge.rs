//! `ridge(penalty: 1e-3)`: the w that minimizes |Xw - y|^2 + penalty |w|^2 (Tikhonov 1963; Hoerl and
//! Kennard 1970). Two classes are fitted as -1 and +1, more of them one against the rest.

use super::linear::{self, Reading as ScoreReading};
use crate::args;
use crate::models::regression::{Filter, Regularized, ridge};
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Abilities, Ability, Class, Context, Cost, Data, Fault, Flag, Measure, ModelKind, ModelWord, Order,
    Outcome, Rate, Scene, Value,
};
use crate::words::lints::{penalty_below_precision, ridge_at_the_peak};
use crate::words::measures::WEIGHT_NORM;
use crate::words::prices;

args! {
    /// Least squares with a penalty on the squared norm of the weights.
    pub struct Ridge {
        /// The factor of the squared norm.
        penalty: Rate, usual 1e-12 ..= 1e6;
        /// Whether a constant is fitted, free of the penalty.
        intercept: Flag = Flag::Off;
    }
}

impl Ridge {
    fn regularized(&self) -> Regularized {
        Regularized::fixed(Filter::Tikhonov { penalty: self.penalty.get() }, self.intercept.is_on())
    }
}

impl ModelWord for Ridge {
    const NAME: &'static str = "ridge";
    const CLASS: Class = Class::REGRESSION;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[Ability::Predict, Ability::Filter];
    const EXAMPLE: &'static str =
        "draw 500 of spambase, then standardize, then fit ridge(penalty: 1), then test";

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        linear::against_the_rest(Self::NAME, Self::ABILITIES, order, false, scene)
    }

    fn lint(&self, order: &Order, scene: &mut Scene) {
        let (penalty, place) = (self.penalty.get(), scene.place(self.penalty.span));
        scene.findings.extend(ridge_at_the_peak::find(penalty, place, &order.data));
        scene.findings.extend(penalty_below_precision::find(penalty, place, &order.data));
    }

    fn cost(&self, order: &Order) -> Cost {
        let shape = &order.data.shape;
        prices::converted(shape)
            + prices::ridge(shape.train, shape.columns, self.penalty.get(), self.intercept.is_on())
                * linear::fits(order)
    }

    fn measures(&self, _order: &Order) -> Vec<(&'static Measure, usize)> {
        vec![(&WEIGHT_NORM, 1)]
    }

    fn train(&self, _order: &Order, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        linear::fit(data, ScoreReading::Value, Some(self.regularized()), |x, y| {
            ridge(x, y, self.penalty.get(), self.intercept.is_on())
        })
    }

    fn restored(
        &self,
        _order: &Order,
        data: &Data,
        kept: &Tensors,
        _context: &mut Context,
    ) -> Result<Value, Fault> {
        linear::restored(ScoreReading::Value, data, kept, Some(self.regularized()))
    }
}
