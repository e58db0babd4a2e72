//! The network once more, written as plainly as it can be, in f64 and without blocks: what the
//! fast path is tested against. Masks are dropout multipliers, columns for the inputs and then each hidden layer.

use super::{Activation, Mlp};
use crate::models::panels::activation::{SCALED_TANH_A, SCALED_TANH_B};
use ndarray::{Array1, Array2, Axis, s};

/// A network, or the gradient by its parameters.
#[derive(Clone, Debug)]
pub struct Plain {
    pub weights: Vec<Array2<f64>>,
    pub biases: Vec<Array1<f64>>,
    pub activation: Activation,
}

/// What enters the objective beside the network.
#[derive(Clone, Debug)]
pub struct Objective {
    pub x: Array2<f64>,
    pub labels: Vec<u32>,
    pub masks: Option<Array2<f64>>,
    pub label_smoothing: f64,
    pub weight_decay: f64,
}

impl From<&Mlp> for Plain {
    fn from(mlp: &Mlp) -> Self {
        Plain {
            weights: mlp.layers.iter().map(|layer| layer.weights.mapv(f64::from)).collect(),
            biases: mlp.layers.iter().map(|layer| layer.bias.mapv(f64::from)).collect(),
            activation: mlp.activation,
        }
    }
}

impl Activation {
    fn value(self, a: f64) -> f64 {
        let (scale, slope) = (f64::from(SCALED_TANH_A), f64::from(SCALED_TANH_B));
        match self {
            Self::Relu => a.max(0.0),
            Self::Tanh => a.tanh(),
            Self::ScaledTanh => scale * (slope * a).tanh(),
            Self::Logistic => 1.0 / (1.0 + (-a).exp()),
            Self::Linear => a,
        }
    }

    /// By the sum a, unlike the fast path, which goes by the value.
    fn derivative(self, a: f64) -> f64 {
        let (scale, slope) = (f64::from(SCALED_TANH_A), f64::from(SCALED_TANH_B));
        match self {
            Self::Relu => f64::from(u8::from(a > 0.0)),
            Self::Tanh => a.cosh().powi(-2),
            Self::ScaledTanh => scale * slope * (slope * a).cosh().powi(-2),
            Self::Logistic => self.value(a) * self.value(-a),
            Self::Linear => 1.0,
        }
    }
}

impl Plain {
    /// Mean cross-entropy plus λ/2 times the sum of squared weights.
    pub fn loss(&self, objective: &Objective) -> f64 {
        let p = self.probabilities(objective);
        let targets = objective.targets(p.ncols());
        let entropy = -(&targets * &p.mapv(f64::ln)).sum() / p.nrows() as f64;
        entropy + 0.5 * objective.weight_decay * self.weights.iter().map(|w| (w * w).sum()).sum::<f64>()
    }

    /// The probabilities of the classes, (rows, classes).
    pub fn probabilities(&self, objective: &Objective) -> Array2<f64> {
        softmax(self.forward(objective).1.last().unwrap())
    }

    /// The gradient of [`Plain::loss`] by every weight and bias.
    pub fn gradient(&self, objective: &Objective) -> Plain {
        let (sums, values) = self.forward(objective);
        let p = softmax(values.last().unwrap());
        let mut delta = (&p - &objective.targets(p.ncols())) / p.nrows() as f64;
        let mut gradient = self.clone();
        for l in (0..self.weights.len()).rev() {
            gradient.weights[l] = values[l].t().dot(&delta) + objective.weight_decay * &self.weights[l];
            gradient.biases[l] = delta.sum_axis(Axis(0));
            if l > 0 {
                let slope = sums[l - 1].mapv(|a| self.activation.derivative(a));
                delta = delta.dot(&self.weights[l].t()) * slope * self.mask(l, objective);
            }
        }
        gradient
    }

    /// Sums of each layer; values of the inputs and of each layer (logits at the end).
    fn forward(&self, objective: &Objective) -> (Vec<Array2<f64>>, Vec<Array2<f64>>) {
        let mut sums = Vec::new();
        let mut values = vec![&objective.x * &self.mask(0, objective)];
        for (l, (weights, bias)) in self.weights.iter().zip(&self.biases).enumerate() {
            let sum = values[l].dot(weights) + bias;
            let last = l + 1 == self.weights.len();
            values.push(if last {
                sum.clone()
            } else {
                sum.mapv(|a| self.activation.value(a)) * self.mask(l + 1, objective)
            });
            sums.push(sum);
        }
        (sums, values)
    }

    /// Dropout multipliers of the values that layer l reads.
    fn mask(&self, l: usize, objective: &Objective) -> Array2<f64> {
        let start: usize = self.weights[..l].iter().map(|w| w.nrows()).sum();
        let width = self.weights[l].nrows();
        match &objective.masks {
            Some(masks) => masks.slice(s![.., start..start + width]).to_owned(),
            None => Array2::ones((objective.x.nrows(), width)),
        }
    }

    /// self + factor * other, parameter by parameter.
    pub fn plus(&self, factor: f64, other: &Plain) -> Plain {
        let mut sum = self.clone();
        sum.zip_with(other, |mine, theirs| *mine += factor * theirs);
        sum
    }

    /// Applies `f` to every parameter together with the same one of `other`.
    pub fn zip_with(&mut self, other: &Plain, f: impl Fn(&mut f64, f64)) {
        for (mine, theirs) in self.weights.iter_mut().zip(&other.weights) {
            mine.zip_mut_with(theirs, |mine, &theirs| f(mine, theirs));
        }
        for (mine, theirs) in self.biases.iter_mut().zip(&other.biases) {
            mine.zip_mut_with(theirs, |mine, &theirs| f(mine, theirs));
        }
    }

    /// Euclidean norm over all parameters.
    pub fn norm(&self) -> f64 {
        let weights: f64 = self.weights.iter().map(|w| (w * w).sum()).sum();
        (weights + self.biases.iter().map(|b| (b * b).sum()).sum::<f64>()).sqrt()
    }
}

impl Objective {
    fn targets(&self, classes: usize) -> Array2<f64> {
        Array2::from_shape_fn((self.labels.len(), classes), |(row, k)| {
            let hit = f64::from(u8::from(self.labels[row] as usize == k));
            (1.0 - self.label_smoothing) * hit + self.label_smoothing / classes as f64
        })
    }
}

fn softmax(logits: &Array2<f64>) -> Array2<f64> {
    let e = logits.mapv(f64::exp);
    let sums = e.sum_axis(Axis(1)).insert_axis(Axis(1));
    e / sums
}
