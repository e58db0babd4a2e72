//! What makes a network an autoencoder: its outputs are to be its inputs as they were before corruption, its decoder may be
//! the transpose of its encoder (tied weights), and the norm of the Jacobian of its first hidden layer may be added to
//! its loss (Rifai et al. 2011):
//!
//! ```text
//! L = mean over rows of  sum_i l(y_i, x_i) + contraction |J|^2,   |J|^2 = sum_j f'(a_j)^2 |W_j|^2
//! ```
//!
//! with l the squared distance or the cross-entropy of logistic outputs, in nats. Tied weights are kept twice and get the
//! same step, the sum of both gradients, so they stay each other's transpose to the last bit.

use super::trainer::Trainer;
use crate::numeric::elementary::logistic;
use ndarray::{Array1, Array2, Axis, Zip, s};

/// How a network is an autoencoder.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Autoencoding {
    pub output: Output,
    /// Whether layer l from the bottom and layer l from the top share their weights.
    pub tied: bool,
    /// The factor of |J|^2.
    pub contraction: f32,
    pub corruption: Option<super::Corruption>,
}

/// What the outputs are and cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// The sums themselves, by squared distance.
    Linear,
    /// Logistic functions of them, by cross-entropy.
    Logistic,
}

impl Autoencoding {
    /// Whether gradients have to be whole before a step.
    pub fn couples(self) -> bool {
        self.tied || self.contraction > 0.0
    }
}

impl Output {
    /// The loss of a sum whose value ought to be x, and its derivative.
    pub(super) fn loss(self, sum: f32, x: f32) -> (f32, f32) {
        match self {
            Output::Linear => ((sum - x) * (sum - x), 2.0 * (sum - x)),
            Output::Logistic => {
                let softplus = sum.max(0.0) + (-sum.abs()).exp().ln_1p();
                (softplus - x * sum, logistic(sum) - x)
            }
        }
    }

    /// The outputs for these sums.
    pub fn values(self, sums: Array2<f32>) -> Array2<f32> {
        match self {
            Output::Linear => sums,
            Output::Logistic => sums.mapv_into(logistic),
        }
    }
}

