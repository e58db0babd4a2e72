//! `logistic(penalty: 1)`: the w that minimizes the sum of -ln p(class) plus half the penalty times
//! |w|^2, by Newton's method; more than two classes one against the rest (`softmax` has them all at once). On separable classes the weights grow as the penalty falls.

use super::linear::{self, Reading as ScoreReading};
use crate::args;
use crate::models::regression::{Refit, logistic};
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Data, Fault, Flag, Measure, ModelKind, ModelWord, Order,
    Outcome, Rate, Scene, Value,
};
use crate::words::measures::WEIGHT_NORM;
use crate::words::prices;
use crate::words::sources;

args! {
    /// Logistic regression with a penalty on the squared norm of the weights.
    pub struct Logistic {
        /// Twice the factor of the squared norm; the loss is a sum over rows.
        penalty: Rate, usual 1e-12 ..= 1e6;
        /// Whether a constant is fitted, free of the penalty.
        intercept: Flag = Flag::Off;
    }
}

impl ModelWord for Logistic {
    const NAME: &'static str = "logistic";
    const CLASS: Class = Class::REGRESSION;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[Ability::Predict, Ability::Refit];
    const CITES: Cites = &[&sources::regularization::COX];
    const EXAMPLE: &'static str =
        "draw 500 of spambase, then standardize, then fit logistic(penalty: 1), then test";

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        let refit = Refit::Logistic { penalty: self.penalty.get(), intercept: self.intercept.is_on() };
        let kind = linear::against_the_rest(Self::NAME, Self::ABILITIES, order, true, scene)?;
        Some(ModelKind { refit: Some(refit), ..kind })
    }

    fn cost(&self, order: &Order) -> Cost {
        let shape = &order.data.shape;
        prices::converted(shape)
            + prices::logistic(shape.train, shape.columns, self.penalty.get()) * linear::fits(order)
    }

    fn measures(&self, _order: &Order) -> Vec<(&'static Measure, usize)> {
        vec![(&WEIGHT_NORM, 1)]
    }

    fn train(&self, _order: &Order, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        linear::fit(data, ScoreReading::LogOdds, None, |x, y| {
            logistic(x, y, self.penalty.get(), self.intercept.is_on())
        })
    }

    fn restored(
        &self,
        _order: &Order,
        data: &Data,
        kept: &Tensors,
        _context: &mut Context,
    ) -> Result<Value, Fault> {
        linear::restored(ScoreReading::LogOdds, data, kept, None)
    }
}
