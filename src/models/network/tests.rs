//! The trainer against what can be known about it: finite differences, a plain f64 network, hand-written
//! recursions of every method, and its own bits under other numbers of threads.

use super::batch::{Batch, EpochRows};
use super::learner::Learner;
use super::reference::{Objective, Plain};
use super::trainer::{Trainer, clip_factor};
use super::*;
use crate::models::{Observer, Unwatched};
use crate::numeric::random::Seed;
use ndarray::{Array2, Axis};
use rand::RngExt;
use std::sync::atomic::{AtomicUsize, Ordering};

const ACTIVATIONS: [Activation; 4] =
    [Activation::Relu, Activation::Tanh, Activation::ScaledTanh, Activation::Logistic];

/// Random rows and labels.
fn rows(n: usize, columns: usize, classes: u32) -> (Array2<f32>, Vec<u32>) {
    let mut stream = Seed::root(11).stream();
    let x = Array2::from_shape_simple_fn((n, columns), || stream.random_range(-1.0f32..1.0));
    (x, (0..n).map(|_| stream.random_range(0..classes)).collect())
}

/// A network whose biases are not zero, so that their part in every formula is seen.
fn network(sizes: &[usize], activation: Activation) -> Mlp {
    let mut net = Mlp::new(sizes, activation, Init::Lecun, &Seed::root(3));
    let mut stream = Seed::root(4).stream();
    for layer in &mut net.layers {
        layer.bias.mapv_inplace(|_| stream.random_range(-0.3f32..0.3));
    }
    net
}

/// All rows as one batch, with the masks that dropout draws, and the same for the reference.
fn batch(net: &Mlp, n: usize, plan: &Training) -> (Batch, Objective) {
    let (x, labels) = rows(n, net.inputs(), net.classes() as u32);
    let source = FixedRows::new(x.view(), &labels, net.classes());
    let hidden = net.layers.iter().skip(1).map(|layer| layer.weights.nrows()).sum();
    let mut batch = Batch::new(n, net.inputs(), hidden, plan.dropout);
    let order: Vec<usize> = (0..n).collect();
    let seed = Seed::root(8);
    batch.fill(
        0,
        &EpochRows {
            source: &source,
            epoch: 0,
            order: &order,
            dropout: plan.dropout,
            corruption: None,
            seed,
        },
    );
    let objective = Objective {
        x: x.mapv(f64::from),
        masks: batch.masks().map(|masks| masks.mapv(f64::from)),
        labels,
        label_smoothing: f64::from(plan.label_smoothing),
        weight_decay: f64::from(plan.weight_decay),
    };
    (batch, objective)
}

fn plain_sgd(rate: f32) -> Method {
    Method::Sgd { rate, momentum: 0.0, nesterov: false }
}

fn every_option() -> Training {
    let dropout = Dropout { input: 0.2, hidden: 0.5 };
    let method = plain_sgd(0.5);
    Training { method, label_smoothing: 0.1, weight_decay: 0.05, dropout, ..Training::default() }
}

/// Central differences with h = 1e-5 leave an error of order h² and rounding of order 1e-16 / h.
#[test]
fn plain_gradients_agree_with_finite_differences() {
    for activation in ACTIVATIONS {
        for plan in [Training::default(), every_option()] {
            let net = network(&[5, 8, 6, 4], activation);
            let (_, objective) = batch(&net, 9, &plan);
            let plain = Plain::from(&net);
            let gradient = plain.gradient(&objective);
            let h = 1e-5;
            for l in 0..3 {
                let slope = |change: &dyn Fn(&mut Plain, f64)| {
                    let [up, down] = [h, -h].map(|h| {
                        let mut moved = plain.clone();
                        change(&mut moved, h);
                        moved.loss(&objective)
                    });
                    (up - down) / (2.0 * h)
                };
                let by_weight = Array2::from_shape_fn(plain.weights[l].dim(), |at| {
                    slope(&|moved, h| moved.weights[l][at] += h)
                });
                let by_bias: Vec<f64> = (0..plain.biases[l].len())
                    .map(|at| slope(&|moved, h| moved.biases[l][at] += h))
                    .collect();
                let difference = &by_weight - &gradient.weights[l];
                let error = norm(difference.iter()) / norm(gradient.weights[l].iter());
                assert!(error < 1e-5, "{activation:?}, weights {l}: {error}");
                let error = norm((&ndarray::Array1::from(by_bias) - &gradient.biases[l]).iter())
                    / norm(gradient.biases[l].iter());
                assert!(error < 1e-5, "{activation:?}, bias {l}: {error}");
            }
        }
    }
}

