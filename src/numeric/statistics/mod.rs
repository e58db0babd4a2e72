//! Intervals and tests for what is measured: shares of counted cases, means of repeats, differences of either.
//!
//! `binomial` has exact tests of one share, `shares` sums and differences of shares, `matched` differences of shares of
//! the same cases, `student` means, `holm` the correction for many tests, `tails` laws without a mean. Nothing is assumed
//! about sizes: what is undefined (no trial, one value, no
//! spread) is `None`.

mod binomial;
mod holm;
mod matched;
mod shares;
mod student;
mod tails;

pub use binomial::{Side, binomial_interval, binomial_test, errors_allowed, hits_needed, trials_to_decide};
pub use holm::holm;
pub use matched::Matched;
pub use shares::{Counts, score_interval, sum_of_shares, sum_test};
use student::normal_share;
pub use student::{Mean, TTest, normal_quantile, paired, repeats_to_decide, student_t_quantile, welch_test};
pub use tails::{Law, TailIndex, hill, kolmogorov_smirnov, quantile};

/// A range that covers the true value with the stated confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConfidenceInterval {
    pub low: f64,
    pub high: f64,
}

impl ConfidenceInterval {
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// A confidence strictly between 0 and 1.
fn tail(confidence: f64) -> Option<f64> {
    (confidence > 0.0 && confidence < 1.0).then_some((1.0 - confidence) / 2.0)
}

/// The smallest number, up to `most`, for which something holds that holds for all larger ones too. `None` where it
/// holds for none that small.
pub fn smallest(most: u64, holds: impl Fn(u64) -> bool) -> Option<u64> {
    let mut enough = 1;
    while !holds(enough) {
        enough *= 2;
        if enough > most {
            return None;
        }
    }
    let mut few = enough / 2;
    while enough - few > 1 {
        let middle = few + (enough - few) / 2;
        if holds(middle) { enough = middle } else { few = middle }
    }
    Some(enough)
}

#[cfg(test)]
mod tests;
