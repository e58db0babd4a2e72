//! What a test says of a measured quantity: on which side of 0 it lies, and how sure that is.

use super::measured::Measured;
use super::{repeats, shares};
use crate::numeric::statistics::ConfidenceInterval;
use crate::syntax::ast::Comparison;

/// A quantity that was tested against 0.
#[derive(Clone, Debug)]
pub struct Tested {
    /// The name of the test.
    pub test: &'static str,
    /// Its bounds, each one-sided at the confidence.
    pub interval: ConfidenceInterval,
    /// The chance of a result so low, or so high, were the quantity 0.
    pub low: f64,
    pub high: f64,
    /// Test rows or repeats.
    pub n: u64,
    /// About how many of them would decide, if they look like those that were measured.
    pub enough: Option<u64>,
    pub counted: Counted,
}

/// What a test counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    Rows,
    Repeats,
}

/// Why a quantity can't be tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untested {
    /// One value, and nothing that says how far another would be.
    NoSpread,
    /// Repeats that are all the same.
    AllTheSame,
    /// Too few repeats to resample.
    FewRepeats { n: u64, least: u64 },
    /// Shares that move together, added up.
    SameRows,
}

impl Untested {
    pub fn words(self) -> String {
        match self {
            Untested::NoSpread => "nothing says how far other runs would spread".into(),
            Untested::AllTheSame => {
                "all repeats gave the same, which says nothing of how far others would be".into()
            }
            Untested::FewRepeats { n, least } => {
                format!("{n} repeats are too few to resample: it takes {least}")
            }
            Untested::SameRows => "the shares rest on the same rows and are added up".into(),
        }
    }

    pub fn cure(self) -> String {
        match self {
            Untested::NoSpread => "put the line into `repeat 5 { ... }`".into(),
            Untested::AllTheSame => "test on more rows, or leave the confidence out".into(),
            Untested::FewRepeats { least, .. } => format!("`repeat {least}`"),
            Untested::SameRows => "repeat the lines: then the sums themselves have a spread".into(),
        }
    }
}

/// Tests a quantity against 0: shares of single runs by their counts, anything else by the spread of its repeats.
pub fn tested(quantity: &Measured, confidence: f64) -> Result<Tested, Untested> {
    match quantity.sum().filter(|sum| !sum.parts.is_empty()) {
        Some(sum) => shares::tested(&sum, confidence),
        None => repeats::tested(quantity, confidence),
    }
}

impl Tested {
    /// Whether the quantity lies on this side of 0, with the confidence that the interval has; none where that is open.
    pub fn holds(&self, symbol: Comparison) -> Option<bool> {
        let (below, above) = (self.interval.high < 0.0, self.interval.low > 0.0);
        match symbol {
            Comparison::Less | Comparison::AtMost => (below || above).then_some(below),
            Comparison::Greater | Comparison::AtLeast => (below || above).then_some(above),
            Comparison::Equal => (below || above).then_some(false),
        }
    }

    /// The chance of a result so far on this side of 0, were the quantity 0.
    pub fn p(&self, symbol: Comparison) -> f64 {
        match symbol {
            Comparison::Less | Comparison::AtMost => self.low,
            Comparison::Greater | Comparison::AtLeast => self.high,
            Comparison::Equal => (2.0 * self.low.min(self.high)).min(1.0),
        }
    }
}