fn norm<'a>(values: impl Iterator<Item = &'a f64>) -> f64 {
    values.map(|v| v * v).sum::<f64>().sqrt()
}

/// Relative distance between a trained network and what the reference says it should be, over the way it moved.
fn distance(net: &Mlp, wanted: &Plain, start: &Plain) -> f64 {
    Plain::from(net).plus(-1.0, wanted).norm() / wanted.plus(-1.0, start).norm()
}

/// f32 keeps 24 bits of weights of order 0.3 while a step moves them by about 0.01, hence 1e-4 with room. Brain floating
/// point keeps 8 bits of every factor, an error of 2^-9 at most and at random in each of three products a layer; where a
/// slope jumps at zero, some sums come out on the other side of it.
#[test]
fn one_fast_step_follows_the_plain_gradient() {
    let (single, brain) =
        (Training::default(), Training { precision: Precision::Brain, ..Training::default() });
    follows(&single, 0.0..1e-4);
    follows(&brain, 1e-4..1e-2);
}

fn follows(base: &Training, bounds: std::ops::Range<f64>) {
    for activation in ACTIVATIONS {
        let precision = base.precision;
        let bare = Training { method: plain_sgd(0.5), precision, ..Training::default() };
        let every = Training { precision, ..every_option() };
        for plan in [bare, every.clone(), Training { clip: Some(1e9), ..every }] {
            let room = if activation == Activation::Relu && bounds.end > 1e-3 { 6.0 } else { 1.0 };
            for sizes in [&[5, 8, 6, 4][..], &[600, 530, 270, 7]] {
                let net = network(sizes, activation);
                let start = Plain::from(&net);
                let (batch, objective) = batch(&net, 33, &plan);
                let wanted = start.plus(-0.5, &start.gradient(&objective));
                let mut trainer = Trainer::new(&net, &plan, 33);
                let loss = trainer.step(&batch, 0.5);
                let plain_loss = Plain { weights: start.weights.clone(), ..start.clone() }
                    .loss(&Objective { weight_decay: 0.0, ..objective });
                assert!((loss.sum / 33.0 - plain_loss).abs() < 0.1 * bounds.end * plain_loss);
                let error = distance(&trainer.result(), &wanted, &start);
                assert!(
                    (bounds.start..room * bounds.end).contains(&error),
                    "{activation:?} {sizes:?}: {error}"
                );
            }
        }
    }
}

/// Batches of every form: fewer rows than a tile has, full tiles, and what is left over.
#[test]
fn a_step_is_right_for_batches_of_any_size() {
    let plan = Training { method: plain_sgd(0.5), ..every_option() };
    for rows in [1, 2, 3, 6, 7, 8, 12, 13, 16, 17, 24, 25, 40] {
        let net = network(&[37, 70, 19, 5], Activation::ScaledTanh);
        let start = Plain::from(&net);
        let (batch, objective) = batch(&net, rows, &plan);
        let wanted = start.plus(-0.5, &start.gradient(&objective));
        let mut trainer = Trainer::new(&net, &plan, rows);
        trainer.step(&batch, 0.5);
        let error = distance(&trainer.result(), &wanted, &start);
        assert!(error < 1e-4, "{rows} rows: {error}");
    }
}

/// Runs the fast trainer and a recursion `advance(weights, gradient, time)` in f64 for a few steps.
fn follow(plan: &Training, mut advance: impl FnMut(&mut Plain, &Plain, i32)) -> f64 {
    let net = network(&[12, 20, 15, 4], Activation::Tanh);
    let start = Plain::from(&net);
    let mut plain = start.clone();
    let (batch, objective) = batch(&net, 16, plan);
    let mut trainer = Trainer::new(&net, plan, 16);
    for time in 1..=6 {
        trainer.step(&batch, f64::from(plan.method.rate()));
        let gradient = plain.gradient(&objective);
        advance(&mut plain, &gradient, time);
    }
    distance(&trainer.result(), &plain, &start)
}

