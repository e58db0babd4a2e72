//! Composed networks against plain ones in f64, whose objective is differentiated by central differences; against the fast
//! path where both know the network; and their own bits on any number of threads.

mod convolution;

use super::super::batch::{Batch, EpochRows};
use super::super::evaluation::evaluated;
use super::super::learner::Learner;
use super::super::trainer::Trainer;
use super::super::{Dense, FixedRows, Method, Mlp, Training, TrainingRows, train_composed};
use super::layer::Layer;
use super::learner::ComposedLearner;
use super::parameter::Role;
use super::*;
use crate::models::Unwatched;
use ndarray::{Array1, Axis};
use rand::RngExt;

const ROWS: usize = 9;

fn rows(n: usize) -> (Array2<f32>, Vec<u32>) {
    rows_of(n, 5)
}

fn rows_of(n: usize, inputs: usize) -> (Array2<f32>, Vec<u32>) {
    let mut stream = Seed::root(11).stream();
    let x = Array2::from_shape_simple_fn((n, inputs), || stream.random_range(-1.0f32..1.0));
    (x, (0..n).map(|_| stream.random_range(0..3)).collect())
}

fn batch(net: &Composed, plan: &Training, n: usize) -> Batch {
    let (x, labels) = rows_of(n, net.inputs());
    let source = FixedRows::new(x.view(), &labels, 3);
    let order: Vec<usize> = (0..n).collect();
    let mut batch = Batch::new(n, source.columns(), net.hidden_units(), plan.dropout);
    let (dropout, seed) = (plan.dropout, Seed::root(8));
    batch.fill(0, &EpochRows { source: &source, epoch: 0, order: &order, dropout, corruption: None, seed });
    batch
}

/// The objective once more, plainly: parameters are taken one after the other in the order of the layers.
struct Plain<'a> {
    numbers: std::slice::Iter<'a, Array2<f64>>,
    masks: Option<Array2<f64>>,
    paths: Paths,
    columns: usize,
}

fn learnt(net: &Composed) -> Vec<Array2<f64>> {
    let all = net.layers().into_iter().flat_map(Layer::parameters);
    all.filter(|(_, p)| p.role != Role::Running).map(|(_, p)| p.view().mapv(f64::from)).collect()
}

impl Plain<'_> {
    fn layer(&mut self, layer: &Layer, x: &Array2<f64>) -> Array2<f64> {
        let (weights, bias) = (self.numbers.next().unwrap(), self.numbers.next().unwrap());
        let mut sums = match layer.grid {
            None => x.dot(weights) + bias,
            Some(grid) => super::convolution::reference(grid, x, weights) + bias,
        };
        if let Some(normalization) = &layer.normalization {
            let axis = Axis(if normalization.running.is_some() { 0 } else { 1 });
            let (scale, shift) = (self.numbers.next().unwrap(), self.numbers.next().unwrap());
            for mut lane in sums.lanes_mut(axis) {
                let mean = lane.mean().unwrap();
                let variance = lane.mapv(|a| (a - mean).powi(2)).mean().unwrap();
                lane.mapv_inplace(|a| (a - mean) / (variance + f64::from(1e-5f32)).sqrt());
            }
            sums = sums * scale + shift;
        }
        let values = match layer.unit {
            Unit::Each(Activation::Relu) => sums.mapv(|a| a.max(0.0)),
            Unit::Each(Activation::Tanh) => sums.mapv(f64::tanh),
            Unit::Maxout(k) => Array2::from_shape_fn((sums.nrows(), sums.ncols() / k), |(i, j)| {
                (0..k).map(|piece| sums[(i, j * k + piece)]).fold(f64::NEG_INFINITY, f64::max)
            }),
            _ => return sums,
        };
        let mut values = values.into_shape_with_order((x.nrows(), layer.units())).unwrap();
        if let Some(masks) = &self.masks {
            values *= &masks.slice(s![.., layer.first..layer.first + layer.units()]);
        }
        values
    }

    fn join(&self, columns: Vec<Array2<f64>>, join: usize) -> Array2<f64> {
        let active = self.paths.active(columns.len(), self.columns, join);
        let total = active.iter().fold(Array2::zeros(columns[0].dim()), |sum, &i| sum + &columns[i]);
        total / active.len() as f64
    }

    fn block(&mut self, block: &Fractal, x: &Array2<f64>) -> Vec<Array2<f64>> {
        match block {
            Fractal::One(layer) => vec![self.layer(layer, x)],
            Fractal::Grown { short, first, join, second } => {
                let mut columns = vec![self.layer(short, x)];
                let halfway = self.block(first, x);
                let joined = self.join(halfway, *join);
                columns.extend(self.block(second, &joined));
                columns
            }
        }
    }
}

