//! `ridge(penalty: 1e-3)`: the w that minimizes |Xw - y|^2 + penalty |w|^2 (Tikhonov 1963; Hoerl and
//! Kennard 1970). Two classes are fitted as -1 and +1, more of them one against the rest.

use super::linear::{self, Reading as ScoreReading};
use crate::args;
use crate::models::regression::{Filter, Refit, Regularized, ridge, v_ridge};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Data, Fault, Flag, Measure, ModelKind, ModelWord, Order,
    Outcome, Rate, Scene, Value,
};
use crate::words::lints::{penalty_below_precision, ridge_at_the_peak};
use crate::words::measures::WEIGHT_NORM;
use crate::words::prices;
use crate::words::sources;

crate::choice! {
    /// What errors are weighted by.
    pub enum Weighting, "a weighting of errors" {
        /// Vapnik's matrix: the volume that lies above two rows, for values from 0 to 1.
        VMatrix = "v-matrix",
    }
}

args! {
    /// Least squares with a penalty on the squared norm of the weights.
    pub struct Ridge {
        /// The factor of the squared norm.
        penalty: Rate, usual 1e-12 ..= 1e6;
        /// Whether a constant is fitted, free of the penalty.
        intercept: Flag = Flag::Off;
        /// What errors of rows are weighted by; left out, they count alike.
        weighting: Option<Weighting> = None;
    }
}

impl Ridge {
    fn regularized(&self) -> Regularized {
        Regularized::fixed(Filter::Tikhonov { penalty: self.penalty.get() }, self.intercept.is_on())
    }

    /// The V-matrix is of values from 0 to 1, and has no place for a constant.
    fn weighting_fits(&self, order: &Order, scene: &mut Scene) -> bool {
        if self.weighting.value.is_none() {
            return true;
        }
        let place = scene.place(self.weighting.span);
        let outside = order.data.shape.range.is_none_or(|(low, high)| low < 0.0 || high > 1.0);
        let (message, help) = match (self.intercept.is_on(), outside) {
            (true, _) => ("a constant is not fitted under the V-matrix", "leave `intercept` out"),
            (_, true) => (
                "the V-matrix is of values from 0 to 1, and these may lie outside",
                "bring them there: `then scale(0, 1)`",
            ),
            _ => return true,
        };
        let finding = Diagnostic::error("out-of-range", place, message).label("not with this weighting");
        scene.findings.push(finding.help(help));
        false
    }
}

impl ModelWord for Ridge {
    const NAME: &'static str = "ridge";
    const CLASS: Class = Class::REGRESSION;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[Ability::Predict, Ability::Refit, Ability::Filter];
    const CITES: Cites = &[&sources::regularization::TIKHONOV, &sources::regularization::HOERL_KENNARD];
    const EXAMPLE: &'static str =
        "draw 500 of spambase, then standardize, then fit ridge(penalty: 1), then test";

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        let abilities: Abilities =
            if self.weighting.value.is_some() { &[Ability::Predict] } else { Self::ABILITIES };
        let fits = self.weighting_fits(order, scene);
        let refit = Refit::Ridge { penalty: self.penalty.get(), intercept: self.intercept.is_on() };
        let kind = linear::against_the_rest(Self::NAME, abilities, order, false, scene).filter(|_| fits)?;
        Some(ModelKind { refit: Some(refit), ..kind })
    }

    fn lint(&self, order: &Order, scene: &mut Scene) {
        let (penalty, place) = (self.penalty.get(), scene.place(self.penalty.span));
        scene.findings.extend(ridge_at_the_peak::find(penalty, place, &order.data));
        scene.findings.extend(penalty_below_precision::find(penalty, place, &order.data));
    }

    fn cost(&self, order: &Order) -> Cost {
        let shape = &order.data.shape;
        let weighed = match self.weighting.value {
            Some(_) => prices::factorized(shape.train, shape.train),
            None => Cost::default(),
        };
        prices::converted(shape)
            + weighed
            + prices::ridge(shape.train, shape.columns, self.penalty.get(), self.intercept.is_on())
                * linear::fits(order)
    }

    fn measures(&self, _order: &Order) -> Vec<(&'static Measure, usize)> {
        vec![(&WEIGHT_NORM, 1)]
    }

    fn train(&self, _order: &Order, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        if self.weighting.value.is_some() {
            return linear::fit(data, ScoreReading::Value, None, |x, y| v_ridge(x, y, self.penalty.get()));
        }
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
        let regularized = self.weighting.value.is_none().then(|| self.regularized());
        linear::restored(ScoreReading::Value, data, kept, regularized)
    }
}
