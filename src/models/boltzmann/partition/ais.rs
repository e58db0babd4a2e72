//! Annealed importance sampling (Neal 2001) for machines of two layers, as Salakhutdinov and Murray (2008) have it.
//!
//! Between a machine A without couplings, whose biases are the base rates, and the machine B of interest lie
//!
//! ```text
//! f_β(v) = e^((1 - β) a.v + β b.v) Π_j (1 + e^(β (c_j + (vW)_j))),   Z_0 = 2^hidden Π_i (1 + e^a_i),   Z_1 = Z
//! ```
//!
//! A chain starts at one end, and between Gibbs steps at each β collects w = Π f_next(v) / f_here(v), whose mean is the ratio of
//! the Zs for any number of steps. Chains are independent of each other: groups of them walk the ladder in matrix
//! products of single precision, with their log weights in double precision. The size of a group depends on the number of chains
//! alone, so no number depends on the number of threads.

use super::{Estimate, Ladder, PartitionFault};
use crate::models::boltzmann::softplus::softplus;
use crate::models::boltzmann::weights::Drive;
use crate::models::boltzmann::{ExactRbm, Rbm, sample};
use crate::models::panels::order::Panels;
use crate::models::panels::{Precision, Products};
use crate::models::{Observer, pause};
use crate::numeric::elementary::logistic;
use crate::numeric::exponentials::{log_sum_exp, softplus as exact_softplus};
use crate::numeric::random::{Bulk, Seed};
use crate::numeric::tensors::Tensors;
use crate::numeric::{
    blas,
    blocks::{Chunks, for_blocks},
    brain, wide,
};
use ndarray::{Array1, Array2, ArrayView1, ArrayViewMut2, s};
use std::f64::consts::LN_2;

/// Steps between two looks at the observer.
const SEGMENT: usize = 50;

/// Chains of a group at the most: few enough for several threads, enough for efficient products.
const GROUP: usize = 64;
/// Groups, at the least.
const GROUPS: usize = 2;

/// How many groups chains are annealed in.
pub fn groups(chains: usize) -> usize {
    chains.div_ceil(GROUP).max(GROUPS)
}

/// Chains of a group: all have about as many.
fn group(chains: usize) -> usize {
    chains.div_ceil(groups(chains)).max(1)
}

/// Where the chains start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// At the machine without couplings: ln Z from below, on average.
    Up,
    /// At the machine itself, after so many Gibbs steps: ln Z from above, on average, where these steps suffice.
    Down { steps: usize },
}

/// What is annealed, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Annealing {
    pub chains: usize,
    pub ladder: Ladder,
    pub direction: Direction,
    /// a, the base rates as log-odds (visible).
    pub base: Array1<f64>,
    /// What products are taken in. States are 0 or 1, so that in brain floating point it is Z of the machine with rounded
    /// weights that is estimated, from either end.
    pub precision: Precision,
}

