//! Claims judged: held, failed or undecided, with the test and the numbers that it rests on.
//!
//! Without a confidence the measured values are compared as they are. With one, a claim holds when
//! its opposite is rejected at that confidence by a one-sided test: the exact binomial test for a
//! share of independent trials (Clopper and Pearson 1934), Student's t for the mean of repeats,
//! paired by repeat when two lines are compared, and the normal test for two shares.

use super::estimate::{Estimate, estimate};
use super::table::Results;
use crate::check::{ClaimPlan, Plan, Test};
use crate::numeric::statistics;
use crate::source::Span;
use crate::syntax::ast::Comparison;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Held,
    Failed,
    Undecided,
}

impl Verdict {
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Held => "held",
            Verdict::Failed => "failed",
            Verdict::Undecided => "undecided",
        }
    }

    /// Both parts of a claim together.
    fn and(self, other: Verdict) -> Verdict {
        match (self, other) {
            (Verdict::Failed, _) | (_, Verdict::Failed) => Verdict::Failed,
            (Verdict::Held, Verdict::Held) => Verdict::Held,
            _ => Verdict::Undecided,
        }
    }

    fn of(holds: bool) -> Verdict {
        if holds { Verdict::Held } else { Verdict::Failed }
    }
}

/// A claim with its verdict.
#[derive(Clone, Debug)]
pub struct Judgement {
    pub text: String,
    pub span: Span,
    pub verdict: Verdict,
    pub evidence: String,
}

/// Judges a claim on the results of a run.
pub fn judge(claim: &ClaimPlan, plan: &Plan, results: &Results) -> Judgement {
    let (verdict, evidence) = decide(claim, plan, results)
        .unwrap_or((Verdict::Undecided, "a measure it needs was not reached".into()));
    Judgement { text: claim.text.clone(), span: claim.span, verdict, evidence }
}

/// A claim of a run that did not come to its end: what was reached of it decides nothing.
pub fn unreached(claim: &ClaimPlan) -> Judgement {
    let evidence = "the run did not come to its end".to_string();
    Judgement { text: claim.text.clone(), span: claim.span, verdict: Verdict::Undecided, evidence }
}

fn decide(claim: &ClaimPlan, plan: &Plan, results: &Results) -> Option<(Verdict, String)> {
    let of = |term| estimate(term, plan, results);
    let confidence = claim.confidence;
    Some(match &claim.test {
        Test::Compare { left, symbol, right } => {
            let (a, b) = (of(left)?, of(right)?);
            let (verdict, test) = compare(&a, *symbol, &b, confidence);
            (verdict, format!("{} against {}{test}", show(&a), show(&b)))
        }
        Test::In { value, low, high } => {
            let (v, low, high) = (of(value)?, of(low)?, of(high)?);
            let (above, test) = compare(&v, Comparison::AtLeast, &low, confidence);
            let (below, _) = compare(&v, Comparison::AtMost, &high, confidence);
            (above.and(below), format!("{} in {} to {}{test}", show(&v), show(&low), show(&high)))
        }
        Test::Within { value, tolerance, of: target } => {
            let (v, t, target) = (of(value)?, of(tolerance)?, of(target)?);
            let bound = |sign: f64| target.shifted(&t, sign);
            let (above, test) = compare(&v, Comparison::AtLeast, &bound(-1.0), confidence);
            let (below, _) = compare(&v, Comparison::AtMost, &bound(1.0), confidence);
            let off = (v.value - target.value).abs();
            (above.and(below), format!("{} is {} off {}{test}", show(&v), number(off), show(&target)))
        }
    })
}

/// Compares two estimates; the text says which test was made.
fn compare(a: &Estimate, symbol: Comparison, b: &Estimate, confidence: Option<f64>) -> (Verdict, String) {
    if !a.value.is_finite() || !b.value.is_finite() {
        return (Verdict::Undecided, "; a value is not a number".into());
    }
    let Some(confidence) = confidence else { return (plain(a.value, symbol, b.value), String::new()) };
    let Some((low, high, test)) = difference(a, b, confidence) else {
        return (Verdict::Undecided, "; nothing says how far other runs would spread: add `repeat`".into());
    };
    let verdict = match symbol {
        Comparison::Less | Comparison::AtMost if high < 0.0 => Verdict::Held,
        Comparison::Less | Comparison::AtMost if low > 0.0 => Verdict::Failed,
        Comparison::Greater | Comparison::AtLeast if low > 0.0 => Verdict::Held,
        Comparison::Greater | Comparison::AtLeast if high < 0.0 => Verdict::Failed,
        _ => Verdict::Undecided,
    };
    let shown = format!(
        "; difference {} to {} at {} % ({test})",
        number(low),
        number(high),
        number(100.0 * confidence)
    );
    (verdict, shown)
}

fn plain(a: f64, symbol: Comparison, b: f64) -> Verdict {
    Verdict::of(match symbol {
        Comparison::Less => a < b,
        Comparison::AtMost => a <= b,
        Comparison::Greater => a > b,
        Comparison::AtLeast => a >= b,
        Comparison::Equal => (a - b).abs() <= 1e-12 * a.abs().max(b.abs()),
    })
}

