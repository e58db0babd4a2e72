//! `trg`: tensors split by singular values and put together around plaquettes (Levin and Nave 2007).

use crate::args;
use crate::models::Observer;
use crate::models::renormalization::trg;
use crate::numeric::random::Seed;
use crate::vocabulary::{
    Bond, Cites, Class, Cost, Counted, Fault, Flag, Job, Measure, Method, Outcome, Treating,
};
use crate::words::sources;
use crate::words::{networks, treated};

args! {
    /// Halves a network of tensors by singular value decompositions.
    pub struct Trg {
        /// Largest dimension of a leg; the error falls, and the cost rises, as a high power of it.
        bond: Bond = Bond::new(16), usual 4 ..= 64;
        /// Also take the energy, from two more contractions at neighbouring couplings.
        energy: Flag = Flag::Off;
    }
}

impl Method for Trg {
    const NAME: &'static str = "trg";
    const VERSION: u32 = 2;
    const CLASSES: &'static [Class] = &[Class::RENORMALIZATION, Class::SOLUTION];
    const ROLE: Option<&'static str> = Some("transformations");
    const CITES: Cites = &[&sources::renormalization::LEVIN_NAVE];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        renormalize ising(temperature: 2.269) by trg(bond: 8) x20, then check free-energy against onsager";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

impl Treating for Trg {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        networks::refuses(Self::NAME, job)
    }

    fn counts(&self) -> Option<Counted> {
        Some(Counted::Steps)
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        networks::yields(self.energy.is_on())
    }

    fn cost(&self, job: &Job) -> Cost {
        let d = self.bond.get() as f64;
        // Two decompositions of order d^2, about 22 n^3 each; three products of d^6, d^5 and d^5 terms.
        networks::cost(
            job,
            self.energy.is_on(),
            networks::squarings(d),
            (d * d, 44.0 * d.powi(6)),
            2.0 * d.powi(6) + 4.0 * d.powi(5),
            80.0 * d.powi(4),
        )
    }

    fn treat(&self, job: &Job, _seed: &Seed, observer: &dyn Observer) -> Result<Outcome, Fault> {
        networks::contract(job, self.bond.get(), self.energy.is_on(), trg::contract, observer)
    }
}
