//! Training of a belief net: the top machine learns highest units and classes together by contrastive divergence, and then the
//! whole net by up-down, epoch after epoch in a new random order.

use super::step::Live;
use super::{BeliefNet, beside};
use crate::models::Observer;
use crate::models::boltzmann::epochs::{Batches, Course, follow, place};
use crate::models::boltzmann::schedule::{Falling, steps_between};
use crate::models::boltzmann::train::{RbmTraining, train};
use crate::models::boltzmann::{Rbm, RbmFault, RbmHistory, WATCHED};
use crate::models::layers::LayerObserver;
use crate::models::panels::Precision;
use crate::numeric::blas;
use crate::numeric::blocks::awake;
use crate::numeric::random::Seed;
use crate::numeric::tensors::{TensorFault, Tensors};
use ndarray::{Array1, Array2, ArrayView2, Axis, s};

/// How the whole net is fine-tuned.
#[derive(Clone, Debug, PartialEq)]
pub struct UpDown {
    pub epochs: usize,
    /// Rows of an update.
    pub batch: usize,
    pub rate: f64,
    pub falling: Falling,
    /// Gibbs steps on top in the first epoch and in the last.
    pub steps: (usize, usize),
    /// What products are taken in.
    pub precision: Precision,
}

/// What is measured after an epoch of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BeliefEpoch {
    /// Share of the first training rows, 10,000 at most, whose class is found wrongly.
    pub training_error: f64,
}

/// Rows (rows, visible) of probabilities, with a class each.
#[derive(Clone, Copy)]
pub struct Labelled<'a> {
    pub rows: ArrayView2<'a, f32>,
    pub classes: &'a [u32],
}

