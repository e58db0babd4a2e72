//! Hierarchical alternating least squares: each factor is replaced by its exact non-negative minimizer while the others
//! stand still, b_j <- max(b_j + (C'X - C'C B)_j / (C'C)_jj, 0) (Cichocki and Phan, IEICE E92-A:708, 2009).

use super::multiplicative::{Products, relative};
use super::signs::square;
use ndarray::{Array2, ArrayView2};

/// Below this a factor is gone; it is kept at it, so that no division is by zero.
const LEAST: f64 = 1e-16;

/// One sweep over basis and coefficients; the relative residual before it.
pub fn step(x: ArrayView2<f64>, c: &mut Array2<f64>, b: &mut Array2<f64>) -> f64 {
    let Products { cross, gram } = Products { cross: c.t().dot(&x), gram: c.t().dot(c) };
    let before = relative(square(x), &cross, &gram, b);
    sweep(b, &cross, &gram);
    let (cross, gram) = (b.dot(&x.t()), b.dot(&b.t()));
    // Coefficients are swept as rows of their transpose.
    let mut transposed = c.t().to_owned();
    sweep(&mut transposed, &cross, &gram);
    c.assign(&transposed.t());
    before
}

/// Replaces each row of `b` (k, n) in turn, given `cross` (k, n) and `gram` (k, k).
pub fn sweep(b: &mut Array2<f64>, cross: &Array2<f64>, gram: &Array2<f64>) {
    for j in 0..b.nrows() {
        let weight = gram[(j, j)];
        if weight <= LEAST {
            continue;
        }
        let change = (&cross.row(j) - &gram.row(j).dot(b)) / weight;
        let mut row = b.row_mut(j);
        row += &change;
        row.mapv_inplace(|value| value.max(LEAST));
    }
}
