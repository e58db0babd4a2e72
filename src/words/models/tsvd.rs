//! `tsvd`: least squares in the first singular vectors of the data alone (Hansen 1987); how many is given or chosen.

use super::path::Wanted;
use crate::args;
use crate::models::regression::selection::Grid;
use crate::models::regression::{Family, Seminorm};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Count, Data, Fault, Flag, Measure, ModelKind, ModelWord,
    Open, Order, Outcome, Scene, Value,
};
use crate::words::prices;
use crate::words::sources;

args! {
    /// Least squares in the first singular vectors of the data.
    pub struct Tsvd {
        /// How many singular vectors; left out, their number is chosen by the methods behind `by`, or by `gcv`.
        rank: Open<Count> = Open::Auto;
        /// Whether a constant is fitted.
        intercept: Flag = Flag::Off;
    }
}

impl Tsvd {
    fn wanted(&self) -> Wanted {
        let given = match self.rank.value {
            Open::Auto => None,
            Open::Set(rank) => Some((rank.get() as f64, self.rank.span)),
        };
        let (family, seminorm) = (Family::Truncated, Seminorm::Norm);
        Wanted { family, seminorm, intercept: self.intercept.is_on(), grid: Grid::OPEN, given }
    }
}

impl ModelWord for Tsvd {
    const NAME: &'static str = "tsvd";
    const CLASS: Class = Class::CHOICE;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[Ability::Predict, Ability::Filter];
    const CITES: Cites = &[&sources::regularization::HANSEN_1987];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nfit tsvd(rank: 8) on shaw(32, noise: 1e-3), then check bias-variance";

    fn settle(&mut self, order: &mut Order) {
        self.wanted().settle(order);
    }

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        self.wanted().check(order, scene)?;
        let most = order.data.shape.train.min(order.data.shape.columns);
        if let Open::Set(rank) = self.rank.value
            && rank.get() > most
        {
            let message = format!("{} singular vectors are asked for, the data have {most}", rank.get());
            let finding = Diagnostic::error("out-of-range", scene.place(self.rank.span), message);
            scene.findings.push(finding.label("too many").help(format!("ask for at most {most}")));
            return None;
        }
        self.wanted().kind(Self::NAME, Self::ABILITIES, order, scene)
    }

    fn lint(&self, order: &Order, scene: &mut Scene) {
        let place = scene.verb;
        self.wanted().lint(order, place, scene);
    }

    fn cost(&self, order: &Order) -> Cost {
        let shape = &order.data.shape;
        prices::converted(shape) + prices::factorized(shape.train, shape.columns)
    }

    fn measures(&self, order: &Order) -> Vec<(&'static Measure, usize)> {
        self.wanted().measures(&order.methods)
    }

    fn train(&self, order: &Order, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
        self.wanted().fit(order, data, context)
    }

    fn restored(&self, order: &Order, data: &Data, kept: &Tensors, _: &mut Context) -> Result<Value, Fault> {
        self.wanted().restored(order, data, kept)
    }
}
