//! What is done to the inputs of a denoising autoencoder, afresh in every epoch: a share of the values put out or set to the
//! ends of their range, or noise added to all (Vincent et al., JMLR 11:3371, 2010, section 3.3). A row's corruption
//! depends on the seed of its epoch and on its number alone.

use crate::numeric::random::Seed;
use ndarray::ArrayViewMut1;
use rand::RngExt;
use rand_distr::StandardNormal;

/// A random change of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Corruption {
    /// Each value becomes 0 with this probability.
    Masking(f32),
    /// Each value becomes 0 or 1 with this probability, either as often.
    SaltAndPepper(f32),
    /// Normal noise of this standard deviation is added.
    Gaussian(f32),
}

impl Corruption {
    /// Changes one row.
    pub fn apply(self, mut row: ArrayViewMut1<f32>, seed: &Seed) {
        let mut stream = seed.stream();
        match self {
            Corruption::Gaussian(deviation) => {
                row.mapv_inplace(|value| value + deviation * stream.sample::<f32, _>(StandardNormal));
            }
            Corruption::Masking(share) => {
                row.mapv_inplace(|value| if stream.random::<f32>() < share { 0.0 } else { value });
            }
            Corruption::SaltAndPepper(share) => row.mapv_inplace(|value| match stream.random::<f32>() {
                u if u < 0.5 * share => 0.0,
                u if u < share => 1.0,
                _ => value,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array1;

    /// Shares within five standard errors of 100,000 draws; a quarter of the values of a row of halves.
    #[test]
    fn shares_and_moments_are_those_asked_for() {
        let n = 100_000;
        let corrupted = |corruption: Corruption| {
            let mut row = Array1::from_elem(n, 0.5f32);
            corruption.apply(row.view_mut(), &Seed::root(1));
            row
        };
        let share = |row: &Array1<f32>, value: f32| {
            row.iter().filter(|&&found| found == value).count() as f64 / n as f64
        };
        let error = |p: f64| 5.0 * (p * (1.0 - p) / n as f64).sqrt();
        assert!((share(&corrupted(Corruption::Masking(0.25)), 0.0) - 0.25).abs() < error(0.25));
        let salted = corrupted(Corruption::SaltAndPepper(0.25));
        for end in [0.0, 1.0] {
            assert!((share(&salted, end) - 0.125).abs() < error(0.125));
        }
        let noise = corrupted(Corruption::Gaussian(0.3)) - 0.5;
        let variance = noise.iter().map(|&e| f64::from(e).powi(2)).sum::<f64>() / n as f64;
        assert!((variance - 0.09).abs() < 5.0 * 0.09 * (2.0 / n as f64).sqrt());
    }
}
