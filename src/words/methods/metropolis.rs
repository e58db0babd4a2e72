//! `metropolis`: one spin at a time, flipped with probability min(1, exp(-dE/T)) (Metropolis, Rosenbluth, Rosenbluth, Teller
//! and Teller 1953), on the two sublattices of a checkerboard in turn.

use crate::args;
use crate::models::spin::monte_carlo::{Dynamics, Settings, local::Single};
use crate::vocabulary::{Cites, Class, Count, Job, Method, Treating};
use crate::words::simulating::{self, Sweeping};
use crate::words::sources;

args! {
    /// Moves single spins by the rule of Metropolis.
    pub struct Metropolis {
        /// Independent chains, half of which start from all spins up.
        chains: Count = Count::new(4), usual 1 ..= 64;
        /// Sweeps of each chain before it is measured.
        discard: Count = Count::new(500), usual 10 ..= 100000;
    }
}

impl Method for Metropolis {
    const NAME: &'static str = "metropolis";
    const CLASSES: &'static [Class] = &[Class::SIMULATION];
    const ROLE: Option<&'static str> = Some("dynamics");
    const CITES: Cites = &[&sources::spins::METROPOLIS];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        simulate ising(8, temperature: 2.5) by metropolis for 10000 sweeps, then check energy against kaufman";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

impl Sweeping for Metropolis {
    fn settings(&self, job: &Job) -> Settings {
        simulating::settings(Dynamics::Local(Single::Metropolis), self.chains.get(), self.discard.get(), job)
    }
}
