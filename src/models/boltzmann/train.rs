//! Training a binary RBM by contrastive divergence (CD-k, Hinton 2002) or with persistent chains
//! (PCD-k, Tieleman 2008), with momentum and weight decay as in Hinton (2010).
//!
//! Rows are visited in a new random order every epoch. The same machine, data, settings and seed give
//! the same bits for any number of threads.

use ndarray::ArrayView2;
use rand::seq::SliceRandom;

use super::Rbm;
use super::fault::RbmFault;
use super::history::{Monitor, RbmHistory};
use super::step::{Update, Workspace};
use crate::models::Observer;
use crate::numeric::blas;
use crate::numeric::random::Seed;

/// How a machine is trained.
#[derive(Clone, Debug, PartialEq)]
pub struct RbmTraining {
    /// Passes over the data.
    pub epochs: usize,
    /// Rows of an update.
    pub batch: usize,
    /// Step along the gradient of the mean log-likelihood, per nat.
    pub rate: f32,
    /// Gibbs steps k of an update.
    pub steps: usize,
    /// Persistent chains (PCD) that go on from update to update; None restarts at the data (CD).
    pub persistent: Option<usize>,
    /// Share of the velocity that is kept, in the first epochs.
    pub momentum_start: f32,
    /// The same, after them.
    pub momentum_final: f32,
    /// How many epochs have the first momentum.
    pub momentum_switch: usize,
    /// L2 penalty on the weights, not on the biases.
    pub weight_decay: f32,
}

impl Default for RbmTraining {
    /// Hinton's (2010) recipe for binary units.
    fn default() -> Self {
        RbmTraining {
            epochs: 10,
            batch: 100,
            rate: 0.1,
            steps: 1,
            persistent: None,
            momentum_start: 0.5,
            momentum_final: 0.9,
            momentum_switch: 5,
            weight_decay: 1e-4,
        }
    }
}

impl RbmTraining {
    fn update(&self, epoch: usize) -> Update {
        let momentum = if epoch < self.momentum_switch { self.momentum_start } else { self.momentum_final };
        Update { rate: self.rate, momentum, weight_decay: self.weight_decay }
    }

    /// The first setting that means nothing.
    fn check(&self) -> Result<(), RbmFault> {
        let settings = [
            ("batch", self.batch as f64, self.batch > 0),
            ("steps", self.steps as f64, self.steps > 0),
            ("chains", self.persistent.unwrap_or(1) as f64, self.persistent != Some(0)),
            ("rate", self.rate.into(), self.rate > 0.0 && self.rate.is_finite()),
            ("momentum", self.momentum_start.into(), (0.0..1.0).contains(&self.momentum_start)),
            ("momentum", self.momentum_final.into(), (0.0..1.0).contains(&self.momentum_final)),
            (
                "weight-decay",
                self.weight_decay.into(),
                self.weight_decay >= 0.0 && self.weight_decay.is_finite(),
            ),
        ];
        match settings.into_iter().find(|(_, _, meaningful)| !meaningful) {
            Some((name, value, _)) => Err(RbmFault::Setting { name, value }),
            None => Ok(()),
        }
    }
}

/// Refuses data that are empty, of another width than the machine, or no probabilities.
pub(super) fn check_data(rbm: &Rbm, data: ArrayView2<f32>) -> Result<(), RbmFault> {
    if data.is_empty() || rbm.hidden() == 0 {
        return Err(RbmFault::Empty);
    }
    if data.ncols() != rbm.visible() {
        return Err(RbmFault::WrongWidth { columns: data.ncols(), visible: rbm.visible() });
    }
    match data.indexed_iter().find(|(_, value)| !(0.0..=1.0).contains(*value)) {
        Some(((row, column), &value)) => Err(RbmFault::NotAProbability { row, column, value }),
        None => Ok(()),
    }
}

/// Trains `rbm` on `data` (rows, visible) with values in [0, 1], and measures it after every epoch on rows of
/// `data` and of `held_out`. Data values are used as probabilities, without drawing states from them.
/// Progress is counted in batches.
///
/// # Errors
/// [`RbmFault`]: unusable data or settings, divergence, or an interruption, after which
/// `rbm` holds the parameters of the last completed update.
pub fn train(
    rbm: &mut Rbm,
    data: ArrayView2<f32>,
    held_out: Option<ArrayView2<f32>>,
    training: &RbmTraining,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<RbmHistory, RbmFault> {
    training.check()?;
    check_data(rbm, data)?;
    held_out.map_or(Ok(()), |rows| check_data(rbm, rows))?;
    blas::single_threaded();
    let batch = training.batch.min(data.nrows());
    let mut space = Workspace::new(rbm, batch, training.persistent, &seed.child("chains"));
    let monitor = Monitor::new(data, held_out, &seed.child("watched"));
    let mut order: Vec<usize> = (0..data.nrows()).collect();
    let batches = order.len().div_ceil(batch);
    let mut history = RbmHistory::default();
    let mut note = String::new();
    for epoch in 0..training.epochs {
        let seed = seed.child("epoch").at(epoch as u64);
        order.shuffle(&mut seed.child("order").stream());
        for (index, rows) in order.chunks(batch).enumerate() {
            if observer.cancelled() {
                return Err(RbmFault::Interrupted);
            }
            if !space.step(rbm, data, rows, training.steps, training.update(epoch), &seed.at(index as u64)) {
                return Err(RbmFault::Diverged { epoch: epoch + 1, batch: index + 1 });
            }
            observer.progress(
                (epoch * batches + index + 1) as u64,
                (training.epochs * batches) as u64,
                &note,
            );
        }
        let measures = monitor.measure(rbm);
        note = format!("reconstruction {:.4}", measures.reconstruction_error);
        history.epochs.push(measures);
    }
    Ok(history)
}
