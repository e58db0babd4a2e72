//! The multiplicative rule for the generalized Kullback-Leibler divergence D = sum x ln(x / y) - x + y with Y = C B
//! (Lee and Seung 2001, theorem 2): B <- B * C'(X / Y) / (column sums of C), C likewise. It is the expectation-maximization
//! of a mixture of Poisson rates.

use ndarray::{Array2, ArrayView2, Axis, Zip};

/// Keeps divisions from being by zero; far below any rate that matters.
const LEAST: f64 = 1e-300;

/// One step of basis and coefficients; the divergence before it.
pub fn step(x: ArrayView2<f64>, c: &mut Array2<f64>, b: &mut Array2<f64>) -> f64 {
    let (ratio, before) = compared(x, c, b);
    let sums = c.sum_axis(Axis(0)).insert_axis(Axis(1)) + LEAST;
    *b *= &(c.t().dot(&ratio) / sums);
    let (ratio, _) = compared(x, c, b);
    let sums = b.sum_axis(Axis(1)).insert_axis(Axis(0)) + LEAST;
    *c *= &(ratio.dot(&b.t()) / sums);
    before
}

/// D / sum of X.
pub fn divergence(x: ArrayView2<f64>, c: &Array2<f64>, b: &Array2<f64>) -> f64 {
    compared(x, c, b).1
}

/// X / Y, and D / sum of X.
fn compared(x: ArrayView2<f64>, c: &Array2<f64>, b: &Array2<f64>) -> (Array2<f64>, f64) {
    let mut y = c.dot(b);
    let mut total = 0.0;
    Zip::from(&mut y).and(x).for_each(|y, &x| {
        let fitted = y.max(LEAST);
        total += if x > 0.0 { x * (x / fitted).ln() - x + fitted } else { fitted };
        *y = x / fitted;
    });
    (y, total / x.sum())
}
