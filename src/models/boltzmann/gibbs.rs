//! The Gibbs chain v -> h -> v' of a small RBM as a matrix, and contrastive divergence in expectation.
//!
//! T(v, v') = sum_h p(h | v) p(v' | h), of shape (2^visible, 2^visible), is reversible with respect to p(v).
//! CD-k (Hinton 2002) replaces the model's moments by those of the data after k steps: its expected
//! gradient is ⟨v h⟩_data - ⟨v h⟩ under q T^k, and its bias decays as the second eigenvalue of T to
//! the power k (Bengio and Delalleau 2009).

use ndarray::{Array2, ArrayView2};

use super::exact::{ExactRbm, TooLarge, distribution, enumerable, states};
use super::moments::Moments;

/// More units than this in a layer make a matrix of over 128 MB.
const TABULATED: usize = 12;

/// p(v | h) for every hidden state (rows) and visible state (columns) of a small machine.
fn conditional_table(machine: &ExactRbm) -> Result<Array2<f64>, TooLarge> {
    let rows = enumerable(machine.hidden(), TABULATED)?;
    let columns = enumerable(machine.visible(), TABULATED)?;
    let means = machine.visible_given_hidden(states(machine.hidden(), 0..rows).view());
    let v = states(machine.visible(), 0..columns);
    let mut table = Array2::zeros((rows, columns));
    for (mut row, mean) in table.outer_iter_mut().zip(means.outer_iter()) {
        row.assign(&distribution(mean.insert_axis(ndarray::Axis(0)), v.view()));
    }
    Ok(table)
}

/// T(v, v'), rows and columns in the order of the states' numbers; each row sums to 1.
///
/// # Errors
/// [`TooLarge`] when a layer has more than 12 units.
pub fn gibbs_transition(machine: &ExactRbm) -> Result<Array2<f64>, TooLarge> {
    Ok(conditional_table(&machine.transposed())?.dot(&conditional_table(machine)?))
}

/// The expectation of the CD-k gradient over its random numbers, for `data` (rows, visible) of states in {0, 1}.
///
/// # Errors
/// [`TooLarge`] when a layer has more than 12 units.
pub fn expected_cd_gradient(
    machine: &ExactRbm,
    data: ArrayView2<f64>,
    steps: usize,
) -> Result<Moments, TooLarge> {
    let transition = gibbs_transition(machine)?;
    let v = states(machine.visible(), 0..transition.nrows());
    let mut q = distribution(data, v.view());
    for _ in 0..steps {
        q = q.dot(&transition);
    }
    Ok(&machine.data_moments(data) - &machine.weighted_moments(v.view(), q.view()))
}
