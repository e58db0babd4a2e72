//! Greedy layer-wise training: each machine learns the hidden probabilities of the one below it
//! (Hinton, Osindero and Teh 2006).

use ndarray::{Array2, ArrayView2, CowArray};

use super::fault::RbmFault;
use super::history::RbmHistory;
use super::machine::Rbm;
use super::train::{RbmTraining, train};
use crate::models::Observer;
use crate::numeric::random::Seed;

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

/// An observer of one layer's share of the work.
struct LayerObserver<'a> {
    observer: &'a dyn Observer,
    layer: u64,
    layers: u64,
}

impl Observer for LayerObserver<'_> {
    fn progress(&self, done: u64, total: u64, note: &str) {
        let note = format!("layer {} of {} {note}", self.layer + 1, self.layers);
        self.observer.progress(self.layer * total + done, self.layers * total, &note);
    }
    fn cancelled(&self) -> bool {
        self.observer.cancelled()
    }
}

/// Trains one machine for each number of hidden units in `hidden`, the first on `data` (rows, visible) with
/// values in [0, 1], each other one on the hidden probabilities of the machine below; `held_out` likewise.
/// Progress is counted in batches of all layers.
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
    let mut stack = Stack::default();
    let mut histories = Vec::new();
    let mut data = CowArray::from(data);
    let mut held_out = held_out.map(CowArray::from);
    for (layer, &units) in hidden.iter().enumerate() {
        let seed = seed.child("layer").at(layer as u64);
        let observer = LayerObserver { observer, layer: layer as u64, layers: hidden.len() as u64 };
        let mut rbm = Rbm::init(units, data.view(), &seed.child("init"));
        let watched = held_out.as_ref().map(|rows| rows.view());
        histories.push(train(&mut rbm, data.view(), watched, training, &seed, &observer)?);
        if layer + 1 < hidden.len() {
            data = rbm.hidden_given_visible(data.view()).into();
            held_out = held_out.map(|rows| rbm.hidden_given_visible(rows.view()).into());
        }
        stack.layers.push(rbm);
    }
    Ok((stack, histories))
}
