//! What ties hidden states to visible ones: kernels κ(h | v) that are normalized over h, as tables ln κ of the shape (v, h).
//!
//! With T(v, h) = ln κ the trace Tr_h e^T is 1 for every v, whatever the kernel: the trace condition of Kadanoff's
//! variational renormalization (1975), which Mehta and Schwab (2014) ask for. States are spins of +1 and -1, a row for
//! each; bit i of the number of a state is spin i.
//!
//! ```text
//! blocks      κ = Π_J e^(p S_J h_J) / 2 cosh(p S_J)     S_J: the sum of the spins 2J and 2J + 1
//! decimation  κ = 1 where each h_J is the spin 2J, else 0: the limit of a block with one spin, p to infinity
//! copy        κ = e^-E(h) / Z_h, whatever v is           (Lin and Tegmark 2017, appendix)
//! ```

use crate::models::boltzmann::Units;
use crate::numeric::exponentials::{ln_two_cosh, log_sum_exp};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

/// All states of so many spins, (states, spins).
pub fn spin_states(count: usize) -> Array2<f64> {
    Units::Spin.enumerated(count, 0..1 << count)
}

/// Blocks of two neighbours, the last one of a single spin where their number is odd.
pub fn blocks(visible: ArrayView2<f64>, parameter: f64) -> Array2<f64> {
    let hidden = spin_states(visible.ncols().div_ceil(2));
    let sums = |v: ArrayView1<f64>| -> Vec<f64> {
        v.axis_chunks_iter(Axis(0), 2).map(|block| parameter * block.sum()).collect()
    };
    let of_row = |v: ArrayView1<f64>| {
        let fields = Array1::from(sums(v));
        hidden.dot(&fields) - fields.mapv(ln_two_cosh).sum()
    };
    rows(visible, hidden.nrows(), of_row)
}

/// Hidden spins that are the first of each two neighbours.
pub fn decimation(visible: ArrayView2<f64>) -> Array2<f64> {
    let hidden = spin_states(visible.ncols().div_ceil(2));
    let of_row = |v: ArrayView1<f64>| {
        let kept: Vec<f64> = v.iter().step_by(2).copied().collect();
        let is_copy = |h: ArrayView1<f64>| h.iter().zip(&kept).all(|(a, b)| a == b);
        hidden.map_axis(Axis(1), |h| if is_copy(h) { 0.0 } else { f64::NEG_INFINITY })
    };
    rows(visible, hidden.nrows(), of_row)
}

/// Hidden states of these energies, which know nothing of the visible ones.
pub fn copy(states: usize, hidden_energy: &Array1<f64>) -> Array2<f64> {
    let log_partition = log_sum_exp(&-hidden_energy);
    Array2::from_shape_fn((states, hidden_energy.len()), |(_, h)| -hidden_energy[h] - log_partition)
}

/// A table of a row for each visible state.
fn rows(
    visible: ArrayView2<f64>,
    columns: usize,
    of_row: impl Fn(ArrayView1<f64>) -> Array1<f64>,
) -> Array2<f64> {
    let mut table = Array2::zeros((visible.nrows(), columns));
    for (mut row, v) in table.outer_iter_mut().zip(visible.outer_iter()) {
        row.assign(&of_row(v));
    }
    table
}

/// Spins in a row with open ends: E = -Σ J_i s_i s_(i+1) - h Σ s_i, in units of the temperature.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenChain {
    /// One fewer than there are spins.
    pub couplings: Vec<f64>,
    pub field: f64,
}

impl OpenChain {
    pub fn spins(&self) -> usize {
        self.couplings.len() + 1
    }

    /// The first `spins` of it.
    pub fn shortened(&self, spins: usize) -> OpenChain {
        let couplings = self.couplings.iter().take(spins.saturating_sub(1)).copied().collect();
        OpenChain { couplings, field: self.field }
    }

    /// The energy of each of its states.
    pub fn energies(&self) -> Array1<f64> {
        spin_states(self.spins()).map_axis(Axis(1), |s| {
            let bonds = self.couplings.iter().enumerate().map(|(i, j)| j * s[i] * s[i + 1]).sum::<f64>();
            -bonds - self.field * s.sum()
        })
    }
}
