//! Sums over all states of a small layer: streamed in blocks whose results are combined in a fixed order.
//!
//! A state has the number Σ v_i 2^i, unit 0 being the lowest bit; of softmax groups the digits are to the base of their
//! columns. Ranges of states run on all cores; they and their blocks depend on the number of states alone.

use std::fmt;

use ndarray::{Array1, Array2, ArrayView2};
use rayon::prelude::*;

use super::{ExactRbm, Units};
use crate::numeric::exponentials::log_sum_exp;

/// A layer of more states than 2 to this is not enumerated: 2^30 states of a 784-unit row are hours of work.
pub const ENUMERABLE: usize = 30;
/// States evaluated together: large enough for a matrix product, small enough for the cache.
const BLOCK: usize = 1024;
/// An enumeration is cut into this many ranges (a power of two), each with one partial result.
const RANGES: usize = 64;
/// Lists of a number per state end here, at 8 MB.
const LISTABLE: usize = 20;

/// An enumeration was asked for that can't be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotEnumerable {
    /// It would not end.
    TooLarge {
        /// Binary digits that number the states of the layer which would have to be enumerated.
        bits: usize,
        /// The most that are enumerated.
        limit: usize,
    },
    /// The units have a continuum of states.
    Continuous,
}

impl fmt::Display for NotEnumerable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotEnumerable::TooLarge { bits, limit } => {
                write!(f, "the layer has 2^{bits} states; at most 2^{limit} are enumerated")
            }
            NotEnumerable::Continuous => write!(f, "the states of continuous units can't be enumerated"),
        }
    }
}

impl std::error::Error for NotEnumerable {}

/// The number of states, refused where there are more than 2^limit.
pub(super) fn enumerable(units: Units, columns: usize, limit: usize) -> Result<usize, NotEnumerable> {
    let bits = units.bits(columns).ok_or(NotEnumerable::Continuous)?;
    let states = units.states(columns).filter(|_| bits <= limit);
    states.ok_or(NotEnumerable::TooLarge { bits, limit })
}

impl ExactRbm {
    /// ln Z, by enumeration of the layer with fewer states; see [`super::partition`] for larger ones.
    ///
    /// # Errors
    /// [`NotEnumerable`] when that layer has more than 2^30 states.
    pub fn log_partition(&self) -> Result<f64, NotEnumerable> {
        let parts = self.smaller_layer_visible().fold_states(
            || f64::NEG_INFINITY,
            |machine, sum, states| {
                let block = log_sum_exp(&(-machine.free_energy(states.view())));
                *sum = log_sum_exp(&[*sum, block]);
            },
        )?;
        Ok(log_sum_exp(&parts))
    }

    /// Whether the hidden layer has fewer states than the visible one.
    pub(super) fn is_hidden_smaller(&self) -> bool {
        let bits = |units: Units, columns| units.bits(columns).unwrap_or(usize::MAX);
        bits(self.hidden_units, self.hidden()) < bits(self.visible_units, self.visible())
    }

    /// This machine, or its transpose, such that the visible layer is the one with fewer states.
    pub(super) fn smaller_layer_visible(&self) -> Self {
        if self.is_hidden_smaller() { self.transposed() } else { self.clone() }
    }

    /// Folds blocks of visible states into one result a range, in the order of the states. Ranges run
    /// on all cores; they and their blocks depend on the number of units alone.
    pub(super) fn fold_states<T: Send>(
        &self,
        start: impl Fn() -> T + Sync,
        absorb: impl Fn(&Self, &mut T, Array2<f64>) + Sync,
    ) -> Result<Vec<T>, NotEnumerable> {
        let (units, columns) = (self.visible_units, self.visible());
        let total = enumerable(units, columns, ENUMERABLE)?;
        let length = BLOCK.max(total / RANGES);
        let fold_range = |first: usize| {
            let mut result = start();
            let end = total.min(first + length);
            for at in (first..end).step_by(BLOCK) {
                absorb(self, &mut result, units.enumerated(columns, at..end.min(at + BLOCK)));
            }
            result
        };
        Ok((0..total.div_ceil(length)).into_par_iter().map(|range| fold_range(range * length)).collect())
    }

    /// p(v) of every visible state, at the index of its number.
    ///
    /// # Errors
    /// [`NotEnumerable`] when there are more than 20 visible units.
    pub fn probabilities(&self) -> Result<Array1<f64>, NotEnumerable> {
        enumerable(self.visible_units, self.visible(), LISTABLE)?;
        let log_partition = self.log_partition()?;
        let parts = self.fold_states(Vec::new, |machine, list, states| {
            list.extend(machine.free_energy(states.view()).mapv_into(|f| (-f - log_partition).exp()));
        })?;
        Ok(parts.into_iter().flatten().collect())
    }

    /// Mean ln p(v) over the rows of `data` (rows, visible), in nats.
    ///
    /// # Errors
    /// [`NotEnumerable`] as for [`ExactRbm::log_partition`].
    pub fn mean_log_likelihood(&self, data: ArrayView2<f64>) -> Result<f64, NotEnumerable> {
        let log_partition = self.log_partition()?;
        Ok(-self.free_energy(data).mean().unwrap_or(f64::NAN) - log_partition)
    }

    /// KL(data || model) = sum_v q(v) ln(q(v) / p(v)) in nats, with q the distribution of the rows of
    /// `data` (rows, visible), each row a state in {0, 1} or the means of independent units.
    ///
    /// # Errors
    /// [`NotEnumerable`] when there are more than 30 visible units.
    pub fn divergence_from(&self, data: ArrayView2<f64>) -> Result<f64, NotEnumerable> {
        let log_partition = self.log_partition()?;
        let parts = self.fold_states(
            || 0.0,
            |machine, sum, states| {
                let q = self.distribution(data, states.view());
                let free_energy = machine.free_energy(states.view());
                let present = q.iter().zip(&free_energy).filter(|(q, _)| **q > 0.0);
                *sum += present.map(|(q, f)| q * (q.ln() + f + log_partition)).sum::<f64>();
            },
        )?;
        Ok(parts.iter().sum())
    }

    /// The probability that a random row of `data`, read as means of independent units, gives each of `states`.
    pub(super) fn distribution(&self, data: ArrayView2<f64>, states: ArrayView2<f64>) -> Array1<f64> {
        let rows = data.nrows() as f64;
        let one =
            |state| data.outer_iter().map(|row| self.visible_units.probability(row, state)).sum::<f64>();
        states.outer_iter().map(|state| one(state) / rows).collect()
    }
}