fn zero(like: &Plain) -> Plain {
    like.plus(-1.0, like)
}

#[test]
fn momentum_follows_its_recursion_fused_and_kept() {
    for clip in [None, Some(1e9)] {
        let method = Method::Sgd { rate: 0.1, momentum: 0.9, nesterov: false };
        let mut velocity = None;
        let error =
            follow(&Training { method, clip, weight_decay: 0.01, ..Training::default() }, |w, g, _| {
                let v: &mut Plain = velocity.get_or_insert_with(|| zero(g));
                v.zip_with(g, |v, g| *v = f64::from(0.9f32) * *v - f64::from(0.1f32) * g);
                *w = w.plus(1.0, v);
            });
        assert!(error < 1e-4, "{error}");
    }
}

/// In the original form: theta and v are kept, the gradient is taken at theta + mu v, which is what the trainer holds.
#[test]
fn nesterov_follows_the_look_ahead_form() {
    for clip in [None, Some(1e9)] {
        let method = Method::Sgd { rate: 0.1, momentum: 0.9, nesterov: true };
        let mut state: Option<(Plain, Plain)> = None;
        let mu = f64::from(0.9f32);
        let error =
            follow(&Training { method, clip, weight_decay: 0.01, ..Training::default() }, |ahead, g, _| {
                let (theta, v) = state.get_or_insert_with(|| (ahead.clone(), zero(g)));
                v.zip_with(g, |v, g| *v = mu * *v - f64::from(0.1f32) * g);
                *theta = theta.plus(1.0, v);
                *ahead = theta.plus(mu, v);
            });
        assert!(error < 1e-4, "{error}");
    }
}

/// The same with momentum that rises after every other step, where the look-ahead goes along the next one's.
#[test]
fn rising_momentum_follows_the_look_ahead_form() {
    let method = Method::Sgd { rate: 0.1, momentum: 0.9, nesterov: true };
    let plan = Training { method, rising_momentum: Some(2), ..Training::default() };
    let mu = |time: i32| (1.0 - 0.5 / f64::from(time / 2 + 1)).min(f64::from(0.9f32));
    let mut state: Option<(Plain, Plain)> = None;
    let error = follow(&plan, |ahead, g, time| {
        let (theta, v) = state.get_or_insert_with(|| (ahead.clone(), zero(g)));
        v.zip_with(g, |v, g| *v = mu(time - 1) * *v - f64::from(0.1f32) * g);
        *theta = theta.plus(1.0, v);
        *ahead = theta.plus(mu(time), v);
    });
    assert!(error < 1e-4, "{error}");
}

#[test]
fn rmsprop_and_adam_follow_their_recursions() {
    let method = Method::RmsProp { rate: 0.01, rho: 0.9, epsilon: 1e-4 };
    let mut square = None;
    let error = follow(&Training { method, weight_decay: 0.01, ..Training::default() }, |w, g, _| {
        let s: &mut Plain = square.get_or_insert_with(|| zero(g));
        s.zip_with(g, |s, g| *s = 0.9 * *s + 0.1 * g * g);
        let mut step = g.clone();
        step.zip_with(s, |step, s| *step *= 0.01 / (s.sqrt() + 1e-4));
        *w = w.plus(-1.0, &step);
    });
    assert!(error < 1e-4, "{error}");

    let method = Method::Adam { rate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-4 };
    let mut moments: Option<(Plain, Plain)> = None;
    let error = follow(&Training { method, weight_decay: 0.01, ..Training::default() }, |w, g, time| {
        let (m, s) = moments.get_or_insert_with(|| (zero(g), zero(g)));
        m.zip_with(g, |m, g| *m = 0.9 * *m + 0.1 * g);
        s.zip_with(g, |s, g| *s = 0.99 * *s + 0.01 * g * g);
        let mut step = m.clone();
        let (unbias1, unbias2) = (1.0 - 0.9f64.powi(time), 1.0 - 0.99f64.powi(time));
        step.zip_with(s, |m, s| *m = 0.01 * (*m / unbias1) / ((s / unbias2).sqrt() + 1e-4));
        *w = w.plus(-1.0, &step);
    });
    assert!(error < 1e-4, "{error}");
}

