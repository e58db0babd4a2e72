//! Chains side by side: each starts hot or cold, is left to forget it, and is measured after every sweep.

use super::super::Ising;
use super::local::{Local, Single};
use super::swendsen_wang::SwendsenWang;
use super::torus::{Sums, Torus};
use super::wolff::Wolff;
use super::words::Words;
use crate::models::Observer;
use crate::numeric::random::Seed;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

/// How spins move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dynamics {
    Local(Single),
    Wolff,
    SwendsenWang,
}

/// How long, and in how many chains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    pub dynamics: Dynamics,
    /// Measured sweeps, all chains together.
    pub sweeps: usize,
    pub chains: usize,
    /// Sweeps of each chain before it is measured.
    pub discarded: usize,
}

/// A chain on its way.
enum Mover {
    Local(Local),
    Wolff(Wolff, usize),
    SwendsenWang(SwendsenWang),
}

impl Mover {
    fn new(dynamics: Dynamics, torus: &Torus, coupling: f64) -> Self {
        match dynamics {
            Dynamics::Local(rule) => Mover::Local(Local::new(torus, coupling, rule)),
            Dynamics::Wolff => Mover::Wolff(Wolff::new(torus, coupling), 1),
            Dynamics::SwendsenWang => Mover::SwendsenWang(SwendsenWang::new(torus, coupling)),
        }
    }

    fn sweep(&mut self, torus: &mut Torus, words: &mut Words) {
        match self {
            Mover::Local(local) => local.sweep(torus, words),
            Mover::Wolff(wolff, clusters) => (0..*clusters).for_each(|_| {
                wolff.flip(torus, words);
            }),
            Mover::SwendsenWang(sw) => sw.sweep(torus, words),
        }
    }

    /// Sweeps that are not measured. A sweep of Wolff's is so many clusters that each spin flips about once: how many is
    /// learnt in the second half of these sweeps and then kept, since a number that depends on the state would bias means.
    fn settle(&mut self, sweeps: usize, torus: &mut Torus, words: &mut Words, observer: &dyn Observer) {
        let spins = torus.spins.len();
        let (mut flipped, mut grown) = (0usize, 0usize);
        for sweep in 0..sweeps.max(1) {
            if observer.cancelled() {
                return;
            }
            match self {
                Mover::Wolff(wolff, _) => {
                    let (mut sum, mut clusters) = (0, 0);
                    while sum < spins {
                        sum += wolff.flip(torus, words);
                        clusters += 1;
                    }
                    if 2 * sweep >= sweeps {
                        (flipped, grown) = (flipped + sum, grown + clusters);
                    }
                }
                _ => self.sweep(torus, words),
            }
        }
        if let Mover::Wolff(_, clusters) = self {
            *clusters = (spins * grown.max(1)).div_ceil(flipped.max(1)).max(1);
        }
    }
}

/// What a chain has measured, and its last state.
pub struct Run {
    pub series: Vec<Sums>,
    pub last: Torus,
}

/// Runs the chains and hands every measured state to `look`, with its number, counted through all chains one after the other:
/// what is drawn for a state may start from it. None once the observer wants the end.
pub fn run<T: Send>(
    ising: &Ising,
    size: (usize, usize),
    settings: &Settings,
    seed: &Seed,
    observer: &dyn Observer,
    look: impl Fn(usize, &Torus) -> Option<T> + Sync,
) -> Option<(Vec<Run>, Vec<T>)> {
    let (done, each) = (AtomicU64::new(0), settings.sweeps.div_ceil(settings.chains.max(1)));
    let total = (settings.chains * (each + settings.discarded)) as u64;
    let chain = |chain: usize| {
        let mut words = Words::new(&seed.child("chain").at(chain as u64));
        let mut torus = Torus::start(size.0, size.1, chain.is_multiple_of(2), &mut words);
        let mut mover = Mover::new(settings.dynamics, &torus, ising.coupling());
        mover.settle(settings.discarded, &mut torus, &mut words, observer);
        done.fetch_add(settings.discarded as u64, Ordering::Relaxed);
        let (mut series, mut seen) = (Vec::with_capacity(each), Vec::new());
        for sweep in 0..each {
            if observer.cancelled() {
                return None;
            }
            mover.sweep(&mut torus, &mut words);
            series.push(torus.sums());
            seen.extend(look(chain * each + sweep, &torus));
            let now = done.fetch_add(1, Ordering::Relaxed) + 1;
            if sweep % 64 == 0 {
                observer.progress(now, total, "sweeps");
            }
        }
        Some((Run { series, last: torus }, seen))
    };
    let chains: Vec<Option<(Run, Vec<T>)>> = (0..settings.chains).into_par_iter().map(chain).collect();
    let (runs, seen): (Vec<Run>, Vec<Vec<T>>) =
        chains.into_iter().collect::<Option<Vec<_>>>()?.into_iter().unzip();
    Some((runs, seen.into_iter().flatten().collect()))
}

#[cfg(test)]
mod tests;
