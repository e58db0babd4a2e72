//! Least squares weighted by Vapnik's V-matrix (Vapnik, Braga and Izmailov 2015): an error counts by how much of the space lies
//! above its row and another one,
//!
//! ```text
//! V_ij = ∫ θ(x - x_i) θ(x - x_j) dx = Π_k (1 - max(x_ik, x_jk)),   x uniform on [0, 1]^columns
//! minimize (y - Xw)' V (y - Xw) + penalty |w|^2
//! ```
//!
//! V (rows, rows) is positive semi-definite, as a matrix of inner products of step functions.

use ndarray::{Array2, ArrayView1, ArrayView2};

use super::{Coefficients, RegressionFault, check, ridge};
use crate::numeric::lapack::eigh;

/// V of rows x (rows, columns) with values from 0 to 1.
pub fn v_matrix(x: ArrayView2<f64>) -> Array2<f64> {
    Array2::from_shape_fn((x.nrows(), x.nrows()), |(i, j)| {
        x.row(i).iter().zip(x.row(j)).map(|(a, b)| 1.0 - a.max(*b)).product()
    })
}

/// The weighted fit, by its symmetric root: with V = R'R it is ridge regression of R y on R x.
///
/// # Errors
/// [`RegressionFault`] for a negative penalty, unusable data, values below 0 or above 1, and what LAPACK refuses.
pub fn v_ridge(
    x: ArrayView2<f64>,
    y: ArrayView1<f64>,
    penalty: f64,
) -> Result<Coefficients, RegressionFault> {
    check(x, y, penalty)?;
    if let Some(&value) = x.iter().find(|value| !(0.0..=1.0).contains(*value)) {
        return Err(RegressionFault::Range { value });
    }
    let eigen = eigh(v_matrix(x).view())?;
    let root = (&eigen.vectors * &eigen.values.mapv(|value| value.max(0.0).sqrt())).reversed_axes();
    ridge(root.dot(&x).view(), root.dot(&y).view(), penalty, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Seed;
    use ndarray::{Array1, array};

    fn table() -> (Array2<f64>, Array1<f64>) {
        let mut values = vec![0f32; 60];
        Seed::root(42).bulk().fill_uniform(&mut values);
        let x = Array2::from_shape_fn((20, 3), |(i, j)| f64::from(values[3 * i + j]));
        let y = x.column(0).mapv(|x| (3.0 * x).sin());
        (x, y)
    }

    /// C42: one column, the integral by hand: from the larger of two values to 1; two columns, products of these.
    #[test]
    fn entries_are_volumes() {
        let v = v_matrix(array![[0.25, 0.5], [0.75, 0.1]].view());
        let exact = array![[0.75 * 0.5, 0.25 * 0.5], [0.25 * 0.5, 0.25 * 0.9]];
        assert!((v - exact).iter().all(|d| d.abs() < 1e-15));
    }

    /// The integral over a fine grid of midpoints: exact to about a cell, 1/400.
    #[test]
    fn entries_are_integrals_of_steps() {
        let x = array![[0.3], [0.62], [0.05]];
        let v = v_matrix(x.view());
        for ((i, j), value) in v.indexed_iter() {
            let above = (0..400).filter(|k| (f64::from(*k) + 0.5) / 400.0 > x[[i, 0]].max(x[[j, 0]])).count();
            assert!((value - above as f64 / 400.0).abs() < 1.0 / 400.0);
        }
    }

    #[test]
    fn it_is_positive_semi_definite() {
        let least = eigh(v_matrix(table().0.view()).view()).unwrap().values[0];
        assert!(least > -1e-12, "{least:e}");
    }

    /// X'V(Xw - y) + penalty w = 0.
    #[test]
    fn the_gradient_vanishes_at_the_solution() {
        let (x, y) = table();
        let fit = v_ridge(x.view(), y.view(), 0.01).unwrap();
        let gradient = x.t().dot(&v_matrix(x.view()).dot(&(x.dot(&fit.weights) - &y))) + 0.01 * &fit.weights;
        assert!(gradient.iter().all(|g| g.abs() < 1e-12), "{gradient}");
        let outside = v_ridge(array![[2.0]].view(), array![1.0].view(), 1.0);
        assert_eq!(outside, Err(RegressionFault::Range { value: 2.0 }));
    }
}
