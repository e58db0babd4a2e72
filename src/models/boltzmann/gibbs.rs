//! The Gibbs chain v -> h -> v' of a small RBM as a matrix, and contrastive divergence in expectation.
//!
//! T(v, v') = sum_h p(h | v) p(v' | h), of shape (2^visible, 2^visible), is reversible with respect to p(v).
//! CD-k (Hinton 2002) replaces the model's moments by those of the data after k steps: its expected
//! gradient is ⟨v h⟩_data - ⟨v h⟩ under q T^k, and its bias decays as the second eigenvalue of T to
//! the power k (Bengio and Delalleau 2009).

use ndarray::{Array2, ArrayView2, Axis};

use super::ExactRbm;
use super::enumeration::{NotEnumerable, enumerable};
use super::moments::Moments;
use super::partition::PartitionFault;
use crate::numeric::lapack::eigh;

/// More units than this in a layer make a matrix of over 128 MB.
const TABULATED: usize = 12;

/// p(v | h) for every hidden state (rows) and visible state (columns) of a small machine.
fn conditional_table(machine: &ExactRbm) -> Result<Array2<f64>, NotEnumerable> {
    let rows = enumerable(machine.hidden_units, machine.hidden(), TABULATED)?;
    let columns = enumerable(machine.visible_units, machine.visible(), TABULATED)?;
    let input = machine.visible_input(machine.hidden_units.enumerated(machine.hidden(), 0..rows).view());
    let v = machine.visible_units.enumerated(machine.visible(), 0..columns);
    let total = machine.visible_units.cumulant(input.view()).insert_axis(Axis(1));
    Ok((input.dot(&v.t()) - total).mapv_into(f64::exp))
}

/// T(v, v'), rows and columns in the order of the states' numbers; each row sums to 1.
///
/// # Errors
/// [`NotEnumerable`] when a layer has more than 12 units.
pub fn gibbs_transition(machine: &ExactRbm) -> Result<Array2<f64>, NotEnumerable> {
    Ok(conditional_table(&machine.transposed())?.dot(&conditional_table(machine)?))
}

/// The eigenvalues of T, largest first: 1, and what is left of each deviation from equilibrium after a step. By detailed
/// balance T is similar to the symmetric matrix sqrt(p(v) / p(v')) T(v, v'), whose eigenvalues are taken.
///
/// # Errors
/// [`PartitionFault`] when a layer has more than 12 units.
pub fn gibbs_spectrum(machine: &ExactRbm) -> Result<Vec<f64>, PartitionFault> {
    let transition = gibbs_transition(machine)?;
    let root = machine.probabilities()?.mapv_into(f64::sqrt);
    let symmetric = Array2::from_shape_fn(transition.raw_dim(), |(a, b)| {
        0.5 * (transition[[a, b]] * root[a] / root[b] + transition[[b, a]] * root[b] / root[a])
    });
    let decomposed = eigh(symmetric.view()).map_err(|_| PartitionFault::NotFinite)?;
    let mut values = decomposed.values.to_vec();
    values.sort_by(|a, b| b.total_cmp(a));
    Ok(values)
}

/// The expectation of the CD-k gradient over its random numbers, for `data` (rows, visible) of states in {0, 1}.
///
/// # Errors
/// [`NotEnumerable`] when a layer has more than 12 units.
pub fn expected_cd_gradient(
    machine: &ExactRbm,
    data: ArrayView2<f64>,
    steps: usize,
) -> Result<Moments, NotEnumerable> {
    let transition = gibbs_transition(machine)?;
    let v = machine.visible_units.enumerated(machine.visible(), 0..transition.nrows());
    let mut q = machine.distribution(data, v.view());
    for _ in 0..steps {
        q = q.dot(&transition);
    }
    Ok(&machine.data_moments(data) - &machine.weighted_moments(v.view(), q.view()))
}
