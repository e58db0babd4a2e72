//! Training a binary RBM by contrastive divergence (CD-k, Hinton 2002) or with persistent chains
//! (PCD-k, Tieleman 2008), with momentum and weight decay as in Hinton (2010).
//!
//! Rows are visited in a new random order every epoch. The same machine, data, settings and seed give
//! the same bits for any number of threads.

use ndarray::{ArrayView2, Axis};

use super::Rbm;
use super::epochs::{Batches, Course, follow, place};
use super::fault::RbmFault;
use super::history::{Monitor, RbmHistory};
use super::schedule::{Falling, steps_between};
use super::shaping::{Shape, Shaping};
use super::step::Workspace;
use super::weights::Update;
use crate::models::Observer;
use crate::models::panels::Precision;
use crate::numeric::blas;
use crate::numeric::blocks::awake;
use crate::numeric::random::Seed;
use crate::numeric::tensors::{TensorFault, Tensors};

/// Hinton (2010), section 8.1: standard deviation of the initial weights.
pub(super) const INITIAL_SPREAD: f32 = 0.01;

/// How a machine is trained.
#[derive(Clone, Debug, PartialEq)]
pub struct RbmTraining {
    /// Passes over the data.
    pub epochs: usize,
    /// Rows of an update.
    pub batch: usize,
    /// Step along the gradient of the mean log-likelihood, per nat.
    pub rate: f32,
    /// How the rate falls from epoch to epoch.
    pub falling: Falling,
    /// Gibbs steps k of an update.
    pub steps: usize,
    /// Gibbs steps in the first epoch, where they grow to `steps` in the last; None has `steps` throughout.
    pub first_steps: Option<usize>,
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
    /// L1 penalty on the weights.
    pub lasso: f32,
    /// What an update has beside the slope.
    pub shape: Shape,
    /// Standard deviation of the weights at the start.
    pub spread: f32,
    /// What the operands of products are rounded to.
    pub precision: Precision,
}

impl Default for RbmTraining {
    /// Hinton's (2010) recipe for binary units.
    fn default() -> Self {
        RbmTraining {
            epochs: 10,
            batch: 100,
            rate: 0.1,
            falling: Falling::default(),
            steps: 1,
            first_steps: None,
            persistent: None,
            momentum_start: 0.5,
            momentum_final: 0.9,
            momentum_switch: 5,
            weight_decay: 1e-4,
            lasso: 0.0,
            shape: Shape::default(),
            spread: INITIAL_SPREAD,
            precision: Precision::default(),
        }
    }
}

impl RbmTraining {
    fn update(&self, epoch: usize) -> Update {
        let momentum = if epoch < self.momentum_switch { self.momentum_start } else { self.momentum_final };
        let rate = self.falling.rate(self.rate.into(), epoch) as f32;
        Update { rate, momentum, weight_decay: self.weight_decay, lasso: self.lasso }
    }

    /// Whether an update depends on those before it, or on more than its gradient.
    pub fn rolls(&self) -> bool {
        let numbers = [self.momentum_start, self.momentum_final, self.weight_decay, self.lasso];
        numbers.into_iter().any(|number| number != 0.0) || self.shape != Shape::default()
    }

    /// Gibbs steps of an update in an epoch, counted from 0.
    pub fn steps_in(&self, epoch: usize) -> usize {
        steps_between(self.first_steps.unwrap_or(self.steps), self.steps, epoch, self.epochs)
    }

    /// Gibbs steps of an update on the mean over the epochs.
    pub fn mean_steps(&self) -> f64 {
        0.5 * (self.first_steps.unwrap_or(self.steps) + self.steps) as f64
    }

