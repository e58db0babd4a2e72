//! What ridge regression makes of noise when rows and columns are many, before anything is fitted.
//!
//! y = Xw + e with X (rows, columns) of independent entries of mean 0 and variance 1, and so e (rows).
//! Take gamma = columns / rows and lambda = penalty / rows, for the penalty of |Xw - y|^2 + penalty |w|^2.
//! Then the variance of the fitted weights, summed over columns, tends to
//!
//! V = gamma d(lambda m(-lambda)) / d lambda
//!   = ((1 + gamma + lambda) / sqrt((1 + gamma + lambda)^2 - 4 gamma) - 1) / 2
//!
//! with m the Stieltjes transform of the Marchenko-Pastur law (Hastie, Montanari, Rosset and Tibshirani,
//! *Surprises in high-dimensional ridgeless least squares interpolation*, 2022, ridge regression with isotropic
//! features). At lambda = 0 it is gamma / (1 - gamma) below the peak and 1 / (gamma - 1) above it.

/// The variance V that the noise of variance 1 adds to a prediction; infinite at the peak without a penalty.
pub fn ridge_variance(rows: f64, columns: f64, penalty: f64) -> f64 {
    let (gamma, lambda) = (columns / rows, penalty / rows);
    // The difference of squares (1 + gamma + lambda)^2 - 4 gamma, written without cancellation at the peak.
    let root = ((1.0 - gamma).powi(2) + lambda * (2.0 + 2.0 * gamma + lambda)).sqrt();
    0.5 * ((1.0 + gamma + lambda) / root - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::lapack::svd;
    use crate::numeric::random::Seed;
    use ndarray::Array2;
    use rand_distr::{Distribution, StandardNormal};

    #[test]
    fn least_squares_has_its_known_limits() {
        let close = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-12, "{a} is not {b}");
        close(ridge_variance(200.0, 100.0, 0.0), 1.0);
        close(ridge_variance(100.0, 80.0, 0.0), 4.0);
        close(ridge_variance(80.0, 100.0, 0.0), 4.0);
        assert_eq!(ridge_variance(100.0, 100.0, 0.0), f64::INFINITY);
    }

    /// At gamma = 1 the peak is 1 / (2 sqrt(lambda)) to leading order; the next term is 1/2.
    #[test]
    fn a_small_penalty_bounds_the_peak() {
        for lambda in [1e-4, 1e-8] {
            let variance = ridge_variance(1.0, 1.0, lambda);
            assert!((variance - 0.5 / lambda.sqrt() + 0.5).abs() < 0.5 * lambda.sqrt(), "{variance}");
        }
    }

    /// The sum of s^2 / (s^2 + penalty)^2 over the singular values of one Gaussian matrix. At 240 rows one
    /// matrix differs from the limit by about 1 / 240 of it where the spectrum is far from 0; near the peak the
    /// smallest values count, and 10 % are allowed.
    #[test]
    fn one_large_matrix_is_near_the_limit() {
        for (rows, columns, penalty) in [(240, 120, 0.0), (240, 240, 2.4), (200, 240, 0.5)] {
            let values = StandardNormal.sample_iter(Seed::root(5).stream()).take(rows * columns);
            let x = Array2::from_shape_vec((rows, columns), values.collect()).unwrap();
            let found: f64 =
                svd(x.view()).unwrap().singular_values.mapv(|s| (s / (s * s + penalty)).powi(2)).sum();
            let expected = ridge_variance(rows as f64, columns as f64, penalty);
            assert!((found / expected - 1.0).abs() < 0.1, "{rows} x {columns}: {found}, not {expected}");
        }
    }
}
