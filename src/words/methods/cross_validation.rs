//! `cross-validation(10)`: the least mean loss over folds of the training rows, which are put into them at random. Each
//! fold is factorized once for all penalties. Rows that go together, as in a series, should not be torn apart.

use crate::args;
use crate::data::Dataset;
use crate::models::regression::selection::{self, Criterion};
use crate::numeric::random::Seed;
use crate::source::Diagnostic;
use crate::vocabulary::{Choosing, Cites, Class, Count, DataKind, Fault, Findings, Method, Open, Rate};
use crate::words::sources;

crate::choice! {
    /// What a held-out row costs.
    pub enum LossOf, "a loss" {
        /// r^2
        Squared = "squared-error",
        /// |r|
        Absolute = "absolute-error",
        /// max(0, |r| - epsilon)
        Insensitive = "epsilon-insensitive",
        /// 1 - R squared
        RSquared = "r-squared",
        /// A wrong sign.
        Sign = "misclassified",
    }
}

args! {
    /// Chooses the penalty by cross-validation over folds.
    pub struct CrossValidation {
        /// The number of folds.
        folds: Count = Count::new(10), usual 2 ..= 20;
        /// What counts.
        loss: LossOf = LossOf::Squared;
        /// Up to where an error costs nothing, for `epsilon-insensitive`; left out, 0.1.
        epsilon: Open<Rate> = Open::Auto;
    }
}

const EPSILON: Rate = Rate::new(0.1);

impl Method for CrossValidation {
    const NAME: &'static str = "cross-validation";
    const CLASSES: &'static [Class] = &[Class::CHOICE];
    const CITES: Cites = &[&sources::regularization::STONE];
    const EXAMPLE: &'static str = "seed 1\nedition 1\ndraw 500 of spambase, then standardize, then fit tikhonov by cross-validation(5), then test";

    fn as_choice(&self) -> Option<&dyn Choosing> {
        Some(self)
    }

    fn check(&self, findings: &mut Findings) {
        let Some(span) = self.epsilon.span.filter(|_| self.loss.value != LossOf::Insensitive) else { return };
        let finding = Diagnostic::error("no-effect", span, "only `epsilon-insensitive` has an epsilon");
        findings.push(
            finding.label("changes nothing").help("leave it out, or write `loss: epsilon-insensitive`"),
        );
    }
}

impl Choosing for CrossValidation {
    fn takes_rows_to_be_independent(&self) -> bool {
        true
    }

    fn lacks(&self, data: &DataKind) -> Option<(String, String)> {
        let (folds, rows) = (self.folds.get(), data.shape.train);
        let fits = (2..=rows).contains(&folds);
        (!fits).then(|| {
            (format!("{rows} rows can't be put into {folds} folds"), format!("take from 2 to {rows} folds"))
        })
    }

    fn criterion(&self, _set: &Dataset, seed: &Seed) -> Result<Criterion, Fault> {
        let loss = match self.loss.value {
            LossOf::Squared => selection::Loss::Squared,
            LossOf::Absolute => selection::Loss::Absolute,
            LossOf::Insensitive => selection::Loss::Insensitive { epsilon: self.epsilon.or(EPSILON).get() },
            LossOf::RSquared => selection::Loss::Unexplained,
            LossOf::Sign => selection::Loss::Sign,
        };
        Ok(Criterion::CrossValidation { folds: self.folds.get(), loss, seed: seed.child("folds") })
    }
}
