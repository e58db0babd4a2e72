//! A binary RBM in f64: energies, conditionals, and the partition function by enumeration.
//!
//! E(v, h) = -b.v - c.h - v.W.h; F_c(v) = -ln sum_h e^-E = -b.v - sum_j softplus(c_j + (vW)_j);
//! Z = sum_v e^-F_c(v) = sum_h e^-F(h). The smaller layer is enumerated: its states come in streamed
//! blocks whose log-sum-exps are combined in a fixed order. A state has the number
//! sum_i v_i 2^i, unit 0 being the lowest bit. Arrays are (rows, units), natural logarithms.

use std::fmt;
use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;

use super::Rbm;

/// A layer of more units than this is not enumerated: 2^30 states of a 784-unit row are hours of work.
const ENUMERABLE: usize = 30;
/// States evaluated together: large enough for a matrix product, small enough for the cache.
const BLOCK: usize = 1024;
/// An enumeration is cut into this many ranges (a power of two), each with one partial result.
const RANGES: usize = 64;
/// Lists of a number per state end here, at 8 MB.
const LISTABLE: usize = 20;

/// An enumeration was asked for that would not end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// Units of the layer that would have to be enumerated.
    pub units: usize,
    /// The most that are enumerated.
    pub limit: usize,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} binary units have 2^{} states; at most {} units are enumerated",
            self.units, self.units, self.limit
        )
    }
}

impl std::error::Error for TooLarge {}

/// Refuses a layer with more units than `limit`.
pub(super) fn enumerable(units: usize, limit: usize) -> Result<usize, TooLarge> {
    if units <= limit { Ok(1 << units) } else { Err(TooLarge { units, limit }) }
}

/// The states with the numbers in `range`, one a row: bit i of the number in column i.
pub(super) fn states(units: usize, range: Range<usize>) -> Array2<f64> {
    Array2::from_shape_fn((range.len(), units), |(row, unit)| ((range.start + row) >> unit & 1) as f64)
}

/// ln(1 + e^x), without overflow.
pub(super) fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

pub(super) fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// ln sum e^x, without overflow.
pub(super) fn log_sum_exp<'a>(values: impl IntoIterator<Item = &'a f64> + Clone) -> f64 {
    let largest = values.clone().into_iter().fold(f64::NEG_INFINITY, |a, &b| a.max(b));
    if !largest.is_finite() {
        return largest;
    }
    largest + values.into_iter().map(|x| (x - largest).exp()).sum::<f64>().ln()
}

/// A binary RBM in double precision: weights (visible, hidden) and the two biases.
#[derive(Clone, Debug, PartialEq)]
pub struct ExactRbm {
    pub weights: Array2<f64>,
    pub visible_bias: Array1<f64>,
    pub hidden_bias: Array1<f64>,
}

impl From<&Rbm> for ExactRbm {
    fn from(rbm: &Rbm) -> Self {
        ExactRbm {
            weights: rbm.weights.mapv(f64::from),
            visible_bias: rbm.visible_bias.mapv(f64::from),
            hidden_bias: rbm.hidden_bias.mapv(f64::from),
        }
    }
}

impl ExactRbm {
    /// The machine over {0, 1} with the distribution of one over spins +-1, whose energy has the same form:
    /// s = 2v - 1 gives W' = 4W, b' = 2b - 2 W 1, c' = 2c - 2 1 W. Also returns what must be added
    /// to its ln Z to have that of the spins: 1.W.1 - b.1 - c.1.
    pub fn from_spins(
        weights: &Array2<f64>,
        visible_bias: &Array1<f64>,
        hidden_bias: &Array1<f64>,
    ) -> (Self, f64) {
        let machine = ExactRbm {
            weights: weights * 4.0,
            visible_bias: (visible_bias - &weights.sum_axis(Axis(1))) * 2.0,
            hidden_bias: (hidden_bias - &weights.sum_axis(Axis(0))) * 2.0,
        };
        (machine, weights.sum() - visible_bias.sum() - hidden_bias.sum())
    }

    pub fn visible(&self) -> usize {
        self.visible_bias.len()
    }

    pub fn hidden(&self) -> usize {
        self.hidden_bias.len()
    }

    /// The same machine with its two layers exchanged.
    pub fn transposed(&self) -> Self {
        ExactRbm {
            weights: self.weights.t().as_standard_layout().into_owned(),
            visible_bias: self.hidden_bias.clone(),
            hidden_bias: self.visible_bias.clone(),
        }
    }

    /// E(v, h) of one joint state.
    pub fn energy(&self, v: ArrayView1<f64>, h: ArrayView1<f64>) -> f64 {
        -self.visible_bias.dot(&v) - self.hidden_bias.dot(&h) - v.dot(&self.weights).dot(&h)
    }

    /// c + vW: what drives each hidden unit; v (rows, visible) to (rows, hidden).
    fn hidden_input(&self, v: ArrayView2<f64>) -> Array2<f64> {
        v.dot(&self.weights) + &self.hidden_bias
    }

