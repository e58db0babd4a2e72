//! The law of Marchenko and Pastur (1967): the eigenvalues of X'X / n for X (n, p) of independent entries of mean 0 and
//! variance 1, as both grow with gamma = p / n. They lie between (1 - sqrt gamma)^2 and (1 + sqrt gamma)^2 with the
//! density sqrt((b - x)(x - a)) / (2 pi gamma x); for gamma > 1 the share 1 - 1 / gamma is 0 besides. Here the
//! law is that of the eigenvalues which are not 0.

use ndarray::ArrayView1;
use std::f64::consts::PI;

/// The ends a and b of the spectrum.
pub fn edges(gamma: f64) -> (f64, f64) {
    ((1.0 - gamma.sqrt()).powi(2), (1.0 + gamma.sqrt()).powi(2))
}

/// The share of the non-zero eigenvalues below each x; x in rising order.
///
/// With x = (a + b)/2 - (b - a)/2 cos t the density is smooth in t, and the trapezoidal rule converges fast.
pub fn cumulative(x: &[f64], gamma: f64) -> Vec<f64> {
    const STEPS: usize = 2000;
    let (a, b) = edges(gamma);
    let place = |t: f64| 0.5 * (a + b) - 0.5 * (b - a) * t.cos();
    let density = |t: f64| match place(t) {
        // At gamma = 1 the density grows as 1 / sqrt x at 0, and in t stays finite: its limit is 2 / pi.
        x if x < 1e-12 * b => 2.0 / PI * f64::from(u8::from(a < 1e-12 * b)),
        x => (0.5 * (b - a) * t.sin()).powi(2) / (2.0 * PI * gamma * x) * gamma.max(1.0),
    };
    let h = PI / STEPS as f64;
    let mut below = vec![0.0];
    for step in 0..STEPS {
        let (left, right) = (step as f64 * h, (step + 1) as f64 * h);
        below.push(below[step] + 0.5 * h * (density(left) + density(right)));
    }
    let share = |&x: &f64| {
        let t = ((0.5 * (a + b) - x) / (0.5 * (b - a))).clamp(-1.0, 1.0).acos() / h;
        let step = (t.floor() as usize).min(STEPS - 1);
        below[step] + (t - step as f64) * (below[step + 1] - below[step])
    };
    x.iter().map(share).collect()
}

/// The largest distance between the shares of eigenvalues (falling) and the law.
pub fn distance(eigenvalues: ArrayView1<f64>, gamma: f64) -> f64 {
    let rising: Vec<f64> = eigenvalues.iter().rev().copied().collect();
    let (n, law) = (rising.len() as f64, cumulative(&rising, gamma));
    let apart = |(rank, share): (usize, f64)| {
        let rank = rank as f64;
        (share - rank / n).max((rank + 1.0) / n - share)
    };
    law.into_iter().enumerate().map(apart).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::regression::ridge_limit;
    use crate::numeric::lapack::svd;
    use crate::numeric::random::Seed;
    use ndarray::Array2;
    use rand_distr::{Distribution, StandardNormal};

    /// The whole law has the share 1, and its mean of the eigenvalues is the larger of 1 and gamma.
    #[test]
    fn the_law_is_a_law() {
        for gamma in [0.1, 0.5, 1.0, 2.0, 5.0] {
            let (a, b) = edges(gamma);
            let x: Vec<f64> = (0..=4000).map(|i| a + (b - a) * f64::from(i) / 4000.0).collect();
            let shares = cumulative(&x, gamma);
            assert!((shares[4000] - 1.0).abs() < 1e-6, "{gamma}: {}", shares[4000]);
            let mean: f64 = (0..4000).map(|i| (shares[i + 1] - shares[i]) * 0.5 * (x[i] + x[i + 1])).sum();
            assert!((mean - gamma.max(1.0)).abs() < 1e-3, "{gamma}: {mean}");
        }
    }

    /// The variance of ridge regression is the mean of x / (x + lambda)^2 over the law, times gamma: an integral of the
    /// law against the closed form by its Stieltjes transform.
    #[test]
    fn the_stieltjes_transform_is_its_integral() {
        let (gamma, lambda) = (0.5, 0.1);
        let (a, b) = edges(gamma);
        let x: Vec<f64> = (0..=20_000).map(|i| a + (b - a) * f64::from(i) / 20_000.0).collect();
        let shares = cumulative(&x, gamma);
        let middle = |i: usize| 0.5 * (x[i] + x[i + 1]);
        let integral: f64 =
            (0..20_000).map(|i| (shares[i + 1] - shares[i]) * middle(i) / (middle(i) + lambda).powi(2)).sum();
        let exact = ridge_limit(1.0, gamma, lambda, 1.0, 1.0).variance;
        assert!((gamma * integral / exact - 1.0).abs() < 1e-4, "{}, not {exact}", gamma * integral);
    }

    /// One matrix of 400 x 200: eigenvalues are stiff, and shares differ from the law by a few parts in 200; its
    /// edges by about p^(-2/3), 3 %.
    #[test]
    fn a_large_matrix_follows_the_law() {
        let values = StandardNormal.sample_iter(Seed::root(2).stream()).take(400 * 200);
        let x = Array2::from_shape_vec((400, 200), values.collect()).unwrap();
        let eigenvalues = svd(x.view()).unwrap().singular_values.mapv(|s| s * s / 400.0);
        assert!(distance(eigenvalues.view(), 0.5) < 0.02);
        assert!((eigenvalues[0] / edges(0.5).1 - 1.0).abs() < 0.05);
        assert!((eigenvalues[199] / edges(0.5).0 - 1.0).abs() < 0.15);
    }
}
