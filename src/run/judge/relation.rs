//! Comparisons, ranges and distances judged: the sides are filled in with what was measured, and the difference that decides
//! is tested.

use super::bootstrap::{Resampled, resampled};
use super::measured::{Measured, measured};
use super::tested::{Tested, Untested, tested};
use super::words::{more, number, percent, show};
use super::{Judgement, Verdict};
use crate::check::{ClaimPlan, Plan, Test};
use crate::numeric::random::Seed;
use crate::run::table::Results;
use crate::syntax::ast::{Comparison, Operator};

/// A claim filled in: the differences that have to lie on a side of 0, and the quantity that it is about.
struct Claimed {
    terms: Vec<Measured>,
    sides: Vec<(Measured, Comparison)>,
    quantity: Measured,
    /// Both sides in words.
    words: String,
}

/// Judges a claim; `None` where a measure that it needs was not reached.
pub fn judge(claim: &ClaimPlan, plan: &Plan, results: &Results) -> Option<Judgement> {
    let claimed = filled(&claim.test, plan, results)?;
    let open = Judgement::open(claim, claimed.words.clone());
    if claimed.terms.iter().any(|term| !term.value(None).is_finite()) {
        let cure = Some("a measure that is a number in every run".to_string());
        return Some(Judgement {
            evidence: format!("{}; a value is not a number", open.evidence),
            cure,
            ..open
        });
    }
    Some(match claim.confidence {
        None => as_measured(&claimed, open),
        Some(confidence) if claimed.terms.iter().any(Measured::is_extreme) => {
            let seed = Seed::root(plan.settings.seed.unwrap_or(0)).child("claim").child(&claim.meaning());
            by_resampling(&claimed, confidence, &seed, open)
        }
        Some(confidence) => by_test(&claimed, confidence, open),
    })
}

fn filled(test: &Test, plan: &Plan, results: &Results) -> Option<Claimed> {
    let terms: Vec<Measured> =
        test.terms().into_iter().map(|term| measured(term, plan, results)).collect::<Option<_>>()?;
    let less = |a: &Measured, b: &Measured| a.clone().with(Operator::Minus, b.clone());
    let (sides, quantity, words) = match (test, terms.as_slice()) {
        (Test::Compare { symbol, .. }, [left, right]) => {
            let difference = less(left, right);
            (
                vec![(difference.clone(), *symbol)],
                difference,
                format!("{} against {}", show(left), show(right)),
            )
        }
        (Test::In { .. }, [value, low, high]) => {
            let sides =
                vec![(less(value, low), Comparison::AtLeast), (less(value, high), Comparison::AtMost)];
            (sides, value.clone(), format!("{} in {} to {}", show(value), show(low), show(high)))
        }
        (Test::Within { .. }, [value, tolerance, of]) => {
            let least = less(value, &less(of, tolerance));
            let most = less(value, &of.clone().with(Operator::Plus, tolerance.clone()));
            let off = number((value.value(None) - of.value(None)).abs());
            let words = format!("{} is {off} off {}", show(value), show(of));
            (vec![(least, Comparison::AtLeast), (most, Comparison::AtMost)], less(value, of), words)
        }
        _ => return None,
    };
    Some(Claimed { terms, sides, quantity, words })
}

fn as_measured(claimed: &Claimed, open: Judgement) -> Judgement {
    let holds = claimed.sides.iter().all(|(side, symbol)| plainly(side, *symbol, None));
    Judgement { verdict: Verdict::of(Some(holds)), test: Some("as measured"), ..open }
}

/// Whether a difference lies on this side of 0, but for rounding.
fn plainly(side: &Measured, symbol: Comparison, weights: Option<&[f64]>) -> bool {
    let difference = side.value(weights);
    let scale = match side {
        Measured::Arithmetic { left, right, .. } => left.value(weights).abs().max(right.value(weights).abs()),
        _ => difference.abs(),
    };
    let equal = difference.abs() <= 1e-12 * scale;
    match symbol {
        Comparison::Less => difference < 0.0 && !equal,
        Comparison::AtMost => difference < 0.0 || equal,
        Comparison::Greater => difference > 0.0 && !equal,
        Comparison::AtLeast => difference > 0.0 || equal,
        Comparison::Equal => equal,
    }
}

