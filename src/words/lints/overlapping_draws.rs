//! `overlapping-draws`: a learning curve that goes on to more than half of the rows. Two random choices of n of N rows have
//! n^2 / N of them in common: at n = N / 2 half of each, at n = N all, and there the spread over draws is 0 whatever the
//! error of the mean is.

use crate::source::{Diagnostic, Level, Lint, Phase, Span};

pub static LINT: Lint = Lint {
    code: "overlapping-draws",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "a learning curve whose draws share most of their rows",
    why: "The interval of a learning curve is that of a mean over independent draws. Two draws of n rows out of N have \
          n^2 / N in common: with n = N / 2 half of each, with n = N all. Fits of the same rows agree, and the \
          interval shrinks to nothing without anything being known better. Draw from more rows, end the curve at \
          half of them, or read its end as what these rows give and no interval.",
    bad: "edition 1\nseed 1\n\
          curve: draw 1000 of spambase, then standardize, then fit ridge(penalty: 10), then refit 20 over 100..1000 linear 10\n",
    good: "edition 1\nseed 1\n\
           curve: draw 4000 of spambase, then standardize, then fit ridge(penalty: 10), then refit 20 over 100..1000 linear 10\n",
    see: "Nadeau and Bengio 2003, Inference for the generalization error, Machine Learning 52:239",
};

/// For a curve that ends at `largest` of `rows` rows.
pub fn find(largest: usize, rows: usize, place: Span) -> Option<Diagnostic> {
    let half = rows / 2;
    if largest <= half.max(1) {
        return None;
    }
    let share = 100.0 * largest as f64 / rows as f64;
    let message = format!("two draws of {largest} of {rows} rows have {share:.0} % of them in common");
    let finding = LINT.at(place, message).label("intervals are too narrow at the end");
    Some(finding.help(format!("end the curve at {half} rows, or draw from more")))
}
