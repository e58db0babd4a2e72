//! Exact tests of a share: the binomial interval of Clopper and Pearson (1934), the one-sided test that it inverts, and
//! how many trials either takes.

use super::{ConfidenceInterval, tail};
use statrs::distribution::{Beta, ContinuousCDF};

/// The exact (Clopper-Pearson) interval for a probability of which `successes` of `trials` were seen.
/// It covers the truth at least as often as `confidence` (such as 0.95) says, for every true value. None when there is no
/// trial, more successes than trials, or a confidence outside (0, 1).
pub fn binomial_interval(successes: u64, trials: u64, confidence: f64) -> Option<ConfidenceInterval> {
    let tail = tail(confidence)?;
    let failures = trials.checked_sub(successes)? as f64;
    let (successes, trials) = (successes as f64, trials as f64);
    if trials == 0.0 {
        return None;
    }
    let low = if successes == 0.0 { 0.0 } else { beta_quantile(successes, failures + 1.0, tail)? };
    let high = if failures == 0.0 { 1.0 } else { beta_quantile(successes + 1.0, failures, 1.0 - tail)? };
    Some(ConfidenceInterval { low, high })
}

/// The side of a bound on which a share is claimed to lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Below,
    Above,
}

/// The largest number of hits in `n` trials whose exact one-sided upper bound at `confidence` (in 0.5..1) is
/// below `p`: with so many errors or fewer "error < p" is established. None where no number is small enough.
pub fn errors_allowed(n: u64, p: f64, confidence: f64) -> Option<u64> {
    tail(2.0 * confidence - 1.0)?;
    if n == 0 || p.is_nan() || p <= 0.0 {
        return None;
    }
    if p > 1.0 {
        return Some(n);
    }
    // The bound is below p when p is beyond the bound's quantile; it rises with the number of hits.
    let established = |k: u64| {
        Beta::new(k as f64 + 1.0, (n - k) as f64).is_ok_and(|beta| p >= 1.0 || beta.cdf(p) > confidence)
    };
    if !established(0) {
        return None;
    }
    let (mut yes, mut no) = (0, n);
    while no - yes > 1 {
        let middle = yes + (no - yes) / 2;
        if established(middle) { yes = middle } else { no = middle }
    }
    Some(yes)
}

/// The smallest number of hits in `n` trials whose exact one-sided lower bound at `confidence` (in 0.5..1) is
/// above `p`: the mirror of [`errors_allowed`].
pub fn hits_needed(n: u64, p: f64, confidence: f64) -> Option<u64> {
    errors_allowed(n, 1.0 - p, confidence).map(|misses| n - misses)
}

/// The chance of so few hits ([`Side::Below`]) or so many ([`Side::Above`]) in `trials`, were the share `p`: the exact
/// one-sided test of whether the share lies on this side of `p`. None where there is no trial, more hits than trials, or no `p`.
pub fn binomial_test(hits: u64, trials: u64, p: f64, side: Side) -> Option<f64> {
    let misses = trials.checked_sub(hits)?;
    if trials == 0 || p.is_nan() {
        return None;
    }
    if side == Side::Above {
        return binomial_test(misses, trials, 1.0 - p, Side::Below);
    }
    if misses == 0 || p <= 0.0 {
        return Some(1.0);
    }
    // P(X <= k) is one less the beta distribution of k + 1 and n - k at p.
    if p >= 1.0 { Some(0.0) } else { Some(Beta::new(hits as f64 + 1.0, misses as f64).ok()?.sf(p)) }
}

/// About how many trials decide on which side of `p` a share lies that is seen to be `share`, by the exact one-sided
/// test at `confidence`. None where no number up to a thousand million does.
pub fn trials_to_decide(share: f64, p: f64, confidence: f64) -> Option<u64> {
    const MOST: u64 = 1_000_000_000;
    let side = if share < p { Side::Below } else { Side::Above };
    let hits = |trials: u64| (share * trials as f64).round() as u64;
    let decided = |trials: u64| {
        binomial_test(hits(trials), trials, p, side).is_some_and(|chance| chance < 1.0 - confidence)
    };
    super::smallest(MOST, decided).filter(|_| share != p)
}

/// The x with I_x(a, b) = p, by bisection on the distribution function down to neighbouring numbers.
fn beta_quantile(a: f64, b: f64, p: f64) -> Option<f64> {
    let beta = Beta::new(a, b).ok()?;
    let (mut low, mut high) = (0.0f64, 1.0f64);
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return Some(middle);
        }
        if beta.cdf(middle) < p { low = middle } else { high = middle }
    }
}
