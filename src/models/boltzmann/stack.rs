//! Greedy layer-wise training: each machine learns the hidden probabilities of the one below it
//! (Hinton, Osindero and Teh 2006).

use ndarray::{Array2, ArrayView2, CowArray};

use super::fault::RbmFault;
use super::history::RbmHistory;
use super::machine::Rbm;
use super::train::{RbmTraining, train};
use crate::models::Observer;
use crate::models::layers::LayerObserver;
use crate::numeric::random::Seed;
use crate::numeric::tensors::{TensorFault, Tensors};

/// Machines from the data upwards; the hidden units of one are the visible units of the next.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stack {
    pub layers: Vec<Rbm>,
}

impl Stack {
    /// Probabilities of the top hidden layer, propagated as probabilities: v (rows, visible) to (rows, top hidden).
    pub fn hidden_given_visible(&self, v: ArrayView2<f32>) -> Array2<f32> {
        self.layers.iter().fold(v.to_owned(), |below, layer| layer.hidden_given_visible(below.view()))
    }
}

/// The layers that are trained.
#[derive(Default)]
struct Progress {
    stack: Stack,
    histories: Vec<RbmHistory>,
}

impl Progress {
    fn tensors(&self) -> Tensors {
        let mut tensors = self.stack.tensors();
        for (l, history) in self.histories.iter().enumerate() {
            tensors.put(format!("layer{}.history", l + 1), history.rows());
        }
        tensors
    }

    /// What a snapshot tells of the layers below the one it was taken in.
    fn of(state: &Tensors, held_out: bool) -> Result<Self, TensorFault> {
        let layers = state.number::<u64>("layer")? as usize;
        let history = |l: usize| Ok(RbmHistory::of(&state.get(&format!("layer{l}.history"))?, held_out));
        let histories = (1..=layers).map(history).collect::<Result<_, TensorFault>>()?;
        Ok(Progress { stack: Stack::of(state, layers)?, histories })
    }
}

/// Trains one machine for each number of hidden units in `hidden`, the first on `data` (rows, visible) with
/// values in [0, 1], each other one on the hidden probabilities of the machine below; `held_out` likewise.
/// Progress is told as the share of the work of all layers.
///
/// # Errors
/// [`RbmFault`] of the first layer that fails.
pub fn train_stack(
    hidden: &[usize],
    data: ArrayView2<f32>,
    held_out: Option<ArrayView2<f32>>,
    training: &RbmTraining,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<(Stack, Vec<RbmHistory>), RbmFault> {
    let kept = observer.snapshot().map(|state| Progress::of(&state, held_out.is_some())).transpose()?;
    let mut done = kept.unwrap_or_default();
    let widths: Vec<f64> = std::iter::once(&data.ncols()).chain(hidden).map(|&units| units as f64).collect();
    let work: Vec<f64> = widths.windows(2).map(|pair| pair[0] * pair[1]).collect();
    let mut data = CowArray::from(data);
    let mut held_out = held_out.map(CowArray::from);
    for (layer, &units) in hidden.iter().enumerate() {
        if layer >= done.stack.layers.len() {
            let seed = seed.child("layer").at(layer as u64);
            let below = done.tensors();
            let observer = LayerObserver { observer, layer, work: &work, below: &below, numbered: true };
            let mut rbm = Rbm::init(units, data.view(), training.spread, &seed.child("init"));
            let watched = held_out.as_ref().map(|rows| rows.view());
            let history = train(&mut rbm, data.view(), watched, training, &seed, &observer)?;
            done.histories.push(history);
            done.stack.layers.push(rbm);
        }
        if layer + 1 < hidden.len() {
            let rbm = &done.stack.layers[layer];
            data = rbm.hidden_given_visible(data.view()).into();
            held_out = held_out.map(|rows| rbm.hidden_given_visible(rows.view()).into());
        }
    }
    Ok((done.stack, done.histories))
}
