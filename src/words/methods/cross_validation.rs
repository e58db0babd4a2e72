//! `cross-validation(10)`: the least loss over folds of the training rows, which are put into them at random. Each
//! fold is factorized once for all penalties. Rows that go together, as in a series, should not be torn apart. What counts as
//! a loss is said by a measure, or by measures and numbers: `cross-validation(10, loss: misses + 10 * false-alarms)`.

use crate::args;
use crate::data::Dataset;
use crate::models::regression::selection::Criterion;
use crate::numeric::random::Seed;
use crate::source::Diagnostic;
use crate::vocabulary::{Choosing, Cites, Class, Count, DataKind, Fault, Findings, Method, Open, Rate};
use crate::words::judged::{Judged, Measured};
use crate::words::sources;

args! {
    /// Chooses the penalty by cross-validation over folds.
    pub struct CrossValidation {
        /// The number of folds.
        folds: Count = Count::new(10), usual 2 ..= 20;
        /// What the rows of all folds are judged by: one measure, which is made better, or measures and numbers combined, which
        /// are made smaller.
        loss: Judged = Judged::By(Measured::Squared);
        /// Up to where an error costs nothing, for `epsilon-insensitive`; left out, 0.1.
        epsilon: Open<Rate> = Open::Auto;
    }
}

const EPSILON: Rate = Rate::new(0.1);

impl Method for CrossValidation {
    const NAME: &'static str = "cross-validation";
    const CLASSES: &'static [Class] = &[Class::CHOICE];
    const CITES: Cites = &[&sources::regularization::STONE];
    const EXAMPLE: &'static str = "seed 1\nedition 1\nlet cost = misses + 10 * false-alarms\n\
        draw 500 of spambase, then standardize, then fit tikhonov by cross-validation(5, loss: cost), then test";

    fn as_choice(&self) -> Option<&dyn Choosing> {
        Some(self)
    }

    fn check(&self, findings: &mut Findings) {
        let idle = !self.loss.has(Measured::Insensitive);
        let Some(span) = self.epsilon.span.filter(|_| idle) else { return };
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
        if !(2..=rows).contains(&folds) {
            let message = format!("{rows} rows can't be put into {folds} folds");
            return Some((message, format!("take from 2 to {rows} folds")));
        }
        let no_classes = self.loss.counts_classes() && data.shape.classes.is_none();
        no_classes.then(|| {
            let message = format!("this loss counts classes, `{}` has values", data.name);
            (message, "values are judged by `squared-error`, `absolute-error` or `r-squared`".into())
        })
    }

    fn criterion(&self, _set: &Dataset, seed: &Seed) -> Result<Criterion, Fault> {
        let loss = self.loss.loss(self.epsilon.or(EPSILON).get());
        Ok(Criterion::CrossValidation { folds: self.folds.get(), loss, seed: seed.child("folds") })
    }
}
