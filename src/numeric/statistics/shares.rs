//! Sums and differences of shares p = hits / trials, each of trials of its own.
//!
//! The interval of one share is Wilson's (1927) score interval; of `factor_1 p_1 + factor_2 p_2 + ...` it is put together from
//! theirs as Zou and Donner (2008) do (MOVER): with d_i the distance from `factor_i p_i` to the end of its interval, the
//! sum ends sqrt(d_1^2 + d_2^2 + ...) away from its estimate. For p_1 - p_2 that is Newcombe's (1998, Statistics in
//! Medicine 17:873) hybrid score interval, his method 10, which keeps its confidence where counts are small and the textbook
//! interval of Wald does not.

use super::{ConfidenceInterval, Side, normal_quantile, tail};

/// So many hits of so many trials, `factor` times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counts {
    pub factor: f64,
    pub hits: f64,
    pub trials: f64,
}

/// Wilson's score interval: the shares that the two-sided normal test with their own variance does not reject. None for
/// no trial or a confidence outside (0, 1).
pub fn score_interval(hits: f64, trials: f64, confidence: f64) -> Option<ConfidenceInterval> {
    let z = normal_quantile(1.0 - tail(confidence)?);
    if trials <= 0.0 {
        return None;
    }
    let (p, z2) = (hits / trials, z * z);
    let middle = (p + z2 / (2.0 * trials)) / (1.0 + z2 / trials);
    let half = z * (p * (1.0 - p) / trials + z2 / (4.0 * trials * trials)).sqrt() / (1.0 + z2 / trials);
    Some(ConfidenceInterval { low: (middle - half).max(0.0), high: (middle + half).min(1.0) })
}

/// The interval of the sum of these shares, each times its factor. None where one of them has none.
pub fn sum_of_shares(shares: &[Counts], confidence: f64) -> Option<ConfidenceInterval> {
    let (mut sum, mut below, mut above) = (0.0, 0.0, 0.0);
    for Counts { factor, hits, trials } in shares {
        let share = score_interval(*hits, *trials, confidence)?;
        let (one, other) = (factor * share.low, factor * share.high);
        let value = factor * hits / trials;
        sum += value;
        below += (value - one.min(other)).powi(2);
        above += (one.max(other) - value).powi(2);
    }
    Some(ConfidenceInterval { low: sum - below.sqrt(), high: sum + above.sqrt() })
}

/// The level at which the one-sided interval of the sum just reaches `bound`: small where the sum lies clearly on this side
/// of it. By bisection of the confidence.
pub fn sum_test(shares: &[Counts], bound: f64, side: Side) -> Option<f64> {
    let value: f64 = shares.iter().map(|s| s.factor * s.hits / s.trials).sum();
    let below = value < bound;
    let (mut inside, mut outside) = (0.5, 1.0);
    for _ in 0..60 {
        let confidence = 0.5 * (inside + outside);
        let Some(interval) = sum_of_shares(shares, 2.0 * confidence - 1.0) else { break };
        let beyond = if below { interval.high < bound } else { interval.low > bound };
        if beyond { inside = confidence } else { outside = confidence }
    }
    sum_of_shares(shares, 0.5)?;
    let chance = 1.0 - inside;
    Some(if below == (side == Side::Below) { chance } else { 1.0 - chance })
}