impl Trainer<'_> {
    fn factor(&self) -> f32 {
        self.plan.autoencoding.map_or(0.0, |of| of.contraction)
    }

    /// |W_j|^2 of the first layer, (hidden).
    fn squares(&self) -> Array1<f32> {
        let layer = &self.layers[0];
        layer.shape.unpack(&layer.weights.value).map_axis(Axis(0), |column| column.dot(&column))
    }

    /// The sum over the rows of a batch of factor |J|^2.
    pub(super) fn contraction(&self, factor: f32, rows: usize) -> f64 {
        if factor == 0.0 {
            return 0.0;
        }
        let (squares, hidden) = (self.squares(), self.values[0].slice(s![..rows, ..]));
        let of_row = |row: ndarray::ArrayView1<f32>| {
            let terms = row.iter().zip(&squares);
            terms.map(|(&y, &square)| f64::from(self.activation.squared_slope(y).0 * square)).sum::<f64>()
        };
        f64::from(factor) * hidden.rows().into_iter().map(of_row).sum::<f64>()
    }

    /// Adds the gradient of the contraction by the first hidden layer's sums to what was handed down to them.
    pub(super) fn contract(&mut self, rows: usize) {
        let factor = self.factor() / rows as f32;
        if factor == 0.0 {
            return;
        }
        let squares = self.squares();
        let mut delta = self.deltas[0].slice_mut(s![..rows, ..]);
        let hidden = self.values[0].slice(s![..rows, ..]);
        for (mut delta, hidden) in delta.outer_iter_mut().zip(hidden.rows()) {
            Zip::from(&mut delta).and(hidden).and(&squares).for_each(|delta, &y, &square| {
                *delta += factor * self.activation.squared_slope(y).1 * square;
            });
        }
    }

    /// Adds the gradient of the contraction by the weights themselves, and gives tied weights the sum of their gradients.
    pub(super) fn couple(&mut self, rows: usize) {
        let Some(of) = self.plan.autoencoding.filter(|of| of.couples()) else { return };
        if of.contraction > 0.0 {
            let hidden = self.values[0].slice(s![..rows, ..]);
            let slopes = hidden.mapv(|y| self.activation.squared_slope(y).0).sum_axis(Axis(0));
            let layer = &mut self.layers[0];
            let own =
                layer.shape.unpack(&layer.weights.value) * (slopes * (2.0 * of.contraction / rows as f32));
            if let Some(gradient) = &mut layer.weights.gradient {
                *gradient = layer.shape.pack((layer.shape.unpack(gradient) + own).view());
            }
        }
        if of.tied {
            self.tie();
        }
    }

    fn tie(&mut self) {
        let layers = self.layers.len();
        for l in 0..layers / 2 {
            let (below, above) = self.layers.split_at_mut(layers - 1 - l);
            let (encoder, decoder) = (&mut below[l], &mut above[0]);
            if let (Some(up), Some(down)) = (&mut encoder.weights.gradient, &mut decoder.weights.gradient) {
                encoder.shape.fold_transposed(up, (&decoder.shape, down), |up, down| *up += down);
                decoder.shape.fold_transposed(down, (&encoder.shape, up), |down, sum| *down = sum);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::batch::{Batch, EpochRows};
    use super::super::trainer::Trainer;
    use super::super::{Activation, Dropout, FixedRows, Init, Mlp, Training};
    use super::*;
    use crate::numeric::random::Seed;

    fn batch(x: &Array2<f32>) -> Batch {
        let labels = vec![0; x.nrows()];
        let source = FixedRows::new(x.view(), &labels, 1);
        let order: Vec<usize> = (0..x.nrows()).collect();
        let (dropout, corruption, seed) = (Dropout::default(), None, Seed::root(1));
        let mut batch = Batch::new(x.nrows(), x.ncols(), 0, dropout).with_clean_rows();
        batch.fill(0, &EpochRows { source: &source, epoch: 0, order: &order, dropout, corruption, seed });
        batch
    }

    fn value(activation: Activation, a: f64) -> f64 {
        match activation {
            Activation::Relu => a.max(0.0),
            Activation::Tanh => a.tanh(),
            Activation::ScaledTanh => 1.7159 * (0.6666 * a).tanh(),
            Activation::Logistic => 1.0 / (1.0 + (-a).exp()),
            Activation::Linear => a,
        }
    }

    /// The objective once more, plainly and in f64: weights W1 (inputs, hidden), W2 (hidden, inputs) and both biases.
    fn objective(
        x: &Array2<f64>,
        net: [&Array2<f64>; 2],
        bias: [&Array1<f64>; 2],
        of: Autoencoding,
        f: Activation,
    ) -> f64 {
        let sums = x.dot(net[0]) + bias[0];
        let slope = sums.mapv(|a| (value(f, a + 1e-6) - value(f, a - 1e-6)) / 2e-6);
        let out = sums.mapv(|a| value(f, a)).dot(net[1]) + bias[1];
        let mut loss = 0.0;
        Zip::from(&out).and(x).for_each(|&y, &x| {
            loss += match of.output {
                Output::Linear => (y - x).powi(2),
                Output::Logistic => y.max(0.0) + (-y.abs()).exp().ln_1p() - x * y,
            };
        });
        let squares = net[0].map_axis(Axis(0), |column| column.dot(&column));
        let norm = (slope.mapv(|s| s * s) * squares).sum();
        (loss + f64::from(of.contraction) * norm) / x.nrows() as f64
    }

    /// Every weight and bias of a small network, by central differences of the plain objective; single precision leaves
    /// 1e-5 of the largest derivative.
    #[test]
    fn gradients_are_those_of_the_objective() {
        let x = Array2::from_shape_fn((7, 6), |(i, j)| ((i * 5 + j * 3) % 11) as f32 / 11.0);
        for activation in [Activation::Logistic, Activation::Tanh, Activation::ScaledTanh, Activation::Linear]
        {
            for (output, tied, contraction) in
                [(Output::Linear, true, 0.0), (Output::Logistic, true, 0.3), (Output::Linear, false, 0.5)]
            {
                let of = Autoencoding { output, tied, contraction, corruption: None };
                let plan = Training { autoencoding: Some(of), ..Training::default() };
                let mut net = Mlp::new(&[6, 4, 6], activation, Init::Lecun, &Seed::root(2));
                if tied {
                    net.layers[1].weights = net.layers[0].weights.t().as_standard_layout().into_owned();
                }
                net.layers[0].bias.fill(0.1);
                let mut trainer = Trainer::new(&net, &plan, 7);
                let loss = trainer.gradient(&batch(&x)).sum / 7.0;
                let (double, w) = (x.mapv(f64::from), [0, 1].map(|l| net.layers[l].weights.mapv(f64::from)));
                let b = [0, 1].map(|l| net.layers[l].bias.mapv(f64::from));
                let plain = |w: &[Array2<f64>; 2], b: &[Array1<f64>; 2]| {
                    objective(&double, [&w[0], &w[1]], [&b[0], &b[1]], of, activation)
                };
                assert!((loss - plain(&w, &b)).abs() < 1e-5, "{loss}");
                for (l, found) in trainer.gradients().iter().enumerate() {
                    for (place, &slope) in found.weights.indexed_iter() {
                        let moved = |change: f64| {
                            let mut w = w.clone();
                            w[l][place] += change;
                            if tied {
                                w[1 - l][(place.1, place.0)] += change;
                            }
                            plain(&w, &b)
                        };
                        let expected = (moved(1e-5) - moved(-1e-5)) / 2e-5;
                        assert!(
                            (f64::from(slope) - expected).abs() < 2e-5,
                            "{l} {place:?}: {slope} {expected}"
                        );
                    }
                    for (place, &slope) in found.bias.iter().enumerate() {
                        let moved = |change: f64| {
                            let mut b = b.clone();
                            b[l][place] += change;
                            plain(&w, &b)
                        };
                        let expected = (moved(1e-5) - moved(-1e-5)) / 2e-5;
                        assert!((f64::from(slope) - expected).abs() < 2e-5, "bias {l} {place}");
                    }
                }
            }
        }
    }
}