/// The mean cross-entropy of a batch for these numbers.
fn objective(net: &Composed, numbers: &[Array2<f64>], batch: &Batch, plan: &Training) -> f64 {
    let masks = batch.masks().map(|masks| masks.slice(s![.., batch.x().ncols()..]).mapv(f64::from));
    let paths = plan.drop_path.map_or(Paths::All, |drop| drop.draw(net.columns, batch.seed()));
    let mut plain = Plain { numbers: numbers.iter(), masks, paths, columns: net.columns };
    let mut x = batch.x().mapv(f64::from);
    for block in &net.blocks {
        let columns = plain.block(&block.fractal, &x);
        x = plain.join(columns, block.join);
        if let Some(pooling) = block.pooling {
            x = convolution::pooled(pooling, &x);
        }
    }
    let logits = plain.layer(&net.top, &x);
    let cross =
        |(row, &label): (ndarray::ArrayView1<f64>, &u32)| row.mapv(f64::exp).sum().ln() - row[label as usize];
    logits.rows().into_iter().zip(batch.labels()).map(cross).sum::<f64>() / logits.nrows() as f64
}

/// Every learnt number: single precision leaves 1e-5 of gradients of order 1, central differences with h = 1e-5 less.
fn agrees(mut net: Composed, plan: &Training) {
    // Biases and shifts that are not 0, scales that are not 1, so that their part in every formula is seen.
    let mut stream = Seed::root(4).stream();
    net.each(|parameter| {
        let moved = parameter.view().mapv(|value| value + stream.random_range(-0.2f32..0.2));
        parameter.set(moved.view());
    });
    let batch = batch(&net, plan, ROWS);
    let numbers = learnt(&net);
    let mut learner = ComposedLearner::new(&net, plan);
    let loss = learner.gradient(&batch).sum / ROWS as f64;
    assert!((loss - objective(&net, &numbers, &batch, plan)).abs() < 1e-5, "{loss}");
    let mut found = Vec::new();
    learner
        .network
        .each(|p| found.extend(p.gradient().filter(|_| p.role != Role::Running).map(|g| g.to_owned())));
    assert_eq!(found.len(), numbers.len());
    for (which, gradient) in found.iter().enumerate() {
        for (place, &slope) in gradient.indexed_iter() {
            let moved = |change: f64| {
                let mut numbers = numbers.clone();
                numbers[which][place] += change;
                objective(&net, &numbers, &batch, plan)
            };
            let expected = (moved(1e-5) - moved(-1e-5)) / 2e-5;
            assert!((f64::from(slope) - expected).abs() < 3e-5, "{which} {place:?}: {slope} {expected}");
        }
    }
}

fn style(unit: Unit, normalize: Option<Normalize>) -> Style {
    Style { unit, normalize, init: Init::Lecun }
}

fn dropping() -> Training {
    let dropout = super::super::Dropout { input: 0.2, hidden: 0.4 };
    Training { dropout, ..Training::default() }
}

#[test]
fn gradients_of_chains_are_those_of_the_objective() {
    let tanh = Unit::Each(Activation::Tanh);
    for (unit, normalize) in [
        (tanh, None),
        (tanh, Some(Normalize::Batch)),
        (tanh, Some(Normalize::Layer)),
        (Unit::Each(Activation::Relu), Some(Normalize::Batch)),
        (Unit::Maxout(3), None),
        (Unit::Maxout(2), Some(Normalize::Layer)),
    ] {
        for plan in [Training::default(), dropping()] {
            agrees(Composed::chain(&[5, 6, 4, 3], &style(unit, normalize), &Seed::root(3)), &plan);
        }
    }
}

#[test]
fn gradients_of_fractals_are_those_of_the_objective() {
    let drop = |share, global| Some(DropPath { share, global });
    for (normalize, drop_path) in [
        (None, None),
        (Some(Normalize::Batch), None),
        (None, drop(0.5, 0.0)),
        (None, drop(0.5, 1.0)),
        (Some(Normalize::Layer), drop(0.3, 0.5)),
    ] {
        let net = Composed::fractal(
            (5, 4, 3),
            (2, 3),
            &style(Unit::Each(Activation::Tanh), normalize),
            &Seed::root(3),
        );
        agrees(net, &Training { drop_path, ..dropping() });
    }
}