/// Bounds of `a - b`, each one-sided at this confidence, and the test that gives them.
fn difference(a: &Estimate, b: &Estimate, confidence: f64) -> Option<(f64, f64, &'static str)> {
    match (a.trials, b.trials) {
        (Some((hits, n)), None) if b.known => {
            let bounds = statistics::binomial_interval(hits, n, 2.0 * confidence - 1.0)?;
            Some((bounds.low - b.value, bounds.high - b.value, "exact binomial"))
        }
        (None, Some((hits, n))) if a.known => {
            let bounds = statistics::binomial_interval(hits, n, 2.0 * confidence - 1.0)?;
            Some((a.value - bounds.high, a.value - bounds.low, "exact binomial"))
        }
        (Some((_, n)), Some((_, m))) => {
            let (p, q) = (a.value, b.value);
            let error = (p * (1.0 - p) / n as f64 + q * (1.0 - q) / m as f64).sqrt();
            let half = statistics::normal_quantile(confidence) * error;
            Some((p - q - half, p - q + half, "two shares, normal"))
        }
        _ => repeats(a, b, confidence),
    }
}

fn repeats(a: &Estimate, b: &Estimate, confidence: f64) -> Option<(f64, f64, &'static str)> {
    let differences: Vec<f64> = match (a.samples.len(), b.samples.len()) {
        (n, m) if n > 1 && n == m => a.samples.iter().zip(&b.samples).map(|(x, y)| x - y).collect(),
        (n, 0) if n > 1 && b.known => a.samples.iter().map(|x| x - b.value).collect(),
        (0, m) if m > 1 && a.known => b.samples.iter().map(|y| a.value - y).collect(),
        _ => return None,
    };
    let test = if b.samples.is_empty() || a.samples.is_empty() { "Student's t" } else { "paired t" };
    let n = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / n;
    let variance = differences.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (n - 1.0);
    if variance == 0.0 {
        // Repeats that do not differ say nothing about how far others would.
        return None;
    }
    let half = statistics::student_t_quantile(confidence, n - 1.0) * (variance / n).sqrt();
    Some((mean - half, mean + half, test))
}

fn show(estimate: &Estimate) -> String {
    let value = number(estimate.value);
    match (estimate.trials, estimate.samples.len()) {
        (Some((hits, n)), _) => format!("{value} ({hits} of {n})"),
        (None, n) if n > 1 => format!("{value} (mean of {n})"),
        _ => value,
    }
}

/// Four significant digits; claims are judged on all of them.
fn number(x: f64) -> String {
    if x == 0.0 || !x.is_finite() {
        return format!("{x}");
    }
    let digits = (3 - x.abs().log10().floor() as i32).clamp(0, 12) as usize;
    let text = if x.abs() < 1e-5 { format!("{x:.3e}") } else { format!("{x:.digits$}") };
    if text.contains('.') && !text.contains('e') {
        text.trim_end_matches('0').trim_end_matches('.').to_string()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trials(hits: u64, n: u64) -> Estimate {
        Estimate { value: hits as f64 / n as f64, samples: Vec::new(), trials: Some((hits, n)), known: false }
    }

    fn exact(value: f64) -> Estimate {
        Estimate { value, samples: Vec::new(), trials: None, known: true }
    }

    /// An error below 0.5 % on 10,000 images is established at 95 % by 38 errors or fewer.
    #[test]
    fn thirty_eight_errors_decide_half_a_percent() {
        let below = |hits| compare(&trials(hits, 10_000), Comparison::Less, &exact(0.005), Some(0.95)).0;
        assert_eq!(below(38), Verdict::Held);
        assert_eq!(below(39), Verdict::Undecided);
        assert_eq!(below(90), Verdict::Failed);
    }

    #[test]
    fn two_repeated_lines_are_compared_repeat_by_repeat() {
        let line = |shift: f64| Estimate {
            value: 0.0,
            samples: (0..8).map(|i| f64::from(i) + shift + 0.01 * f64::from(i % 3)).collect(),
            trials: None,
            known: false,
        };
        assert_eq!(compare(&line(0.1), Comparison::Greater, &line(0.0), Some(0.95)).0, Verdict::Held);
        assert_eq!(compare(&line(0.0), Comparison::Greater, &line(0.0), Some(0.95)).0, Verdict::Undecided);
    }

    #[test]
    fn a_single_run_decides_nothing_with_confidence() {
        let once = |value| Estimate { known: false, ..exact(value) };
        assert_eq!(compare(&once(1.0), Comparison::Less, &exact(2.0), Some(0.95)).0, Verdict::Undecided);
        assert_eq!(compare(&trials(1, 1000), Comparison::Less, &once(0.5), Some(0.95)).0, Verdict::Undecided);
        assert_eq!(compare(&exact(1.0), Comparison::Less, &exact(2.0), None).0, Verdict::Held);
    }
}
