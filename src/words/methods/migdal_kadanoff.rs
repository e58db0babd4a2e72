//! `migdal-kadanoff`: bonds moved and decimated (Migdal 1975; Kadanoff 1976), in the plane.

use crate::args;
use crate::models::Observer;
use crate::models::renormalization::migdal_kadanoff as mk;
use crate::numeric::random::Seed;
use crate::vocabulary::{
    Charted, Cites, Class, Cost, Counted, Fault, Job, Measure, Method, Outcome, Reading, Treating, Work,
};
use crate::words::measures::spins;
use crate::words::sources;
use crate::words::{flows, treated};

args! {
    /// Moves bonds of a square lattice onto each other, and sums over every other spin.
    pub struct MigdalKadanoff {}
}

const STEPS: usize = 5;

impl Method for MigdalKadanoff {
    const NAME: &'static str = "migdal-kadanoff";
    const CLASSES: &'static [Class] = &[Class::RENORMALIZATION];
    const ROLE: Option<&'static str> = Some("transformations");
    const CITES: Cites = &[&sources::renormalization::MIGDAL, &sources::renormalization::KADANOFF_1976];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        renormalize ising(temperature: 3) by migdal-kadanoff x6, then check exponents and coupling";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

/// The coupling after each step.
fn flow(start: f64, steps: usize) -> Vec<f64> {
    let mut all = vec![start];
    for _ in 0..steps.min(1000) {
        let next = mk::step(all.last().copied().unwrap_or(0.0));
        all.push(next);
    }
    all
}

impl Treating for MigdalKadanoff {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        let none = treated::square(job).is_none();
        none.then(|| treated::only(Self::NAME, job, "the square lattice", "ising(temperature: 2.5)"))
    }

    fn counts(&self) -> Option<Counted> {
        Some(Counted::Steps)
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        let mut all = treated::once(&[&spins::COUPLING, &spins::CRITICAL_COUPLING]);
        all.extend(flows::measures(false));
        all
    }

    fn cost(&self, _job: &Job) -> Cost {
        Cost::alone(Work::Element, 1e4).charted(Charted::Picture)
    }

    fn treat(&self, job: &Job, _seed: &Seed, _observer: &dyn Observer) -> Result<Outcome, Fault> {
        let start = treated::square(job).ok_or_else(|| Fault::new("this is no square lattice"))?.coupling();
        let (steps, fixed) = (flows::steps(job, STEPS), mk::fixed_point());
        let couplings = flow(start, steps);
        let (readings, table) = flows::exponents(&mk::exponents());
        let mut outcome = treated::exact(&[
            (&spins::COUPLING, couplings.last().copied().unwrap_or(start)),
            (&spins::CRITICAL_COUPLING, fixed),
        ]);
        outcome.readings.extend::<Vec<Reading>>(readings);
        outcome.tables.push(table);
        let around = [0.9, 0.99, 1.01, 1.1].map(|x| (format!("K = {x} K*"), flow(x * fixed, 8)));
        let mut lines = vec![("this system".to_string(), couplings)];
        lines.extend(around);
        outcome.pictures.push(flows::drawn(lines));
        Ok(outcome)
    }
}
