//! `configuration-interaction(doubles)`: the energy of dimers from their excitations, all of them or one dimer's at a
//! time (Szabo and Ostlund 1982, section 4.6). Only the first is extensive.

use crate::args;
use crate::models::Observer;
use crate::models::renormalization::extensivity::Dimers;
use crate::numeric::random::Seed;
use crate::vocabulary::{Cites, Class, Cost, Fault, Job, Measure, Method, Outcome, Treating, Work};
use crate::words::measures::renormalized::CORRELATION_ENERGY;
use crate::words::sources;
use crate::words::treated;

crate::choice! {
    /// Which excitations are let in.
    pub enum Excitations, "a set of excitations" {
        /// every one: exact
        All = "all",
        /// of one dimer at a time
        Doubles = "doubles",
    }
}

args! {
    /// Mixes excited states into the ground state.
    pub struct ConfigurationInteraction {
        /// Which excitations are let in.
        excitations (object): Excitations = Excitations::All;
    }
}

impl Method for ConfigurationInteraction {
    const NAME: &'static str = "configuration-interaction";
    const CLASSES: &'static [Class] = &[Class::SOLUTION];
    const ROLE: Option<&'static str> = Some("ways to a solution");
    const CITES: Cites = &[&sources::renormalization::SZABO_OSTLUND];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        solve dimers(100) by configuration-interaction(doubles), then check correlation-energy";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

impl Treating for ConfigurationInteraction {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        let dimers = job.system.plain::<Dimers>();
        dimers.is_none().then(|| treated::only(Self::NAME, job, "dimers", "dimers(10)"))
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        treated::once(&[&CORRELATION_ENERGY])
    }

    fn cost(&self, _job: &Job) -> Cost {
        Cost::alone(Work::Element, 10.0)
    }

    fn treat(&self, job: &Job, _seed: &Seed, _observer: &dyn Observer) -> Result<Outcome, Fault> {
        let dimers = job.system.plain::<Dimers>().ok_or_else(|| Fault::new("these are no dimers"))?;
        let energy = match self.excitations.value {
            Excitations::All => dimers.all_excitations(),
            Excitations::Doubles => dimers.double_excitations(),
        };
        Ok(treated::exact(&[(&CORRELATION_ENERGY, energy)]))
    }
}
