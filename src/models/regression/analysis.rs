//! What a linear method does to the truth and to the noise, exactly, for the design at hand.
//!
//! With y = Xw + e, E e = 0 and Cov e = C the fitted weights Ky of a linear map K (columns, rows) have
//!
//! bias = KXw - w,   variance = tr KCK',
//!
//! summed over the weights. For ridge regression and C = sigma^2 these are the sums of
//! (penalty / (s^2 + penalty) v.w)^2, with the directions that the data never see kept whole, and of
//! sigma^2 s^2 / (s^2 + penalty)^2 (Hoerl and Kennard 1970; Tomioka 2014). E e = 0 alone does not give
//! Cov e = sigma^2: correlated noise has the same bias and another variance.

use super::filter::Filter;
use super::spectral::Spectral;
use super::{RegressionFault, Target};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

/// Noise of a target: its covariance over rows.
#[derive(Clone, Debug, PartialEq)]
pub enum Covariance {
    /// The same variance in each row, none between rows.
    White(f64),
    /// (rows, rows)
    Full(Array2<f64>),
}

/// Squared bias and variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Risk {
    pub bias: f64,
    pub variance: f64,
}

impl Risk {
    pub fn total(self) -> f64 {
        self.bias + self.variance
    }
}

/// The mean of the fitted weights (columns) less the true ones, for `x` as it was factorized.
///
/// # Errors
/// [`RegressionFault::Lapack`] for true weights of another number or not finite.
pub fn bias(
    spectral: &Spectral,
    x: ArrayView2<f64>,
    filter: Filter,
    truth: ArrayView1<f64>,
) -> Result<Array1<f64>, RegressionFault> {
    let target: Target = spectral.target(x.dot(&truth).view())?;
    Ok(spectral.weights(&target, filter) - truth)
}

/// |E w_hat - w|^2 and E |w_hat - E w_hat|^2.
///
/// # Errors
/// As for [`bias`].
pub fn estimation_risk(
    spectral: &Spectral,
    x: ArrayView2<f64>,
    filter: Filter,
    truth: ArrayView1<f64>,
    noise: &Covariance,
) -> Result<Risk, RegressionFault> {
    let bias = bias(spectral, x, filter, truth)?;
    let map = spectral.map(filter);
    let variance = match noise {
        Covariance::White(variance) => variance * map.iter().map(|value| value * value).sum::<f64>(),
        Covariance::Full(covariance) => (map.dot(covariance) * &map).sum(),
    };
    Ok(Risk { bias: bias.dot(&bias), variance })
}

/// The same of the prediction at one point (columns): (x.(E w_hat - w))^2 and x' K C K' x.
///
/// # Errors
/// As for [`bias`].
pub fn prediction_risk(
    spectral: &Spectral,
    x: ArrayView2<f64>,
    filter: Filter,
    truth: ArrayView1<f64>,
    noise: &Covariance,
    point: ArrayView1<f64>,
) -> Result<Risk, RegressionFault> {
    let bias = bias(spectral, x, filter, truth)?.dot(&point);
    let row = point.dot(&spectral.map(filter));
    let variance = match noise {
        Covariance::White(variance) => variance * row.dot(&row),
        Covariance::Full(covariance) => row.dot(&covariance.dot(&row)),
    };
    Ok(Risk { bias: bias * bias, variance })
}

/// Squared biases of the predictions at many points (points, columns), with the bounds of [`bias_bounds`]: means over
/// the points, and the largest ratio of a bias to its worst-case bound, which is at most 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PredictionRisk {
    pub bias: f64,
    pub variance: f64,
    pub worst_case: f64,
    pub average_case: f64,
    pub largest_share: f64,
}

/// Means over points of the risk of predictions and of its bounds.
///
/// # Errors
/// As for [`bias`].
pub fn mean_prediction_risk(
    spectral: &Spectral,
    x: ArrayView2<f64>,
    filter: Filter,
    truth: ArrayView1<f64>,
    noise: &Covariance,
    points: ArrayView2<f64>,
) -> Result<PredictionRisk, RegressionFault> {
    let count = points.nrows() as f64;
    let biases = points.dot(&bias(spectral, x, filter, truth)?).mapv(|b| b * b);
    let map = points.dot(&spectral.map(filter));
    let variance = match noise {
        Covariance::White(variance) => variance * map.iter().map(|value| value * value).sum::<f64>(),
        Covariance::Full(covariance) => (map.dot(covariance) * &map).sum(),
    };
    let bounds: Vec<(f64, f64)> =
        points.rows().into_iter().map(|point| bias_bounds(spectral, filter, truth, point)).collect();
    let shares = biases.iter().zip(&bounds).filter(|(_, bound)| bound.0 > 0.0);
    Ok(PredictionRisk {
        bias: biases.sum() / count,
        variance: variance / count,
        worst_case: bounds.iter().map(|bound| bound.0).sum::<f64>() / count,
        average_case: bounds.iter().map(|bound| bound.1).sum::<f64>() / count,
        largest_share: shares.map(|(bias, bound)| bias / bound.0).fold(0.0, f64::max),
    })
}

/// Bounds of the squared bias of a prediction: |w|^2 |Bx|^2 for the worst w of its length, and |Bx|^2 / alpha on
/// average over w ~ N(0, 1 / alpha), here for alpha = 1. B = 1 - V f V' is penalty (X'X + penalty)^-1.
pub fn bias_bounds(
    spectral: &Spectral,
    filter: Filter,
    truth: ArrayView1<f64>,
    point: ArrayView1<f64>,
) -> (f64, f64) {
    let kept = spectral.factors(filter) * spectral.vt.dot(&point);
    let left = &point - &spectral.vt.t().dot(&kept);
    let average = left.dot(&left);
    (truth.dot(&truth) * average, average)
}

/// The largest singular value over the smallest one above rounding, and over the smallest of all.
pub fn condition(spectral: &Spectral) -> (f64, f64) {
    let s = &spectral.singular_values;
    let (first, last) = (s.first().copied().unwrap_or(0.0), s.last().copied().unwrap_or(0.0));
    let ranked = spectral.rank().checked_sub(1).and_then(|at| s.get(at)).copied().unwrap_or(0.0);
    (first / ranked, first / last)
}

/// How many |u'y| lie above three standard deviations of the noise: the coefficients that the data determine
/// (the discrete Picard condition, Hansen 1990).
pub fn picard_count(target: &Target, deviation: f64) -> usize {
    target.beta.iter().filter(|beta| beta.abs() > 3.0 * deviation).count()
}