/// Trains the top machine by `greedy`, then the net by `fine`; what both have measured.
///
/// # Errors
/// [`RbmFault`]: unusable data or settings, divergence, a snapshot that can't be written, an interruption.
pub fn train_belief_net(
    net: &mut BeliefNet,
    data: Labelled,
    greedy: &RbmTraining,
    fine: &UpDown,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<(RbmHistory, Vec<BeliefEpoch>), RbmFault> {
    blas::single_threaded();
    let work = work(net, greedy, fine);
    let mut history = RbmHistory::default();
    let is_fine = observer.snapshot().is_some_and(|state| state.number::<u64>("layer") == Ok(1));
    if !is_fine {
        let below = Tensors::default();
        let observer = LayerObserver { observer, layer: 0, work: &work, below: &below, numbered: false };
        history = train_top(net, data, greedy, &seed.child("top"), &observer)?;
    }
    let mut below = Tensors::default();
    below.put("history", history.rows());
    if let Some(state) = observer.snapshot().filter(|_| is_fine) {
        history = RbmHistory::of(&state.get("history")?, false);
        below.put("history", history.rows());
    }
    let observer = LayerObserver { observer, layer: 1, work: &work, below: &below, numbered: false };
    let epochs = fine_tune(net, data, fine, &seed.child("up-down"), &observer)?;
    Ok((history, epochs))
}

/// About the products of both parts, a row's: once up, down and up a Gibbs step, and two to learn from; of a directed layer six.
fn work(net: &BeliefNet, greedy: &RbmTraining, fine: &UpDown) -> [f64; 2] {
    let top = |steps: f64| net.top.weights.len() as f64 * (2.0 * steps + 3.0);
    let directed: usize = net.directed.iter().map(|layer| 6 * layer.recognition.len()).sum();
    let mean_steps = 0.5 * (fine.steps.0 + fine.steps.1) as f64;
    [
        greedy.epochs as f64 * top(greedy.mean_steps()),
        fine.epochs as f64 * (top(mean_steps) + directed as f64),
    ]
}

/// One column for each class, 1 in that of a row's class: (rows, classes).
fn one_hot(labels: impl ExactSizeIterator<Item = u32>, classes: usize) -> Array2<f32> {
    let mut out = Array2::zeros((labels.len(), classes));
    for (mut row, label) in out.outer_iter_mut().zip(labels) {
        if let Some(unit) = row.get_mut(label as usize) {
            *unit = 1.0;
        }
    }
    out
}

/// The top machine by itself, on mean-field values and classes.
fn train_top(
    net: &mut BeliefNet,
    data: Labelled,
    training: &RbmTraining,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<RbmHistory, RbmFault> {
    let classes = || one_hot(data.classes.iter().copied(), net.classes);
    let visible = beside(net.recognized(data.rows).view(), classes().view());
    net.top = Rbm::init(net.top.hidden(), visible.view(), training.spread, &seed.child("init"));
    train(&mut net.top, visible.view(), None, training, seed, observer)
}

/// A fine-tuning on its way.
struct Run<'a, 'd> {
    net: Live,
    data: Labelled<'d>,
    plan: &'a UpDown,
    epochs: Vec<BeliefEpoch>,
}

impl Batches for Run<'_, '_> {
    type Fault = RbmFault;

    fn interrupted() -> RbmFault {
        RbmFault::Interrupted
    }

    fn learn(
        &mut self,
        chosen: &[usize],
        (epoch, batch): (usize, usize),
        seed: &Seed,
    ) -> Result<(), RbmFault> {
        let plan = self.plan;
        let rate = plan.falling.rate(plan.rate, epoch) as f32;
        let steps = steps_between(plan.steps.0, plan.steps.1, epoch, plan.epochs);
        let classes = one_hot(chosen.iter().map(|&row| self.data.classes[row]), self.net.classes());
        let rows = self.data.rows.select(Axis(0), chosen);
        self.net.up_down(rows.view(), classes.view(), steps, rate, seed);
        match self.net.is_finite() {
            true => Ok(()),
            false => Err(RbmFault::Diverged { epoch: epoch + 1, batch: batch + 1 }),
        }
    }

    fn measure(&mut self) -> Result<(), RbmFault> {
        self.epochs.push(measured(&self.net.settled(), self.data));
        Ok(())
    }

    fn tell(&self, from: usize, observer: &dyn Observer) {
        for (number, epoch) in self.epochs.iter().enumerate().skip(from) {
            observer.curve("training-error", number + 1, epoch.training_error);
        }
    }

    fn state(&self) -> Tensors {
        let mut state = Tensors::default();
        state.put("errors", self.epochs.iter().map(|epoch| epoch.training_error).collect::<Array1<f64>>());
        state.put_all("net.", self.net.settled().tensors());
        state
    }
}

/// Takes over a snapshot: the net and its errors, and the epoch and the batch to go on with.
fn resumed(net: &mut BeliefNet, state: &Tensors) -> Result<(Vec<BeliefEpoch>, (usize, usize)), TensorFault> {
    *net = BeliefNet::from_tensors(&state.behind("net."), net.directed.len(), net.classes)?;
    let errors: Array1<f64> = state.get("errors")?;
    let epochs = errors.iter().map(|&training_error| BeliefEpoch { training_error }).collect();
    Ok((epochs, place(state)?))
}

fn fine_tune(
    net: &mut BeliefNet,
    data: Labelled,
    plan: &UpDown,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<Vec<BeliefEpoch>, RbmFault> {
    let nothing = (Vec::new(), (0, 0));
    let (epochs, from) = observer.snapshot().map_or(Ok(nothing), |state| resumed(net, &state))?;
    let rows = data.rows.nrows();
    let live = Live::new(net.clone(), (plan.batch.min(rows), true), plan.precision);
    let mut run = Run { net: live, data, plan, epochs };
    let course = Course { rows, batch: plan.batch, epochs: plan.epochs };
    let followed = awake(|| follow(&mut run, course, from, seed, observer));
    *net = run.net.settled();
    followed.map(|()| run.epochs)
}

fn measured(net: &BeliefNet, data: Labelled) -> BeliefEpoch {
    let count = data.rows.nrows().min(WATCHED);
    let found = net.predict(data.rows.slice(s![..count, ..]));
    let wrong = found.iter().zip(data.classes).filter(|(found, class)| found != class).count();
    BeliefEpoch { training_error: wrong as f64 / count.max(1) as f64 }
}
