//! Values from one end to the other: `10..1000 log 30`. An axis runs over them, and so does an argument that takes several.

use crate::syntax::ast::Scale;
use std::fmt;

/// A range with a spacing: one value or more, the lower end first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spaced {
    pub low: f64,
    pub high: f64,
    pub scale: Scale,
    pub count: u64,
    /// Whether the values between are whole numbers, as both ends are.
    pub whole: bool,
}

impl Spaced {
    /// The values; whole ones are rounded and freed of duplicates.
    pub fn values(self) -> Vec<f64> {
        let Spaced { low, high, scale, count, whole } = self;
        let at = |i: u64| {
            let t = if count > 1 { i as f64 / (count - 1) as f64 } else { 0.0 };
            match scale {
                _ if i == 0 => low,
                _ if i + 1 == count => high,
                Scale::Linear => low + t * (high - low),
                Scale::Log => (low.ln() + t * (high.ln() - low.ln())).exp(),
            }
        };
        let mut values: Vec<f64> = (0..count).map(at).map(|x| if whole { x.round() } else { x }).collect();
        values.dedup();
        values
    }
}

impl fmt::Display for Spaced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = match self.scale {
            Scale::Linear => "linear",
            Scale::Log => "log",
        };
        write!(f, "{}..{} {scale} {}", self.low, self.high, self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_log_ranges_are_rounded_and_freed_of_duplicates() {
        let whole = Spaced { low: 1.0, high: 10.0, scale: Scale::Log, count: 7, whole: true };
        assert_eq!(whole.values(), [1.0, 2.0, 3.0, 5.0, 7.0, 10.0]);
        assert_eq!(whole.to_string(), "1..10 log 7");
        let real = Spaced { low: 0.0, high: 1.0, scale: Scale::Linear, count: 3, whole: false };
        assert_eq!(real.values(), [0.0, 0.5, 1.0]);
    }
}
