//! `tempering`: copies at a ladder of temperatures that exchange their states (Swendsen and Wang 1986; Geyer 1991; Hukushima
//! and Nemoto 1996). The coldest one, at the temperature of the system, is measured.

use crate::args;
use crate::models::Observer;
use crate::models::spin::monte_carlo::measured::measured;
use crate::models::spin::monte_carlo::tempering::{self, climb};
use crate::numeric::random::Seed;
use crate::vocabulary::{
    Charted, Cites, Class, Cost, Count, Counted, Fault, Job, Measure, Method, Outcome, Positive, Reading,
    Treating, Work,
};
use crate::words::measures::spins;
use crate::words::sources;
use crate::words::{simulating, treated};

args! {
    /// Moves single spins of copies at several temperatures, and exchanges the copies.
    pub struct Tempering {
        /// Temperatures of a ladder.
        rungs: Count = Count::new(8), usual 2 ..= 64;
        /// The hottest temperature over that of the system.
        hottest: Positive = Positive::new(2.0), usual 1.05 ..= 10;
        /// Independent ladders.
        ladders: Count = Count::new(4), usual 1 ..= 64;
        /// Sweeps of each ladder before it is measured.
        discard: Count = Count::new(500), usual 10 ..= 100000;
    }
}

impl Tempering {
    fn plain(&self, job: &Job, temperature: f64) -> tempering::Tempering {
        tempering::Tempering {
            rungs: self.rungs.get(),
            hottest: self.hottest.get() * temperature,
            sweeps: simulating::sweeps(job),
            discarded: self.discard.get(),
            ladders: self.ladders.get(),
        }
    }
}

impl Method for Tempering {
    const NAME: &'static str = "tempering";
    const CLASSES: &'static [Class] = &[Class::SIMULATION];
    const ROLE: Option<&'static str> = Some("dynamics");
    const CITES: Cites = &[&sources::spins::SWENDSEN_WANG_1986, &sources::spins::HUKUSHIMA_NEMOTO];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        simulate ising(8, temperature: 1.8) by tempering for 10000 sweeps, then check energy against kaufman";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

impl Treating for Tempering {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        treated::needs_torus(Self::NAME, job)
    }

    fn samples(&self) -> bool {
        true
    }

    fn counts(&self) -> Option<Counted> {
        Some(Counted::Sweeps)
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        let mut all = simulating::yields();
        all.push((&spins::ACCEPTANCE, 1));
        all
    }

    fn cost(&self, job: &Job) -> Cost {
        let (t, spins) = (self.plain(job, 1.0), job.system.sites.unwrap_or(0) as f64);
        let sweeps = (t.sweeps + t.ladders * t.discarded) as f64 * t.rungs as f64;
        let held = simulating::held(spins, t.rungs * t.ladders, t.sweeps);
        Cost::shared(Work::Site, 0.9 * sweeps * spins, t.ladders).with(held).charted(Charted::Picture)
    }

    fn treat(&self, job: &Job, seed: &Seed, observer: &dyn Observer) -> Result<Outcome, Fault> {
        let (ising, size) = treated::torus(job).ok_or_else(|| Fault::new("this is no torus"))?;
        let climbed = climb(&ising, size, &self.plain(job, ising.temperature), seed, observer);
        let climbed = climbed.ok_or_else(Fault::interrupted)?;
        let it = measured(&climbed.series, size.0 * size.1, ising.temperature);
        let mut outcome = simulating::outcome(&it, &ising);
        outcome.readings.push(Reading::exact(&spins::ACCEPTANCE, None, climbed.accepted));
        Ok(outcome)
    }
}
