//! The network itself: sizes, weights, how weights start, and what it predicts.

use super::forward;
use super::learner::Network;
use super::{Activation, Dropout};
use crate::numeric::random::Seed;
use crate::numeric::tensors::{TensorFault, Tensors};
use ndarray::{Array1, Array2, ArrayView2, Axis, s};
use rand::RngExt;
use rand_distr::StandardNormal;

/// One layer: weights (inputs, outputs), bias (outputs).
#[derive(Clone, Debug, PartialEq)]
pub struct Dense {
    pub weights: Array2<f32>,
    pub bias: Array1<f32>,
}

/// How weights start; biases start at zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Init {
    /// Uniform in [-limit, limit).
    Uniform(f32),
    /// Uniform within ±sqrt(6 / (inputs + outputs)) (Glorot and Bengio 2010, eq. 16).
    Glorot,
    /// Normal, variance 2 / inputs (He et al. 2015, eq. 10): keeps the second moment through relu.
    He,
    /// Normal, variance 1 / inputs (LeCun et al. 1998, section 4.6).
    Lecun,
}

/// A multi-layer perceptron: hidden layers share an activation, the last layer gives logits.
#[derive(Clone, Debug, PartialEq)]
pub struct Mlp {
    pub layers: Vec<Dense>,
    pub activation: Activation,
}

impl Mlp {
    /// A network with `sizes` = inputs, hidden units of each layer, classes. Layer l draws from `seed.at(l)`.
    pub fn new(sizes: &[usize], activation: Activation, init: Init, seed: &Seed) -> Self {
        let layer = |(l, pair): (usize, &[usize])| init.layer(pair[0], pair[1], &seed.at(l as u64));
        Mlp { layers: sizes.windows(2).enumerate().map(layer).collect(), activation }
    }

    /// A network of these sizes whose weights are all zero.
    pub fn zeros(sizes: &[usize], activation: Activation) -> Self {
        let layer = |pair: &[usize]| Dense {
            weights: Array2::zeros((pair[0], pair[1])),
            bias: Array1::zeros(pair[1]),
        };
        Mlp { layers: sizes.windows(2).map(layer).collect(), activation }
    }

    /// Inputs of the first layer.
    pub fn inputs(&self) -> usize {
        self.layers.first().map_or(0, |layer| layer.weights.nrows())
    }

    /// Outputs of the last layer.
    pub fn classes(&self) -> usize {
        self.layers.last().map_or(0, |layer| layer.weights.ncols())
    }

    /// Number of weights and biases.
    pub fn parameters(&self) -> usize {
        self.layers.iter().map(|layer| layer.weights.len() + layer.bias.len()).sum()
    }

    /// True while no weight has become infinite or NaN.
    pub fn is_finite(&self) -> bool {
        // A sum is finite unless a term is not, or unless the weights are useless anyway.
        self.layers.iter().all(|layer| (layer.weights.sum() + layer.bias.sum()).is_finite())
    }

    /// ln p(class | x) in nats, (rows, classes), for x (rows, inputs).
    pub fn predict_log_probabilities(&self, x: ArrayView2<f32>) -> Array2<f32> {
        let mut out = Array2::zeros((x.nrows(), self.classes()));
        forward::in_batches(self, x, |start, logits| {
            forward::log_softmax(logits, out.slice_mut(s![start..start + logits.nrows(), ..]));
        });
        out
    }

    /// ln p(class | x) in nats, (rows, classes), with units of each row silenced as in training, drawn from `seed.at(row)`.
    pub fn predict_silenced(&self, x: ArrayView2<f32>, dropout: Dropout, seed: &Seed) -> Array2<f32> {
        let mut masks = Array2::zeros((x.nrows(), self.inputs() + self.hidden_units()));
        for (row, mask) in masks.outer_iter_mut().enumerate() {
            dropout.draw(&seed.at(row as u64), self.inputs(), mask);
        }
        let mut values = &x * &masks.slice(s![.., ..self.inputs()]);
        let mut first = self.inputs();
        for (l, dense) in self.layers.iter().enumerate() {
            let hidden = (l + 1 < self.layers.len()).then_some(self.activation);
            let mut above = Array2::zeros((x.nrows(), dense.weights.ncols()));
            forward::layer(dense, hidden, values.view(), above.view_mut());
            if hidden.is_some() {
                above *= &masks.slice(s![.., first..first + above.ncols()]);
                first += above.ncols();
            }
            values = above;
        }
        let mut out = Array2::zeros(values.raw_dim());
        forward::log_softmax(values.view(), out.view_mut());
        out
    }

