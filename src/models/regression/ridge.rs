//! Ridge regression: the w that minimizes |Xw - y|^2 + penalty |w|^2 (Hoerl and Kennard 1970).
//!
//! Note the factors: no 1/n, no 1/2. With X = U diag(s) V', w = V diag(s / (s^2 + penalty)) U'y; at penalty 0
//! the solution of least norm. The fast way solves the normal equations by Cholesky, primal
//! (X'X + penalty) w = X'y for rows >= columns and dual w = X'(XX' + penalty)^-1 y otherwise. They square the
//! condition number, so where that would cost more than five digits the SVD is used instead.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

use super::{Coefficients, RegressionFault, check};
use crate::numeric::blas;
use crate::numeric::lapack::{LapackError, Svd, least_squares, solve_positive_definite, svd};

/// Normal equations with a reciprocal condition number below this are left to the SVD.
pub(super) const LEAST_RCOND: f64 = 1e-5;

/// Fits x (rows, columns) to y (rows). With `intercept` the means are removed first, which is the same as an
/// unpenalized constant column.
///
/// # Errors
/// [`RegressionFault`] for a negative penalty, and for data that are empty, mismatched or not finite.
pub fn ridge(
    x: ArrayView2<f64>,
    y: ArrayView1<f64>,
    penalty: f64,
    intercept: bool,
) -> Result<Coefficients, RegressionFault> {
    check(x, y, penalty)?;
    blas::single_threaded();
    if !intercept {
        return Ok(Coefficients { weights: weights(x, y, penalty)?, intercept: 0.0 });
    }
    let columns = x.nrows() as f64;
    let (x_mean, y_mean) = (x.sum_axis(Axis(0)) / columns, y.sum() / columns);
    let weights = weights((&x - &x_mean).view(), (&y - y_mean).view(), penalty)?;
    let intercept = y_mean - x_mean.dot(&weights);
    Ok(Coefficients { weights, intercept })
}

fn weights(x: ArrayView2<f64>, y: ArrayView1<f64>, penalty: f64) -> Result<Array1<f64>, LapackError> {
    match by_normal_equations(x, y, penalty) {
        Err(LapackError::IllConditioned { .. } | LapackError::NotPositiveDefinite) if penalty == 0.0 => {
            Ok(least_squares(x, y)?.solution)
        }
        Err(LapackError::IllConditioned { .. } | LapackError::NotPositiveDefinite) => by_svd(x, y, penalty),
        solved => solved,
    }
}

fn by_normal_equations(
    x: ArrayView2<f64>,
    y: ArrayView1<f64>,
    penalty: f64,
) -> Result<Array1<f64>, LapackError> {
    let penalized = |mut gram: Array2<f64>| {
        gram.diag_mut().mapv_inplace(|value| value + penalty);
        gram
    };
    if x.nrows() >= x.ncols() {
        solve_positive_definite(penalized(x.t().dot(&x)).view(), x.t().dot(&y).view(), LEAST_RCOND)
    } else {
        Ok(x.t().dot(&solve_positive_definite(penalized(x.dot(&x.t())).view(), y, LEAST_RCOND)?))
    }
}

