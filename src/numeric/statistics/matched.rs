//! The difference of two shares of the same cases, against a margin that need not be 0: the score test and interval of
//! Tango (1998, Statistics in Medicine 17:891).
//!
//! Of n cases b count for the first share only and c for the second only, so the difference is (b - c) / n. Where it is
//! truly d, the most likely share of cases that only the second one has is (equations 6 and 7)
//!
//! ```text
//! q = (sqrt(B^2 - 4 A C) - B) / (2 A),   A = 2 n,   B = (2 n - b + c) d - b - c,   C = -c d (1 - d)
//! ```
//!
//! and z = (b - c - n d) / sqrt(n (2 q + d (1 - d))) is nearly normal. Unlike McNemar's test made for a margin, it knows
//! that the share of cases on which the two differ was itself only measured. At d = 0 it is McNemar's z.

use super::{ConfidenceInterval, Side, normal_quantile, normal_share, tail};

/// Cases that two shares have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matched {
    /// Those that count for the first share only, and for the second only.
    pub first: u64,
    pub second: u64,
    /// All of them.
    pub n: u64,
}

impl Matched {
    /// How many standard deviations the measured difference lies above `margin`, were that the true one.
    pub fn z(&self, margin: f64) -> f64 {
        let (b, c, n) = (self.first as f64, self.second as f64, self.n as f64);
        let off = b - c - n * margin;
        if margin.abs() >= 1.0 {
            return off.signum() * f64::INFINITY;
        }
        let (first, second) = ((2.0 * n - b + c) * margin - b - c, -c * margin * (1.0 - margin));
        let root = (first * first - 8.0 * n * second).max(0.0).sqrt();
        let only_second = (root - first) / (4.0 * n);
        let variance = n * (2.0 * only_second + margin * (1.0 - margin));
        // No case differs and none should: nothing speaks for either side.
        if off == 0.0 { 0.0 } else { off / variance.max(0.0).sqrt() }
    }

    /// The chance of a difference so far on this side, were `margin` the true one.
    pub fn test(&self, margin: f64, side: Side) -> f64 {
        let z = self.z(margin);
        normal_share(if side == Side::Below { z } else { -z })
    }

    /// The differences that the two-sided test does not reject. None for no case or a confidence outside (0, 1).
    pub fn interval(&self, confidence: f64) -> Option<ConfidenceInterval> {
        let z = normal_quantile(1.0 - tail(confidence)?);
        if self.n == 0 {
            return None;
        }
        // z falls as the margin rises.
        let crossing = |level: f64| {
            let (mut low, mut high) = (-1.0, 1.0);
            for _ in 0..60 {
                let middle = 0.5 * (low + high);
                if self.z(middle) > level { low = middle } else { high = middle }
            }
            0.5 * (low + high)
        };
        Some(ConfidenceInterval { low: crossing(z), high: crossing(-z) })
    }

    /// About how many cases like these would put `margin` outside of the one-sided interval.
    pub fn enough(&self, margin: f64, confidence: f64) -> Option<u64> {
        let n = self.n as f64 * (normal_quantile(confidence) / self.z(margin)).powi(2);
        (n < 9e15).then_some(n.ceil() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Seed;
    use rand::RngExt;

    fn close(value: f64, expected: f64, tolerance: f64) {
        assert!((value - expected).abs() <= tolerance, "{value} is not {expected}");
    }

    /// At margin 0 z is McNemar's (b - c) / sqrt(b + c). Where no case counts for the second share only and the difference
    /// is positive, z is that of one share against a number, (b - n d) / sqrt(n d (1 - d)).
    #[test]
    fn its_limits_are_the_tests_of_mcnemar_and_of_one_share() {
        close(Matched { first: 30, second: 12, n: 500 }.z(0.0), 18.0 / 42f64.sqrt(), 1e-12);
        let alone = Matched { first: 40, second: 0, n: 1000 };
        close(alone.z(0.05), -10.0 / (1000.0 * 0.05 * 0.95f64).sqrt(), 1e-12);
        let none = Matched { first: 0, second: 0, n: 100 };
        assert_eq!((none.z(0.0), none.interval(0.0), none.z(1.0)), (0.0, None, f64::NEG_INFINITY));
        assert_eq!(Matched { n: 0, ..none }.interval(0.95), None);
    }

    /// Changing the two shares about changes the sign, and the ends of the interval are the margins that are just rejected.
    #[test]
    fn it_is_the_same_the_other_way_round() {
        for (first, second, n) in [(30, 12, 500), (7, 0, 60), (0, 0, 40), (3, 5, 1000)] {
            let (one, other) = (Matched { first, second, n }, Matched { first: second, second: first, n });
            for margin in [-0.3, -0.02, 0.0, 0.02, 0.3] {
                close(one.z(margin), -other.z(-margin), 1e-9);
            }
            let interval = one.interval(0.9).expect("there are cases");
            close(one.test(interval.low, Side::Above), 0.05, 1e-6);
            close(one.test(interval.high, Side::Below), 0.05, 1e-6);
        }
    }

    /// Twice the cases with twice the counts have a z larger by the square root of 2, so `enough` of them just decide.
    #[test]
    fn enough_cases_decide() {
        let open = Matched { first: 30, second: 12, n: 500 };
        let more = open.enough(0.025, 0.95).expect("they differ") as f64 / 500.0;
        let decided = open.z(0.025) * more.sqrt();
        close(decided, normal_quantile(0.95), 0.01);
        assert_eq!(Matched { first: 10, second: 0, n: 100 }.enough(0.1, 0.95), None);
    }

    /// How often `first - second < margin` is held with 95 % where the difference is the margin itself, so that it does not
    /// hold: in 8,000 samples of 1,000 cases, whose shares have a standard error of 0.24 %. The score test takes z for normal;
    /// by enumeration of all counts the sizes are 4.3, 4.6, 4.7, 5.0 and 5.0 %. McNemar's test, made for the margin as if the
    /// rate of cases that differ were known, holds the first three in 51, 36 and 11 %.
    #[test]
    fn a_claim_at_its_edge_is_held_in_one_of_twenty() {
        let mut stream = Seed::root(1998).stream();
        for (first, second) in [(0.05, 0.0), (0.05, 0.002), (0.04, 0.01), (0.02, 0.02), (0.1, 0.07)] {
            let differs = first + second;
            let mut sample = || {
                let (mut rows, mut at) = (Matched { first: 0, second: 0, n: 1000 }, 0);
                loop {
                    // The number of cases that agree before the next one that differs is geometric.
                    at += ((1.0 - stream.random::<f64>()).ln() / (1.0f64 - differs).ln()) as u64 + 1;
                    match stream.random::<f64>() * differs < first {
                        _ if at > rows.n => return rows,
                        true => rows.first += 1,
                        false => rows.second += 1,
                    }
                }
            };
            let held = (0..8000).filter(|_| sample().test(first - second, Side::Below) < 0.05).count();
            let size = held as f64 / 8000.0;
            assert!(
                (0.035..=0.057).contains(&size),
                "only the first {first}, only the second {second}: {size}"
            );
        }
    }
}
