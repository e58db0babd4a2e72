//! Chains of a negative phase in double precision, for units of any kind: restarted at the data (CD), going on from update to
//! update (PCD), or going on at several temperatures that exchange states (parallel tempering: Desjardins et al. 2010).
//!
//! Replica r of R has the inverse temperature β = 1 - r / R: all of its weights and biases times β, while what confines a
//! unit that takes any real value stays. After the Gibbs steps neighbours are exchanged with probability
//! min(1, e^((β_a - β_b) (E_a - E_b))), with E = -b.v - c.h - v W h, the part of the energy that β multiplies, so that
//! states which are far apart at β = 1 mix through the hot replicas. Only β = 1 enters the gradient.

use ndarray::{Array2, ArrayView2};
use rand::{Rng, RngExt};

use super::precise::Slope;
use super::schedule::steps_between;
use super::{ExactRbm, Moments};
use crate::numeric::random::Seed;
use crate::numeric::tensors::{TensorFault, Tensors};

/// How chains run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chains {
    /// Gibbs steps of an update.
    pub steps: usize,
    /// Gibbs steps in the first epoch, where they grow; none, the same number throughout.
    pub first_steps: Option<usize>,
    /// Chains that go on from update to update; none that start at the data.
    pub persistent: Option<usize>,
    /// Temperatures, 1 without tempering.
    pub temperatures: usize,
}

impl Chains {
    /// What they are in an epoch of so many.
    pub fn in_epoch(self, epoch: usize, epochs: usize) -> Chains {
        let first = self.first_steps.unwrap_or(self.steps);
        Chains { steps: steps_between(first, self.steps, epoch, epochs), ..self }
    }
}

/// Visible states (chains, visible) of every temperature, the coldest first; empty where chains start at the data.
pub(super) struct Replicas(Vec<Array2<f64>>);

impl Replicas {
    /// Chains at states drawn without couplings.
    pub fn new(machine: &ExactRbm, slope: Slope, seed: &Seed) -> Self {
        let Slope::Chains(Chains { persistent: Some(chains), temperatures, .. }) = slope else {
            return Replicas(Vec::new());
        };
        let start = |replica: u64| {
            let inputs = Array2::zeros((chains, machine.visible())) + &machine.visible_bias;
            machine.visible_units.sample(inputs, &mut seed.at(replica).stream())
        };
        Replicas((0..temperatures.max(1) as u64).map(start).collect())
    }

    /// The positive phase of `rows` (rows, visible) less the negative one after the Gibbs steps of an update.
    pub fn gradient(
        &mut self,
        machine: &ExactRbm,
        rows: ArrayView2<f64>,
        chains: Chains,
        seed: &Seed,
    ) -> Moments {
        let mut random = seed.child("gibbs").stream();
        let positive = machine.data_moments(rows);
        if self.0.is_empty() {
            let end = walk(machine, rows.to_owned(), chains.steps, &mut random);
            return &positive - &machine.data_moments(end.view());
        }
        let count = self.0.len();
        for (replica, states) in self.0.iter_mut().enumerate() {
            let warm = tempered(machine, inverse_temperature(replica, count));
            *states = walk(&warm, std::mem::take(states), chains.steps, &mut random);
        }
        if count > 1 {
            self.exchange(machine, &mut random);
        }
        &positive - &machine.data_moments(self.0[0].view())
    }

    /// Exchanges neighbours chain by chain: pairs from an even replica up, then from an odd one.
    fn exchange(&mut self, machine: &ExactRbm, random: &mut impl Rng) {
        let count = self.0.len();
        let hidden: Vec<Array2<f64>> = (0..count)
            .map(|r| {
                tempered(machine, inverse_temperature(r, count)).sample_h_given_v(self.0[r].view(), random)
            })
            .collect();
        let mut energies: Vec<Vec<f64>> = (0..count)
            .map(|r| {
                let pairs = self.0[r].outer_iter().zip(hidden[r].outer_iter());
                pairs.map(|(v, h)| machine.tempered_energy(v, h)).collect()
            })
            .collect();
        for cold in (0..count - 1).step_by(2).chain((1..count - 1).step_by(2)) {
            let apart = inverse_temperature(cold, count) - inverse_temperature(cold + 1, count);
            for chain in 0..self.0[cold].nrows() {
                let gain = apart * (energies[cold][chain] - energies[cold + 1][chain]);
                if random.random::<f64>() < gain.exp() {
                    let (colder, warmer) = self.0.split_at_mut(cold + 1);
                    let (mut a, mut b) = (colder[cold].row_mut(chain), warmer[0].row_mut(chain));
                    ndarray::Zip::from(&mut a).and(&mut b).for_each(std::mem::swap);
                    let (colder, warmer) = energies.split_at_mut(cold + 1);
                    std::mem::swap(&mut colder[cold][chain], &mut warmer[0][chain]);
                }
            }
        }
    }

    /// States by the number of their temperature.
    pub fn tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        self.0.iter().enumerate().for_each(|(r, states)| tensors.put(r.to_string(), states.clone()));
        tensors
    }

    /// Takes over states of the same shape.
    pub fn read(&mut self, tensors: &Tensors) -> Result<(), TensorFault> {
        self.0.iter_mut().enumerate().try_for_each(|(r, states)| tensors.read_into(&r.to_string(), states))
    }
}

fn inverse_temperature(replica: usize, count: usize) -> f64 {
    1.0 - replica as f64 / count as f64
}

/// The machine with its weights and biases times β.
fn tempered(machine: &ExactRbm, beta: f64) -> ExactRbm {
    ExactRbm {
        weights: &machine.weights * beta,
        visible_bias: &machine.visible_bias * beta,
        hidden_bias: &machine.hidden_bias * beta,
        ..*machine
    }
}

fn walk(machine: &ExactRbm, start: Array2<f64>, steps: usize, random: &mut impl Rng) -> Array2<f64> {
    (0..steps).fold(start, |v, _| {
        let h = machine.sample_h_given_v(v.view(), random);
        machine.sample_v_given_h(h.view(), random)
    })
}
