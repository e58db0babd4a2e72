//! Rows as fits of several scores take them: with an intercept a last column of ones, which no penalty falls on; and the
//! probabilities that scores x w stand for, p_k = exp(x.w_k) / sum_j exp(x.w_j).
//!
//! x (rows, columns), weights (parameters, scores).

use super::Coefficients;
use crate::numeric::exponentials::log_sum_exp;
use ndarray::{Array2, ArrayView1, ArrayView2, Axis, concatenate, s};

/// x, (rows, parameters).
pub(super) fn with_constant(x: ArrayView2<f64>, intercept: bool) -> Array2<f64> {
    if intercept { concatenate![Axis(1), x, Array2::ones((x.nrows(), 1))] } else { x.to_owned() }
}

/// The penalty of each parameter, (parameters, 1).
pub(super) fn penalties(penalty: f64, columns: usize, parameters: usize) -> Array2<f64> {
    let mut penalties = Array2::from_elem((parameters, 1), penalty);
    penalties.slice_mut(s![columns.., ..]).fill(0.0);
    penalties
}

/// The coefficients of each score.
pub(super) fn coefficients(weights: &Array2<f64>, columns: usize) -> Vec<Coefficients> {
    let of_score = |column: ArrayView1<f64>| Coefficients {
        weights: column.slice(s![..columns]).to_owned(),
        intercept: column.get(columns).copied().unwrap_or(0.0),
    };
    weights.columns().into_iter().map(of_score).collect()
}

/// (rows, scores)
pub(super) fn probabilities(x: &Array2<f64>, weights: &Array2<f64>) -> Array2<f64> {
    let scores = x.dot(weights);
    let logs = scores.map_axis(Axis(1), |row| log_sum_exp(&row)).insert_axis(Axis(1));
    (scores - logs).mapv_into(f64::exp)
}