/// Weight decay is added after clipping, so it is not clipped.
#[test]
fn clipping_scales_the_gradient_of_the_loss() {
    assert!((clip_factor(5.0, 1.0) - 0.2).abs() < 1e-15);
    assert_eq!(clip_factor(0.5, 1.0), 1.0);
    let method = plain_sgd(0.5);
    let (limit, decay) = (0.03, 0.01);
    let error = follow(&Training { method, clip: Some(limit), ..Training::default() }, |w, g, _| {
        assert!(g.norm() > 0.03, "the bound must bite for this test to say something");
        *w = w.plus(-0.5 * f64::from(limit) / g.norm(), g);
    });
    assert!(error < 1e-4, "{error}");
    let plan = Training { method, clip: Some(limit), weight_decay: decay, ..Training::default() };
    let error = follow(&plan, |w, g, _| {
        let mut shrink = zero(w);
        shrink.weights.clone_from(&w.weights);
        let loss_gradient = g.plus(-f64::from(decay), &shrink);
        *w = w
            .plus(-0.5 * f64::from(limit) / loss_gradient.norm(), &loss_gradient)
            .plus(-0.5 * f64::from(decay), &shrink);
    });
    assert!(error < 1e-4, "{error}");
}

/// The average after t steps is sum d^(t-i) w_i / sum d^(t-i) over the weights of steps 1..t.
#[test]
fn averaging_is_the_normalized_geometric_mean_of_the_path() {
    let method = plain_sgd(0.5);
    let decay = 0.7f32;
    let mut path: Vec<Plain> = Vec::new();
    let net = network(&[12, 20, 4], Activation::Relu);
    let plan = Training { method, averaging: Some(decay), ..Training::default() };
    let (batch, _) = batch(&net, 16, &plan);
    let mut trainer = Trainer::new(&net, &plan, 16);
    for _ in 0..5 {
        trainer.step(&batch, 0.5);
        path.push(Plain::from(&trainer.network()));
    }
    let mut sum = zero(&path[0]);
    let mut total = 0.0;
    for (age, weights) in path.iter().rev().enumerate() {
        sum = sum.plus(f64::from(decay).powi(age as i32), weights);
        total += f64::from(decay).powi(age as i32);
    }
    let wanted = sum.plus(1.0 / total - 1.0, &sum.clone());
    // Rounding of f32 weights.
    assert!(Plain::from(&trainer.result()).plus(-1.0, &wanted).norm() < 1e-6 * wanted.norm());
}

#[test]
fn max_norm_bounds_the_weights_into_a_unit_and_leaves_the_rest() {
    let net = network(&[12, 20, 4], Activation::Relu);
    let plan = Training { max_norm: Some(0.5), ..Training::default() };
    let (batch, _) = batch(&net, 16, &plan);
    let mut trainer = Trainer::new(&net, &plan, 16);
    trainer.step(&batch, 0.5);
    let net = trainer.result();
    let norms = net.layers[0].weights.mapv(|w| w * w).sum_axis(Axis(0)).mapv(f32::sqrt);
    assert!(norms.iter().all(|&norm| norm < 0.5 + 1e-5));
    let last = net.layers[1].weights.mapv(|w| w * w).sum_axis(Axis(0)).mapv(f32::sqrt);
    assert!(last.iter().any(|&norm| norm > 0.5), "the output layer is not bounded");
}