    /// The values of hidden layer `depth`, counted from 1, for x (rows, inputs); x itself for 0.
    pub fn hidden(&self, x: ArrayView2<f32>, depth: usize) -> Array2<f32> {
        if depth == 0 {
            return x.to_owned();
        }
        let below =
            Mlp { layers: self.layers[..depth.min(self.layers.len())].to_vec(), activation: self.activation };
        let mut out = Array2::zeros((x.nrows(), below.classes()));
        forward::in_batches(&below, x, |start, sums| {
            let mut part = out.slice_mut(s![start..start + sums.nrows(), ..]);
            part.assign(&sums);
            forward::activate(part, self.activation);
        });
        out
    }

    /// What the output layer gives for x (rows, inputs), before any function of its own: (rows, outputs).
    pub fn outputs(&self, x: ArrayView2<f32>) -> Array2<f32> {
        let mut out = Array2::zeros((x.nrows(), self.classes()));
        forward::in_batches(self, x, |start, sums| {
            out.slice_mut(s![start..start + sums.nrows(), ..]).assign(&sums);
        });
        out
    }

    /// The most probable class of each row of x (rows, inputs).
    pub fn predict(&self, x: ArrayView2<f32>) -> Vec<u32> {
        let log_probabilities = self.predict_log_probabilities(x);
        log_probabilities.axis_iter(Axis(0)).map(|row| forward::largest(row) as u32).collect()
    }
}

impl Network for Mlp {
    fn inputs(&self) -> usize {
        self.inputs()
    }
    fn outputs(&self) -> usize {
        self.classes()
    }
    fn hidden_units(&self) -> usize {
        self.layers.iter().skip(1).map(|layer| layer.weights.nrows()).sum()
    }
    fn show(&self, x: ArrayView2<f32>, see: &mut dyn FnMut(usize, ArrayView2<f32>)) {
        forward::in_batches(self, x, see);
    }
    fn tensors(&self) -> Tensors {
        self.tensors()
    }
    fn read(&mut self, tensors: &Tensors) -> Result<(), TensorFault> {
        self.read(tensors)
    }
}

impl Init {
    /// The same for weights that are shared by places: each input is then read, and each output made, by a patch of so many.
    pub(super) fn shared(self, patch: usize, (inputs, outputs): (usize, usize)) -> Self {
        match self {
            Init::Glorot if patch > 1 => Init::Uniform((6.0 / (patch * (inputs + outputs)) as f32).sqrt()),
            other => other,
        }
    }

    pub(super) fn layer(self, inputs: usize, outputs: usize, seed: &Seed) -> Dense {
        let fan_in = inputs as f32;
        let weights = match self {
            Init::Uniform(limit) => uniform(inputs, outputs, limit, seed),
            Init::Glorot => uniform(inputs, outputs, (6.0 / (inputs + outputs) as f32).sqrt(), seed),
            Init::He => normal(inputs, outputs, (2.0 / fan_in).sqrt(), seed),
            Init::Lecun => normal(inputs, outputs, (1.0 / fan_in).sqrt(), seed),
        };
        Dense { weights, bias: Array1::zeros(outputs) }
    }
}

fn uniform(inputs: usize, outputs: usize, limit: f32, seed: &Seed) -> Array2<f32> {
    let mut stream = seed.stream();
    Array2::from_shape_simple_fn((inputs, outputs), || limit * (2.0 * stream.random::<f32>() - 1.0))
}

