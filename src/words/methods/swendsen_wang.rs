//! `swendsen-wang`: the whole lattice cut into clusters, each flipped by a coin (Swendsen and Wang 1987).

use crate::args;
use crate::models::spin::monte_carlo::{Dynamics, Settings};
use crate::vocabulary::{Cites, Class, Count, Job, Method, Treating};
use crate::words::simulating::{self, Sweeping};
use crate::words::sources;

args! {
    /// Cuts the lattice into clusters and flips each of them by a coin.
    pub struct SwendsenWang {
        /// Independent chains, half of which start from all spins up.
        chains: Count = Count::new(4), usual 1 ..= 64;
        /// Sweeps of each chain before it is measured.
        discard: Count = Count::new(500), usual 10 ..= 100000;
    }
}

impl Method for SwendsenWang {
    const NAME: &'static str = "swendsen-wang";
    const CLASSES: &'static [Class] = &[Class::SIMULATION];
    const ROLE: Option<&'static str> = Some("dynamics");
    const CITES: Cites = &[&sources::spins::SWENDSEN_WANG_1987];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        simulate ising(8, temperature: 2.5) by swendsen-wang for 10000 sweeps, then check energy against kaufman";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

impl Sweeping for SwendsenWang {
    fn settings(&self, job: &Job) -> Settings {
        simulating::settings(Dynamics::SwendsenWang, self.chains.get(), self.discard.get(), job)
    }
}
