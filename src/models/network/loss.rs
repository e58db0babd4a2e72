//! Softmax cross-entropy: L = mean over rows of -sum_k t_k ln p_k, in nats. With label smoothing s
//! the target is t = (1 - s) one-hot + s / classes (Szegedy et al. 2016, section 7).
//! Its gradient by the logits is (p - t) / rows.

use super::autoencoding::Output;
use super::forward::{largest, log_sum_exp};
use crate::numeric::blocks::{Rows, for_blocks};
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Zip};

/// Rows whose losses one task takes.
const ROWS: usize = 8;

/// What a batch cost, and how many of its rows were classified wrongly.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct BatchLoss {
    /// Sum over rows, nats.
    pub sum: f64,
    pub errors: usize,
}

/// Sums of the output layer (rows, columns) become the gradient of the mean loss by them, given the rows as they ought to
/// be: squared distances, or cross-entropies of logistic outputs with values in 0..1 as probabilities.
pub(super) fn reconstruction(
    mut sums: ArrayViewMut2<f32>,
    clean: ArrayView2<f32>,
    output: Output,
) -> BatchLoss {
    let rows = sums.nrows() as f32;
    let mut losses = Array2::<f32>::zeros(sums.raw_dim());
    let blocks = ((Rows(sums.view_mut()), Rows(losses.view_mut())), Rows(clean));
    for_blocks(blocks, ROWS, &|((Rows(sums), Rows(losses)), Rows(clean))| {
        Zip::from(sums).and(losses).and(clean).for_each(|sum, loss, &x| {
            let (of_one, slope) = output.loss(*sum, x);
            (*loss, *sum) = (of_one, slope / rows);
        });
    });
    // Added up in their order, for the same bits on any number of threads.
    BatchLoss { sum: losses.iter().map(|&loss| f64::from(loss)).sum(), errors: 0 }
}

/// Logits (rows, classes) become the gradient of the mean loss; labels are below `classes`.
pub(super) fn softmax_cross_entropy(
    mut logits: ArrayViewMut2<f32>,
    labels: &[u32],
    smoothing: f32,
) -> BatchLoss {
    let (rows, classes) = logits.dim();
    let floor = f64::from(smoothing) / classes as f64;
    let mut total = BatchLoss::default();
    for (mut row, &label) in logits.rows_mut().into_iter().zip(labels) {
        total.errors += usize::from(largest(row.view()) != label as usize);
        let log_sum = log_sum_exp(row.view());
        for (k, value) in row.iter_mut().enumerate() {
            let target = floor + if k == label as usize { 1.0 - f64::from(smoothing) } else { 0.0 };
            let log_p = f64::from(*value) - log_sum;
            // A class with no share of the target costs nothing, however improbable it is.
            total.sum -= if target > 0.0 { target * log_p } else { 0.0 };
            *value = ((log_p.exp() - target) / rows as f64) as f32;
        }
    }
    total
}
