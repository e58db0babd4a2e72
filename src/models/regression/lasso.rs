//! The lasso: the w that minimizes |Xw - y|^2 / 2 + penalty sum |w_j| (Tibshirani 1996), by coordinate descent.
//!
//! One weight at a time is set to its minimum, soft(x_j.(r + x_j w_j), penalty) / |x_j|^2 with
//! soft(z, t) = sign(z) max(|z| - t, 0), until the gap between the objective and that of its dual is 1e-10 of |y|^2 / 2.

use super::{Coefficients, RegressionFault, check};
use ndarray::{Array1, ArrayView1, ArrayView2, Axis};

/// The duality gap that ends it, as a share of the objective at w = 0.
const GAP: f64 = 1e-10;
/// Sweeps over all columns.
const MOST: usize = 20_000;

/// Fits x (rows, columns) to y (rows) for a penalty above 0.
///
/// # Errors
/// [`RegressionFault`] for a penalty of 0 or less, unusable data, and too many sweeps.
pub fn lasso(
    x: ArrayView2<f64>,
    y: ArrayView1<f64>,
    penalty: f64,
    intercept: bool,
) -> Result<Coefficients, RegressionFault> {
    check(x, y, penalty)?;
    if penalty == 0.0 {
        return Err(RegressionFault::Penalty(penalty));
    }
    if !intercept {
        return Ok(Coefficients { weights: descend(x, y, penalty)?, intercept: 0.0 });
    }
    let (x_mean, y_mean) = (x.sum_axis(Axis(0)) / x.nrows() as f64, y.sum() / y.len() as f64);
    let weights = descend((&x - &x_mean).view(), (&y - y_mean).view(), penalty)?;
    Ok(Coefficients { intercept: y_mean - x_mean.dot(&weights), weights })
}

/// sign(z) max(|z| - t, 0).
pub(super) fn soft(z: f64, t: f64) -> f64 {
    z.signum() * (z.abs() - t).max(0.0)
}

fn descend(x: ArrayView2<f64>, y: ArrayView1<f64>, penalty: f64) -> Result<Array1<f64>, RegressionFault> {
    let columns = x.t().as_standard_layout().into_owned();
    let squares: Array1<f64> = columns.rows().into_iter().map(|column| column.dot(&column)).collect();
    if let Some(&largest) = squares.iter().find(|square| !square.is_finite()) {
        return Err(RegressionFault::Scale { largest: largest.sqrt() });
    }
    let (mut weights, mut residual) = (Array1::zeros(x.ncols()), y.to_owned());
    let start = 0.5 * y.dot(&y);
    let mut gap = f64::INFINITY;
    for _ in 0..MOST {
        for (j, column) in columns.rows().into_iter().enumerate().filter(|(j, _)| squares[*j] > 0.0) {
            let old: f64 = weights[j];
            let new = soft(column.dot(&residual) + squares[j] * old, penalty) / squares[j];
            if new != old {
                residual.scaled_add(old - new, &column);
                weights[j] = new;
            }
        }
        gap = duality_gap(columns.view(), y, &weights, &residual, penalty);
        if gap <= GAP * start {
            return Ok(weights);
        }
    }
    Err(RegressionFault::NotConverged { iterations: MOST, decrement: gap })
}

/// The objective less that of the dual point that lies along the residual.
fn duality_gap(
    columns: ArrayView2<f64>,
    y: ArrayView1<f64>,
    weights: &Array1<f64>,
    residual: &Array1<f64>,
    penalty: f64,
) -> f64 {
    let largest = columns.dot(residual).iter().fold(0.0f64, |largest, value| largest.max(value.abs()));
    let scale = if largest > penalty { penalty / largest } else { 1.0 };
    let primal = 0.5 * residual.dot(residual) + penalty * weights.iter().map(|w| w.abs()).sum::<f64>();
    let apart = &y - &(residual * scale);
    primal - 0.5 * (y.dot(&y) - apart.dot(&apart))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::lapack::svd;
    use ndarray::{Array2, array};

    fn sines(rows: usize, columns: usize) -> Array2<f64> {
        Array2::from_shape_fn((rows, columns), |(i, j)| ((3 * i + 1) as f64 * (j + 1) as f64 * 0.37).sin())
    }

    /// C12: of orthonormal columns each weight is soft(x_j.y, penalty).
    #[test]
    fn orthonormal_columns_are_soft_thresholded() {
        let x = svd(sines(9, 4).view()).unwrap().u;
        let y = Array1::from_iter((0..9).map(|i| f64::from(i) - 3.0));
        for penalty in [0.1, 1.0, 3.0] {
            let fit = lasso(x.view(), y.view(), penalty, false).unwrap();
            let exact = x.t().dot(&y).mapv(|z| soft(z, penalty));
            assert!((&fit.weights - &exact).iter().all(|e| e.abs() < 1e-12), "{penalty}");
        }
    }

    /// |x_j.r| is the penalty where w_j is not 0, with its sign, and at most the penalty elsewhere. A gap of 1e-10
    /// leaves gradients some 1e-5 of |y| |x_j| off.
    #[test]
    fn the_conditions_of_the_minimum_hold() {
        let (x, y) = (sines(20, 8), Array1::from_iter((0..20).map(|i| (f64::from(i) * 0.9).cos())));
        let fit = lasso(x.view(), y.view(), 0.5, true).unwrap();
        let residual = &y - fit.scores(x.view());
        for (j, gradient) in x.t().dot(&residual).iter().enumerate() {
            let w = fit.weights[j];
            let bound = if w == 0.0 { gradient.abs() - 0.5 } else { (gradient - 0.5 * w.signum()).abs() };
            assert!(bound < 1e-4, "{j}: {gradient} at {w}");
        }
        assert!(fit.weights.iter().any(|w| *w == 0.0) && residual.sum().abs() < 1e-9);
    }

    #[test]
    fn edges_have_an_answer_or_a_fault() {
        let constant = Array2::from_elem((3, 2), 1.0);
        let fit = lasso(constant.view(), array![1.0, 2.0, 3.0].view(), 0.1, true).unwrap();
        assert_eq!((fit.weights.to_vec(), fit.intercept), (vec![0.0, 0.0], 2.0));
        let zero = lasso(constant.view(), array![0.0, 0.0, 0.0].view(), 0.1, false).unwrap();
        assert_eq!(zero.weights.to_vec(), [0.0, 0.0]);
        let one = lasso(array![[2.0]].view(), array![3.0].view(), 1.0, false).unwrap();
        assert!((one.weights[0] - 1.25).abs() < 1e-12);
        assert!(lasso(constant.view(), array![1.0, 1.0, 1.0].view(), 0.0, false).is_err());
        let huge = array![[1e300], [1.0]];
        assert!(matches!(
            lasso(huge.view(), array![1.0, 1.0].view(), 1.0, false),
            Err(RegressionFault::Scale { .. })
        ));
    }
}
