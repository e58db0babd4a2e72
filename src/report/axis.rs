//! An axis of a plot in the terminal: the interval it shows, linear or logarithmic, and its ticks.
//!
//! Linear ticks are multiples of 1, 2 or 5 times a power of ten; logarithmic ones are powers of ten, or
//! 1, 2 and 5 times these where the axis spans less than two of them.

/// An interval and how it is laid out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    low: f64,
    high: f64,
    log: bool,
}

impl Axis {
    /// The axis that shows all values, which are finite, and positive if it is logarithmic. One value alone
    /// gets room on either side; no values at all get an axis too.
    pub(super) fn over(values: impl Iterator<Item = f64>, log: bool) -> Axis {
        let laid = values.map(|value| if log { value.log10() } else { value });
        let (low, high) = laid.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
        let (low, high) = if low > high { (0.0, 1.0) } else { (low, high) };
        let room = if high > low { 0.0 } else { 0.5 * low.abs().max(1.0) };
        Axis { low: low - room, high: high + room, log }
    }

    /// Where a value lies: 0 at the lower end, 1 at the upper. Halves keep the widest intervals from
    /// overflowing.
    pub(super) fn position(&self, value: f64) -> f64 {
        let laid = if self.log { value.log10() } else { value };
        (0.5 * laid - 0.5 * self.low) / (0.5 * self.high - 0.5 * self.low)
    }

    /// At most `count` (or one) ticks, as (position, text), in ascending order.
    pub(super) fn ticks(&self, count: usize) -> Vec<(f64, String)> {
        if self.log { self.log_ticks(count) } else { self.linear_ticks(count) }
    }

    /// The finest round step that gives no more than `count` multiples inside.
    fn linear_ticks(&self, count: usize) -> Vec<(f64, String)> {
        let count = count.max(1);
        let share = self.high / (count + 1) as f64 - self.low / (count + 1) as f64;
        let power = 10f64.powf(share.max(f64::MIN_POSITIVE).log10().floor());
        let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0].map(|factor| factor * power);
        let multiples = |step: f64| {
            let (first, last) = ((self.low / step - 1e-9).ceil(), (self.high / step + 1e-9).floor());
            (0..=count).map(move |i| first + i as f64).filter(move |&k| k <= last)
        };
        let step = steps.into_iter().find(|&step| multiples(step).count() <= count).unwrap_or(50.0 * power);
        multiples(step).map(|k| (self.position(k * step), number(k * step, step))).collect()
    }

    fn log_ticks(&self, count: usize) -> Vec<(f64, String)> {
        let (first, last) = ((self.low - 1e-9).floor() as i32, (self.high + 1e-9).floor() as i32);
        let inside = |value: &f64| (-1e-9..=1.0 + 1e-9).contains(&self.position(*value));
        let decades = (first..=last).map(|decade| 10f64.powi(decade)).filter(inside);
        let mut values: Vec<f64> = decades.collect();
        if values.len() < 2 {
            let steps = (first..=last).flat_map(|decade| [1.0, 2.0, 5.0].map(|m| m * 10f64.powi(decade)));
            values = steps.filter(inside).collect();
        }
        if values.is_empty() {
            values = vec![10f64.powf(self.low)];
        }
        let every = values.len().div_ceil(count.max(1));
        values
            .into_iter()
            .step_by(every)
            .map(|value| (self.position(value), number(value, value / 10.0)))
            .collect()
    }
}

/// A number with the digits that a step of this size tells apart.
pub(super) fn number(value: f64, step: f64) -> String {
    if value.abs() <= 1e-9 * step.abs() {
        return "0".into();
    }
    if !(1e-3..1e5).contains(&value.abs()) {
        let digits = (value.abs().log10().floor() - step.log10().floor()).clamp(0.0, 6.0) as usize;
        let text = format!("{value:.digits$e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        return format!("{}e{exponent}", trimmed(mantissa));
    }
    let decimals = (-step.log10().floor()).clamp(0.0, 9.0) as usize;
    trimmed(&format!("{value:.decimals$}")).to_string()
}

fn trimmed(decimal: &str) -> &str {
    if decimal.contains('.') { decimal.trim_end_matches('0').trim_end_matches('.') } else { decimal }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(axis: Axis, count: usize) -> Vec<String> {
        axis.ticks(count).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn linear_ticks_are_round_numbers() {
        assert_eq!(texts(Axis::over([0.0, 10.0].into_iter(), false), 6), ["0", "2", "4", "6", "8", "10"]);
        assert_eq!(texts(Axis::over([0.0, 1.0].into_iter(), false), 5), ["0", "0.5", "1"]);
        assert_eq!(
            texts(Axis::over([-449.0, -367.0].into_iter(), false), 4),
            ["-440", "-420", "-400", "-380"]
        );
        assert_eq!(texts(Axis::over([-0.031, 0.02].into_iter(), false), 4), ["-0.02", "0", "0.02"]);
        assert_eq!(texts(Axis::over([2e6, 4e6].into_iter(), false), 3), ["2e6", "3e6", "4e6"]);
    }

    #[test]
    fn logarithmic_ticks_are_powers_of_ten() {
        assert_eq!(
            texts(Axis::over([0.01, 1000.0].into_iter(), true), 6),
            ["0.01", "0.1", "1", "10", "100", "1000"]
        );
        assert_eq!(texts(Axis::over([1e-12, 1.0].into_iter(), true), 3), ["1e-12", "1e-7", "0.01"]);
        assert_eq!(texts(Axis::over([30.0, 400.0].into_iter(), true), 6), ["50", "100", "200"]);
    }

    #[test]
    fn ends_lie_at_zero_and_one() {
        let axis = Axis::over([1.0, 10.0, 1000.0].into_iter(), true);
        assert_eq!((axis.position(1.0), axis.position(1000.0)), (0.0, 1.0));
        assert!((axis.position(10.0) - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(Axis::over([5.0].into_iter(), false).position(5.0), 0.5);
    }

    #[test]
    fn extreme_values_still_give_finite_positions() {
        for values in [[f64::MIN, f64::MAX], [1e-320, 2e-320], [1e300, 1e300 * (1.0 + 1e-15)]] {
            let axis = Axis::over(values.into_iter(), false);
            assert!(axis.ticks(5).iter().all(|(at, _)| at.is_finite()), "{values:?}");
        }
        assert!(!Axis::over(std::iter::empty(), true).ticks(0).is_empty());
    }
}
