//! `correlated-errors`: a criterion that takes rows to be independent, on data whose noise goes together.

use crate::source::{Diagnostic, Level, Lint, Phase, Span};
use crate::vocabulary::{BoundMethod, DataKind};

pub static LINT: Lint = Lint {
    code: "correlated-errors",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "cross-validation on data whose noise goes together from row to row",
    why: "A row that is left out is predicted from its neighbours. Where their noise is its noise too, predicting the noise \
          counts as success, and the penalty that is chosen is far too small: generalized cross-validation then \
          undersmooths in nearly every draw. The L-curve does not ask how rows go together; it is not safe either \
          (it fails on the inverse heat equation), so compare the two.",
    bad: "edition 1\nseed 1\n\
          model: fit tikhonov on shaw(32, correlation: smoothed) by gcv, then compare with optimum\n",
    good: "edition 1\nseed 1\n\
           model: fit tikhonov on shaw(32, correlation: smoothed) by l-curve, then compare with optimum\n",
    see: "Hansen and O'Leary 1993, The use of the L-curve in the regularization of discrete ill-posed problems, section 7",
};

/// `verb` is the place of a method that stands nowhere in the file.
pub fn find(method: &BoundMethod, data: &DataKind, verb: Span) -> Option<Diagnostic> {
    let independent = method.choice().is_some_and(|choice| choice.takes_rows_to_be_independent());
    if !(data.shape.facts.correlated && independent) {
        return None;
    }
    let place = method.written().unwrap_or(verb);
    let message = format!(
        "`{}` takes the errors of rows to be independent, the noise of `{}` goes together",
        method.name(),
        data.name
    );
    let finding = LINT.at(place, message).label("will choose too small a penalty");
    Some(finding.help("choose by `l-curve`, or by `discrepancy` where the size of the noise is known"))
}
