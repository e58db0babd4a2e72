//! Training in double precision along a stated gradient: the exact one of the likelihood, or that of the expansion of ln Z in
//! the couplings, for machines of any units as far as the gradient is defined.
//!
//! velocity = momentum velocity + rate (gradient - penalty W - lasso sign W); W += velocity, and likewise the biases without
//! penalties. What contrastive divergence samples in single precision is in `train.rs`.

use ndarray::{Array1, ArrayView2, Axis, Zip, s};

use super::emf::{self, Expanded};
use super::epochs::{Batches, Course, follow, place};
use super::history::{RbmEpoch, RbmHistory, WATCHED};
use super::partition::PartitionFault;
use super::replicas::{Chains, Replicas};
use super::schedule::Falling;
use super::{ExactRbm, Moments, RbmFault};
use crate::models::Observer;
use crate::numeric::random::Seed;
use crate::numeric::tensors::{TensorFault, Tensors};

/// Where the negative phase comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slope {
    /// The exact one, by enumeration.
    Likelihood,
    /// Of the expansion of this order at magnetizations after so many iterations that start at the data.
    Expansion(Expanded),
    /// Of chains.
    Chains(Chains),
}

/// How a machine is trained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ascent {
    pub slope: Slope,
    pub epochs: usize,
    /// Rows of an update.
    pub batch: usize,
    /// Step along the mean gradient of a batch.
    pub rate: f64,
    /// How the rate falls from epoch to epoch.
    pub falling: Falling,
    /// Share of the velocity that is kept, in the first epochs and after them.
    pub momentum_start: f64,
    pub momentum_final: f64,
    /// How many epochs have the first momentum.
    pub momentum_switch: usize,
    /// Whether biases have momentum as well.
    pub biases_have_momentum: bool,
    /// L2 and L1 penalties on the weights.
    pub weight_decay: f64,
    pub lasso: f64,
}

impl Ascent {
    /// Plain ascent, without momentum or penalties.
    pub fn plain(slope: Slope) -> Self {
        Ascent {
            slope,
            epochs: 10,
            batch: 100,
            rate: 0.1,
            falling: Falling::default(),
            momentum_start: 0.0,
            momentum_final: 0.0,
            momentum_switch: 0,
            biases_have_momentum: true,
            weight_decay: 0.0,
            lasso: 0.0,
        }
    }
}

/// What moves a machine: the parameters' velocities.
fn still(machine: &ExactRbm) -> Moments {
    Moments {
        visible_hidden: &machine.weights * 0.0,
        visible: &machine.visible_bias * 0.0,
        hidden: &machine.hidden_bias * 0.0,
    }
}

/// Moves a machine along a gradient in an epoch (from 0), and its velocities with it.
pub fn ascend(
    machine: &mut ExactRbm,
    velocity: &mut Moments,
    gradient: &Moments,
    plan: &Ascent,
    epoch: usize,
) {
    let rate = plan.falling.rate(plan.rate, epoch);
    let momentum = if epoch < plan.momentum_switch { plan.momentum_start } else { plan.momentum_final };
    let bias_momentum = if plan.biases_have_momentum { momentum } else { 0.0 };
    Zip::from(&mut machine.weights).and(&mut velocity.visible_hidden).and(&gradient.visible_hidden).for_each(
        |weight, velocity, gradient| {
            // The sign of 0 is 0: a weight that is 0 is not pulled.
            let sign = if *weight == 0.0 { 0.0 } else { weight.signum() };
            let pull = plan.weight_decay * *weight + plan.lasso * sign;
            *velocity = momentum * *velocity + rate * (gradient - pull);
            *weight += *velocity;
        },
    );
    let bias = |bias: &mut Array1<f64>, velocity: &mut Array1<f64>, gradient: &Array1<f64>| {
        *velocity *= bias_momentum;
        velocity.scaled_add(rate, gradient);
        *bias += &*velocity;
    };
    bias(&mut machine.visible_bias, &mut velocity.visible, &gradient.visible);
    bias(&mut machine.hidden_bias, &mut velocity.hidden, &gradient.hidden);
}

/// A training on its way.
struct Run<'a> {
    machine: &'a mut ExactRbm,
    data: ArrayView2<'a, f64>,
    held_out: Option<ArrayView2<'a, f64>>,
    velocity: Moments,
    replicas: Replicas,
    plan: &'a Ascent,
    history: RbmHistory,
}

