//! Argument types that are numbers: each has a dimension, a range and a name in words.

use super::units::{UNITS, units_of};
use super::{Argument, Binder, Counted, Dimension, Form, Given, Number, Shrink, Style};
use crate::source::{Diagnostic, nearest};

/// Reads a number of a dimension, in the program's own unit.
fn read_number(given: &Given, dimension: Dimension, kind: &str, binder: &mut Binder) -> Option<f64> {
    let Form::Number(number) = &given.form else { return binder.wrong_type(given, kind) };
    if dimension == Dimension::PerEpoch {
        return read_per_epoch(given, number, kind, binder);
    }
    if let Some(per) = &number.per {
        let message = format!("expected {kind}, found a quantity `per {per}`");
        let finding = Diagnostic::error("wrong-unit", per.span, message).label("not per anything");
        return binder.refuse(finding.help(format!("write {kind} without `per`")));
    }
    match &number.unit {
        None if dimension.may_be_bare() => Some(number.value),
        None => missing_unit(given, number, dimension, kind, binder),
        Some(unit) => match units_of(dimension).find(|known| known.symbol == unit.value) {
            Some(known) => Some(known.value(number.value)),
            None => wrong_unit(unit, dimension, kind, binder),
        },
    }
}

fn read_per_epoch(given: &Given, number: &Number, kind: &str, binder: &mut Binder) -> Option<f64> {
    let per_epoch = number.per.as_ref().is_some_and(|per| per.value == "epoch");
    if per_epoch && number.unit.is_none() {
        return Some(number.value);
    }
    let message = format!("expected {kind}, found {}", number.write());
    let written = format!("{} per epoch", number.value);
    let finding = Diagnostic::error("wrong-unit", given.span, message).label("`per epoch` is missing");
    binder.refuse(finding.help(format!("write `{written}`")).fix(false, given.span, written))
}

fn missing_unit<T>(
    given: &Given,
    number: &Number,
    dimension: Dimension,
    kind: &str,
    binder: &mut Binder,
) -> Option<T> {
    let written = format!("{} {}", number.value, dimension.symbol());
    let message = format!("expected {kind}, found the bare number {}", number.value);
    let finding = Diagnostic::error("wrong-unit", given.span, message).label("the unit is missing");
    binder.refuse(finding.help(format!("write `{written}`")).fix(false, given.span, written))
}

fn wrong_unit<T>(
    unit: &crate::source::Spanned<String>,
    dimension: Dimension,
    kind: &str,
    binder: &mut Binder,
) -> Option<T> {
    let known: Vec<&str> = units_of(dimension).map(|u| u.symbol).collect();
    let message = format!("expected {kind}, found a number in `{unit}`");
    let finding = Diagnostic::error("wrong-unit", unit.span, message).label("the wrong unit here");
    let otherwise = match known.as_slice() {
        [] if UNITS.iter().any(|u| u.symbol == unit.value) => "no unit belongs here".to_string(),
        [] => format!("no unit belongs here; is a preposition missing before `{unit}`?"),
        known => format!("the unit here is `{}`", known.join("` or `")),
    };
    binder.refuse(finding.did_you_mean(nearest(unit, known), otherwise))
}

/// Twelve digits at most, so that 15 % does not become 15.000000000000002 %.
pub(super) fn rounded(value: f64) -> f64 {
    if value.fract() == 0.0 && value.abs() < 1e12 {
        return value;
    }
    format!("{value:.12e}").parse().unwrap_or(value)
}

/// The number that people would write back after they have read this one: a default that was computed is rounded to it, so
/// that the sentence which the plan shows is the same experiment.
fn as_shown(value: f64, dimension: Dimension) -> f64 {
    units_of(dimension).next().map_or(rounded(value), |unit| unit.value(rounded(value / unit.factor)))
}

/// A number as it is written back: to people in its unit and without the last digits, to identities and keys in the
/// program's own unit with every digit that tells it from its neighbours.
fn write_number(value: f64, dimension: Dimension, style: Style) -> String {
    if style != Style::Shown {
        return format!("{value:?}");
    }
    let factor = units_of(dimension).next().map_or(1.0, |unit| unit.factor);
    let shown = rounded(value / factor);
    let mut text = if shown != 0.0 && (shown.abs() < 1e-4 || shown.abs() >= 1e15) {
        format!("{shown:e}")
    } else {
        format!("{shown}")
    };
    let symbol = dimension.symbol();
    if !symbol.is_empty() {
        text.push(' ');
        text += symbol;
    }
    text
}

