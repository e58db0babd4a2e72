//! `hotrg`: pairs of tensors with legs truncated by higher-order singular values (Xie, Chen, Qin, Zhu, Yang and Xiang 2012).

use crate::args;
use crate::models::Observer;
use crate::models::renormalization::hotrg;
use crate::numeric::random::Seed;
use crate::vocabulary::{
    Bond, Cites, Class, Cost, Counted, Fault, Flag, Job, Measure, Method, Outcome, Treating,
};
use crate::words::sources;
use crate::words::{networks, treated};

args! {
    /// Joins tensors in pairs and truncates their legs by higher-order singular values.
    pub struct Hotrg {
        /// Largest dimension of a leg; the error falls, and the cost rises, as a high power of it.
        bond: Bond = Bond::new(16), usual 4 ..= 64;
        /// Also take the energy, from two more contractions at neighbouring couplings.
        energy: Flag = Flag::Off;
    }
}

impl Method for Hotrg {
    const NAME: &'static str = "hotrg";
    const VERSION: u32 = 2;
    const CLASSES: &'static [Class] = &[Class::RENORMALIZATION, Class::SOLUTION];
    const ROLE: Option<&'static str> = Some("transformations");
    const CITES: Cites = &[&sources::renormalization::XIE];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        renormalize ising(temperature: 2.269) by hotrg(bond: 8) x20, then check free-energy against onsager";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

impl Treating for Hotrg {
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
        // Two eigenvalue problems of order d^2, about 9 n^3 each; products of d^7, d^7 and d^6 terms.
        networks::cost(
            job,
            self.energy.is_on(),
            // The legs of either direction are squared every other step.
            2.0 * networks::squarings(d),
            (d * d, 18.0 * d.powi(6)),
            4.0 * d.powi(7) + 8.0 * d.powi(6),
            // Four matrices of d^5 numbers: two tensors joined, and what is joined next in three orders.
            32.0 * d.powi(5),
        )
    }

    fn treat(&self, job: &Job, _seed: &Seed, observer: &dyn Observer) -> Result<Outcome, Fault> {
        networks::contract(job, self.bond.get(), self.energy.is_on(), hotrg::contract, observer)
    }
}
