//! The normalized cumulative periodogram: of white residuals the power up to a frequency grows like a straight line.
//!
//! c_k is the share of sum_j |R_j|^2 in the frequencies 1..k of q = floor(rows / 2), R the discrete Fourier transform of
//! the residual; the score is the sum of |c_k - k / q| (Hansen, Kilmer and Kjeldsen 2006, BIT 46:41). The
//! transform of U is taken once, so that a residual costs a product with it.

use super::Path;
use crate::models::regression::filter::Filter;
use ndarray::{Array1, Array2};
use std::f64::consts::PI;

/// Fourier transforms, cosine and sine part: of U (frequencies, k), and of what no weights can reach (frequencies).
pub struct Waves {
    basis: [Array2<f64>; 2],
    outside: [Array1<f64>; 2],
}

impl Waves {
    /// None for a single row, which has no frequency.
    pub fn new(path: &Path) -> Option<Self> {
        let rows = path.spectral.rows();
        let frequencies = rows / 2;
        let wave = |shift: f64| {
            Array2::from_shape_fn((frequencies, rows), |(k, row)| {
                let turns = ((k + 1) * row % rows) as f64 / rows as f64;
                (2.0 * PI * turns - shift).cos()
            })
        };
        let parts = [wave(0.0), wave(0.5 * PI)];
        let basis = parts.each_ref().map(|part| part.dot(&path.spectral.u));
        let outside = parts.each_ref().map(|part| part.dot(&path.target.outside));
        (frequencies > 0).then_some(Waves { basis, outside })
    }

    pub fn scores(&self, path: &Path, filters: &[Filter]) -> Vec<f64> {
        let score = |&filter: &Filter| {
            let left = (1.0 - path.spectral.factors(filter)) * &path.target.beta;
            let power =
                |part: usize| (self.basis[part].dot(&left) + &self.outside[part]).mapv(|value| value * value);
            distance(&(power(0) + power(1)))
        };
        filters.iter().map(score).collect()
    }
}

/// How far the cumulated powers lie from a straight line.
fn distance(powers: &Array1<f64>) -> f64 {
    let (total, q) = (powers.sum(), powers.len() as f64);
    let mut sum = 0.0;
    let distances = powers.iter().enumerate().map(|(k, power)| {
        sum += power;
        (sum / total - (k + 1) as f64 / q).abs()
    });
    distances.sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// Equal powers lie on the line; all power in the first of four frequencies is 3/4 + 1/2 + 1/4 off.
    #[test]
    fn white_is_straight() {
        assert!(distance(&array![2.0, 2.0, 2.0, 2.0]).abs() < 1e-15);
        assert!((distance(&array![1.0, 0.0, 0.0, 0.0]) - 1.5).abs() < 1e-15);
    }
}
