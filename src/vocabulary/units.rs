//! Units: which words may follow a number, what they measure and by which factor they become the
//! unit that the program counts in. A type of argument names its dimension; the rest follows.

/// What a number measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// No unit at all.
    Plain,
    /// A part of a whole: `0.2` or `20 %`.
    Share,
    Angle,
    /// Pixels.
    Length,
    Epochs,
    Rows,
    Steps,
    PerEpoch,
    Time,
    Memory,
    /// Visits of every spin of a system.
    Sweeps,
    /// Grains that fall on a pile.
    Drops,
    /// Patterns that a memory stores.
    Patterns,
}

/// A unit word, what it measures and its factor to the program's own unit.
pub struct UnitWord {
    pub symbol: &'static str,
    pub dimension: Dimension,
    pub factor: f64,
}

const fn unit(symbol: &'static str, dimension: Dimension, factor: f64) -> UnitWord {
    UnitWord { symbol, dimension, factor }
}

/// Every unit; the first of a dimension is the one that is written back.
pub static UNITS: &[UnitWord] = &[
    unit("%", Dimension::Share, 0.01),
    unit("deg", Dimension::Angle, 1.0),
    unit("rad", Dimension::Angle, 57.295_779_513_082_32),
    unit("px", Dimension::Length, 1.0),
    unit("epochs", Dimension::Epochs, 1.0),
    unit("epoch", Dimension::Epochs, 1.0),
    unit("rows", Dimension::Rows, 1.0),
    unit("images", Dimension::Rows, 1.0),
    unit("steps", Dimension::Steps, 1.0),
    unit("step", Dimension::Steps, 1.0),
    unit("sweeps", Dimension::Sweeps, 1.0),
    unit("sweep", Dimension::Sweeps, 1.0),
    unit("drops", Dimension::Drops, 1.0),
    unit("drop", Dimension::Drops, 1.0),
    unit("patterns", Dimension::Patterns, 1.0),
    unit("pattern", Dimension::Patterns, 1.0),
    unit("s", Dimension::Time, 1.0),
    unit("min", Dimension::Time, 60.0),
    unit("h", Dimension::Time, 3600.0),
    unit("MiB", Dimension::Memory, 1_048_576.0),
    unit("GiB", Dimension::Memory, 1_073_741_824.0),
];

impl UnitWord {
    /// A number of this unit in the program's own. Parts of hundred are shifted as they are written: 57 % is 0.57 to the
    /// last bit, which 57 times 0.01 is not.
    pub fn value(&self, number: f64) -> f64 {
        let plain = number * self.factor;
        match self.symbol {
            "%" => format!("{number}e-2").parse().unwrap_or(plain),
            _ => plain,
        }
    }
}

/// The unit with this symbol.
pub fn unit_named(symbol: &str) -> Option<&'static UnitWord> {
    UNITS.iter().find(|unit| unit.symbol == symbol)
}

/// The units that measure `dimension`.
pub fn units_of(dimension: Dimension) -> impl Iterator<Item = &'static UnitWord> {
    UNITS.iter().filter(move |unit| unit.dimension == dimension)
}

impl Dimension {
    /// Whether a number may stand without its unit.
    pub const fn may_be_bare(self) -> bool {
        matches!(
            self,
            Dimension::Plain
                | Dimension::Share
                | Dimension::Rows
                | Dimension::Steps
                | Dimension::Epochs
                | Dimension::Patterns
        )
    }

    /// The unit that a value of this dimension is written with, "" for none.
    pub fn symbol(self) -> &'static str {
        match self {
            Dimension::PerEpoch => "per epoch",
            _ => units_of(self).next().map_or("", |unit| unit.symbol),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A share means the same number whether it is written as a part of one or of hundred.
    #[test]
    fn shares_are_shifted_by_two_digits() {
        let percent = unit_named("%").expect("known");
        for n in 0..1000 {
            let as_share: f64 = format!("0.{n:03}").parse().expect("a number");
            assert_eq!(percent.value(f64::from(n) / 10.0).to_bits(), as_share.to_bits(), "{n}");
        }
        assert!(percent.value(f64::INFINITY).is_infinite());
    }
}
