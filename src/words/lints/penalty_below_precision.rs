//! `penalty-below-precision`: a penalty that is lost when it is added to X'X in double precision.
//!
//! The largest eigenvalue of X'X is at least its mean over the non-zero ones. With columns of variance 1 the
//! trace is n p and at most min(n, p) eigenvalues are not zero, so it is at least max(n, p), and sums of that
//! size are rounded by eps times it. Ten times the rounding is asked for. A penalty of 0 says plain least
//! squares, and says so.

use crate::source::amounts::short;
use crate::source::{Diagnostic, Level, Lint, Phase, Span};
use crate::vocabulary::DataKind;

pub static LINT: Lint = Lint {
    code: "penalty-below-precision",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "a penalty too small to change a number in double precision",
    why: "Ridge regression adds the penalty to the diagonal of X'X. Its largest eigenvalue is at least the larger \
          of rows and columns when the columns have variance 1, and doubles of that size are kept to 2.2e-16 of \
          it. A penalty below ten times this rounding regularizes nothing, whatever the file says: directions \
          that the data do not determine are filled with rounding errors. Write 0 where plain least squares is \
          meant, and a larger penalty where it is not.",
    bad: "edition 1\nseed 1\n\
          model: draw 4000 of spambase, then standardize, then fit ridge(penalty: 1e-12), then test\n",
    good: "edition 1\nseed 1\n\
           model: draw 4000 of spambase, then standardize, then fit ridge(penalty: 1e-6), then test\n",
    see: "Higham 2002, Accuracy and Stability of Numerical Algorithms, chapter 20; Hansen 1998, Rank-Deficient and Discrete Ill-Posed Problems",
};

pub fn find(penalty: f64, place: Span, data: &DataKind) -> Option<Diagnostic> {
    let (rows, columns) = (data.shape.train, data.shape.columns);
    let largest = rows.max(columns) as f64;
    let least = 10.0 * f64::EPSILON * largest;
    if penalty == 0.0 || penalty >= least || !data.shape.facts.unit_variance {
        return None;
    }
    let (penalty, kept) = (short(penalty), short(f64::EPSILON * largest));
    let message = format!(
        "a penalty of {penalty} is lost: sums over {rows} rows and {columns} columns reach {largest}, where doubles are kept to {kept}"
    );
    let finding = LINT.at(place, message).label("regularizes nothing");
    Some(finding.help(format!("{} or more has an effect; 0 says plain least squares", short(least))))
}
