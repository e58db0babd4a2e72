//! How steep the valley is: the largest eigenvalue λ of the Hessian H of a batch's loss, by power iteration
//! v ← H v / |H v| that starts along the gradient, where most of the large curvature lies (Gur-Ari, Roberts and
//! Dyer 2018). H v is the central difference (g(w + εv) - g(w - εv)) / 2ε of two gradients (Pearlmutter 1994,
//! section 2), |v| = 1, so no second derivative is programmed.
//!
//! On a quadratic valley gradient descent with rate η and momentum μ stays bounded while η < 2 (1 + μ) / λ
//! (Polyak 1964, for heavy-ball), and with Nesterov's momentum while η < 2 (1 + μ) / ((1 + 2 μ) λ) (Cohen et al.
//! 2021, section 2).

use super::batch::{Batch, EpochRows};
use super::trainer::Trainer;
use super::{Dense, Dropout, Method, Mlp, Precision, Training, TrainingRows};
use crate::numeric::blas;
use crate::numeric::random::Seed;
use ndarray::{Array2, Zip};

/// Products H v. The estimate approaches λ from below; 6 leave a few per cent, ten where the next eigenvalue is near.
const ITERATIONS: usize = 6;
/// Rows that are measured: those of a batch, but neither so few that their noise is the curvature, nor so many
/// that it takes long.
const LEAST: usize = 100;
const MOST: usize = 256;
/// ε, the step in weight space (one unit of |v|): far above the rounding of f32 gradients, short against weights.
const STEP: f32 = 0.01;

/// The loss of a batch at the weights of a network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curvature {
    /// Mean cross-entropy, nats.
    pub loss: f64,
    /// λ of that mean and of the weight decay, in nats per squared weight; not finite where the gradient is not.
    pub largest: f64,
}

/// Measures the loss of the first rows, about a batch of them, as epoch 0 shows them and without dropout. None
/// without rows or layers.
pub fn curvature(mlp: &Mlp, rows: &dyn TrainingRows, plan: &Training, seed: &Seed) -> Option<Curvature> {
    let amount = plan.batch.clamp(LEAST, MOST).min(rows.len());
    if amount == 0 || mlp.layers.is_empty() {
        return None;
    }
    blas::single_threaded();
    let batch = first_batch(rows, amount, seed);
    let plan = gradients_only(plan);
    let mut slope = Slope { start: mlp, trainer: Trainer::new(mlp, &plan, amount), batch: &batch };
    let (loss, gradient) = slope.gradient();
    Some(Curvature { loss, largest: slope.largest(gradient) + f64::from(plan.weight_decay) })
}

impl Method {
    /// The largest rate at which gradient descent stays bounded in a quadratic valley of this curvature; none for
    /// methods that scale their steps themselves, and where nothing curves upwards.
    pub fn stable_rate(&self, curvature: f64) -> Option<f64> {
        let Method::Sgd { momentum, nesterov, .. } = *self else { return None };
        let momentum = f64::from(momentum);
        let ahead = if nesterov { 1.0 + 2.0 * momentum } else { 1.0 };
        (curvature > 0.0 && curvature.is_finite()).then(|| 2.0 * (1.0 + momentum) / (ahead * curvature))
    }
}

fn first_batch(rows: &dyn TrainingRows, amount: usize, seed: &Seed) -> Batch {
    let order: Vec<usize> = (0..amount).collect();
    let dropout = Dropout::default();
    let from = EpochRows { source: rows, epoch: 0, order: &order, dropout, corruption: None, seed: *seed };
    let mut batch = Batch::new(amount, rows.columns(), 0, dropout);
    batch.fill(0, &from);
    batch
}

/// The same loss in single precision, in which the neighbours of a point are told apart; a bound on the gradient that
/// nothing reaches makes the trainer keep gradients.
fn gradients_only(plan: &Training) -> Training {
    Training {
        method: Method::Sgd { rate: 0.0, momentum: 0.0, nesterov: false },
        dropout: Dropout::default(),
        clip: Some(f32::INFINITY),
        averaging: None,
        precision: Precision::Single,
        ..plan.clone()
    }
}

