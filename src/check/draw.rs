//! What a search draws: a value for every axis and try, from a stream of its own, so that it depends on the seed of the
//! file, the name of the axis and the number of the try, and on nothing else. More tries only add tries; another axis
//! changes none of the values of this one.
//!
//! A drawn value keeps four digits, so that it can be written down and asked for by `at`.

use crate::numeric::random::Seed;
use rand::RngExt;

/// Where the values of an axis come from.
pub enum Range {
    /// Evenly from `low` to `high`; in equal ratios where `log` says so, whole numbers where `whole` does.
    Between { low: f64, high: f64, log: bool, whole: bool },
    /// One of these, each as likely as the others.
    Listed(Vec<f64>),
}

/// Digits of a drawn value.
const DIGITS: i32 = 4;

impl Range {
    /// The value of a try on the axis of this name, under the seed of the file.
    pub fn draw(&self, file: &Seed, axis: &str, number: u64) -> f64 {
        let share: f64 = file.child("search").child(axis).at(number).stream().random();
        match self {
            Range::Listed(values) => {
                let at = (share * values.len() as f64) as usize;
                values.get(at).copied().unwrap_or(f64::NAN)
            }
            // Each whole number owns the interval that is rounded to it: those at the ends are as likely as the others.
            Range::Between { low, high, log, whole: true } => {
                between(low - 0.5, high + 0.5, *log, share).round().clamp(*low, *high)
            }
            Range::Between { low, high, log, whole: false } => {
                brief(between(*low, *high, *log, share), high - low).clamp(*low, *high)
            }
        }
    }
}

fn between(low: f64, high: f64, log: bool, share: f64) -> f64 {
    if log { (low.ln() + share * (high.ln() - low.ln())).exp() } else { low + share * (high - low) }
}

/// A number with four digits behind the one that the width of its range has first.
fn brief(x: f64, width: f64) -> f64 {
    if x == 0.0 || width <= 0.0 {
        return x;
    }
    let place = |x: f64| x.abs().log10().floor() as i32;
    let digits = (DIGITS - 1 + (place(x) - place(width)).max(0)).clamp(0, 16) as usize;
    format!("{x:.digits$e}").parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(range: &Range, count: u64) -> Vec<f64> {
        (0..count).map(|number| range.draw(&Seed::root(1), "rate", number)).collect()
    }

    /// Uniform shares have the mean 1/2 and the variance 1/12: with 4000 of them the mean lies within four standard errors,
    /// 4 * sqrt(1 / 12 / 4000) = 0.018.
    fn is_uniform(shares: &[f64]) -> bool {
        let mean = shares.iter().sum::<f64>() / shares.len() as f64;
        shares.iter().all(|x| (0.0..=1.0).contains(x)) && (mean - 0.5).abs() < 0.018
    }

    #[test]
    fn values_are_uniform_on_their_scale() {
        let linear = drawn(&Range::Between { low: 2.0, high: 4.0, log: false, whole: false }, 4000);
        assert!(is_uniform(&linear.iter().map(|x| (x - 2.0) / 2.0).collect::<Vec<_>>()));
        let log = drawn(&Range::Between { low: 1e-3, high: 1.0, log: true, whole: false }, 4000);
        assert!(is_uniform(&log.iter().map(|x| x.log10() / 3.0 + 1.0).collect::<Vec<_>>()));
    }

    /// Counts of three equally likely values in 3000 draws: four standard deviations are 4 * sqrt(3000 * 2 / 9) = 103.
    #[test]
    fn whole_numbers_and_listed_values_are_equally_likely() {
        let whole = drawn(&Range::Between { low: 1.0, high: 3.0, log: false, whole: true }, 3000);
        let listed = drawn(&Range::Listed(vec![1.0, 2.0, 3.0]), 3000);
        for values in [whole, listed] {
            for wanted in [1.0, 2.0, 3.0] {
                let count = values.iter().filter(|value| **value == wanted).count();
                assert!(count.abs_diff(1000) < 103, "{count} of {wanted}");
            }
        }
    }

    #[test]
    fn values_can_be_written_down() {
        assert_eq!(brief(0.012345678, 1.0), 0.01235);
        assert_eq!(brief(1000.123456, 0.2), 1000.1235, "four digits of what varies");
        assert_eq!(brief(0.0, 1.0), 0.0);
    }

    #[test]
    fn axes_and_tries_draw_for_themselves() {
        let range = Range::Between { low: 0.0, high: 1.0, log: false, whole: false };
        assert_eq!(drawn(&range, 3), drawn(&range, 9)[..3]);
        assert_ne!(range.draw(&Seed::root(1), "rate", 0), range.draw(&Seed::root(1), "momentum", 0));
        assert_ne!(range.draw(&Seed::root(1), "rate", 0), range.draw(&Seed::root(2), "rate", 0));
    }
}
