//! What a step costs: arithmetic, memory, time. Stated before the run, so that a plan can be refused.

use std::ops::Add;

/// The price of a step. Bytes are the most held at once.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cost {
    pub flops: f64,
    pub bytes: f64,
    /// Seconds that no arithmetic explains: reading, deforming, sampling.
    pub other_seconds: f64,
}

/// Arithmetic of one core in single precision that blocked products of this program reach on
/// machines of the last ten years, low and high, in flop/s.
const CORE_LOW: f64 = 4.0e10;
const CORE_HIGH: f64 = 1.2e11;

impl Cost {
    /// The time on `cores` cores, as an interval in seconds.
    pub fn seconds(&self, cores: usize) -> (f64, f64) {
        let cores = cores.max(1) as f64;
        let other = self.other_seconds / cores;
        (self.flops / (CORE_HIGH * cores) + 0.5 * other, self.flops / (CORE_LOW * cores) + 1.5 * other)
    }
}

impl Add for Cost {
    type Output = Cost;
    fn add(self, other: Cost) -> Cost {
        Cost {
            flops: self.flops + other.flops,
            bytes: self.bytes.max(other.bytes),
            other_seconds: self.other_seconds + other.other_seconds,
        }
    }
}
