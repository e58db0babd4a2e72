//! Coefficients of new rows in a basis that stands: non-negative least squares by sweeps over the factors, each replaced
//! by its exact minimizer (as in `hals`), or a projection where the basis is orthonormal and signs are free.

use super::hals::sweep;
use crate::numeric::blas;
use ndarray::{Array2, ArrayView2};

/// Which coefficients there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signs {
    /// None below zero, in any basis.
    NotNegative,
    /// Any, in an orthonormal basis.
    Free,
}

/// Sweeps over the factors; a basis of pictures needs some tens.
const SWEEPS: usize = 100;

/// Coefficients (rows, k) of x (rows, columns) in a basis (k, columns).
pub fn fold_in(x: ArrayView2<f64>, basis: ArrayView2<f64>, signs: Signs) -> Array2<f64> {
    blas::single_threaded();
    if signs == Signs::Free {
        return x.dot(&basis.t());
    }
    let (cross, gram) = (basis.dot(&x.t()), basis.dot(&basis.t()));
    let mut coefficients = Array2::zeros(cross.dim());
    (0..SWEEPS).for_each(|_| sweep(&mut coefficients, &cross, &gram));
    coefficients.reversed_axes().as_standard_layout().into_owned()
}
