//! The forward pass y_l = f(y_{l-1} W_l + b_l) of a network that is only shown rows: a product of BLAS for each block of
//! output columns, after which bias and activation are applied while it is in cache. Training has its own in `models::panels`.

use super::{Dense, Mlp};
use crate::models::panels::activation::{Activation, finish};
use crate::numeric::blas;
use crate::numeric::blocks::{Columns, for_blocks};
use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView1, ArrayView2, ArrayViewMut2, s};

/// Output columns of one block.
pub const FORWARD_BLOCK: usize = 512;
/// Rows that are predicted at a time.
pub const PREDICTED_ROWS: usize = 1000;

/// Fills the first x.nrows() rows of `outputs`, one array a layer; the last layer gets logits.
fn forward(mlp: &Mlp, x: ArrayView2<f32>, outputs: &mut [Array2<f32>]) {
    for (l, dense) in mlp.layers.iter().enumerate() {
        let (below, above) = outputs.split_at_mut(l);
        let input = below.last().map_or(x, |values| values.slice(s![..x.nrows(), ..]));
        let hidden = (l + 1 < mlp.layers.len()).then_some(mlp.activation);
        layer(dense, hidden, input, above[0].slice_mut(s![..x.nrows(), ..]));
    }
}

/// One layer; without an activation it stays linear.
pub(super) fn layer(
    dense: &Dense,
    activation: Option<Activation>,
    input: ArrayView2<f32>,
    out: ArrayViewMut2<f32>,
) {
    let parameters = (Columns(dense.weights.view()), Columns(dense.bias.view()));
    for_blocks((Columns(out), parameters), FORWARD_BLOCK, &|(
        Columns(mut out),
        (Columns(weights), Columns(bias)),
    )| {
        general_mat_mul(1.0, &input, &weights, 0.0, &mut out);
        finish_rows(out, bias.to_slice().expect("a bias lies in one piece"), activation);
    });
}

/// Calls `see(first row, logits)` for one batch of rows after the other.
pub(super) fn in_batches(mlp: &Mlp, x: ArrayView2<f32>, mut see: impl FnMut(usize, ArrayView2<f32>)) {
    blas::single_threaded();
    let rows = x.nrows().min(PREDICTED_ROWS);
    let mut outputs: Vec<_> =
        mlp.layers.iter().map(|layer| Array2::zeros((rows, layer.weights.ncols()))).collect();
    for start in (0..x.nrows()).step_by(PREDICTED_ROWS) {
        let rows = x.slice(s![start..x.nrows().min(start + PREDICTED_ROWS), ..]);
        forward(mlp, rows, &mut outputs);
        if let Some(logits) = outputs.last() {
            see(start, logits.slice(s![..rows.nrows(), ..]));
        }
    }
}

/// Sums (rows, units) become values.
pub(super) fn activate(sums: ArrayViewMut2<f32>, activation: Activation) {
    let none = vec![0.0; sums.ncols()];
    finish_rows(sums, &none, Some(activation));
}

fn finish_rows(mut sums: ArrayViewMut2<f32>, bias: &[f32], activation: Option<Activation>) {
    for mut row in sums.rows_mut() {
        finish(row.as_slice_mut().expect("a row lies in one piece"), bias, activation);
    }
}

/// ln of the sum of exponentials, in f64 and shifted by the largest term.
pub(super) fn log_sum_exp(logits: ArrayView1<f32>) -> f64 {
    let top = f64::from(logits.fold(f32::NEG_INFINITY, |top, &logit| top.max(logit)));
    top + logits.iter().map(|&logit| (f64::from(logit) - top).exp()).sum::<f64>().ln()
}

/// Logits (rows, classes) as logarithms of probabilities, in nats.
pub(super) fn log_softmax(logits: ArrayView2<f32>, mut out: ArrayViewMut2<f32>) {
    for (logits, mut out) in logits.rows().into_iter().zip(out.rows_mut()) {
        let log_sum = log_sum_exp(logits);
        out.zip_mut_with(&logits, |out, &logit| *out = (f64::from(logit) - log_sum) as f32);
    }
}

/// Index of the largest entry, the first of equals.
pub(super) fn largest(values: ArrayView1<f32>) -> usize {
    let mut best = 0;
    for (i, &value) in values.iter().enumerate() {
        if value > values[best] {
            best = i;
        }
    }
    best
}
