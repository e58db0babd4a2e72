//! Recall: spins follow their fields one after the other, at temperature 0 until none moves, or by Glauber's rule for a
//! number of sweeps. Without self-couplings and with symmetric ones an update never raises the energy.

use super::Memory;
use crate::models::Observer;
use crate::numeric::random::Seed;
use ndarray::Array1;
use rand::RngExt as _;
use rayon::prelude::*;

/// How spins follow their fields.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dynamics {
    /// The sign of the field, in the order of the spins; a field of 0 leaves a spin as it is.
    Asynchronous,
    /// Up with probability `1 / (1 + exp(-2 h / T))`, for so many sweeps.
    Glauber { temperature: f64, sweeps: usize },
}

/// Where a recall ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Recalled {
    pub state: Array1<f64>,
    /// Overlap with the pattern that it started near.
    pub overlap: f64,
    /// Overlap with every pattern.
    pub overlaps: Array1<f64>,
    pub sweeps: usize,
    /// The largest change of energy by one update, at temperature 0: never above 0 but for rounding, and minus infinity where
    /// no spin turned.
    pub largest_rise: f64,
    /// Whether it stands still.
    pub settled: bool,
}

/// Sweeps after which a recall at temperature 0 is given up.
const LONGEST: usize = 1000;

/// A pattern with each spin turned with probability `noise`.
fn started(memory: &Memory, pattern: usize, noise: f64, seed: &Seed) -> Array1<f64> {
    let mut stream = seed.stream();
    memory.patterns.row(pattern).mapv(|x| if stream.random::<f64>() < noise { -x } else { x })
}

/// Follows the fields from a state.
fn follow(
    memory: &Memory,
    mut s: Array1<f64>,
    dynamics: Dynamics,
    seed: &Seed,
) -> (Array1<f64>, usize, f64, bool) {
    let mut field = memory.couplings.dot(&s);
    let (mut stream, mut rise) = (seed.stream(), f64::NEG_INFINITY);
    let most = match dynamics {
        Dynamics::Asynchronous => LONGEST,
        Dynamics::Glauber { sweeps, .. } => sweeps,
    };
    for sweep in 0..most {
        let mut flips = 0;
        for i in 0..s.len() {
            let new = match dynamics {
                Dynamics::Asynchronous if field[i] == 0.0 => s[i],
                Dynamics::Asynchronous => field[i].signum(),
                Dynamics::Glauber { temperature, .. } => {
                    let up = 1.0 / (1.0 + (-2.0 * field[i] / temperature).exp());
                    if stream.random::<f64>() < up { 1.0 } else { -1.0 }
                }
            };
            if new != s[i] {
                rise = rise.max(2.0 * s[i] * field[i]);
                field.scaled_add(new - s[i], &memory.couplings.row(i));
                s[i] = new;
                flips += 1;
            }
        }
        if flips == 0 && dynamics == Dynamics::Asynchronous {
            return (s, sweep, rise, true);
        }
    }
    (s, most, rise, false)
}

/// Recalls patterns 0, 1, ... of the memory, `probes` times in all; none once the observer wants the end.
pub fn recall(
    memory: &Memory,
    probes: usize,
    noise: f64,
    dynamics: Dynamics,
    seed: &Seed,
    observer: &dyn Observer,
) -> Option<Vec<Recalled>> {
    let one = |probe: usize| {
        if observer.cancelled() {
            return None;
        }
        let pattern = probe % memory.patterns.nrows();
        let node = seed.child("probe").at(probe as u64);
        let start = started(memory, pattern, noise, &node.child("noise"));
        let (state, sweeps, largest_rise, settled) = follow(memory, start, dynamics, &node.child("moves"));
        let overlaps = memory.overlaps(&state);
        Some(Recalled { overlap: overlaps[pattern], overlaps, state, sweeps, largest_rise, settled })
    };
    (0..probes).into_par_iter().map(one).collect()
}

impl Recalled {
    /// Whether it ended in no pattern and in no pattern's mirror image.
    pub fn is_spurious(&self) -> bool {
        self.overlaps.iter().all(|m| m.abs() < 0.9)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Learning, random_patterns};
    use super::*;
    use crate::models::Unwatched;

    fn memory(patterns: usize, spins: usize) -> Memory {
        Memory::learn(random_patterns(patterns, spins, &Seed::root(8)), Learning::Hebb, &Unwatched)
            .unwrap()
            .unwrap()
    }

    #[test]
    fn a_light_load_is_recalled_and_no_update_raises_the_energy() {
        let it = memory(10, 400);
        let all = recall(&it, 10, 0.1, Dynamics::Asynchronous, &Seed::root(1), &Unwatched).unwrap();
        for one in &all {
            assert!(one.overlap > 0.99 && one.settled && one.largest_rise <= 1e-12, "{one:?}");
        }
    }

    /// At load 0.2 Hebb's rule has forgotten: the overlap is below 0.7 where theory has no retrieval state at all.
    #[test]
    fn above_the_capacity_patterns_are_lost() {
        let it = memory(80, 400);
        let all = recall(&it, 12, 0.0, Dynamics::Asynchronous, &Seed::root(1), &Unwatched).unwrap();
        let mean = all.iter().map(|one| one.overlap).sum::<f64>() / 12.0;
        assert!(mean < 0.75, "{mean}");
    }

    /// A single pattern at temperature T has the overlap of the mean field, m = tanh(m / T); 400 spins spread by about 0.02.
    #[test]
    fn a_warm_memory_has_the_overlap_of_the_mean_field() {
        let dynamics = Dynamics::Glauber { temperature: 0.5, sweeps: 50 };
        let all = recall(&memory(1, 400), 40, 0.0, dynamics, &Seed::root(2), &Unwatched).unwrap();
        let mean = all.iter().map(|one| one.overlap).sum::<f64>() / 40.0;
        assert!((mean - 0.957_504_024_077_269).abs() < 0.012, "{mean}");
    }
}
