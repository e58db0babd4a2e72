//! A tied autoencoder r(x) = h W' + c, h = logistic(x W + b), goes up the gradient of an energy: with
//!
//! ```text
//! E(x) = sum_j softplus(b_j + (x W)_j) - |x - c|^2 / 2,    r(x) - x = grad E(x)
//! ```
//!
//! (Kamyshanska and Memisevic 2013). -E is the free energy of a Boltzmann machine with normal visible units of variance 1.
//! Its Jacobian has the norm |J|^2 = sum_j (h_j (1 - h_j))^2 |W_j|^2 of the hidden units by the inputs, which the
//! contractive one adds to its loss (Rifai et al. 2011).
//!
//! x (rows, columns), W (columns, hidden), b (hidden), c (columns).

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, Zip};

/// E of every row.
pub fn energy(
    x: ArrayView2<f64>,
    weights: ArrayView2<f64>,
    hidden_bias: ArrayView1<f64>,
    visible_bias: ArrayView1<f64>,
) -> Array1<f64> {
    let softplus = |a: f64| a.max(0.0) + (-a.abs()).exp().ln_1p();
    let sums = x.dot(&weights) + hidden_bias;
    let apart = &x - &visible_bias;
    sums.mapv(softplus).sum_axis(Axis(1)) - apart.map_axis(Axis(1), |row| 0.5 * row.dot(&row))
}

/// |J|^2 of every row.
pub fn contraction(
    x: ArrayView2<f64>,
    weights: ArrayView2<f64>,
    hidden_bias: ArrayView1<f64>,
) -> Array1<f64> {
    let logistic = |a: f64| 1.0 / (1.0 + (-a).exp());
    let hidden: Array2<f64> = (x.dot(&weights) + hidden_bias).mapv(logistic);
    let norms = weights.map_axis(Axis(0), |column| column.dot(&column));
    hidden.map_axis(Axis(1), |row| {
        let terms = Zip::from(row).and(&norms).map_collect(|&h, norm| (h * (1.0 - h)).powi(2) * norm);
        terms.sum()
    })
}
