//! The penalty and its gradient against a plain network in f64, both by central differences; what it does to a training.

use super::super::batch::{Batch, EpochRows};
use super::super::reference::{Objective, Plain};
use super::super::{Dropout, FixedRows, Init, Method, Mlp, Training, TrainingFault, train};
use super::*;
use crate::models::Unwatched;
use crate::numeric::random::Seed;
use ndarray::Array3;
use rand::RngExt;

const ROWS: usize = 6;

/// Numbers from -1 to 1.
fn random(shape: (usize, usize, usize), seed: u64) -> Array3<f32> {
    let mut stream = Seed::root(seed).stream();
    Array3::from_shape_simple_fn(shape, || stream.random_range(-1.0f32..1.0))
}

fn held(directions: &Array3<f32>, penalty: f32) -> Training {
    let tangents = Tangents { directions: directions.clone().into_shared(), penalty };
    Training { tangents: Some(tangents), ..Training::default() }
}

/// The mean over rows of the cross-entropy and of penalty sum_u |dp/dx u|^2.
fn objective(net: &Plain, of: &Objective, directions: &Array3<f64>, penalty: f64) -> f64 {
    const STEP: f64 = 1e-5;
    let along = |k: usize| {
        let u = directions.index_axis(Axis(1), k);
        let at = |step: f64| net.probabilities(&Objective { x: &of.x + &(&u * step), ..of.clone() });
        ((at(STEP) - at(-STEP)) / (2.0 * STEP)).mapv(|change| change * change).sum()
    };
    let squares: f64 = (0..directions.dim().1).map(along).sum();
    net.loss(of) + penalty * squares / of.x.nrows() as f64
}

/// Every weight and bias of networks of one to three layers. Differences of differences are good to 1e-7, single precision to
/// 1e-5 of the largest derivative. The rows of the batch are not in the order of the source.
#[test]
fn the_gradient_is_that_of_the_objective() {
    let activations = [
        Activation::Relu,
        Activation::Tanh,
        Activation::ScaledTanh,
        Activation::Logistic,
        Activation::Linear,
    ];
    for activation in activations {
        for widths in [&[5, 3][..], &[5, 4, 3], &[5, 4, 6, 3]] {
            let x = random((1, ROWS, 5), 1).index_axis_move(Axis(0), 0);
            let labels: Vec<u32> = (0..ROWS as u32).map(|row| row % 3).collect();
            let (directions, order) = (random((ROWS, 2, 5), 2), [3usize, 0, 5, 1, 4, 2]);
            let mut net = Mlp::new(widths, activation, Init::Lecun, &Seed::root(3));
            net.layers.iter_mut().for_each(|layer| layer.bias.fill(0.1));
            let plan = held(&directions, 0.7);
            let (source, dropout) = (FixedRows::new(x.view(), &labels, 3), Dropout::default());
            let mut batch = Batch::new(ROWS, 5, 0, dropout);
            let seed = Seed::root(4);
            batch.fill(
                0,
                &EpochRows { source: &source, epoch: 0, order: &order, dropout, corruption: None, seed },
            );
            let mut trainer = Trainer::new(&net, &plan, ROWS);
            let loss = trainer.gradient(&batch).sum / ROWS as f64;
            let of = Objective {
                x: x.mapv(f64::from),
                labels,
                masks: None,
                label_smoothing: 0.0,
                weight_decay: 0.0,
            };
            let (net, directions) = (Plain::from(&net), directions.mapv(f64::from));
            let plain = |net: &Plain| objective(net, &of, &directions, f64::from(0.7f32));
            assert!((loss - plain(&net)).abs() < 1e-5, "{activation:?} {widths:?}: {loss} {}", plain(&net));
            for (l, found) in trainer.gradients().iter().enumerate() {
                let by = |change: &dyn Fn(&mut Plain, f64)| {
                    let moved = |step: f64| {
                        let mut net = net.clone();
                        change(&mut net, step);
                        plain(&net)
                    };
                    (moved(1e-4) - moved(-1e-4)) / 2e-4
                };
                for (place, &slope) in found.weights.indexed_iter() {
                    let expected = by(&|net, step| net.weights[l][place] += step);
                    let apart = (f64::from(slope) - expected).abs();
                    assert!(apart < 3e-5, "{activation:?} {widths:?} {l} {place:?}: {slope} {expected}");
                }
                for (place, &slope) in found.bias.iter().enumerate() {
                    let expected = by(&|net, step| net.biases[l][place] += step);
                    assert!((f64::from(slope) - expected).abs() < 3e-5, "{activation:?} {l} bias {place}");
                }
            }
        }
    }
}

/// Two columns that both tell the class; along the second one the network is to stand still.
#[test]
fn a_network_learns_not_to_look_along_its_directions() {
    let mut x = random((1, 60, 2), 5).index_axis_move(Axis(0), 0);
    let labels: Vec<u32> = x.column(0).iter().map(|&x| u32::from(x > 0.0)).collect();
    for mut row in x.rows_mut() {
        row[1] = row[0] + 0.1 * row[1];
    }
    let mut directions = Array3::zeros((60, 1, 2));
    directions.slice_mut(s![.., .., 1]).fill(1.0);
    let steepness = |penalty: f32| {
        let mut net = Mlp::new(&[2, 8, 2], Activation::Tanh, Init::Glorot, &Seed::root(6));
        let method = Method::Sgd { rate: 0.1, momentum: 0.9, nesterov: true };
        let plan = Training { epochs: 60, batch: 20, method, ..held(&directions, penalty) };
        let rows = FixedRows::new(x.view(), &labels, 2);
        train(&mut net, &rows, None, &plan, &Seed::root(7), &Unwatched).expect("a training");
        let errors = net.predict(x.view()).iter().zip(&labels).filter(|(a, b)| a != b).count();
        let mut moved = x.clone();
        moved.column_mut(1).mapv_inplace(|x| x + 1e-2);
        let p = |x: &Array2<f32>| net.predict_log_probabilities(x.view()).mapv(f32::exp);
        let change = (p(&moved) - p(&x)) / 1e-2;
        (change.mapv(|c| f64::from(c * c)).sum() / 60.0, errors)
    };
    let (free, held) = (steepness(0.0), steepness(10.0));
    assert!(held.0 < 0.01 * free.0 && held.1 <= 3, "{free:?} {held:?}");
}

#[test]
fn directions_of_other_rows_are_refused() {
    let (x, labels) = (Array2::zeros((4, 2)), [0u32, 1, 0, 1]);
    let fault = |directions: (usize, usize, usize)| {
        let mut net = Mlp::zeros(&[2, 2], Activation::Tanh);
        let plan = held(&Array3::zeros(directions), 1.0);
        train(&mut net, &FixedRows::new(x.view(), &labels, 2), None, &plan, &Seed::root(1), &Unwatched)
    };
    for directions in [(3, 1, 2), (4, 1, 3)] {
        assert!(matches!(fault(directions), Err(TrainingFault::Unusable { .. })));
    }
    assert!(fault((4, 1, 2)).is_ok());
}