    /// F_c(v) of each row of v (rows, visible), in nats.
    pub fn free_energy(&self, v: ArrayView2<f64>) -> Array1<f64> {
        let hidden = self.hidden_input(v).mapv_into(softplus).sum_axis(Axis(1));
        -(v.dot(&self.visible_bias) + hidden)
    }

    /// p(h_j = 1 | v), exact because the graph is bipartite: (rows, visible) to (rows, hidden).
    pub fn hidden_given_visible(&self, v: ArrayView2<f64>) -> Array2<f64> {
        self.hidden_input(v).mapv_into(sigmoid)
    }

    /// p(v_i = 1 | h): (rows, hidden) to (rows, visible).
    pub fn visible_given_hidden(&self, h: ArrayView2<f64>) -> Array2<f64> {
        (h.dot(&self.weights.t()) + &self.visible_bias).mapv_into(sigmoid)
    }

    /// ln Z, by enumeration of the smaller layer.
    ///
    /// # Errors
    /// [`TooLarge`] when the smaller layer has more than 30 units.
    pub fn log_partition(&self) -> Result<f64, TooLarge> {
        let parts = self.smaller_layer_visible().fold_states(
            || f64::NEG_INFINITY,
            |machine, sum, states| {
                let block = log_sum_exp(&(-machine.free_energy(states.view())));
                *sum = log_sum_exp(&[*sum, block]);
            },
        )?;
        Ok(log_sum_exp(&parts))
    }

    /// This machine, or its transpose, such that the visible layer is the smaller one.
    pub(super) fn smaller_layer_visible(&self) -> Self {
        if self.visible() <= self.hidden() { self.clone() } else { self.transposed() }
    }

    /// Folds blocks of visible states into one result a range, in the order of the states. Ranges run
    /// on all cores; they and their blocks depend on the number of units alone.
    pub(super) fn fold_states<T: Send>(
        &self,
        start: impl Fn() -> T + Sync,
        absorb: impl Fn(&Self, &mut T, Array2<f64>) + Sync,
    ) -> Result<Vec<T>, TooLarge> {
        let units = self.visible();
        let total = enumerable(units, ENUMERABLE)?;
        let length = BLOCK.max(total / RANGES);
        let fold_range = |first: usize| {
            let mut result = start();
            let end = total.min(first + length);
            for at in (first..end).step_by(BLOCK) {
                absorb(self, &mut result, states(units, at..end.min(at + BLOCK)));
            }
            result
        };
        Ok((0..total.div_ceil(length)).into_par_iter().map(|range| fold_range(range * length)).collect())
    }

    /// p(v) of every visible state, at the index of its number.
    ///
    /// # Errors
    /// [`TooLarge`] when there are more than 20 visible units.
    pub fn probabilities(&self) -> Result<Array1<f64>, TooLarge> {
        enumerable(self.visible(), LISTABLE)?;
        let log_partition = self.log_partition()?;
        let parts = self.fold_states(Vec::new, |machine, list, states| {
            list.extend(machine.free_energy(states.view()).mapv_into(|f| (-f - log_partition).exp()));
        })?;
        Ok(parts.into_iter().flatten().collect())
    }

    /// Mean ln p(v) over the rows of `data` (rows, visible), in nats.
    ///
    /// # Errors
    /// [`TooLarge`] as for [`ExactRbm::log_partition`].
    pub fn mean_log_likelihood(&self, data: ArrayView2<f64>) -> Result<f64, TooLarge> {
        let log_partition = self.log_partition()?;
        Ok(-self.free_energy(data).mean().unwrap_or(f64::NAN) - log_partition)
    }

    /// KL(data || model) = sum_v q(v) ln(q(v) / p(v)) in nats, with q the distribution of the rows of
    /// `data` (rows, visible), each row a state in {0, 1} or the means of independent units.
    ///
    /// # Errors
    /// [`TooLarge`] when there are more than 30 visible units.
    pub fn divergence_from(&self, data: ArrayView2<f64>) -> Result<f64, TooLarge> {
        let log_partition = self.log_partition()?;
        let parts = self.fold_states(
            || 0.0,
            |machine, sum, states| {
                let q = distribution(data, states.view());
                let free_energy = machine.free_energy(states.view());
                let present = q.iter().zip(&free_energy).filter(|(q, _)| **q > 0.0);
                *sum += present.map(|(q, f)| q * (q.ln() + f + log_partition)).sum::<f64>();
            },
        )?;
        Ok(parts.iter().sum())
    }
}

/// The probability that a random row of `data`, read as means of independent units, gives each of `states`.
pub(super) fn distribution(data: ArrayView2<f64>, states: ArrayView2<f64>) -> Array1<f64> {
    let of_row = |row: ArrayView1<f64>, state: ArrayView1<f64>| {
        row.iter().zip(&state).map(|(p, s)| if *s > 0.5 { *p } else { 1.0 - p }).product::<f64>()
    };
    let rows = data.nrows() as f64;
    let of_state =
        |state: ArrayView1<f64>| data.outer_iter().map(|row| of_row(row, state)).sum::<f64>() / rows;
    states.outer_iter().map(of_state).collect()
}