/// For a positive penalty.
fn by_svd(x: ArrayView2<f64>, y: ArrayView1<f64>, penalty: f64) -> Result<Array1<f64>, LapackError> {
    let Svd { u, singular_values, vt } = svd(x)?;
    let filtered = singular_values.mapv(|s| s / (s * s + penalty));
    Ok(vt.t().dot(&(u.t().dot(&y) * filtered)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Seed;
    use ndarray::{array, concatenate, s};

    fn example() -> (Array2<f64>, Array1<f64>) {
        let x = array![[1.0, 2.0, 0.0], [0.0, 1.0, 1.0], [2.0, 0.0, 1.0], [1.0, 1.0, 1.0]];
        (x, array![-0.5, 0.5, 4.25, 1.75])
    }

    fn random(rows: usize, columns: usize, seed: u64) -> Array2<f64> {
        let mut values = vec![0f32; rows * columns];
        Seed::root(seed).bulk().fill_uniform(&mut values);
        Array2::from_shape_fn((rows, columns), |(i, j)| f64::from(values[i * columns + j]) - 0.5)
    }

    fn assert_close(a: &Array1<f64>, b: &Array1<f64>, tolerance: f64) {
        assert_eq!(a.len(), b.len());
        assert!(a.iter().zip(b).all(|(a, b)| (a - b).abs() <= tolerance), "{a} is not {b}");
    }

    /// Computed independently in numpy from the SVD, printed to 15 digits.
    #[test]
    fn weights_of_a_small_example() {
        let reference = [
            (0.0, array![1.40384615384615, -0.961538461538461, 1.40384615384615]),
            (1e-6, array![1.40384600788944, -0.961538023668798, 1.40384553994124]),
            (0.01, array![1.4023764565301, -0.957175652641655, 1.39774815139303]),
            (0.1, array![1.38836039953795, -0.91928835133972, 1.34628887227922]),
            (1.0, array![1.22857142857143, -0.64047619047619, 1.02380952380952]),
            (10.0, array![0.551085883514314, -0.0732148733135899, 0.384090161237249]),
        ];
        let (x, y) = example();
        for (penalty, expected) in reference {
            assert_close(&ridge(x.view(), y.view(), penalty, false).unwrap().weights, &expected, 1e-12);
            if penalty > 0.0 {
                assert_close(&by_svd(x.view(), y.view(), penalty).unwrap(), &expected, 1e-12);
            }
        }
    }

    /// The gradient 2 X'(Xw - y) + 2 penalty w vanishes, for every shape on either side of rows = columns.
    /// The second penalty forces the SVD at rows = columns.
    #[test]
    fn the_gradient_vanishes_at_the_solution() {
        for (rows, columns) in [(40, 7), (7, 40), (20, 20), (1, 5), (5, 1)] {
            let (x, y) = (random(rows, columns, 1), random(rows, 1, 2).remove_axis(Axis(1)));
            for penalty in [1.0, 1e-9] {
                let w = ridge(x.view(), y.view(), penalty, false).unwrap().weights;
                let gradient = x.t().dot(&(x.dot(&w) - &y)) + penalty * &w;
                // Weights reach some hundreds at the smaller penalty; X has norm 3.
                assert!(
                    gradient.iter().all(|g| g.abs() < 1e-11),
                    "{rows} x {columns}, {penalty}: {gradient}"
                );
            }
        }
    }

    /// More columns than rows, or equal columns, without a penalty: the interpolation of least norm lies in the
    /// row space of X.
    #[test]
    fn without_a_penalty_the_norm_is_least() {
        let x = random(5, 9, 3);
        let y = random(5, 1, 4).remove_axis(Axis(1));
        let w = ridge(x.view(), y.view(), 0.0, false).unwrap().weights;
        assert_close(&x.dot(&w), &y, 1e-12);
        let in_row_space = x.t().dot(&least_squares(x.t(), w.view()).unwrap().solution);
        assert_close(&in_row_space, &w, 1e-12);
        let doubled = concatenate![Axis(1), random(9, 2, 5), random(9, 2, 5)];
        let y = random(9, 1, 6).remove_axis(Axis(1));
        let w = ridge(doubled.view(), y.view(), 0.0, false).unwrap().weights;
        assert_close(&w.slice(s![..2]).to_owned(), &w.slice(s![2..]).to_owned(), 1e-12);
    }

    /// Hoerl and Kennard: at a tiny penalty ridge is the pseudo-inverse, at a huge one X'y / penalty.
    #[test]
    fn limits_of_the_penalty() {
        let (x, y) = example();
        let least = ridge(x.view(), y.view(), 0.0, false).unwrap().weights;
        assert_close(&ridge(x.view(), y.view(), 1e-12, false).unwrap().weights, &least, 1e-11);
        let far = ridge(x.view(), y.view(), 1e12, false).unwrap().weights * 1e12;
        assert_close(&far, &x.t().dot(&y), 1e-9);
    }

    /// Shifting y or x by a constant moves the intercept alone; and an unpenalized constant column, here
    /// a column of 1e6 whose weight costs nothing, does the same.
    #[test]
    fn the_intercept_is_not_penalized() {
        let (x, y) = (random(30, 4, 7), random(30, 1, 8).remove_axis(Axis(1)));
        let fit = ridge(x.view(), y.view(), 2.0, true).unwrap();
        let moved = ridge((&x + 3.0).view(), (&y + 5.0).view(), 2.0, true).unwrap();
        assert_close(&fit.weights, &moved.weights, 1e-12);
        assert!((moved.intercept - (fit.intercept + 5.0 - 3.0 * fit.weights.sum())).abs() < 1e-11);
        let constant = concatenate![Axis(1), x, Array2::from_elem((30, 1), 1e6)];
        let by_column = ridge(constant.view(), y.view(), 2.0, false).unwrap().weights;
        assert_close(&by_column.slice(s![..4]).to_owned(), &fit.weights, 1e-9);
        assert!((by_column[4] * 1e6 - fit.intercept).abs() < 1e-9);
    }

    #[test]
    fn unusable_input_is_refused() {
        let (mut x, y) = example();
        assert_eq!(ridge(x.view(), y.view(), -1.0, false), Err(RegressionFault::Penalty(-1.0)));
        let short = ridge(x.view(), y.slice(s![..3]), 1.0, true);
        assert_eq!(short, Err(RegressionFault::Lapack(LapackError::Mismatch { expected: 4, found: 3 })));
        x[[2, 1]] = f64::NAN;
        let nan = ridge(x.view(), y.view(), 1.0, false);
        assert_eq!(nan, Err(RegressionFault::Lapack(LapackError::NotFinite { row: 2, column: 1 })));
    }
}
