//! `onsager`: the infinite square lattice without a field, exactly (Onsager 1944; the magnetization Yang 1952). Held against
//! a finite lattice, the difference is that of the size.

use crate::args;
use crate::models::Observer;
use crate::models::spin::exact::onsager;
use crate::numeric::random::Seed;
use crate::vocabulary::{Cites, Class, Cost, Fault, Job, Measure, Method, Outcome, Treating, Work};
use crate::words::measures::{FREE_ENERGY, spins};
use crate::words::sources;
use crate::words::treated;

args! {
    /// Solves the infinite square lattice.
    pub struct Onsager {}
}

impl Method for Onsager {
    const NAME: &'static str = "onsager";
    const CLASSES: &'static [Class] = &[Class::SOLUTION];
    const ROLE: Option<&'static str> = Some("ways to a solution");
    const CITES: Cites = &[&sources::spins::ONSAGER, &sources::spins::YANG];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nsolve ising(temperature: 2.5) by onsager, then check free-energy and energy";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

impl Treating for Onsager {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        let none = treated::square(job).is_none();
        none.then(|| treated::only(Self::NAME, job, "the square lattice", "ising(temperature: 2.5)"))
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        treated::once(&[&FREE_ENERGY, &spins::ENERGY, &spins::MAGNETIZATION])
    }

    fn cost(&self, _job: &Job) -> Cost {
        Cost::alone(Work::Element, 1e3)
    }

    fn treat(&self, job: &Job, _seed: &Seed, _observer: &dyn Observer) -> Result<Outcome, Fault> {
        let ising = treated::square(job).ok_or_else(|| Fault::new("this is no square lattice"))?;
        let mut it = onsager::thermodynamics(ising.coupling());
        // It is infinite at the critical point: no number that a measure could always have.
        it.specific_heat = None;
        Ok(Outcome { readings: treated::readings(&it), ..Outcome::default() })
    }
}
