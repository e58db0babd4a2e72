//! Declared systems whose states can all be looked at, as the tables that energy renormalization works on.

use crate::models::boltzmann::{ExactRbm, Units};
use crate::models::renormalization::kernels::{OpenChain, spin_states};
use crate::numeric::random::Seed;
use crate::vocabulary::{Declared, Job};
use crate::words::models::rbm::Rbm;
use crate::words::treated;
use ndarray::{Array1, Array2};

/// More visible units than these are not looked at: tables have a row for each of their states.
const MOST_UNITS: usize = 12;

/// Energies by state; states are spins, bit i of the number being spin i.
pub struct Enumerated {
    /// (states, units) of +1 and -1
    pub states: Array2<f64>,
    /// (states)
    pub energy: Array1<f64>,
    /// Energies of hidden states of its own: of a machine's hidden layer, or of as many spins of the chain as are asked for.
    pub hidden: Array1<f64>,
}

/// The units of a system of this sort.
fn units(system: &Declared) -> Option<usize> {
    let chain = system.plain::<OpenChain>().map(OpenChain::spins);
    chain.or_else(|| Some(system.plain::<Rbm>()?.two_layers()?.visible.columns))
}

/// Why a system is none of this sort.
pub fn refuses(word: &str, job: &Job) -> treated::Refusal {
    let Some(visible) = units(job.system) else {
        let takes = "a system whose states can all be looked at";
        return Some(treated::only(word, job, takes, "open-chain([0.5,0.5,0.5])"));
    };
    let layers = job.system.plain::<Rbm>().and_then(Rbm::two_layers);
    let hidden = layers.map_or(0, |layers| layers.hidden.columns);
    if layers.is_some_and(|layers| !layers.has_two_states()) {
        return Some((
            "the units have to be binary ones or spins".into(),
            "leave `visible` and `hidden` out".into(),
        ));
    }
    let most = visible.max(hidden);
    (most > MOST_UNITS).then(|| {
        let message = format!("{most} units have 2^{most} states; tables of 2^{MOST_UNITS} are the largest");
        (message, format!("take {MOST_UNITS} units or fewer a layer"))
    })
}

/// The tables of a system, with hidden states of `hidden` spins where it is a chain.
pub fn table(system: &Declared, hidden: Option<usize>, seed: &Seed) -> Option<Enumerated> {
    let states = spin_states(units(system)?);
    if let Some(chain) = system.plain::<OpenChain>() {
        let hidden = chain.shortened(hidden.unwrap_or(chain.spins())).energies();
        return Some(Enumerated { states, energy: chain.energies(), hidden });
    }
    let machine = system.plain::<Rbm>()?.with_its_numbers(&seed.child("machine"));
    let energies = |machine: &ExactRbm| {
        let count = machine.visible_units.states(machine.visible()).unwrap_or(0);
        machine.free_energy(machine.visible_units.enumerated(machine.visible(), 0..count).view())
    };
    Some(Enumerated { states, energy: energies(&machine), hidden: energies(&machine.transposed()) })
}

/// The spins of a system that a table has.
pub fn spins(job: &Job) -> usize {
    units(job.system).unwrap_or(0)
}

/// The joint energies of spins `states` (v, spins) with `hidden` others, -v W h - c h - b v, as a table (v, h).
pub fn joint(states: &Array2<f64>, machine: &ExactRbm) -> Array2<f64> {
    let others = Units::Spin.enumerated(machine.hidden(), 0..1 << machine.hidden());
    let energies = states.dot(&machine.weights).dot(&others.t())
        + states.dot(&machine.visible_bias).insert_axis(ndarray::Axis(1))
        + others.dot(&machine.hidden_bias).insert_axis(ndarray::Axis(0));
    -energies
}
