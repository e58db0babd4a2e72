//! How well a network classifies rows that it is shown once.

use super::learner::Network;
use super::{Mlp, Output, forward, loss};
use ndarray::{Array2, ArrayView2};

/// The result of a pass over labelled rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// Rows whose most probable class is not their label.
    pub errors: usize,
    /// Rows.
    pub n: usize,
    /// Mean cross-entropy, nats.
    pub loss: f64,
    /// Counts, (true class, predicted class).
    pub confusion: Array2<u64>,
}

impl Evaluation {
    /// Share of rows that are classified wrongly; 0 without rows.
    pub fn error(&self) -> f64 {
        self.errors as f64 / self.n.max(1) as f64
    }
}

/// The mean over rows x (rows, inputs) of what an autoencoder's outputs cost.
pub(super) fn reconstruction_loss(net: &impl Network, x: ArrayView2<f32>, output: Output) -> f64 {
    let mut total = 0.0;
    net.show(x, &mut |start, sums| {
        let clean = x.slice(ndarray::s![start..start + sums.nrows(), ..]);
        total += loss::reconstruction(sums.to_owned().view_mut(), clean, output).sum;
    });
    total / x.nrows().max(1) as f64
}

/// Runs x (rows, inputs) through the network. A label that is no class of the network counts as an
/// error of infinite loss and is left out of the confusion matrix.
pub fn evaluate(mlp: &Mlp, x: ArrayView2<f32>, labels: &[u32]) -> Evaluation {
    evaluated(mlp, x, labels)
}

/// The same for any network.
pub(super) fn evaluated(net: &impl Network, x: ArrayView2<f32>, labels: &[u32]) -> Evaluation {
    let classes = net.outputs();
    let n = x.nrows().min(labels.len());
    let mut result = Evaluation { errors: 0, n, loss: 0.0, confusion: Array2::zeros((classes, classes)) };
    net.show(x, &mut |start, logits| {
        for (logits, &label) in logits.rows().into_iter().zip(&labels[start.min(n)..]) {
            let (label, predicted) = (label as usize, forward::largest(logits));
            result.errors += usize::from(label != predicted);
            match logits.get(label) {
                Some(&logit) => {
                    result.loss += forward::log_sum_exp(logits) - f64::from(logit);
                    result.confusion[(label, predicted)] += 1;
                }
                None => result.loss = f64::INFINITY,
            }
        }
    });
    result.loss /= n.max(1) as f64;
    result
}
