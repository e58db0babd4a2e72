//! `wolff`: one cluster at a time (Wolff 1989). A sweep is so many clusters that each spin flips about once.

use crate::args;
use crate::models::spin::monte_carlo::{Dynamics, Settings};
use crate::vocabulary::{Cites, Class, Count, Job, Method, Treating};
use crate::words::simulating::{self, Sweeping};
use crate::words::sources;

args! {
    /// Flips clusters of equal spins, one at a time.
    pub struct Wolff {
        /// Independent chains, half of which start from all spins up.
        chains: Count = Count::new(4), usual 1 ..= 64;
        /// Sweeps of each chain before it is measured.
        discard: Count = Count::new(500), usual 10 ..= 100000;
    }
}

impl Method for Wolff {
    const NAME: &'static str = "wolff";
    const CLASSES: &'static [Class] = &[Class::SIMULATION];
    const ROLE: Option<&'static str> = Some("dynamics");
    const CITES: Cites = &[&sources::spins::WOLFF];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        simulate ising(8, temperature: 2.5) by wolff for 10000 sweeps, then check energy against kaufman";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

impl Sweeping for Wolff {
    fn settings(&self, job: &Job) -> Settings {
        simulating::settings(Dynamics::Wolff, self.chains.get(), self.discard.get(), job)
    }
}
