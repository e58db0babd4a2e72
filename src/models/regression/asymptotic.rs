//! What ridge regression makes of signal and noise when rows and columns are many, before anything is fitted.
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
//! features). At lambda = 0 it is gamma / (1 - gamma) below the peak and 1 / (gamma - 1) above it. The squared bias
//! tends to |w|^2 lambda^2 m'(-lambda), and at the best penalty, lambda = gamma sigma^2 / |w|^2, the sum of both is
//! sigma^2 gamma m(-lambda) (Dobriban and Wager 2018).

/// The variance V that the noise of variance 1 adds to a prediction; infinite at the peak without a penalty.
pub fn ridge_variance(rows: f64, columns: f64, penalty: f64) -> f64 {
    let (gamma, lambda) = (columns / rows, penalty / rows);
    // The difference of squares (1 + gamma + lambda)^2 - 4 gamma, written without cancellation at the peak.
    let root = ((1.0 - gamma).powi(2) + lambda * (2.0 + 2.0 * gamma + lambda)).sqrt();
    0.5 * ((1.0 + gamma + lambda) / root - 1.0)
}

/// The limit for a signal |w|^2 and noise of variance sigma^2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RidgeLimit {
    /// E |E w_hat - w|^2
    pub bias: f64,
    /// E |w_hat - E w_hat|^2
    pub variance: f64,
}

/// Squared bias and variance in the limit; the risk on fresh rows is their sum, plus the noise.
pub fn ridge_limit(rows: f64, columns: f64, penalty: f64, signal: f64, noise: f64) -> RidgeLimit {
    let (gamma, lambda) = (columns / rows, penalty / rows);
    let unit = ridge_variance(rows, columns, penalty);
    // lambda^2 m' = lambda m - lambda V / gamma.
    let bias = if unit.is_finite() { lambda_stieltjes(gamma, lambda) - lambda * unit / gamma } else { 0.0 };
    RidgeLimit { bias: signal * bias, variance: noise * unit }
}

/// lambda m(-lambda): the share of the eigenvalues of X'X / rows that the penalty hides.
fn lambda_stieltjes(gamma: f64, lambda: f64) -> f64 {
    let root = ((1.0 - gamma).powi(2) + lambda * (2.0 + 2.0 * gamma + lambda)).sqrt();
    let shift = 1.0 - gamma + lambda;
    if shift > 0.0 { 2.0 * lambda / (root + shift) } else { (root - shift) / (2.0 * gamma) }
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

    /// Values of an independent script (numpy, derivative by differences of 1e-5: eight digits), for |w|^2 = sigma^2 = 1.
    #[test]
    fn bias_and_variance_have_their_reference_values() {
        let reference = [
            (0.5, 0.01, 0.00071352159003446, 0.926561165296758),
            (0.5, 0.1, 0.0345224838271818, 0.569044967638033),
            (0.5, 3.0, 0.611890898416512, 0.0266851623737089),
            (1.0, 0.01, 0.049937616947382, 4.5187305025122),
            (1.0, 0.1, 0.156173761896028, 1.13982449975614),
            (1.0, 3.0, 0.654653670764671, 0.045544725571083),
            (2.0, 0.01, 0.500094312982924, 0.961716265739625),
            (2.0, 0.1, 0.50613588208126, 0.72157112859956),
            (2.0, 3.0, 0.722455591325999, 0.0669467094708645),
        ];
        for (gamma, lambda, bias, variance) in reference {
            let limit = ridge_limit(1.0, gamma, lambda, 1.0, 1.0);
            assert!((limit.bias - bias).abs() < 1e-7, "bias {} is not {bias}", limit.bias);
            assert!((limit.variance / variance - 1.0).abs() < 1e-7, "{} is not {variance}", limit.variance);
        }
    }

    /// The best penalty is lambda = gamma sigma^2 / |w|^2, with the risk (sqrt(1 + 4 gamma^2) - 1) / (2 gamma).
    #[test]
    fn the_best_penalty_is_noise_over_signal() {
        for gamma in [0.5, 1.0, 2.0] {
            let risk = |lambda: f64| {
                let limit = ridge_limit(1.0, gamma, lambda, 1.0, 1.0);
                limit.bias + limit.variance
            };
            let exact = ((1.0 + 4.0 * gamma * gamma).sqrt() - 1.0) / (2.0 * gamma);
            assert!((risk(gamma) - exact).abs() < 1e-12);
            assert!(risk(0.99 * gamma) > exact && risk(1.01 * gamma) > exact);
        }
    }

    /// Without a penalty the bias is what the data never see: 1 - 1 / gamma of the signal.
    #[test]
    fn the_bias_without_a_penalty() {
        assert_eq!(ridge_limit(1.0, 0.5, 0.0, 1.0, 1.0).bias, 0.0);
        assert!((ridge_limit(1.0, 2.0, 0.0, 1.0, 1.0).bias - 0.5).abs() < 1e-15);
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
