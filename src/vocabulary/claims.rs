//! The few words that only claims know: functions of a measure over an axis, `confidence` and `best`.

use crate::choice;

choice! {
    /// What a claim can ask of a measure over an axis.
    pub enum ClaimFunction, "a function of a measure over an axis" {
        /// The swept value at which the measure is smallest.
        ArgMin = "argmin",
        /// The swept value at which the measure is largest.
        ArgMax = "argmax",
        Minimum = "minimum",
        Maximum = "maximum",
        /// The mean over the axis.
        Mean = "mean",
    }
}

impl ClaimFunction {
    /// Whether it gives a value of the axis, and not one of the measure.
    pub fn is_place(self) -> bool {
        matches!(self, ClaimFunction::ArgMin | ClaimFunction::ArgMax)
    }

    /// Whether it takes the best or worst of several values, so that it does not follow its noise smoothly.
    pub fn is_extreme(self) -> bool {
        self != ClaimFunction::Mean
    }
}

/// Repeats that resampling takes: fewer have fewer than 126 different resamples, too few for a share of one in twenty.
pub const LEAST_RESAMPLED: u64 = 5;

/// `at best`: in the cell that a search has chosen.
pub const BEST: &str = "best";

/// `with 95 % confidence`
pub const CONFIDENCE: &str = "confidence";