fn by_test(claimed: &Claimed, confidence: f64, open: Judgement) -> Judgement {
    let tests: Result<Vec<(Tested, Comparison)>, Untested> =
        claimed.sides.iter().map(|(side, symbol)| Ok((tested(side, confidence)?, *symbol))).collect();
    let tests = match tests {
        Ok(tests) => tests,
        Err(why) => return untested(why, open),
    };
    let (Some((first, _)), Some((last, _))) = (tests.first(), tests.last()) else { return open };
    let holds: Vec<Option<bool>> = tests.iter().map(|(test, symbol)| test.holds(*symbol)).collect();
    let holds = if holds.contains(&Some(false)) {
        Some(false)
    } else {
        holds.iter().all(Option::is_some).then_some(true)
    };
    let interval = interval(claimed, first, last);
    let undecided = tests.iter().filter(|(test, symbol)| test.holds(*symbol).is_none());
    let farthest = undecided.map(|(test, _)| test).max_by_key(|test| test.enough.unwrap_or(u64::MAX));
    let words = bounds(claimed, interval, confidence, first.test);
    Judgement {
        verdict: Verdict::of(holds),
        test: Some(first.test),
        interval: Some(interval),
        p: tests.iter().map(|(test, symbol)| test.p(*symbol)).reduce(f64::max),
        n: Some(first.n),
        evidence: format!("{}; {words}", open.evidence),
        cure: farthest.filter(|_| holds.is_none()).map(more),
        ..open
    }
}

/// The bounds of the differences as bounds of the quantity, which is off them by numbers.
fn interval(claimed: &Claimed, first: &Tested, last: &Tested) -> (f64, f64) {
    let quantity = claimed.quantity.value(None);
    let off =
        |side: Option<&(Measured, Comparison)>| side.map_or(0.0, |(side, _)| quantity - side.value(None));
    (first.interval.low + off(claimed.sides.first()), last.interval.high + off(claimed.sides.last()))
}

fn bounds(claimed: &Claimed, (low, high): (f64, f64), confidence: f64, test: &str) -> String {
    let what = if claimed.terms.len() == 2 { "difference " } else { "" };
    format!("{what}{} to {} at {} ({test})", number(low), number(high), percent(confidence))
}

fn untested(why: Untested, open: Judgement) -> Judgement {
    Judgement { evidence: format!("{}; {}", open.evidence, why.words()), cure: Some(why.cure()), ..open }
}

fn by_resampling(claimed: &Claimed, confidence: f64, seed: &Seed, open: Judgement) -> Judgement {
    const TEST: &str = "bootstrap over repeats";
    let mut terms: Vec<&Measured> = claimed.sides.iter().map(|(side, _)| side).collect();
    terms.push(&claimed.quantity);
    let holds = |terms: &[Measured], weights: &[f64]| {
        terms.iter().zip(&claimed.sides).all(|(side, (_, symbol))| plainly(side, *symbol, Some(weights)))
    };
    let found = match resampled(&terms, holds, confidence, seed) {
        Ok(found) => found,
        Err(why) => return untested(why, open),
    };
    let Resampled { support, p, interval, n, enough } = found;
    let verdict = Verdict::of(match support {
        support if support >= confidence => Some(true),
        support if support <= 1.0 - confidence => Some(false),
        _ => None,
    });
    let bounds = bounds(claimed, (interval.low, interval.high), confidence, TEST);
    let cure = match enough {
        Some(n) => format!("about {n} repeats, if they look like those that were measured"),
        None => format!("far more repeats than {n}, or a wider range"),
    };
    Judgement {
        verdict,
        test: Some(TEST),
        interval: Some((interval.low, interval.high)),
        p: Some(p),
        n: Some(n),
        evidence: format!("{}; so in {} of the resamples; {bounds}", open.evidence, percent(support)),
        cure: (verdict == Verdict::Undecided).then_some(cure),
        ..open
    }
}
