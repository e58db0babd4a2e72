//! Means of values that vary: Student's (1908) t interval, his test, paired or against a number, and Welch's (1947) test
//! for two samples of unequal variances.

use super::{ConfidenceInterval, tail};
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// The outcome of a t test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TTest {
    /// Difference of the means over its standard error.
    pub statistic: f64,
    /// Degrees of freedom, fractional for Welch's test.
    pub freedom: f64,
    /// Probability of a statistic at least as far from 0, were the true means equal.
    pub two_sided: f64,
    /// Probability of a statistic at least as large, were the first true mean not above the second.
    pub greater: f64,
}

/// The t below which Student's distribution with `freedom` degrees of freedom has the share `p`.
pub fn student_t_quantile(p: f64, freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::NAN, |t| t.inverse_cdf(p))
}

/// The z below which the standard normal distribution has the share `p`.
pub fn normal_quantile(p: f64) -> f64 {
    Normal::standard().inverse_cdf(p)
}

/// The share of the standard normal distribution below `z`.
pub(super) fn normal_share(z: f64) -> f64 {
    Normal::standard().cdf(z)
}

/// The mean of values that vary independently about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    pub mean: f64,
    /// The unbiased estimate of the variance of one value.
    pub variance: f64,
    pub n: u64,
}

impl Mean {
    /// None for fewer than two values or values that are not finite.
    pub fn of(values: &[f64]) -> Option<Mean> {
        if values.len() < 2 || !values.iter().all(|value| value.is_finite()) {
            return None;
        }
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        Some(Mean { mean, variance: squares / (n - 1.0), n: values.len() as u64 })
    }

    fn squared_error(&self) -> f64 {
        self.variance / self.n as f64
    }

    /// Student's t interval. None for a confidence outside (0, 1).
    pub fn interval(&self, confidence: f64) -> Option<ConfidenceInterval> {
        let point = student_t_quantile(1.0 - tail(confidence)?, self.n as f64 - 1.0);
        let half = point * self.squared_error().sqrt();
        Some(ConfidenceInterval { low: self.mean - half, high: self.mean + half })
    }

    /// Student's test against a known mean. None where the values are all the same.
    pub fn test(&self, against: f64) -> Option<TTest> {
        t_test(self.mean - against, self.squared_error(), self.n as f64 - 1.0)
    }
}

/// Welch's test of whether two independent samples have the same mean, their variances being free. None
/// for fewer than two values in a sample, or no spread in either.
pub fn welch_test(first: &[f64], second: &[f64]) -> Option<TTest> {
    let (first, second) = (Mean::of(first)?, Mean::of(second)?);
    let (a, b) = (first.squared_error(), second.squared_error());
    let freedom = (a + b).powi(2) / (a * a / (first.n as f64 - 1.0) + b * b / (second.n as f64 - 1.0));
    t_test(first.mean - second.mean, a + b, freedom)
}

/// What is left of pairs: `first[i]` and `second[i]` belong together. None for different lengths or fewer than two pairs.
pub fn paired(first: &[f64], second: &[f64]) -> Option<Mean> {
    if first.len() != second.len() {
        return None;
    }
    Mean::of(&first.iter().zip(second).map(|(a, b)| a - b).collect::<Vec<f64>>())
}

/// About how many repeats tell a mean from a number at this distance, by Student's one-sided test at `confidence`, where
/// single values have this standard deviation. None where no number up to a million does.
pub fn repeats_to_decide(distance: f64, deviation: f64, confidence: f64) -> Option<u64> {
    const MOST: u64 = 1_000_000;
    let decided = |n: u64| {
        let point = student_t_quantile(confidence, n as f64 - 1.0);
        n > 1 && point * deviation / (n as f64).sqrt() < distance.abs()
    };
    super::smallest(MOST, decided)
}

fn t_test(difference: f64, squared_error: f64, freedom: f64) -> Option<TTest> {
    if squared_error <= 0.0 {
        return None;
    }
    let statistic = difference / squared_error.sqrt();
    let student = StudentsT::new(0.0, 1.0, freedom).ok()?;
    Some(TTest {
        statistic,
        freedom,
        two_sided: 2.0 * student.sf(statistic.abs()),
        greater: student.sf(statistic),
    })
}