    /// The first setting that means nothing.
    fn check(&self) -> Result<(), RbmFault> {
        let settings = [
            ("batch", self.batch as f64, self.batch > 0),
            ("steps", self.steps as f64, self.steps > 0 && self.first_steps != Some(0)),
            ("chains", self.persistent.unwrap_or(1) as f64, self.persistent != Some(0)),
            ("rate", self.rate.into(), self.rate > 0.0 && self.rate.is_finite()),
            ("decay", self.falling.per_epoch, (0.0..=1.0).contains(&self.falling.per_epoch)),
            ("momentum", self.momentum_start.into(), (0.0..1.0).contains(&self.momentum_start)),
            ("momentum", self.momentum_final.into(), (0.0..1.0).contains(&self.momentum_final)),
            (
                "weight-decay",
                self.weight_decay.into(),
                self.weight_decay >= 0.0 && self.weight_decay.is_finite(),
            ),
            ("l1", self.lasso.into(), self.lasso >= 0.0 && self.lasso.is_finite()),
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
/// [`RbmFault`]: unusable data or settings, divergence, a snapshot that can't be written, or an interruption, after
/// which `rbm` holds the parameters of the last completed update.
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
    let means = data.mean_axis(Axis(0)).ok_or(RbmFault::Empty)?;
    let shaping = Shaping::new(training.shape, means, rbm.hidden());
    let mut run = Run {
        space: Workspace::new(
            rbm,
            (batch, training.persistent),
            training.rolls(),
            training.precision,
            shaping,
            &seed.child("chains"),
        ),
        monitor: Monitor::new(data, held_out, &seed.child("watched")),
        history: RbmHistory::default(),
        held_out: held_out.is_some(),
        rbm,
        data,
        training,
    };
    let from = observer.snapshot().map_or(Ok((0, 0)), |kept| run.go_on(&kept))?;
    let course = Course { rows: data.nrows(), batch, epochs: training.epochs };
    let followed = awake(|| follow(&mut run, course, from, seed, observer));
    run.settle();
    followed.map(|()| run.history)
}

/// A training on its way.
struct Run<'a> {
    rbm: &'a mut Rbm,
    data: ArrayView2<'a, f32>,
    held_out: bool,
    training: &'a RbmTraining,
    space: Workspace,
    monitor: Monitor,
    history: RbmHistory,
}

impl Batches for Run<'_> {
    type Fault = RbmFault;

    fn interrupted() -> RbmFault {
        RbmFault::Interrupted
    }

    fn learn(&mut self, rows: &[usize], (epoch, index): (usize, usize), seed: &Seed) -> Result<(), RbmFault> {
        let (steps, update) = (self.training.steps_in(epoch), self.training.update(epoch));
        match self.space.step(self.rbm, self.data, rows, steps, update, seed) {
            true => Ok(()),
            false => Err(RbmFault::Diverged { epoch: epoch + 1, batch: index + 1 }),
        }
    }

    fn measure(&mut self) -> Result<(), RbmFault> {
        self.settle();
        self.history.epochs.push(self.monitor.measure(self.rbm));
        Ok(())
    }

    fn tell(&self, from: usize, observer: &dyn Observer) {
        self.history.tell(from, observer);
    }

    fn state(&self) -> Tensors {
        let mut state = Tensors::default();
        state.put("history", self.history.rows());
        state.put_all("machine.", self.space.machine(self.rbm).tensors());
        state.put_all("space.", self.space.tensors());
        state
    }

    fn note(&self) -> String {
        let last = self.history.epochs.last();
        last.map_or(String::new(), |last| format!("reconstruction {:.4}", last.reconstruction_error))
    }
}

impl Run<'_> {
    /// Takes the weights over from the training.
    fn settle(&mut self) {
        *self.rbm = self.space.machine(self.rbm);
    }

    /// Takes over a snapshot; the epoch and the batch to go on with.
    fn go_on(&mut self, state: &Tensors) -> Result<(usize, usize), TensorFault> {
        self.history = RbmHistory::of(&state.get("history")?, self.held_out);
        self.rbm.read(&state.behind("machine."))?;
        self.space.read(self.rbm, &state.behind("space."))?;
        place(state)
    }
}