/// Estimates ln Z of a machine of binary units or spins. Progress is counted in temperatures.
///
/// # Errors
/// [`PartitionFault`] for units of another kind, for chains that can't start, an interruption, and a snapshot that can't be
/// written or is of another computation.
pub fn anneal(
    machine: &ExactRbm,
    annealing: &Annealing,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<Estimate, PartitionFault> {
    let (machine, constant) = match annealing.precision {
        Precision::Single => machine.as_binary(),
        Precision::Brain => rounded(machine).as_binary(),
    }
    .ok_or(PartitionFault::Units)?;
    blas::single_threaded();
    let rbm = Rbm::from(&machine);
    let base = annealing.base.mapv(|a| a as f32);
    let shape = Panels::new(rbm.visible(), rbm.hidden(), annealing.precision);
    let weights = shape.pack(rbm.weights.view());
    let drive = Drive::new(shape, &weights);
    let walk = Walk { rbm: &rbm, drive, base: &base, tilt: &rbm.visible_bias - &base };
    let (betas, sign) = match annealing.direction {
        Direction::Up => (annealing.ladder.clone().up(), 1.0),
        Direction::Down { .. } => (annealing.ladder.clone().down(), -1.0),
    };
    let log_weights = walk.run(&betas, annealing, seed, observer)?;
    let at_zero = rbm.hidden() as f64 * LN_2 + annealing.base.iter().map(|&a| exact_softplus(a)).sum::<f64>();
    Ok(estimate(&log_weights, at_zero + constant, sign))
}

/// The machine of rounded weights, whose products are what it is annealed by: so its chains start where they are to end, and spins
/// have the biases that go with their weights.
fn rounded(machine: &ExactRbm) -> ExactRbm {
    let weights = machine.weights.mapv(|weight| f64::from(brain::rounded(weight as f32)));
    ExactRbm { weights, ..machine.clone() }
}

/// From the log weights of independent chains, and ln Z at β = 0.
fn estimate(log_weights: &[f64], at_zero: f64, sign: f64) -> Estimate {
    let n = log_weights.len() as f64;
    let log_mean = log_sum_exp(log_weights) - n.ln();
    let deviation = |w: &f64| ((w - log_mean).exp() - 1.0).powi(2);
    let variance = log_weights.iter().map(deviation).sum::<f64>() / (n - 1.0);
    let standard_error = (n > 1.0).then(|| (variance / n).sqrt());
    Estimate { log_partition: at_zero + sign * log_mean, standard_error, chains: log_weights.len() }
}

/// The machines between the two ends.
struct Walk<'a> {
    rbm: &'a Rbm,
    drive: Drive<'a>,
    base: &'a Array1<f32>,
    /// How much further the visible biases of the machine go.
    tilt: Array1<f32>,
}

/// What a group of chains needs.
struct Buffers {
    products: Products,
    hidden: Array2<f32>,
    noise: Vec<f32>,
}