/// Declares a real quantity: name, words, dimension, range in words and as a test.
macro_rules! quantity {
    ($(#[$meta:meta])* $name:ident, $kind:literal, $dimension:expr, $range:literal, |$x:ident| $valid:expr) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name(f64);

        // `contains` of a range is not `const`.
        #[allow(clippy::manual_range_contains)]
        impl $name {
            pub const fn new($x: f64) -> Self {
                assert!($valid, $range);
                $name($x)
            }
            pub const fn get(self) -> f64 {
                self.0
            }
            /// As people read it, without the last digits: for defaults that are computed.
            pub fn as_shown(self) -> Self {
                $name(as_shown(self.0, $dimension))
            }
        }

        #[allow(clippy::manual_range_contains)]
        impl Argument for $name {
            const KIND: &'static str = $kind;
            const UNIT: &'static str = unit_text($dimension);
            fn accepts(given: &Given) -> bool {
                matches!(given.form, Form::Number(_))
            }
            fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
                let $x = read_number(given, $dimension, $kind, binder)?;
                if $valid { Some($name($x)) } else { binder.out_of_range(given.span, given.describe(), $range) }
            }
            fn write(&self, style: Style) -> String {
                write_number(self.0, $dimension, style)
            }
            fn number(&self) -> Option<f64> {
                Some(self.0)
            }
        }
    };
}

/// Declares a whole number of at least `least`, and what is left of it in a run of seconds.
macro_rules! whole {
    ($(#[$meta:meta])* $name:ident, $kind:literal, $dimension:expr, $least:literal, $shrunk:path) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name(usize);

        impl $name {
            pub const fn new(n: usize) -> Self {
                assert!(n >= $least, "too small");
                $name(n)
            }
            pub const fn get(self) -> usize {
                self.0
            }
        }

        impl Argument for $name {
            const KIND: &'static str = $kind;
            const UNIT: &'static str = unit_text($dimension);
            fn accepts(given: &Given) -> bool {
                matches!(given.form, Form::Number(_))
            }
            fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
                let value = read_number(given, $dimension, $kind, binder)?;
                read_whole(given, value, $least, binder).map($name)
            }
            fn write(&self, _style: Style) -> String {
                write_whole(self.0, $dimension)
            }
            fn number(&self) -> Option<f64> {
                Some(self.0 as f64)
            }
            fn shrink(&mut self, shrink: &Shrink) {
                self.0 = $shrunk(shrink, self.0);
            }
        }
    };
}

/// Counts of epochs and steps are written with their unit, counts of rows and plain ones without.
fn write_whole(n: usize, dimension: Dimension) -> String {
    match dimension {
        Dimension::Epochs if n == 1 => "1 epoch".to_string(),
        Dimension::Epochs | Dimension::Steps | Dimension::Patterns => format!("{n} {}", dimension.symbol()),
        _ => n.to_string(),
    }
}

const fn unit_text(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Plain => "",
        Dimension::Share => "%",
        Dimension::Angle => "deg",
        Dimension::Length => "px",
        Dimension::Epochs => "epochs",
        Dimension::Rows => "rows",
        Dimension::Steps => "steps",
        Dimension::PerEpoch => "per epoch",
        Dimension::Time => "s",
        Dimension::Memory => "MiB",
        Dimension::Sweeps => "sweeps",
        Dimension::Drops => "drops",
        Dimension::Patterns => "patterns",
    }
}

fn read_whole(given: &Given, value: f64, least: usize, binder: &mut Binder) -> Option<usize> {
    /// Above 2^53 a double no longer counts in ones.
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    if value.fract() != 0.0 {
        return binder.wrong_type(given, "a whole number");
    }
    if value < least as f64 {
        return binder.out_of_range(given.span, given.describe(), &format!("{least} or more"));
    }
    if value > LARGEST {
        let message = format!("{} is too large to count in ones", given.describe());
        let finding = Diagnostic::error("too-large", given.span, message).label("at most 2^53");
        return binder.refuse(finding.help("whole numbers are counted up to 9007199254740992"));
    }
    Some(value as usize)
}

quantity!(/// Any real number.
    Real, "a number", Dimension::Plain, "a finite number", |x| x.is_finite());
quantity!(/// A number above zero.
    Positive, "a positive number", Dimension::Plain, "more than 0", |x| x > 0.0 && x.is_finite());
quantity!(/// A number of zero or more: a learning rate, a penalty.
    Rate, "a number of 0 or more", Dimension::Plain, "0 or more", |x| x >= 0.0 && x.is_finite());
