//! Fantasies: states of a machine after many steps of block Gibbs sampling, h from p(h | v), v from p(v | h).

use ndarray::{Array2, ArrayView2, Axis};

use super::fault::RbmFault;
use super::train::check_data;
use super::{ExactRbm, Rbm, Units};
use crate::models::{Observer, pause};
use crate::numeric::blas;
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;

/// Runs `chains` chains for `steps` steps and returns p(v | h) of the last step (chains, visible): means,
/// smoother to look at than the states. Chains start at the first rows of `start` (rows, visible), which is
/// repeated when it has too few, or at states in which every unit is on with probability 1/2.
///
/// # Errors
/// [`RbmFault`] for a `start` that has no rows, another width than the machine, or values that are no probabilities;
/// for an interruption, and for a snapshot that can't be written.
pub fn sample(
    rbm: &Rbm,
    chains: usize,
    steps: usize,
    start: Option<ArrayView2<f32>>,
    seed: &Seed,
    observer: &dyn Observer,
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
    let mut first = 0;
    if let Some(state) = observer.snapshot() {
        first = state.number::<u64>("step")? as usize;
        state.read_into("visible", &mut visible)?;
        visible_means = state.get("means")?;
    }
    for step in first..steps {
        let state = || {
            let mut state = Tensors::default();
            state.put_number("step", step as u64);
            state.put("visible", visible.clone());
            state.put("means", visible_means.clone());
            state
        };
        if pause(observer, state)?.is_break() {
            return Err(RbmFault::Interrupted);
        }
        let seed = seed.at(step as u64);
        let (up, down) = (seed.child("hidden"), seed.child("visible"));
        rbm.hidden_layer().sample(visible.view(), hidden_means.view_mut(), hidden.view_mut(), &up);
        rbm.visible_layer().sample(hidden.view(), visible_means.view_mut(), visible.view_mut(), &down);
        observer.progress(step as u64 + 1, steps as u64, "");
    }
    Ok(visible_means)
}

/// The same for a machine of any units, in double precision and from no data: means of binary units, states of all others.
/// Chains start at states drawn without couplings.
///
/// # Errors
/// [`RbmFault`] as for [`sample`].
pub fn sample_any(
    machine: &ExactRbm,
    chains: usize,
    steps: usize,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<Array2<f32>, RbmFault> {
    if machine.visible_units == Units::Binary && machine.hidden_units == Units::Binary {
        return sample(&Rbm::from(machine), chains, steps, None, seed, observer);
    }
    let inputs = Array2::zeros((chains, machine.visible())) + &machine.visible_bias;
    let mut visible = machine.visible_units.sample(inputs, &mut seed.child("start").stream());
    let mut first = 0;
    if let Some(state) = observer.snapshot() {
        first = state.number::<u64>("step")? as usize;
        state.read_into("visible", &mut visible)?;
    }
    for step in first..steps {
        let state = || {
            let mut state = Tensors::default();
            state.put_number("step", step as u64);
            state.put("visible", visible.clone());
            state
        };
        if pause(observer, state)?.is_break() {
            return Err(RbmFault::Interrupted);
        }
        let mut random = seed.at(step as u64).stream();
        let hidden = machine.sample_h_given_v(visible.view(), &mut random);
        visible = machine.sample_v_given_h(hidden.view(), &mut random);
        observer.progress(step as u64 + 1, steps as u64, "");
    }
    Ok(visible.mapv(|x| x as f32))
}

/// States (rows, units) in which every unit is on with probability 1/2.
pub(super) fn coin_tosses(rows: usize, units: usize, seed: &Seed) -> Array2<f32> {
    Rbm::zeros(units, 1).sample_v_given_h(Array2::zeros((rows, 1)).view(), seed)
}