/// Gradients at and around a point in weight space.
struct Slope<'a> {
    start: &'a Mlp,
    trainer: Trainer<'a>,
    batch: &'a Batch,
}

impl Slope<'_> {
    /// The mean loss at the trainer's weights, and its gradient.
    fn gradient(&mut self) -> (f64, Vec<Dense>) {
        let loss = self.trainer.gradient(self.batch);
        (loss.sum / self.batch.labels().len() as f64, self.trainer.gradients())
    }

    /// Power iteration finds what is largest in size. Where that curves downwards, the iteration is repeated
    /// with H + |λ|, whose largest eigenvalue is that of H shifted.
    fn largest(&mut self, gradient: Vec<Dense>) -> f64 {
        let Some(direction) = normalized(gradient) else { return 0.0 };
        let found = self.largest_in_size(direction.clone(), 0.0);
        if found < 0.0 { self.largest_in_size(direction, -found) } else { found }
    }

    /// The eigenvalue of H for which H + shift is largest in size.
    fn largest_in_size(&mut self, mut direction: Vec<Dense>, shift: f64) -> f64 {
        let mut largest = 0.0;
        for _ in 0..ITERATIONS {
            let mut product = self.hessian_times(&direction);
            largest = dot(&direction, &product);
            for (product, v) in product.iter_mut().zip(&direction) {
                product.weights.scaled_add(shift as f32, &v.weights);
                product.bias.scaled_add(shift as f32, &v.bias);
            }
            match normalized(product) {
                Some(next) => direction = next,
                None => break,
            }
        }
        largest
    }

    fn hessian_times(&mut self, direction: &[Dense]) -> Vec<Dense> {
        self.stand_at(direction, STEP);
        let (_, mut ahead) = self.gradient();
        self.stand_at(direction, -STEP);
        let (_, behind) = self.gradient();
        for (ahead, behind) in ahead.iter_mut().zip(&behind) {
            let quotient = |a: &mut f32, b: &f32| *a = (*a - b) / (2.0 * STEP);
            Zip::from(&mut ahead.weights).and(&behind.weights).for_each(quotient);
            Zip::from(&mut ahead.bias).and(&behind.bias).for_each(quotient);
        }
        ahead
    }

    /// w = start + step direction
    fn stand_at(&mut self, direction: &[Dense], step: f32) {
        let mut moved = self.start.clone();
        for (layer, v) in moved.layers.iter_mut().zip(direction) {
            layer.weights.scaled_add(step, &v.weights);
            layer.bias.scaled_add(step, &v.bias);
        }
        self.trainer.stand_at(&moved);
    }
}

/// Scaled to length 1; none for 0 and for what is not finite.
fn normalized(mut vector: Vec<Dense>) -> Option<Vec<Dense>> {
    let length = dot(&vector, &vector).sqrt();
    if !(length > 0.0 && length.is_finite()) {
        return None;
    }
    let factor = (1.0 / length) as f32;
    for layer in &mut vector {
        layer.weights *= factor;
        layer.bias *= factor;
    }
    Some(vector)
}

fn dot(a: &[Dense], b: &[Dense]) -> f64 {
    let layers = a.iter().zip(b);
    layers.map(|(a, b)| product(&a.weights, &b.weights) + f64::from(a.bias.dot(&b.bias))).sum()
}

