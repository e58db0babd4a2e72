//! The best of all factorizations with k factors, of whatever sign: X ~ (X V) V' with the k leading right singular
//! vectors (Eckart and Young 1936). What every other one is measured against; columns are not centred.

use super::signs::{square, usable};
use super::start::leading;
use super::{FactorFault, Factored};
use crate::numeric::blas;
use ndarray::{Array2, ArrayView2};

/// Factors x (rows, columns) by its singular vectors; the basis (k, columns) is orthonormal.
///
/// # Errors
/// [`FactorFault`] for tables without numbers and more factors than rows or columns.
pub fn principal(x: ArrayView2<f64>, factors: usize) -> Result<Factored, FactorFault> {
    usable(x, factors)?;
    blas::single_threaded();
    let mut basis = Array2::zeros((factors, x.ncols()));
    for (mut row, (_, _, v)) in basis.outer_iter_mut().zip(leading(x, factors)?) {
        // The sign of a singular vector is nobody's: the largest entry is made positive.
        let largest = v.iter().fold(0.0f64, |top, &value| if value.abs() > top.abs() { value } else { top });
        let norm = v.dot(&v).sqrt() * largest.signum();
        row.assign(&(v / if norm != 0.0 { norm } else { 1.0 }));
    }
    let coefficients = x.dot(&basis.t());
    let rest = square((&x - &coefficients.dot(&basis)).view());
    let history = vec![(rest / square(x)).sqrt()];
    Ok(Factored { coefficients, basis, history })
}
