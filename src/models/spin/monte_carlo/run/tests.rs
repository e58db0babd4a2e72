//! Every dynamics against all states and against Kaufman; nothing depends on threads.

use super::super::super::exact::{enumeration, kaufman};
use super::super::super::{CRITICAL_COUPLING, Lattice};
use super::super::measured::{Measured, measured};
use super::*;
use crate::models::Unwatched;

fn simulated(side: usize, temperature: f64, dynamics: Dynamics, sweeps: usize, seed: u64) -> Measured {
    let ising = Ising { lattice: Lattice::Square, size: Some((side, side)), temperature };
    let settings = Settings { dynamics, sweeps, chains: 4, discarded: 200 };
    let (runs, _) =
        run(&ising, (side, side), &settings, &Seed::root(seed), &Unwatched, |_, _| None::<()>).unwrap();
    let series: Vec<Vec<Sums>> = runs.into_iter().map(|run| run.series).collect();
    measured(&series, side * side, temperature)
}

const ALL: [Dynamics; 4] = [
    Dynamics::Local(Single::Metropolis),
    Dynamics::Local(Single::HeatBath),
    Dynamics::Wolff,
    Dynamics::SwendsenWang,
];

/// Means of every dynamics within four of their errors of the enumeration, and the errors small enough to tell.
#[test]
fn every_dynamics_samples_the_four_by_four_torus() {
    let states = enumeration::count(4, 4, &Unwatched).unwrap();
    for (seed, dynamics) in ALL.into_iter().enumerate() {
        for temperature in [2.0, 1.0 / CRITICAL_COUPLING, 3.0] {
            let it = simulated(4, temperature, dynamics, 8000, seed as u64 + 10);
            let exact = enumeration::thermodynamics(&states, 16, temperature);
            let pairs = [
                (it.energy, exact.energy),
                (it.magnetization, exact.magnetization),
                (it.specific_heat, exact.specific_heat),
                (it.susceptibility, exact.susceptibility),
                (it.binder, exact.binder),
            ];
            for (index, (got, exact)) in pairs.into_iter().enumerate() {
                let apart = (got.value - exact.unwrap()).abs();
                assert!(
                    apart < 4.0 * got.standard_error,
                    "{dynamics:?} {temperature} {index}: {got:?} {exact:?}"
                );
                // Above the critical point the susceptibility is small, the difference of two larger means.
                assert!(
                    got.standard_error < 0.08 * got.value.abs(),
                    "{dynamics:?} {temperature} {index}: {got:?}"
                );
            }
        }
    }
}

/// No two states have the same number, in whichever chain they are, and none is left out.
#[test]
fn states_are_numbered_through_all_chains() {
    let ising = Ising { lattice: Lattice::Square, size: Some((4, 4)), temperature: 2.0 };
    let settings = Settings { dynamics: Dynamics::Wolff, sweeps: 30, chains: 3, discarded: 1 };
    let (_, numbers) =
        run(&ising, (4, 4), &settings, &Seed::root(1), &Unwatched, |number, _| Some(number)).unwrap();
    assert_eq!(numbers, (0..30).collect::<Vec<_>>());
}

/// At the critical point of a 16 x 16 torus, against Kaufman; a cluster forgets much faster than a single spin.
#[test]
fn clusters_beat_single_spins_at_the_critical_point() {
    let wolff = simulated(16, 1.0 / CRITICAL_COUPLING, Dynamics::Wolff, 4000, 3);
    let exact = kaufman::thermodynamics(16, 16, CRITICAL_COUPLING).energy.unwrap();
    assert!(
        (wolff.energy.value - exact).abs() < 4.0 * wolff.energy.standard_error,
        "{:?} {exact}",
        wolff.energy
    );
    let single = simulated(16, 1.0 / CRITICAL_COUPLING, Dynamics::Local(Single::Metropolis), 4000, 3);
    assert!(single.autocorrelation_time > 5.0 * wolff.autocorrelation_time);
}

/// The states are functions of the seed alone, with one thread and with many.
#[test]
fn chains_do_not_depend_on_the_number_of_threads() {
    let energy = || simulated(8, 2.3, Dynamics::Wolff, 400, 9).energy;
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(energy);
    let many = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap().install(energy);
    assert_eq!(alone, many);
}
