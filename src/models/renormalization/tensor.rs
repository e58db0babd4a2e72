//! Tensors with four legs for networks in the plane: left, up, right, down. The Ising model on the square lattice is a
//! network of one tensor on each spin,
//!
//! ```text
//! T_lurd = sum over s of M_sl M_su M_sr M_sd,   M M' = exp(K s s')
//! ```
//! M_s0 = sqrt(cosh K), M_s1 = s sqrt(sinh K). Products go through matrices, so that BLAS does the work.

use crate::models::Observer;
use crate::numeric::blas;
use ndarray::{Array2, Array4};

/// Why a contraction ended.
#[derive(Clone, Debug, PartialEq)]
pub enum NetworkFault {
    Lapack(crate::numeric::lapack::LapackError),
    Interrupted,
}

impl From<crate::numeric::lapack::LapackError> for NetworkFault {
    fn from(fault: crate::numeric::lapack::LapackError) -> Self {
        NetworkFault::Lapack(fault)
    }
}

/// What a contraction gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Contracted {
    /// ln Z per spin.
    pub log_partition: f64,
    /// The spins that the last tensor stands for, as a power of two.
    pub doublings: usize,
    /// ln Z per spin as the trace of the tensor would give it after each step that truncates, and at last as it is.
    pub estimates: Vec<f64>,
    /// The largest share of squared singular values that a step has cut off.
    pub cut: f64,
}

/// The tensor of a spin with this coupling, K > 0.
fn ising(coupling: f64) -> Array4<f64> {
    blas::single_threaded();
    let m = |s: f64, leg: usize| if leg == 0 { coupling.cosh().sqrt() } else { s * coupling.sinh().sqrt() };
    Array4::from_shape_fn((2, 2, 2, 2), |(l, u, r, d)| {
        [-1.0, 1.0].iter().map(|&s| m(s, l) * m(s, u) * m(s, r) * m(s, d)).sum()
    })
}

/// A tensor whose legs come in this order, with the first two as rows of a matrix and the last two as columns.
pub fn matrix(t: &Array4<f64>, order: [usize; 4]) -> Array2<f64> {
    let turned = t.view().permuted_axes(order);
    let (a, b, c, d) = turned.dim();
    let shape = (a * b, c * d);
    let values = turned.iter().copied().collect();
    Array2::from_shape_vec(shape, values).unwrap_or_else(|_| Array2::zeros(shape))
}

/// A matrix whose rows are two legs and whose columns are two.
pub fn tensor(m: &Array2<f64>, shape: (usize, usize, usize, usize)) -> Array4<f64> {
    let values = m.iter().copied().collect();
    Array4::from_shape_vec(shape, values).unwrap_or_else(|_| Array4::zeros(shape))
}

/// The trace of a single tensor on a torus: left with right, up with down.
fn trace(t: &Array4<f64>) -> f64 {
    let (l, u, _, _) = t.dim();
    (0..l).flat_map(|l| (0..u).map(move |u| (l, u))).map(|(l, u)| t[[l, u, l, u]]).sum()
}

/// Divides by the largest magnitude and says its logarithm.
fn normalized(t: &mut Array4<f64>) -> f64 {
    let largest = t.iter().fold(0.0f64, |most, x| most.max(x.abs()));
    t.mapv_inplace(|x| x / largest);
    largest.ln()
}

/// The trace of four tensors on a torus of 2 x 2. Two beside each other make R[u1 u2, d1 d2] = Σ T[l u1 r d1] T[r u2 l d2], and
/// two such rows the trace of R R.
fn trace_of_four(t: &Array4<f64>) -> f64 {
    let (_, u, _, d) = t.dim();
    let row = matrix(t, [1, 3, 0, 2]).dot(&matrix(t, [2, 0, 1, 3]));
    let row = matrix(&tensor(&row, (u, d, u, d)), [0, 2, 1, 3]);
    (&row * &row.t()).sum()
}

/// ln Z a spin of what a network has become: the last two doublings need no truncation.
fn closed(mut t: Array4<f64>, sum: f64, weight: f64, left: usize) -> f64 {
    let sum = sum + weight * normalized(&mut t);
    if left == 2 {
        sum + weight / 4.0 * trace_of_four(&t).abs().ln()
    } else {
        sum + weight * trace(&t).abs().ln()
    }
}

/// A step: one tensor of two, keeping so many values on a leg, and the share that it cut off.
pub type Step = fn(&Array4<f64>, usize, &dyn Observer) -> Result<(Array4<f64>, f64), NetworkFault>;

/// Contracts 2^steps tensors of this coupling on a torus; the last four of them without truncation.
///
/// # Errors
/// Of LAPACK, or because the observer wants the end.
pub fn contract(
    coupling: f64,
    bond: usize,
    steps: usize,
    coarser: Step,
    observer: &dyn Observer,
) -> Result<Contracted, NetworkFault> {
    let mut t = ising(coupling);
    let (mut sum, mut weight, mut cut) = (0.0, 1.0, 0.0f64);
    let left = if steps < 2 { 0 } else { 2 };
    let mut estimates = Vec::with_capacity(steps);
    for step in 0..steps - left {
        observer.progress(step as u64, steps as u64, "tensors halved");
        sum += weight * normalized(&mut t);
        let (next, lost) = coarser(&t, bond, observer)?;
        (t, cut, weight) = (next, cut.max(lost), weight / 2.0);
        estimates.push(sum + weight * trace(&t).abs().ln());
    }
    let log_partition = closed(t, sum, weight, left);
    estimates.push(log_partition);
    Ok(Contracted { log_partition, doublings: steps, estimates, cut })
}

/// # Errors
/// [`NetworkFault::Interrupted`] once the observer wants the end.
pub fn go_on(observer: &dyn Observer) -> Result<(), NetworkFault> {
    if observer.cancelled() { Err(NetworkFault::Interrupted) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One spin on a torus of one: its two bonds join it to itself, Z = 2 exp(2K).
    #[test]
    fn the_trace_of_one_tensor_is_one_spin_on_a_torus() {
        assert!((trace(&ising(0.3)) - 2.0 * 0.6f64.exp()).abs() < 1e-14);
    }

    /// Four spins on a torus of 2 x 2 have eight bonds, two between each pair of neighbours.
    #[test]
    fn the_trace_of_four_tensors_is_four_spins_on_a_torus() {
        let k: f64 = 0.3;
        let z = 2.0 * (8.0 * k).exp() + 12.0 + 2.0 * (-8.0 * k).exp();
        assert!((trace_of_four(&ising(k)) - z).abs() < 1e-12 * z);
    }
}
