//! The few words that only claims know: functions of a measure over an axis, and `confidence`.

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

/// `with 95 % confidence`
pub const CONFIDENCE: &str = "confidence";
