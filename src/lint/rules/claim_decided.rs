//! `claim-decided`: a claim whose verdict is known before the run, because of what its measures can be at all: a share
//! lies in 0..1, the place of a minimum is one of the swept values, a measure equals itself.

use super::Facts;
use crate::check::{ClaimPlan, Term, Test};
use crate::source::{Diagnostic, Level, Lint, Phase};
use crate::syntax::ast::{Comparison, Operator};
use crate::vocabulary::{ClaimFunction, Unit};

pub static LINT: Lint = Lint {
    code: "claim-decided",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "a claim whose verdict no run can change",
    why: "A claim is a question to the run. This one is answered already: a share can't lie below 0 or above 1, \
          the place of a minimum can't lie between two swept values, a measure can't differ from itself. Most \
          often a bound is mistyped, or two labels are one.",
    bad: "edition 1\nseed 1\n\
          net: train mlp[64,100,10] on optdigits for 5 epochs\n\
          expect net.error < 0\n",
    good: "edition 1\nseed 1\n\
           net: train mlp[64,100,10] on optdigits for 5 epochs\n\
           expect net.error < 4 %\n",
    see: "",
};

/// A verdict that is known, and why.
pub struct Known {
    holds: bool,
    why: String,
}

pub fn find(facts: &Facts) -> Vec<Diagnostic> {
    facts.plan.claims.iter().filter_map(|claim| Some(finding(claim, known(claim, facts)?))).collect()
}

fn finding(claim: &ClaimPlan, known: Known) -> Diagnostic {
    let (verdict, label) = if known.holds {
        ("every outcome makes this hold", "always holds")
    } else {
        ("no outcome can make this hold", "never holds")
    };
    let finding = LINT.at(claim.span, format!("{verdict}: {}", known.why)).label(label);
    finding.help("claim a bound that a run could miss, and could meet")
}

/// The verdict, where no run can change it. No test establishes what may lie on its bound, so with a confidence a claim
/// is known to fail or not known.
pub fn known(claim: &ClaimPlan, facts: &Facts) -> Option<Known> {
    // A claim on numbers alone is an error of its own.
    claim.test.operands().first()?;
    let itself = against_itself(&claim.test).map(|holds| (holds, "both sides are the same".to_string()));
    let (holds, why) = itself.or_else(|| by_values(&claim.test, facts))?;
    (claim.confidence.is_none() || !holds).then_some(Known { holds, why })
}

/// What a comparison of a term with itself comes to.
fn against_itself(test: &Test) -> Option<bool> {
    let (a, b, holds) = match test {
        Test::Compare { left, symbol, right } => {
            (left, right, !matches!(symbol, Comparison::Less | Comparison::Greater))
        }
        Test::Within { value, of, .. } => (value, of, true),
        Test::In { .. } | Test::Published(_) => return None,
    };
    (a.constant().is_none() && a.meaning() == b.meaning()).then_some(holds)
}

fn by_values(test: &Test, facts: &Facts) -> Option<(bool, String)> {
    let number = |term: &Term| term.constant().filter(|x| x.is_finite());
    let inside = |term: &Term, low: f64, high: f64| {
        let values = values(term, facts)?;
        Some((values.inside(low, high)?, values.told(term)))
    };
    match test {
        Test::Compare { left, symbol: Comparison::Equal, right } => {
            let (term, x) = number(right).map(|x| (left, x)).or_else(|| Some((right, number(left)?)))?;
            let rounding = 1e-12 * x.abs();
            inside(term, x - rounding, x + rounding)
        }
        Test::Compare { left, symbol, right } => {
            let (a, b) = (values(left, facts)?, values(right, facts)?);
            let told = if left.constant().is_none() { a.told(left) } else { b.told(right) };
            Some((compared(a.ends()?, *symbol, b.ends()?)?, told))
        }
        Test::In { value, low, high } => inside(value, number(low)?, number(high)?),
        Test::Within { value, tolerance, of } => {
            let (distance, x) = (number(tolerance)?, number(of)?);
            inside(value, x - distance, x + distance)
        }
        Test::Published(_) => None,
    }
}

fn compared(a: (f64, f64), symbol: Comparison, b: (f64, f64)) -> Option<bool> {
    let (always, never) = match symbol {
        Comparison::Less => (a.1 < b.0, a.0 >= b.1),
        Comparison::AtMost => (a.1 <= b.0, a.0 > b.1),
        Comparison::Greater => (a.0 > b.1, a.1 <= b.0),
        Comparison::AtLeast => (a.0 >= b.1, a.1 < b.0),
        Comparison::Equal => return None,
    };
    (always || never).then_some(always)
}

/// What a term can be.
enum Values {
    Between(f64, f64),
    /// The values of this axis.
    Swept(String, Vec<f64>),
}

impl Values {
    fn ends(&self) -> Option<(f64, f64)> {
        match self {
            Values::Between(low, high) => Some((*low, *high)),
            Values::Swept(_, values) => Some((*values.first()?, *values.last()?)),
        }
    }

    /// Whether all of them or none lie in a range.
    fn inside(&self, low: f64, high: f64) -> Option<bool> {
        let within = |x: &f64| low <= *x && *x <= high;
        let (all, none) = match self {
            Values::Between(least, most) => (low <= *least && *most <= high, *most < low || high < *least),
            Values::Swept(_, values) => (values.iter().all(within), !values.iter().any(within)),
        };
        (all || none).then_some(all)
    }

    fn told(&self, term: &Term) -> String {
        match (self, term) {
            (Values::Swept(axis, values), _) => {
                let values: Vec<String> = values.iter().take(12).map(f64::to_string).collect();
                format!("the sweep sets `{axis}` to {}", values.join(", "))
            }
            (_, Term::Measure(of) | Term::Function { of, .. }) => {
                format!("`{}.{}` is a share, from 0 to 1", of.measure.label, of.measure.measure)
            }
            (Values::Between(low, high), _) => format!("the values here lie in {low} to {high}"),
        }
    }
}

/// What a term can be, as far as that is known before the run: of a sum of measures the ends may be out of reach.
fn values(term: &Term, facts: &Facts) -> Option<Values> {
    match term {
        Term::Number(x) => Some(Values::Between(*x, *x)),
        Term::Function { function: ClaimFunction::ArgMin | ClaimFunction::ArgMax, of, over } => {
            let swept = facts.plan.swept(&of.measure.label, over)?;
            Some(Values::Swept(over.clone(), swept))
        }
        Term::Measure(of) | Term::Function { of, .. } => {
            let share = facts.origin(&of.measure)?.measure.unit == Unit::Fraction;
            share.then_some(Values::Between(0.0, 1.0))
        }
        Term::Arithmetic { left, operator, right } => {
            let (a, b) = (values(left, facts)?.ends()?, values(right, facts)?.ends()?);
            let corners =
                [(a.0, b.0), (a.0, b.1), (a.1, b.0), (a.1, b.1)].map(|(x, y)| operator.applied(x, y));
            let divides_by_zero = *operator == Operator::Over && b.0 <= 0.0 && b.1 >= 0.0;
            let (low, high) = corners
                .iter()
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(*x), high.max(*x)));
            (!divides_by_zero && low.is_finite() && high.is_finite()).then_some(Values::Between(low, high))
        }
    }
}