/// After quiet steps a single gradient, of any size, moves a weight by rate / sqrt(1 - rho).
#[test]
fn rmsprop_spikes_after_quiet_steps() {
    use crate::models::panels::update::{Descent, Memory};
    let method = Method::RmsProp { rate: 1e-3, rho: 0.9, epsilon: 1e-30 };
    for gradient in [1e-6f32, 1.0, 1e6] {
        let mut memory = Memory::new(vec![0.0], method, true);
        for (time, g) in [0.0, 0.0, 0.0, gradient].into_iter().enumerate() {
            memory.gradient = Some(vec![g]);
            let rule = Descent::new(method, 1e-3, 0.0, time as u64 + 1);
            rule.apply(memory.held(1));
        }
        // f32 arithmetic: 1 - 0.9 alone has a relative error of 2e-7.
        assert!((f64::from(memory.value[0]) + 1e-3 / 0.1f64.sqrt()).abs() < 1e-6 * 3.1623e-3);
    }
}

fn small_task() -> (Array2<f32>, Vec<u32>) {
    let (x, _) = rows(250, 50, 5);
    let labels = x.rows().into_iter().map(|row| super::forward::largest(row.slice(ndarray::s![..5])) as u32);
    let labels = labels.collect();
    (x, labels)
}

#[test]
fn weights_are_the_same_bits_for_any_number_of_threads() {
    let (x, labels) = small_task();
    let source = FixedRows::new(x.view(), &labels, 5);
    let dropout = Dropout { input: 0.1, hidden: 0.2 };
    let momentum = Method::Sgd { rate: 0.05, momentum: 0.9, nesterov: true };
    let adam = Method::Adam { rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    let base = Training { epochs: 2, batch: 60, dropout, averaging: Some(0.9), ..Training::default() };
    for plan in [
        Training { method: plain_sgd(0.1), ..base.clone() },
        Training { method: plain_sgd(0.1), precision: Precision::Brain, ..base.clone() },
        Training { method: momentum, max_norm: Some(1.0), ..base.clone() },
        Training { method: adam, clip: Some(1.0), ..base.clone() },
    ] {
        let trained = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let mut net = network(&[50, 600, 300, 5], Activation::ScaledTanh);
            let history =
                pool.install(|| train(&mut net, &source, None, &plan, &Seed::root(1), &Unwatched)).unwrap();
            (net, history.epochs.iter().map(|e| e.train_loss).collect::<Vec<_>>())
        };
        let one = trained(1);
        assert_eq!(one, trained(2));
        assert_eq!(one, trained(3));
        assert_eq!(one, trained(2), "the same run again");
    }
}

/// Counts how often each row is asked for.
struct Counting<'a>(FixedRows<'a>, Vec<AtomicUsize>);

impl TrainingRows for Counting<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }
    fn columns(&self) -> usize {
        self.0.columns()
    }
    fn classes(&self) -> usize {
        self.0.classes()
    }
    fn fill(&self, epoch: usize, rows: &[usize], x: &mut ndarray::ArrayViewMut2<f32>, labels: &mut [u32]) {
        for &row in rows {
            self.1[row].fetch_add(1, Ordering::Relaxed);
        }
        self.0.fill(epoch, rows, x, labels);
    }
}

/// With a rate of zero the network stands still, so the epoch's mean loss is that of all rows.
#[test]
fn every_row_is_trained_once_an_epoch_the_last_batch_too() {
    let (x, labels) = small_task();
    let source =
        Counting(FixedRows::new(x.view(), &labels, 5), (0..250).map(|_| AtomicUsize::new(0)).collect());
    let mut net = network(&[50, 30, 5], Activation::Relu);
    let method = plain_sgd(0.0);
    let plan = Training { epochs: 3, batch: 60, method, ..Training::default() };
    let history = train(&mut net, &source, None, &plan, &Seed::root(1), &Unwatched).unwrap();
    assert!(source.1.iter().all(|count| count.load(Ordering::Relaxed) == 3));
    let whole = evaluate(&net, x.view(), &labels);
    for epoch in &history.epochs {
        assert!((epoch.train_loss - whole.loss).abs() < 1e-6 * whole.loss);
        assert!((epoch.train_error - whole.error()).abs() < 1e-12);
    }
    assert_eq!(whole.confusion.sum(), 250);
}

