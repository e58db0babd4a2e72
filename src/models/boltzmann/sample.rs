//! Fantasies: states of a machine after many steps of block Gibbs sampling, h from p(h | v), v from p(v | h).

use ndarray::{Array2, ArrayView2, Axis};

use super::Rbm;
use super::fault::RbmFault;
use super::train::check_data;
use crate::numeric::blas;
use crate::numeric::random::Seed;

/// Runs `chains` chains for `steps` steps and returns p(v | h) of the last step (chains, visible): means,
/// smoother to look at than the states. Chains start at the first rows of `start` (rows, visible), which is
/// repeated when it has too few, or at states in which every unit is on with probability 1/2.
///
/// # Errors
/// [`RbmFault`] for a `start` that has no rows, another width than the machine, or values that are no probabilities.
pub fn sample(
    rbm: &Rbm,
    chains: usize,
    steps: usize,
    start: Option<ArrayView2<f32>>,
    seed: &Seed,
) -> Result<Array2<f32>, RbmFault> {
    blas::single_threaded();
    let mut visible = match start {
        Some(rows) => {
            check_data(rbm, rows)?;
            rows.select(Axis(0), &(0..chains).map(|chain| chain % rows.nrows()).collect::<Vec<_>>())
        }
        None => coin_tosses(chains, rbm.visible(), &seed.child("start")),
    };
    let mut visible_means = visible.clone();
    let mut hidden = Array2::zeros((chains, rbm.hidden()));
    let mut hidden_means = hidden.clone();
    for step in 0..steps {
        let seed = seed.at(step as u64);
        let (up, down) = (seed.child("hidden"), seed.child("visible"));
        rbm.hidden_layer().sample(visible.view(), hidden_means.view_mut(), hidden.view_mut(), &up);
        rbm.visible_layer().sample(hidden.view(), visible_means.view_mut(), visible.view_mut(), &down);
    }
    Ok(visible_means)
}

/// States (rows, units) in which every unit is on with probability 1/2.
pub(super) fn coin_tosses(rows: usize, units: usize, seed: &Seed) -> Array2<f32> {
    Rbm::zeros(units, 1).sample_v_given_h(Array2::zeros((rows, 1)).view(), seed)
}
