//! Parallel tempering (Swendsen and Wang 1986; Geyer 1991; Hukushima and Nemoto 1996): copies at a ladder of temperatures,
//! each moved by Metropolis, and neighbours exchanged with probability `min(1, exp((K_i - K_j)(E_i - E_j)))`.
//!
//! The ladder runs from the temperature that is asked for to a hotter one, evenly in the coupling. Only the first
//! rung is measured. Exchanges of pairs that start at even and at odd rungs take turns.

use super::super::Ising;
use super::local::{Local, Rule};
use super::torus::{Sums, Torus};
use super::words::Words;
use crate::models::Observer;
use crate::numeric::random::Seed;
use rayon::prelude::*;

/// The ladder and how long it is climbed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tempering {
    pub rungs: usize,
    /// The temperature of the last rung.
    pub hottest: f64,
    pub sweeps: usize,
    pub discarded: usize,
    pub ladders: usize,
}

/// The coldest rung of each ladder, measured, with the share of exchanges that were accepted.
pub struct Climbed {
    pub series: Vec<Vec<Sums>>,
    pub accepted: f64,
}

/// One ladder of copies.
fn ladder(
    ising: &Ising,
    size: (usize, usize),
    t: &Tempering,
    seed: &Seed,
    observer: &dyn Observer,
) -> Option<(Vec<Sums>, u64, u64)> {
    let (cold, hot) = (ising.coupling(), 1.0 / t.hottest);
    let coupling = |rung: usize| cold + (hot - cold) * rung as f64 / (t.rungs.max(2) - 1) as f64;
    let mut words: Vec<Words> = (0..=t.rungs).map(|rung| Words::new(&seed.at(rung as u64))).collect();
    let mut copies: Vec<Torus> =
        (0..t.rungs).map(|rung| Torus::start(size.0, size.1, false, &mut words[rung])).collect();
    let movers: Vec<Local> = copies
        .iter()
        .enumerate()
        .map(|(rung, copy)| Local::new(copy, coupling(rung), Rule::Metropolis))
        .collect();
    let (mut series, mut tried, mut accepted) = (Vec::new(), 0, 0);
    for sweep in 0..t.discarded + t.sweeps.div_ceil(t.ladders.max(1)) {
        if observer.cancelled() {
            return None;
        }
        for ((mover, copy), words) in movers.iter().zip(&mut copies).zip(&mut words) {
            mover.sweep(copy, words);
        }
        let energies: Vec<f64> = copies.iter().map(|copy| copy.sums().energy).collect();
        for rung in (sweep % 2..t.rungs.saturating_sub(1)).step_by(2) {
            let gain = (coupling(rung) - coupling(rung + 1)) * (energies[rung] - energies[rung + 1]);
            tried += 1;
            if words[t.rungs].uniform() < gain.exp() {
                copies.swap(rung, rung + 1);
                accepted += 1;
            }
        }
        if sweep >= t.discarded {
            series.push(copies[0].sums());
        }
    }
    Some((series, tried, accepted))
}

/// Climbs the ladders; none once the observer wants the end.
pub fn climb(
    ising: &Ising,
    size: (usize, usize),
    t: &Tempering,
    seed: &Seed,
    observer: &dyn Observer,
) -> Option<Climbed> {
    let one = |index: usize| ladder(ising, size, t, &seed.child("ladder").at(index as u64), observer);
    let ladders: Vec<_> = (0..t.ladders).into_par_iter().map(one).collect();
    let ladders = ladders.into_iter().collect::<Option<Vec<_>>>()?;
    let (tried, accepted) = ladders.iter().fold((0, 0), |(a, b), (_, tried, took)| (a + tried, b + took));
    let series = ladders.into_iter().map(|(series, _, _)| series).collect();
    Some(Climbed { series, accepted: accepted as f64 / f64::max(tried as f64, 1.0) })
}

#[cfg(test)]
mod tests {
    use super::super::super::{Lattice, exact::enumeration};
    use super::super::measured::measured;
    use super::*;
    use crate::models::Unwatched;

    /// Well below the critical point, where single spins hardly turn the magnetization: within four errors of all states.
    #[test]
    fn the_coldest_rung_has_its_own_distribution() {
        let ising = Ising { lattice: Lattice::Square, size: Some((4, 4)), temperature: 1.5 };
        let t = Tempering { rungs: 4, hottest: 3.0, sweeps: 8000, discarded: 200, ladders: 4 };
        let it = climb(&ising, (4, 4), &t, &Seed::root(4), &Unwatched).unwrap();
        assert!(it.accepted > 0.2 && it.accepted < 1.0, "{}", it.accepted);
        let got = measured(&it.series, 16, 1.5);
        let exact = enumeration::thermodynamics(&enumeration::count(4, 4, &Unwatched).unwrap(), 16, 1.5);
        assert!((got.energy.value - exact.energy.unwrap()).abs() < 4.0 * got.energy.standard_error);
        assert!((got.binder.value - exact.binder.unwrap()).abs() < 4.0 * got.binder.standard_error);
    }
}
