//! `tikhonov`: ridge regression whose penalty is chosen, and which may penalize the slope or the curvature of the weights
//! rather than their size: |Xw - y|^2 + penalty |Lw|^2 (Tikhonov 1963; Hansen 1998). One factorization
//! serves every penalty; the user's own matrix L comes from a file, `tikhonov(matrix: csv("l.csv"))`; `lambda` in the literature on inverse problems is the root of the penalty.

use super::path::Wanted;
use crate::args;
use crate::models::regression::selection::Grid;
use crate::models::regression::{Family, Seminorm};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Count, Data, DataInput, Fault, Flag, Measure, ModelKind,
    ModelWord, Open, Order, Outcome, Positive, Rate, Scene, Value,
};
use crate::words::prices;
use crate::words::sources;
use std::sync::Arc;

crate::choice! {
    /// What a penalty is put on.
    pub enum Penalized, "what is penalized" {
        Norm = "norm",
        Slope = "slope",
        Curvature = "curvature",
    }
}

args! {
    /// Least squares with a penalty on the weights, on their slope or on their curvature.
    pub struct Tikhonov {
        /// The factor of the penalty; left out, it is chosen by the methods behind `by`, or by `gcv`.
        penalty: Open<Rate> = Open::Auto;
        /// What is penalized: the norm of the weights, or that of their first or second differences.
        seminorm: Penalized = Penalized::Norm;
        /// A matrix L, a row of numbers for each row of it: what is penalized is then |Lw|^2.
        matrix: Option<DataInput> = None;
        /// Whether a constant is fitted, free of the penalty.
        intercept: Flag = Flag::Off;
        /// The smallest penalty to choose from; left out, the data say.
        least: Open<Positive> = Open::Auto;
        /// The largest penalty to choose from; left out, the data say.
        largest: Open<Positive> = Open::Auto;
        /// Penalties to choose from, before the best is refined.
        points: Count = Count::new(100), usual 10 ..= 10000;
    }
}

impl Tikhonov {
    /// What the sentence says, but for the numbers of a matrix.
    fn wanted(&self) -> Wanted {
        let open = |end: Open<Positive>| match end {
            Open::Auto => None,
            Open::Set(value) => Some(value.get()),
        };
        let grid = Grid {
            least: open(self.least.value),
            largest: open(self.largest.value),
            points: self.points.get(),
        };
        let given = match self.penalty.value {
            Open::Auto => None,
            Open::Set(penalty) => Some((penalty.get(), self.penalty.span)),
        };
        let seminorm = match self.seminorm.value {
            Penalized::Norm => Seminorm::Norm,
            Penalized::Slope => Seminorm::Slope,
            Penalized::Curvature => Seminorm::Curvature,
        };
        Wanted { family: Family::Tikhonov, seminorm, intercept: self.intercept.is_on(), grid, given }
    }

    /// The same with the numbers of the matrix.
    fn with_matrix(&self, context: &Context) -> Result<Wanted, Fault> {
        let wanted = self.wanted();
        let Some(matrix) = &self.matrix.value else { return Ok(wanted) };
        let rows = context.data(matrix)?.set.train.x.double().to_owned();
        Ok(Wanted { seminorm: Seminorm::Matrix(Arc::new(rows.into_owned())), ..wanted })
    }

    /// A matrix stands alone, and has a column for each weight.
    fn matrix_fits(&self, order: &Order, scene: &mut Scene) -> bool {
        let Some(matrix) = &self.matrix.value else { return true };
        let place = scene.place(self.matrix.span);
        let (found, columns) = (matrix.kind().shape.columns, order.data.shape.columns);
        let finding = if let Some(span) = self.seminorm.span {
            let finding = Diagnostic::error("no-effect", span, "the matrix says what is penalized");
            finding.label("has no effect").help("leave `seminorm` out, or `matrix`")
        } else if found != columns {
            let message = format!("the matrix has {found} columns, and there are {columns} weights");
            let finding =
                Diagnostic::error("shape-mismatch", place, message).label(format!("{found} columns"));
            finding.help("give a column for each column of the data, and no label")
        } else {
            return true;
        };
        scene.findings.push(finding);
        false
    }

    fn grid_is_empty(&self, scene: &mut Scene) -> bool {
        let Grid { least: Some(least), largest: Some(largest), .. } = self.wanted().grid else {
            return false;
        };
        if least < largest {
            return false;
        }
        let message = format!("there is no penalty from {least} to {largest}");
        let finding = Diagnostic::error("out-of-range", scene.place(self.least.span), message);
        scene.findings.push(finding.label("not below the largest").help("write the smaller end as `least`"));
        true
    }
}

impl ModelWord for Tikhonov {
    const NAME: &'static str = "tikhonov";
    /// 2: factors by other ways than one decomposition of the table, where these are near enough.
    const VERSION: u32 = 2;
    const CLASS: Class = Class::CHOICE;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[Ability::Predict, Ability::Filter];
    const CITES: Cites = &[&sources::regularization::TIKHONOV, &sources::regularization::HANSEN_1998];
    const EXAMPLE: &'static str = "seed 1\nedition 1\nfit tikhonov on shaw(32, noise: 1e-3) by l-curve and gcv, then compare with optimum";

    fn settle(&mut self, order: &mut Order) {
        self.wanted().settle(order);
    }

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        if self.grid_is_empty(scene) || !self.matrix_fits(order, scene) {
            return None;
        }
        self.wanted().check(order, scene)?;
        self.wanted().kind(Self::NAME, Self::ABILITIES, order, scene)
    }

    fn lint(&self, order: &Order, scene: &mut Scene) {
        let place = scene.place(self.largest.span.or(self.least.span));
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
        self.with_matrix(context)?.fit(order, data, context)
    }

    fn restored(
        &self,
        order: &Order,
        data: &Data,
        kept: &Tensors,
        context: &mut Context,
    ) -> Result<Value, Fault> {
        self.with_matrix(context)?.restored(order, data, kept)
    }
}