impl Batches for Run<'_> {
    type Fault = PartitionFault;

    fn interrupted() -> PartitionFault {
        PartitionFault::Interrupted
    }

    fn learn(
        &mut self,
        rows: &[usize],
        (epoch, batch): (usize, usize),
        seed: &Seed,
    ) -> Result<(), PartitionFault> {
        let rows = self.data.select(Axis(0), rows);
        let gradient = match self.plan.slope {
            Slope::Likelihood => self.machine.likelihood_gradient(rows.view())?,
            Slope::Expansion(expanded) => emf::gradient(self.machine, rows.view(), expanded)?,
            Slope::Chains(chains) => {
                let chains = chains.in_epoch(epoch, self.plan.epochs);
                self.replicas.gradient(self.machine, rows.view(), chains, seed)
            }
        };
        ascend(self.machine, &mut self.velocity, &gradient, self.plan, epoch);
        let all =
            self.machine.weights.iter().chain(&self.machine.visible_bias).chain(&self.machine.hidden_bias);
        if all.into_iter().any(|parameter| !parameter.is_finite()) {
            return Err(RbmFault::Diverged { epoch: epoch + 1, batch: batch + 1 }.into());
        }
        Ok(())
    }

    fn measure(&mut self) -> Result<(), PartitionFault> {
        self.history.epochs.push(measured(self.machine, self.data, self.held_out));
        Ok(())
    }

    fn tell(&self, from: usize, observer: &dyn Observer) {
        self.history.tell(from, observer);
    }

    fn state(&self) -> Tensors {
        let mut state = Tensors::default();
        state.put("history", self.history.rows());
        state.put_all("machine.", self.machine.tensors());
        state.put("velocity.weights", self.velocity.visible_hidden.clone());
        state.put("velocity.visible", self.velocity.visible.clone());
        state.put("velocity.hidden", self.velocity.hidden.clone());
        state.put_all("chains.", self.replicas.tensors());
        state
    }
}

impl Run<'_> {
    /// Takes over a snapshot; the epoch and the batch to go on with.
    fn resume(&mut self, state: &Tensors) -> Result<(usize, usize), TensorFault> {
        self.history = RbmHistory::of(&state.get("history")?, self.held_out.is_some());
        self.machine.read(&state.behind("machine."))?;
        state.read_into("velocity.weights", &mut self.velocity.visible_hidden)?;
        state.read_into("velocity.visible", &mut self.velocity.visible)?;
        state.read_into("velocity.hidden", &mut self.velocity.hidden)?;
        self.replicas.read(&state.behind("chains."))?;
        place(state)
    }
}

