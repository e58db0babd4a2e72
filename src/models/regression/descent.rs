//! How far to go along a Newton step: halved until the objective falls as the slope promises (Armijo 1966).

use ndarray::{Array, Array2, Dimension};

/// The sum of the products of all entries.
pub(super) fn inner(a: &Array2<f64>, b: &Array2<f64>) -> f64 {
    (a * b).sum()
}

/// w - t step with the first t of 1, 1/2, 1/4 ... that lowers the objective by 1e-4 of what the slope promises. At w it
/// is `value`; `decrement` is the gradient times the step. What is returned is what the objective was asked for last.
pub(super) fn descend<D: Dimension>(
    mut objective: impl FnMut(&Array<f64, D>) -> f64,
    w: &Array<f64, D>,
    value: f64,
    step: &Array<f64, D>,
    decrement: f64,
) -> Array<f64, D> {
    let mut length = 1.0;
    loop {
        let next = w - &(length * step);
        if objective(&next) <= value - 1e-4 * length * decrement || length < 1e-12 {
            return next;
        }
        length *= 0.5;
    }
}