impl Walk<'_> {
    /// Walks all chains along the inverse temperatures; their log weights.
    fn run(
        &self,
        betas: &[f64],
        annealing: &Annealing,
        seed: &Seed,
        observer: &dyn Observer,
    ) -> Result<Vec<f64>, PartitionFault> {
        let kept = observer.snapshot().filter(|state| state.contains("log-weights"));
        let (mut first, mut visible, mut log_weights) = match kept {
            Some(state) => (
                state.number::<u64>("segment")? as usize,
                state.get("visible")?,
                state.get::<f64, ndarray::Ix1>("log-weights")?.to_vec(),
            ),
            None => (0, self.start(annealing, &seed.child("start"), observer)?, vec![0.0; annealing.chains]),
        };
        if visible.dim() != (annealing.chains, self.rbm.visible()) || log_weights.len() != annealing.chains {
            return Err(PartitionFault::NotKept("the snapshot is of another estimate".into()));
        }
        let rows = group(annealing.chains);
        let mut buffers: Vec<Buffers> =
            (0..annealing.chains.div_ceil(rows)).map(|_| self.buffers(rows, annealing.precision)).collect();
        let steps = betas.len() - 1;
        while first * SEGMENT < steps {
            let state = || {
                let mut state = Tensors::default();
                state.put_number("segment", first as u64);
                state.put("visible", visible.clone());
                state.put("log-weights", Array1::from(log_weights.clone()));
                state
            };
            if pause(observer, state)?.is_break() {
                return Err(PartitionFault::Interrupted);
            }
            let last = steps.min((first + 1) * SEGMENT);
            let part = &betas[first * SEGMENT..=last];
            let chains = (&mut visible, &mut log_weights[..]);
            self.segment((part, last == steps), chains, &mut buffers, &seed.at(first as u64));
            first += 1;
            observer.progress(last as u64, steps as u64, "");
        }
        Ok(log_weights)
    }

    /// Where the chains start: states of the machine without couplings, or of the machine itself.
    fn start(
        &self,
        annealing: &Annealing,
        seed: &Seed,
        observer: &dyn Observer,
    ) -> Result<Array2<f32>, PartitionFault> {
        let chains = annealing.chains;
        let mut visible = match annealing.direction {
            Direction::Up => self
                .base
                .mapv(logistic)
                .broadcast((chains, self.base.len()))
                .map(|p| p.to_owned())
                .unwrap_or_default(),
            Direction::Down { steps } => {
                sample(self.rbm, chains, steps, None, &seed.child("chains"), observer)?
            }
        };
        let mut random = seed.bulk();
        let mut noise = vec![0.0; self.rbm.visible()];
        for mut row in visible.outer_iter_mut() {
            random.fill_uniform(&mut noise);
            row.iter_mut().zip(&noise).for_each(|(p, u)| *p = if u < p { 1.0 } else { 0.0 });
        }
        Ok(visible)
    }

    fn buffers(&self, rows: usize, precision: Precision) -> Buffers {
        let (visible, hidden) = self.drive.dim();
        Buffers {
            products: Drive::products(&[self.drive], rows, precision),
            hidden: Array2::zeros((rows, hidden)),
            noise: vec![0.0; visible.max(hidden)],
        }
    }

    /// Takes all chains along a part of the ladder, group by group; at its very end nothing moves any more.
    fn segment(
        &self,
        (betas, ends): (&[f64], bool),
        (visible, log_weights): (&mut Array2<f32>, &mut [f64]),
        buffers: &mut [Buffers],
        seed: &Seed,
    ) {
        let (units, rows) = (visible.ncols(), group(visible.nrows()));
        let Some(visible) = visible.as_slice_mut() else { return };
        let count = buffers.len();
        let chains = (Chunks(visible, rows * units), Chunks(log_weights, rows));
        let blocks = ((buffers, chains), 0..count);
        for_blocks(blocks, 1, &|((buffers, (Chunks(visible, _), Chunks(log_weights, _))), number)| {
            let shape = (log_weights.len(), units);
            let (Ok(mut visible), [buffers]) = (ArrayViewMut2::from_shape(shape, visible), buffers) else {
                return;
            };
            let mut random = seed.at(number.start as u64).bulk();
            for (step, pair) in betas.windows(2).enumerate() {
                let moves = !ends || step + 2 < betas.len();
                let chains = (visible.view_mut(), &mut *log_weights);
                self.step(chains, buffers, (pair[0], pair[1], moves), &mut random);
            }
        });
    }

    /// Collects the weight from one temperature to the next, and there makes a Gibbs step.
    fn step(
        &self,
        (mut visible, log_weights): (ArrayViewMut2<f32>, &mut [f64]),
        buffers: &mut Buffers,
        (here, next, moves): (f64, f64, bool),
        random: &mut Bulk,
    ) {
        let Buffers { products, hidden, noise } = buffers;
        let mut hidden = hidden.slice_mut(s![..visible.nrows(), ..]);
        let bias = self.rbm.hidden_bias.as_slice().unwrap_or_default();
        self.drive.hidden(visible.view(), bias, None, hidden.view_mut(), products);
        let linear = visible.dot(&self.tilt);
        let beta = next as f32;
        for ((row, weight), linear) in hidden.rows_mut().into_iter().zip(log_weights).zip(&linear) {
            *weight += (next - here) * f64::from(*linear) + difference(row.view(), here as f32, beta);
            let noise = &mut noise[..row.len()];
            random.fill_uniform(noise);
            wide::update(row, (&*noise).into(), |x, u| on(u, beta * x));
        }
        if !moves {
            return;
        }
        self.drive.visible(hidden.view(), visible.view_mut(), products);
        let bias = self.base * (1.0 - beta) + &self.rbm.visible_bias * beta;
        for mut row in visible.rows_mut() {
            wide::update(row.view_mut(), bias.view(), |x, bias| beta * x + bias);
            let noise = &mut noise[..row.len()];
            random.fill_uniform(noise);
            wide::update(row, (&*noise).into(), |x, u| on(u, x));
        }
    }
}

/// The state of a unit under an input, by a uniform number.
#[inline(always)]
fn on(uniform: f32, input: f32) -> f32 {
    if uniform < logistic(input) { 1.0 } else { 0.0 }
}

/// Σ softplus(next x) - softplus(here x) over a row. Two sums, for a function of both is too long to be compiled into the loop.
fn difference(row: ArrayView1<f32>, here: f32, next: f32) -> f64 {
    wide::sum(row, |x| softplus(next * x)) - wide::sum(row, |x| softplus(here * x))
}