quantity!(/// A factor in [0, 1): a momentum, a forgetting factor.
    Factor, "a number from 0 to less than 1", Dimension::Plain, "from 0 to less than 1", |x| x >= 0.0 && x < 1.0);
quantity!(/// A part of a whole, in [0, 1).
    Share, "a share", Dimension::Share, "from 0 % to less than 100 %", |x| x >= 0.0 && x < 1.0);
quantity!(/// An angle in degrees.
    Angle, "an angle", Dimension::Angle, "from 0 deg to 180 deg", |x| x >= 0.0 && x <= 180.0);
quantity!(/// A length in pixels.
    Length, "a length in pixels", Dimension::Length, "0 px or more", |x| x >= 0.0 && x <= 1e4);
quantity!(/// A factor per epoch, in (0, 1].
    PerEpoch, "a factor per epoch", Dimension::PerEpoch, "more than 0 and at most 1 per epoch", |x| x > 0.0 && x <= 1.0);
whole!(/// A whole number of one or more.
    Count, "a whole number of 1 or more", Dimension::Plain, 1, Shrink::count);
whole!(/// A number of draws: of a noise, of a design.
    Draws, "a number of draws", Dimension::Plain, 1, Shrink::steps);
whole!(/// A number of rows.
    Rows, "a number of rows", Dimension::Rows, 1, Shrink::rows);
whole!(/// A number of steps.
    Steps, "a number of steps", Dimension::Steps, 1, Shrink::steps);
whole!(/// A number of patterns.
    Patterns, "a number of patterns", Dimension::Patterns, 1, Shrink::count);
whole!(/// The largest dimension of a leg of a tensor.
    Bond, "a bond dimension", Dimension::Plain, 2, Shrink::bond);
whole!(/// A number of epochs.
    Epochs, "a number of epochs", Dimension::Epochs, 1, Shrink::epochs);

/// How long a system is simulated: `10000 sweeps`, `100000 drops`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    pub count: usize,
    /// Sweeps or drops.
    pub counted: Counted,
}

impl Argument for Duration {
    const KIND: &'static str = "a duration such as `10000 sweeps`";
    fn accepts(given: &Given) -> bool {
        matches!(given.form, Form::Number(_))
    }
    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        let Form::Number(number) = &given.form else { return binder.wrong_type(given, Self::KIND) };
        let drops = number.unit.as_ref().is_some_and(|unit| unit.value.starts_with("drop"));
        let (dimension, counted) = match drops {
            true => (Dimension::Drops, Counted::Drops),
            false => (Dimension::Sweeps, Counted::Sweeps),
        };
        let value = read_number(given, dimension, Self::KIND, binder)?;
        let count = read_whole(given, value, 1, binder)?;
        Some(Duration { count, counted })
    }
    fn write(&self, _style: Style) -> String {
        format!("{} {}", self.count, self.counted.word())
    }
    fn number(&self) -> Option<f64> {
        Some(self.count as f64)
    }
    fn shrink(&mut self, _shrink: &Shrink) {
        self.count = self.count.min(SHRUNK);
    }
}

/// Sweeps or drops that are left in a run of seconds: enough for bins and fits to have something in them.
const SHRUNK: usize = 400;

/// A repeat count: `x3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times(pub u64);

impl Argument for Times {
    const KIND: &'static str = "a repeat count such as `x3`";
    fn accepts(given: &Given) -> bool {
        matches!(given.form, Form::Times(_))
    }
    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        match given.form {
            Form::Times(n) => Some(Times(n)),
            _ => binder.wrong_type(given, Self::KIND),
        }
    }
    fn write(&self, _style: Style) -> String {
        format!("x{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Neighbouring numbers are told apart by identities and keys, and look alike to people.
    #[test]
    fn no_two_numbers_have_one_meaning() {
        for value in [0.01f64, 0.15, 1.0 / 3.0, 1e-9, 12345.678, 5e-324] {
            let next = f64::from_bits(value.to_bits() + 1);
            for dimension in [Dimension::Plain, Dimension::Share, Dimension::Angle] {
                for style in [Style::Meaning, Style::Key] {
                    let [a, b] = [value, next].map(|x| write_number(x, dimension, style));
                    assert_ne!(a, b);
                    assert_eq!(a.parse(), Ok(value));
                }
            }
        }
        let shown = [0.15, 0.15f64.next_up()].map(|x| write_number(x, Dimension::Share, Style::Shown));
        assert_eq!(shown, ["15 %", "15 %"]);
    }
}
