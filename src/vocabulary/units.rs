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
    unit("s", Dimension::Time, 1.0),
    unit("min", Dimension::Time, 60.0),
    unit("h", Dimension::Time, 3600.0),
    unit("MiB", Dimension::Memory, 1_048_576.0),
    unit("GiB", Dimension::Memory, 1_073_741_824.0),
];

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
            Dimension::Plain | Dimension::Share | Dimension::Rows | Dimension::Steps | Dimension::Epochs
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
