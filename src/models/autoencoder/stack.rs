//! Greedy layer-wise training (Bengio et al. 2007; Vincent et al. 2010): each autoencoder of one hidden layer learns the
//! hidden values of the one below, from clean inputs; unrolled, encoders upwards and decoders downwards are one deep
//! autoencoder.

use crate::models::Observer;
use crate::models::layers::LayerObserver;
use crate::models::network::{
    Activation, Epoch, History, Init, Mlp, Output, Training, TrainingFault, train_rows,
};
use crate::numeric::random::Seed;
use crate::numeric::tensors::{TensorFault, Tensors};
use ndarray::{ArrayView2, CowArray};

/// The widths of an autoencoder from those of its encoder: `[784, 500]` is 784, 500, 784.
pub fn mirrored(widths: &[usize]) -> Vec<usize> {
    widths.iter().chain(widths.iter().rev().skip(1)).copied().collect()
}

/// A fresh autoencoder; with `tied` weights, each decoder starts as the transpose of its encoder.
pub fn deep(widths: &[usize], activation: Activation, init: Init, tied: bool, seed: &Seed) -> Mlp {
    let mut net = Mlp::new(&mirrored(widths), activation, init, seed);
    if tied {
        let layers = net.layers.len();
        for l in 0..layers / 2 {
            let transposed = net.layers[l].weights.t().as_standard_layout().into_owned();
            net.layers[layers - 1 - l].weights = transposed;
        }
    }
    net
}

/// Trains one autoencoder for each pair of widths, the first on x (rows, columns); all hidden layers have the activation,
/// those above the first give hidden values back by squares. Gives the deep one and a history a layer.
///
/// # Errors
/// [`TrainingFault`] of the first layer that fails.
pub fn stack(
    x: ArrayView2<f32>,
    widths: &[usize],
    (activation, init): (Activation, Init),
    plan: &Training,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<(Mlp, Vec<History>), TrainingFault> {
    let layers = widths.len() - 1;
    let work: Vec<f64> = widths.windows(2).map(|pair| pair[0] as f64 * pair[1] as f64).collect();
    let mut net = Mlp::zeros(&mirrored(widths), activation);
    let mut histories = Vec::new();
    let kept = observer.snapshot().unwrap_or_default();
    let first = kept.number::<u64>("layer").map_or(0, |layer| layer as usize).min(layers);
    let mut below = Tensors::default();
    let mut data = CowArray::from(x);
    for (l, pair) in widths.windows(2).enumerate() {
        let seed = seed.child("layer").at(l as u64);
        let (single, history) = if l < first {
            let mut single = Mlp::zeros(&mirrored(pair), activation);
            let name = format!("layer{}.", l + 1);
            let state = kept.behind(&name);
            single.read(&state).map_err(not_kept)?;
            (single, past(&state).map_err(not_kept)?)
        } else {
            let tied = plan.autoencoding.is_some_and(|of| of.tied);
            let mut single = deep(pair, activation, init, tied, &seed.child("init"));
            let observer = LayerObserver { observer, layer: l, work: &work, below: &below, numbered: true };
            let plan = above(plan, l);
            let history = train_rows(&mut single, data.view(), None, &plan, &seed, &observer)?;
            (single, history)
        };
        let mut state = single.tensors();
        state.put(
            "losses",
            history.epochs.iter().map(|epoch| epoch.train_loss).collect::<ndarray::Array1<f64>>(),
        );
        below.put_all(&format!("layer{}.", l + 1), state);
        data = single.hidden(data.view(), 1).into();
        // A single one has two layers: up, and down again.
        for (place, dense) in [l, 2 * layers - 1 - l].into_iter().zip(single.layers) {
            net.layers[place] = dense;
        }
        histories.push(history);
    }
    Ok((net, histories))
}

fn not_kept(fault: TensorFault) -> TrainingFault {
    TrainingFault::NotKept(fault.to_string())
}

/// The recipe of a layer: hidden values may leave 0..1, so above the first squares are minimized.
fn above(plan: &Training, layer: usize) -> Training {
    let mut plan = plan.clone();
    if layer > 0 {
        plan.autoencoding = plan.autoencoding.map(|mut of| {
            of.output = Output::Linear;
            of
        });
    }
    plan
}

/// What is kept of the history of a layer: its losses.
fn past(state: &Tensors) -> Result<History, TensorFault> {
    let losses: ndarray::Array1<f64> = state.get("losses")?;
    let epoch = |&train_loss: &f64| Epoch {
        train_loss,
        train_error: 0.0,
        rate: f64::NAN,
        validation_loss: None,
        validation_error: None,
        layers: Vec::new(),
        seconds: 0.0,
    };
    let epochs: Vec<Epoch> = losses.iter().map(epoch).collect();
    Ok(History { best_epoch: epochs.len().saturating_sub(1), epochs, stopped_early: false })
}