fn product(a: &Array2<f32>, b: &Array2<f32>) -> f64 {
    Zip::from(a).and(b).fold(0.0, |sum, &a, &b| sum + f64::from(a) * f64::from(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::network::{Activation, FixedRows, Init};
    use rand::RngExt;

    const ROWS: usize = 60;
    const CLASSES: usize = 3;

    fn rows() -> (Array2<f32>, Vec<u32>) {
        let mut stream = Seed::root(5).stream();
        let x = Array2::from_shape_simple_fn((ROWS, 4), || stream.random_range(-1.0f32..2.0));
        (x, (0..ROWS).map(|row| (row % CLASSES) as u32).collect())
    }

    /// Without hidden layers H is the mean over rows of (x x^T) times (diag p - p p^T), with a column of ones for
    /// the biases (Boehning 1992); its largest eigenvalue by 2000 power iterations in f64.
    fn exact(net: &Mlp, x: &Array2<f32>) -> f64 {
        let p = net.predict_log_probabilities(x.view()).mapv(|log| f64::from(log).exp());
        let input = |row: usize, i: usize| if i < 4 { f64::from(x[[row, i]]) } else { 1.0 };
        let fisher =
            |row: usize, k: usize, l: usize| p[[row, k]] * (f64::from(u8::from(k == l)) - p[[row, l]]);
        let hessian = Array2::from_shape_fn((15, 15), |(a, b)| {
            let term = |row| input(row, a / 3) * input(row, b / 3) * fisher(row, a % 3, b % 3);
            (0..ROWS).map(term).sum::<f64>() / ROWS as f64
        });
        let mut v = ndarray::Array1::from_shape_fn(15, |i| 1.0 + i as f64);
        let mut largest = 0.0;
        for _ in 0..2000 {
            v = hessian.dot(&v);
            largest = v.dot(&v).sqrt();
            v /= largest;
        }
        largest
    }

    /// From below; six products leave 10 % here, where the second eigenvalue is near. Weight decay adds itself.
    #[test]
    fn softmax_regression_has_its_exact_curvature() {
        let (x, labels) = rows();
        let net = Mlp::new(&[4, CLASSES], Activation::Relu, Init::Lecun, &Seed::root(2));
        let exact = exact(&net, &x);
        for weight_decay in [0.0, 0.5] {
            let plan = Training { weight_decay, ..Training::default() };
            let source = FixedRows::new(x.view(), &labels, CLASSES);
            let found = curvature(&net, &source, &plan, &Seed::root(1)).unwrap();
            let ratio = (found.largest - f64::from(weight_decay)) / exact;
            assert!((0.88..1.001).contains(&ratio), "{found:?} against {exact}");
        }
    }

    /// The loss is that of the rows, and the network is left as it was.
    #[test]
    fn the_loss_is_that_of_an_evaluation() {
        let (x, labels) = rows();
        let net = Mlp::new(&[4, 8, 8, CLASSES], Activation::Tanh, Init::Lecun, &Seed::root(2));
        let source = FixedRows::new(x.view(), &labels, CLASSES);
        let found = curvature(&net, &source, &Training::default(), &Seed::root(1)).unwrap();
        let evaluated = crate::models::network::evaluate(&net, x.view(), &labels);
        assert!((found.loss - evaluated.loss).abs() < 1e-6, "{found:?}, {}", evaluated.loss);
        let rounded = Training { precision: Precision::Brain, ..Training::default() };
        let rounded = curvature(&net, &source, &rounded, &Seed::root(1)).unwrap();
        assert_eq!(
            (rounded.loss, rounded.largest),
            (found.loss, found.largest),
            "looked at in single precision"
        );
    }

    /// 500 steps in the valley 3/2 w^2: bounded just below the stable rate, far away just above it.
    #[test]
    fn a_valley_is_left_just_above_the_stable_rate() {
        for (momentum, nesterov) in [(0.0, false), (0.5, false), (0.9, false), (0.5, true), (0.9, true)] {
            let method = Method::Sgd { rate: 0.1, momentum, nesterov };
            let stable = method.stable_rate(3.0).unwrap();
            let ends_at = |rate: f64| {
                let (mut w, mut v) = (1.0f64, 0.0f64);
                for _ in 0..500 {
                    let ahead = if nesterov { f64::from(momentum) * v } else { 0.0 };
                    v = f64::from(momentum) * v - rate * 3.0 * (w + ahead);
                    w += v;
                }
                w.abs()
            };
            assert!(ends_at(0.97 * stable) < 1.0, "{method:?}");
            assert!(ends_at(1.03 * stable) > 5.0, "{method:?}: {}", ends_at(1.03 * stable));
        }
    }
}
