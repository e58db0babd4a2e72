//! `kaufman`: the square lattice on a torus, exactly (Kaufman 1949). Its magnetization is not in that solution.

use crate::args;
use crate::models::Observer;
use crate::models::spin::exact::kaufman;
use crate::numeric::random::Seed;
use crate::vocabulary::{Cites, Class, Cost, Fault, Job, Measure, Method, Outcome, Treating, Work};
use crate::words::measures::{FREE_ENERGY, spins};
use crate::words::sources;
use crate::words::treated;

args! {
    /// Solves a square lattice of finite size with periodic boundaries.
    pub struct Kaufman {}
}

impl Method for Kaufman {
    const NAME: &'static str = "kaufman";
    const CLASSES: &'static [Class] = &[Class::SOLUTION];
    const ROLE: Option<&'static str> = Some("ways to a solution");
    const CITES: Cites = &[&sources::spins::KAUFMAN];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        simulate ising(16, temperature: 2.5) by wolff for 10000 sweeps, then check energy against kaufman";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

impl Treating for Kaufman {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        treated::needs_torus(Self::NAME, job)
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        treated::once(&[&FREE_ENERGY, &spins::ENERGY, &spins::SPECIFIC_HEAT])
    }

    fn cost(&self, job: &Job) -> Cost {
        Cost::alone(
            Work::Element,
            treated::torus(job).map_or(0.0, |(_, (_, columns))| 200.0 * columns as f64),
        )
    }

    fn treat(&self, job: &Job, _seed: &Seed, _observer: &dyn Observer) -> Result<Outcome, Fault> {
        let (ising, (rows, columns)) = treated::torus(job).ok_or_else(|| Fault::new("this is no torus"))?;
        let it = kaufman::thermodynamics(rows, columns, ising.coupling());
        Ok(Outcome { readings: treated::readings(&it), ..Outcome::default() })
    }
}