fn normal(inputs: usize, outputs: usize, deviation: f32, seed: &Seed) -> Array2<f32> {
    let mut stream = seed.stream();
    Array2::from_shape_simple_fn((inputs, outputs), || deviation * stream.sample::<f32, _>(StandardNormal))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Weights and biases of the five networks of Ciresan et al. 2010 for 29x29 inputs.
    #[test]
    fn weight_counts_match_the_published_ones() {
        let nets: [(&[usize], f64); 5] = [
            (&[841, 1000, 500, 10], 1.34),
            (&[841, 1500, 1000, 500, 10], 3.26),
            (&[841, 2000, 1500, 1000, 500, 10], 6.69),
            (&[841, 2500, 2000, 1500, 1000, 500, 10], 12.11),
            (&[841, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 10], 8.86),
        ];
        for (sizes, millions) in nets {
            let net = Mlp::new(sizes, Activation::ScaledTanh, Init::Uniform(0.05), &Seed::root(1));
            // Printed with two decimals, and with or without biases: half a unit and 0.5 %.
            assert!((net.parameters() as f64 * 1e-6 - millions).abs() < 0.005 + 0.005 * millions);
        }
    }

    /// Variances within five standard errors; the kurtosis (1.8 and 3) sets the error of a variance.
    #[test]
    fn initial_weights_have_the_stated_variance() {
        let (inputs, outputs) = (300, 200);
        let cases = [
            (Init::Uniform(0.05), 0.05f64.powi(2) / 3.0, 1.8),
            (Init::Glorot, 2.0 / 500.0, 1.8),
            (Init::He, 2.0 / 300.0, 3.0),
            (Init::Lecun, 1.0 / 300.0, 3.0f64),
        ];
        for (init, variance, kurtosis) in cases {
            let dense = init.layer(inputs, outputs, &Seed::root(5));
            let n = dense.weights.len() as f64;
            let measured = dense.weights.iter().map(|&w| f64::from(w).powi(2)).sum::<f64>() / n;
            let error = variance * ((kurtosis - 1.0) / n).sqrt();
            assert!((measured - variance).abs() < 5.0 * error, "{init:?}: {measured} against {variance}");
            assert!(dense.bias.iter().all(|&b| b == 0.0));
        }
    }

    /// Silencing nothing changes nothing; silencing half of the units keeps the mean of a linear network's logits, so the mean
    /// of many passes is near: four standard errors of 2,000 passes.
    #[test]
    fn silenced_predictions_have_the_mean_of_whole_ones() {
        let net = Mlp::new(&[7, 33, 5], Activation::Linear, Init::Lecun, &Seed::root(2));
        let x = Array2::from_shape_fn((1, 7), |(_, j)| j as f32 / 11.0);
        let none = net.predict_silenced(x.view(), Dropout::default(), &Seed::root(3));
        let whole = net.predict_log_probabilities(x.view());
        assert!((&none - &whole).iter().all(|d| d.abs() < 1e-5));
        let half = Dropout { input: 0.0, hidden: 0.5 };
        // Differences of logs are differences of logits.
        let odds = |logs: &Array2<f32>| f64::from(logs[(0, 0)] - logs[(0, 1)]);
        let passes: Vec<f64> = (0..2000)
            .map(|pass| odds(&net.predict_silenced(x.view(), half, &Seed::root(4).at(pass))))
            .collect();
        let mean = passes.iter().sum::<f64>() / 2000.0;
        let variance = passes.iter().map(|odds| (odds - mean).powi(2)).sum::<f64>() / 1999.0;
        assert!(variance > 0.0 && (mean - odds(&whole)).abs() < 4.0 * (variance / 2000.0).sqrt());
    }

    #[test]
    fn predictions_are_normalized_and_do_not_depend_on_the_company() {
        let net = Mlp::new(&[7, 33, 5], Activation::Tanh, Init::Lecun, &Seed::root(2));
        let x = Array2::from_shape_fn((40, 7), |(i, j)| ((i * 7 + j) % 11) as f32 / 11.0);
        let all = net.predict_log_probabilities(x.view());
        for row in all.rows() {
            assert!((row.iter().map(|&l| f64::from(l).exp()).sum::<f64>() - 1.0).abs() < 1e-5);
        }
        let classes = net.predict(x.view());
        assert!(classes.iter().all(|&class| class < 5));
    }
}