#[test]
fn a_learnable_task_is_learnt_and_early_stopping_returns_the_best_epoch() {
    let (x, labels) = small_task();
    let (train_x, test_x) = x.view().split_at(Axis(0), 200);
    let source = FixedRows::new(train_x, &labels[..200], 5);
    let mut net = network(&[50, 60, 5], Activation::Relu);
    let method = Method::Sgd { rate: 0.1, momentum: 0.9, nesterov: false };
    let plan = Training { epochs: 200, batch: 20, method, early_stopping: Some(10), ..Training::default() };
    let validation = Some((test_x, &labels[200..]));
    let history = train(&mut net, &source, validation, &plan, &Seed::root(1), &Unwatched).unwrap();
    let best = history.epochs[history.best_epoch].validation_error.unwrap();
    assert_eq!(evaluate(&net, test_x, &labels[200..]).error(), best);
    assert!(history.stopped_early && history.epochs.len() == history.best_epoch + 11);
    assert!(history.epochs.last().unwrap().train_error < 0.05);
}

#[test]
fn divergence_is_caught_where_it_happens() {
    let (mut x, labels) = small_task();
    let mut net = network(&[50, 60, 5], Activation::Relu);
    let method = plain_sgd(1e30);
    let plan = Training { method, batch: 50, ..Training::default() };
    let source = FixedRows::new(x.view(), &labels, 5);
    let fault = train(&mut net, &source, None, &plan, &Seed::root(1), &Unwatched).unwrap_err();
    assert!(matches!(fault, TrainingFault::Diverged { epoch: 0, batch: 1..=3, .. }), "{fault:?}");

    // The only step of the run breaks the weights, so no loss after it can tell.
    let last = Training { method: plain_sgd(f32::INFINITY), batch: 250, epochs: 1, ..Training::default() };
    let mut fresh = network(&[50, 60, 5], Activation::Relu);
    let fault = train(&mut fresh, &source, None, &last, &Seed::root(1), &Unwatched).unwrap_err();
    assert!(matches!(fault, TrainingFault::Diverged { epoch: 0, batch: 0, .. }), "{fault:?}");

    x[(77, 3)] = f32::NAN;
    for activation in ACTIVATIONS {
        let mut net = network(&[50, 60, 5], activation);
        let source = FixedRows::new(x.view(), &labels, 5);
        let plan = Training { batch: 50, ..Training::default() };
        let fault = train(&mut net, &source, None, &plan, &Seed::root(1), &Unwatched).unwrap_err();
        assert!(matches!(fault, TrainingFault::Diverged { epoch: 0, .. }), "{activation:?}");
        assert!(net.is_finite(), "no step is taken on a loss that is not finite");
    }
}

struct Impatient(AtomicUsize);

impl Observer for Impatient {
    fn progress(&self, done: u64, total: u64, _note: &str) {
        assert!(done <= total);
        self.0.fetch_add(1, Ordering::Relaxed);
    }
    fn cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= 7
    }
}

#[test]
fn interruptions_and_misfits_are_faults() {
    let (x, labels) = small_task();
    let source = FixedRows::new(x.view(), &labels, 5);
    let plan = Training { batch: 50, ..Training::default() };
    let mut net = network(&[50, 60, 5], Activation::Relu);
    let observer = Impatient(AtomicUsize::new(0));
    let fault = train(&mut net, &source, None, &plan, &Seed::root(1), &observer).unwrap_err();
    assert!(matches!(fault, TrainingFault::Interrupted { epoch: 1, history } if history.epochs.len() == 1));

    let unusable = |net: &mut Mlp, labels: &[u32], plan: &Training| {
        let source = FixedRows::new(x.view(), labels, 5);
        let result = train(net, &source, None, plan, &Seed::root(1), &Unwatched);
        assert!(matches!(result, Err(TrainingFault::Unusable { .. })), "{result:?}");
    };
    unusable(&mut network(&[49, 60, 5], Activation::Relu), &labels, &plan);
    unusable(&mut network(&[50, 60, 4], Activation::Relu), &labels, &plan);
    unusable(&mut net, &vec![9; 250], &plan);
    unusable(&mut net, &[], &plan);
    unusable(&mut net, &labels, &Training { batch: 0, ..plan.clone() });
    unusable(&mut net, &labels, &Training { early_stopping: Some(3), ..plan.clone() });
    unusable(&mut network(&[50], Activation::Relu), &labels, &plan);
}