/// Trains a machine on `data` (rows, visible) and measures it after every epoch on rows of `data` and of `held_out`.
/// Progress is counted in batches.
///
/// # Errors
/// [`PartitionFault`] where the gradient can't be had, a parameter is no number any more, an interruption, and a
/// snapshot that can't be written or is of another training.
pub fn train_precisely(
    machine: &mut ExactRbm,
    data: ArrayView2<f64>,
    held_out: Option<ArrayView2<f64>>,
    plan: &Ascent,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<RbmHistory, PartitionFault> {
    let replicas = Replicas::new(machine, plan.slope, &seed.child("chains"));
    let (velocity, history) = (still(machine), RbmHistory::default());
    let mut run = Run { machine, data, held_out, velocity, replicas, plan, history };
    let from = observer.snapshot().map_or(Ok((0, 0)), |state| run.resume(&state))?;
    let course = Course { rows: data.nrows(), batch: plan.batch, epochs: plan.epochs };
    follow(&mut run, course, from, seed, observer)?;
    Ok(run.history)
}

/// The rows that are watched.
fn first(rows: ArrayView2<f64>) -> ArrayView2<f64> {
    let count = rows.nrows().min(WATCHED);
    rows.slice_move(s![..count, ..])
}

/// Reconstruction and free energies, over the first rows of each part.
fn measured(machine: &ExactRbm, data: ArrayView2<f64>, held_out: Option<ArrayView2<f64>>) -> RbmEpoch {
    let mean = |rows: ArrayView2<f64>| machine.free_energy(rows).mean().unwrap_or(f64::NAN);
    let watched = first(data);
    let back = machine.visible_given_hidden(machine.hidden_given_visible(watched).view()) - watched;
    RbmEpoch {
        reconstruction_error: back.mapv(|x| x * x).mean().unwrap_or(f64::NAN),
        training_free_energy: mean(watched),
        held_out_free_energy: held_out.map(|rows| mean(first(rows))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Unwatched;
    use crate::models::boltzmann::Units;
    use ndarray::{Array2, array};

    fn plan(slope: Slope) -> Ascent {
        Ascent { epochs: 1, rate: 0.5, ..Ascent::plain(slope) }
    }

    /// Two steps with momentum, both penalties and a gradient held fixed, by hand.
    #[test]
    fn a_step_is_as_stated() {
        let mut machine = ExactRbm::binary(array![[2.0]], array![1.0], array![0.0]);
        let mut velocity = still(&machine);
        let gradient = Moments { visible_hidden: array![[0.5]], visible: array![1.0], hidden: array![-1.0] };
        let plan = Ascent {
            rate: 0.1,
            momentum_final: 0.5,
            weight_decay: 0.1,
            lasso: 0.2,
            ..plan(Slope::Likelihood)
        };
        ascend(&mut machine, &mut velocity, &gradient, &plan, 0);
        // 0.1 (0.5 - 0.2 - 0.2) = 0.01, then 0.005 + 0.1 (0.5 - 0.201 - 0.2) = 0.0149.
        assert!((machine.weights[[0, 0]] - 2.01).abs() < 1e-15);
        ascend(&mut machine, &mut velocity, &gradient, &plan, 0);
        assert!((machine.weights[[0, 0]] - 2.0249).abs() < 1e-15);
        assert!(
            (machine.visible_bias[0] - 1.25).abs() < 1e-15 && (machine.hidden_bias[0] + 0.25).abs() < 1e-15
        );
    }

    /// A machine of Gaussian visible units learns two points by the exact gradient: the likelihood rises at every step.
    #[test]
    fn gaussian_visible_units_learn() {
        let data = array![[1.5, -1.0], [-1.5, 1.0], [1.4, -0.9], [-1.6, 1.2]];
        let mut machine = ExactRbm {
            visible_units: Units::Gaussian,
            ..ExactRbm::binary(array![[0.1, -0.2], [0.05, 0.1]], array![0.0, 0.0], array![0.0, 0.0])
        };
        let likelihood = |machine: &ExactRbm| machine.mean_log_likelihood(data.view()).unwrap();
        let mut last = likelihood(&machine);
        for _ in 0..40 {
            let plan = Ascent { rate: 0.05, ..plan(Slope::Likelihood) };
            train_precisely(&mut machine, data.view(), None, &plan, &Seed::root(1), &Unwatched).unwrap();
            let now = likelihood(&machine);
            assert!(now > last, "{now} after {last}");
            last = now;
        }
    }

    /// Chains of any kind have the exact gradient on average: 400 updates of 50 rows from a machine at rest, each
    /// coordinate within 4.5 standard errors, for units with and without a confinement of their own.
    #[test]
    fn chains_of_every_sort_are_unbiased_in_equilibrium() {
        for (visible_units, temperatures) in
            [(Units::Spin, 1), (Units::Spin, 4), (Units::Gaussian, 1), (Units::Gaussian, 4)]
        {
            let machine = ExactRbm {
                visible_units,
                ..ExactRbm::binary(
                    array![[0.5, -0.3], [0.2, 0.4], [-0.6, 0.1]],
                    array![0.1, 0.0, -0.2],
                    array![0.3, -0.1],
                )
            };
            let expected = machine.model_moments().unwrap();
            let chains = Chains { steps: 2, first_steps: None, persistent: Some(50), temperatures };
            let mut replicas = Replicas::new(&machine, Slope::Chains(chains), &Seed::root(2));
            let rows = Array2::zeros((1, 3));
            let positive = machine.data_moments(rows.view());
            let draw = |replicas: &mut Replicas, k: u64| {
                let gradient = replicas.gradient(&machine, rows.view(), chains, &Seed::root(3).at(k));
                &positive - &gradient
            };
            (0..20).for_each(|k| drop(draw(&mut replicas, k)));
            let found: Vec<Moments> = (20..420).map(|k| draw(&mut replicas, k)).collect();
            for ((i, j), expected) in expected.visible_hidden.indexed_iter() {
                let values: Array1<f64> = found.iter().map(|m| m.visible_hidden[[i, j]]).collect();
                // Two Gibbs steps leave less than a fifth of a correlation: 1.5 times the error of independent draws.
                let error = 1.5 * values.std(1.0) / 20.0;
                let mean = values.mean().unwrap_or(f64::NAN);
                assert!(
                    (mean - expected).abs() < 4.5 * error,
                    "{visible_units:?}, {temperatures}: {mean} is not {expected}"
                );
            }
        }
    }

    /// A rate that is far too high ends the training where it came apart, not before it began.
    #[test]
    fn a_divergence_has_its_place() {
        let mut machine = ExactRbm {
            visible_units: Units::Gaussian,
            hidden_units: Units::Gaussian,
            ..ExactRbm::binary(array![[0.5]], array![0.0], array![0.0])
        };
        let chains = Chains { steps: 1, first_steps: None, persistent: None, temperatures: 1 };
        let plan = Ascent { rate: 1e200, epochs: 5, batch: 1, ..plan(Slope::Chains(chains)) };
        let data = array![[1.0], [2.0]];
        let fault = train_precisely(&mut machine, data.view(), None, &plan, &Seed::root(1), &Unwatched);
        match fault {
            Err(PartitionFault::Sampling(RbmFault::Diverged { epoch, batch })) => {
                assert!(epoch == 1 && (1..=2).contains(&batch), "epoch {epoch}, batch {batch}");
            }
            other => panic!("{other:?}"),
        }
    }
}
