//! `heat-bath`: one spin at a time, drawn from its distribution given its neighbours (Glauber 1963; Creutz 1980).

use crate::args;
use crate::models::spin::monte_carlo::{Dynamics, Settings, local::Single};
use crate::vocabulary::{Cites, Class, Count, Job, Method, Treating};
use crate::words::simulating::{self, Sweeping};
use crate::words::sources;

args! {
    /// Draws single spins given their neighbours.
    pub struct HeatBath {
        /// Independent chains, half of which start from all spins up.
        chains: Count = Count::new(4), usual 1 ..= 64;
        /// Sweeps of each chain before it is measured.
        discard: Count = Count::new(500), usual 10 ..= 100000;
    }
}

impl Method for HeatBath {
    const NAME: &'static str = "heat-bath";
    const CLASSES: &'static [Class] = &[Class::SIMULATION];
    const ROLE: Option<&'static str> = Some("dynamics");
    const CITES: Cites = &[&sources::spins::GLAUBER, &sources::spins::CREUTZ];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        simulate ising(8, temperature: 2.5) by heat-bath for 10000 sweeps, then check energy against kaufman";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

impl Sweeping for HeatBath {
    fn settings(&self, job: &Job) -> Settings {
        simulating::settings(Dynamics::Local(Single::HeatBath), self.chains.get(), self.discard.get(), job)
    }
}
