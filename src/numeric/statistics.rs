//! Intervals and tests for what is measured: shares of counted cases, means of repeats, differences of means.
//!
//! Exact binomial intervals (Clopper and Pearson 1934), Student's (1908) t interval and paired test, and
//! Welch's (1947) test for two samples of unequal variances. Nothing is assumed about sizes: what
//! is undefined (no trial, one value, no spread) is `None`.

use statrs::distribution::{Beta, ContinuousCDF, Normal, StudentsT};

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

/// A confidence strictly between 0 and 1.
fn tail(confidence: f64) -> Option<f64> {
    (confidence > 0.0 && confidence < 1.0).then_some((1.0 - confidence) / 2.0)
}

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

/// The t below which Student's distribution with `freedom` degrees of freedom has the share `p`.
pub fn student_t_quantile(p: f64, freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::NAN, |t| t.inverse_cdf(p))
}

/// The z below which the standard normal distribution has the share `p`.
pub fn normal_quantile(p: f64) -> f64 {
    Normal::standard().inverse_cdf(p)
}

/// Sample mean and unbiased variance; None for fewer than two values or values that are not finite.
fn moments(values: &[f64]) -> Option<(f64, f64)> {
    if values.len() < 2 || !values.iter().all(|value| value.is_finite()) {
        return None;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    Some((mean, squares / (n - 1.0)))
}

/// Student's t interval for the mean of normal values. None for fewer than two values, values that
/// are not finite, or a confidence outside (0, 1).
pub fn mean_interval(values: &[f64], confidence: f64) -> Option<ConfidenceInterval> {
    let tail = tail(confidence)?;
    let (mean, variance) = moments(values)?;
    let n = values.len() as f64;
    let half = StudentsT::new(0.0, 1.0, n - 1.0).ok()?.inverse_cdf(1.0 - tail) * (variance / n).sqrt();
    Some(ConfidenceInterval { low: mean - half, high: mean + half })
}

/// Welch's test of whether two independent samples have the same mean, their variances being free. None
/// for fewer than two values in a sample, or no spread in either.
pub fn welch_test(first: &[f64], second: &[f64]) -> Option<TTest> {
    let ((mean_a, variance_a), (mean_b, variance_b)) = (moments(first)?, moments(second)?);
    let (n_a, n_b) = (first.len() as f64, second.len() as f64);
    let (a, b) = (variance_a / n_a, variance_b / n_b);
    let freedom = (a + b).powi(2) / (a * a / (n_a - 1.0) + b * b / (n_b - 1.0));
    t_test(mean_a - mean_b, a + b, freedom)
}

/// Student's test of whether pairs differ on average: `first[i]` and `second[i]` belong together. None
/// for different lengths, fewer than two pairs, or differences that are all the same.
pub fn paired_test(first: &[f64], second: &[f64]) -> Option<TTest> {
    if first.len() != second.len() {
        return None;
    }
    let differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| a - b).collect();
    let (mean, variance) = moments(&differences)?;
    let n = differences.len() as f64;
    t_test(mean, variance / n, n - 1.0)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn close(value: f64, expected: f64, tolerance: f64) {
        assert!((value - expected).abs() <= tolerance, "{value} is not {expected}");
    }

    fn probability(trials: u64, p: f64, successes: u64) -> f64 {
        let ways = (0..successes).fold(1.0, |ways, i| ways * (trials - i) as f64 / (i + 1) as f64);
        ways * p.powi(successes as i32) * (1.0 - p).powi((trials - successes) as i32)
    }

    /// The limits are defined by tails of the binomial: P(X >= k | low) = P(X <= k | high) = 0.025.
    #[test]
    fn clopper_pearson_limits_leave_half_the_risk_in_each_tail() {
        for (successes, trials) in [(1, 10), (5, 10), (9, 10), (35, 60), (2, 60)] {
            let interval = binomial_interval(successes, trials, 0.95).unwrap();
            let above: f64 = (successes..=trials).map(|k| probability(trials, interval.low, k)).sum();
            let below: f64 = (0..=successes).map(|k| probability(trials, interval.high, k)).sum();
            close(above, 0.025, 1e-10);
            close(below, 0.025, 1e-10);
        }
    }

    /// No success in n: the upper limit is 1 - 0.025^(1/n) (the "rule of three" is its one-sided 95 % form).
    #[test]
    fn the_ends_are_closed_forms() {
        let none = binomial_interval(0, 20, 0.95).unwrap();
        assert_eq!(none.low, 0.0);
        close(none.high, 1.0 - 0.025f64.powf(1.0 / 20.0), 1e-12);
        let all = binomial_interval(20, 20, 0.95).unwrap();
        close(all.low, 0.025f64.powf(1.0 / 20.0), 1e-12);
        assert_eq!(all.high, 1.0);
        // 35 errors of 10,000, the published 0.35 %, is known to 0.244 to 0.486 %.
        let published = binomial_interval(35, 10_000, 0.95).unwrap();
        close(published.low, 0.00244, 5e-6);
        close(published.high, 0.00486, 5e-6);
    }

    /// Brute force: for every p on a grid the intervals of all outcomes cover p with at least 95 %.
    #[test]
    fn coverage_is_at_least_the_confidence() {
        let trials = 25;
        let intervals: Vec<_> = (0..=trials).map(|k| binomial_interval(k, trials, 0.95).unwrap()).collect();
        for step in 1..400 {
            let p = f64::from(step) / 400.0;
            let covered: f64 = (0..=trials)
                .filter(|&k| intervals[k as usize].contains(p))
                .map(|k| probability(trials, p, k))
                .sum();
            assert!(covered >= 0.95 - 1e-12, "p = {p}: {covered}");
        }
    }

    #[test]
    fn undefined_intervals_are_none() {
        assert_eq!(binomial_interval(0, 0, 0.95), None);
        assert_eq!(binomial_interval(3, 2, 0.95), None);
        assert_eq!(binomial_interval(1, 2, 1.0), None);
        assert_eq!(binomial_interval(1, 2, f64::NAN), None);
        assert_eq!(mean_interval(&[1.0], 0.95), None);
        assert_eq!(mean_interval(&[1.0, f64::NAN], 0.95), None);
        assert_eq!(welch_test(&[1.0, 1.0], &[2.0, 2.0]), None);
        assert_eq!(paired_test(&[1.0, 2.0], &[2.0]), None);
    }

    /// Table of t in Fisher, "Statistical methods for research workers" (1925): 97.5 % points of t are 12.706 for 1,
    /// 2.776 for 4 and 2.262 for 9 degrees of freedom.
    #[test]
    fn mean_intervals_use_the_tabulated_points_of_t() {
        for (n, point) in [(2, 12.706), (5, 2.776), (10, 2.262)] {
            let values: Vec<f64> = (0..n).map(f64::from).collect();
            let (mean, variance) = moments(&values).unwrap();
            let interval = mean_interval(&values, 0.95).unwrap();
            close(0.5 * (interval.low + interval.high), mean, 1e-12);
            close((interval.high - mean) / (variance / f64::from(n)).sqrt(), point, 5e-4);
        }
    }

    /// Student (1908), section IX: additional hours of sleep of ten patients by two drugs (Cushny and Peebles
    /// 1905). Paired: t = 4.0621 with 9 degrees of freedom, p = 0.002833; as two independent samples
    /// Welch's t = 1.8608 with 17.776 degrees, p = 0.07939 (both printed by R's example(sleep)).
    #[test]
    fn the_tests_reproduce_the_sleep_data() {
        let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let paired = paired_test(&second, &first).unwrap();
        close(paired.statistic, 4.0621, 5e-5);
        close(paired.two_sided, 0.002833, 5e-7);
        close(paired.greater, paired.two_sided / 2.0, 1e-15);
        let welch = welch_test(&second, &first).unwrap();
        close(welch.statistic, 1.8608, 5e-5);
        close(welch.freedom, 17.776, 5e-4);
        close(welch.two_sided, 0.07939, 5e-6);
        close(welch_test(&first, &second).unwrap().greater, 1.0 - welch.greater, 1e-12);
    }
}