/// Layers, parameters and joins of a network of two blocks of three columns.
#[test]
fn a_fractal_has_the_layers_that_the_recursion_counts() {
    let net = Composed::fractal((5, 4, 3), (2, 3), &Style::default(), &Seed::root(3));
    assert_eq!(net.layers().len(), 2 * layers(3) + 1);
    // Of the first block the layers of 5 inputs are three: the first of every column.
    assert_eq!(net.parameters(), 3 * (5 + 1) * 4 + (7 + 4) * (4 + 1) * 4 + 5 * 3);
    assert_eq!((net.inputs(), net.classes(), net.hidden_units()), (5, 3, 14 * 4));
}

/// With one column drawn for the whole network, what is learnt from is what that column alone says.
#[test]
fn a_global_column_is_the_network_of_that_column() {
    let net = Composed::fractal((5, 4, 3), (2, 3), &Style::default(), &Seed::root(3));
    one_column_is_learnt_from(&net);
}

fn one_column_is_learnt_from(net: &Composed) {
    let plan = Training { drop_path: Some(DropPath { share: 0.2, global: 1.0 }), ..Training::default() };
    let batch = batch(net, &plan, ROWS);
    let loss = ComposedLearner::new(net, &plan).gradient(&batch).sum;
    let of = |column| {
        let logs = net.predict_log_probabilities(batch.x(), Some(column));
        logs.rows().into_iter().zip(batch.labels()).map(|(row, &y)| -f64::from(row[y as usize])).sum::<f64>()
    };
    assert!((0..3).any(|column| (of(column) - loss).abs() < 1e-5), "{loss}");
    assert!((of(0) - of(2)).abs() > 1e-3, "columns differ");
}

/// Without anything composed about it, the network takes the steps of the fast path; f32 sums in another order leave 1e-5.
#[test]
fn a_plain_chain_learns_as_the_fast_path_does() {
    let plan = Training {
        method: Method::Sgd { rate: 0.3, momentum: 0.9, nesterov: true },
        weight_decay: 0.01,
        clip: Some(0.4),
        max_norm: Some(1.1),
        averaging: Some(0.8),
        ..dropping()
    };
    let mut net = Composed::chain(&[5, 8, 6, 3], &Style::default(), &Seed::root(3));
    let fast: Vec<Dense> = net
        .layers()
        .iter()
        .map(|l| Dense { weights: l.weights.view().to_owned(), bias: l.bias.flat().to_owned() })
        .collect();
    let mlp = Mlp { layers: fast, activation: Activation::Relu };
    let batch = batch(&net, &plan, ROWS);
    let (mut slow, mut fast) = (ComposedLearner::new(&net, &plan), Trainer::new(&mlp, &plan, ROWS));
    for _ in 0..5 {
        slow.step(&batch, 0.3);
        fast.step(&batch, 0.3);
    }
    net = slow.result();
    for (slow, fast) in net.layers().iter().zip(&fast.result().layers) {
        let far = (&slow.weights.view() - &fast.weights).iter().fold(0.0f32, |far, d| far.max(d.abs()));
        assert!(far < 1e-5, "{far}");
        let bias: Array1<f32> = &slow.bias.flat() - &fast.bias;
        assert!(bias.iter().all(|d| d.abs() < 1e-5));
    }
}

/// A task that a small network learns, with everything switched on.
#[test]
fn composed_networks_learn_and_threads_change_no_bit() {
    let (x, _) = rows(200);
    let labels: Vec<u32> =
        x.rows().into_iter().map(|row| super::super::forward::largest(row.slice(s![..3])) as u32).collect();
    let source = FixedRows::new(x.view(), &labels, 3);
    let method = Method::Sgd { rate: 0.05, momentum: 0.9, nesterov: false };
    let drop_path = Some(DropPath { share: 0.15, global: 0.5 });
    let plan = Training { method, epochs: 30, batch: 20, drop_path, ..Training::default() };
    let style = Style { normalize: Some(Normalize::Batch), ..Style::default() };
    let trained = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let mut net = Composed::fractal((5, 16, 3), (2, 2), &style, &Seed::root(3));
        pool.install(|| train_composed(&mut net, &source, None, &plan, &Seed::root(1), &Unwatched)).unwrap();
        net
    };
    let (one, two) = (trained(1), trained(2));
    assert_eq!(one.tensors().to_bytes(), two.tensors().to_bytes());
    assert!(evaluated(&one, x.view(), &labels).error() < 0.1);
}
