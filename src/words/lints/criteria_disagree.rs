//! `criteria-disagree`: two methods on the same data whose penalties differ by more than a factor of 100, a decade in the
//! root. One of them is wrong, and which one the data do not say.

use crate::models::regression::Family;
use crate::models::regression::selection::Chosen;
use crate::source::amounts::short;
use crate::source::{Diagnostic, Level, Lint, Phase, Span};
use crate::vocabulary::Methods;

pub static LINT: Lint = Lint {
    code: "criteria-disagree",
    level: Level::Warning,
    phase: Phase::Smoke,
    finds: "methods that choose penalties which differ by more than a factor of 100",
    why: "Where cross-validation works, its penalty lies near the corner of the L-curve. When they are more than a decade \
          apart in the root of the penalty, an assumption of one of them does not hold: errors that go together \
          fool cross-validation, a solution whose coefficients do not decay has no corner. Neither choice should be \
          trusted before it is known which. The notes of a run say it as well.",
    bad: "edition 1\nseed 1\n\
          model: fit tikhonov on heat(64, noise: 1e-3, correlation: smoothed) by l-curve and discrepancy, then compare with optimum\n",
    good: "edition 1\nseed 1\n\
           model: fit tikhonov on phillips(64, noise: 1e-3) by l-curve and discrepancy, then compare with optimum\n",
    see: "Hansen and O'Leary 1993, The use of the L-curve in the regularization of discrete ill-posed problems",
};

/// A larger ratio of two penalties is a finding.
const FAR: f64 = 100.0;

/// What the notes of a run say.
pub fn message(chosen: &[Chosen], family: Family, methods: &Methods) -> Option<String> {
    if family != Family::Tikhonov {
        return None;
    }
    let named = || chosen.iter().zip(&methods.0).map(|(chosen, method)| (chosen.parameter, method.name()));
    let least = named().min_by(|a, b| a.0.total_cmp(&b.0))?;
    let largest = named().max_by(|a, b| a.0.total_cmp(&b.0))?;
    (largest.0 > FAR * least.0).then(|| {
        let (small, large) = (short(least.0), short(largest.0));
        format!("criteria-disagree: `{}` chose the penalty {small}, `{}` {large}", least.1, largest.1)
    })
}

pub fn find(chosen: &[Chosen], family: Family, methods: &Methods, place: Span) -> Option<Diagnostic> {
    let message = message(chosen, family, methods)?;
    let message = message.trim_start_matches("criteria-disagree: ").to_string();
    let finding = LINT.at(place, message).label("more than a factor of 100 apart");
    Some(finding.help("find out which assumption fails before trusting either"))
}
