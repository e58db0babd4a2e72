//! `niemeijer-van-leeuwen`: cells of three spins of the triangular lattice by majority, to first order (1973, 1974).

use crate::args;
use crate::models::Observer;
use crate::models::renormalization::niemeijer_van_leeuwen as nvl;
use crate::models::spin::{Ising, Lattice};
use crate::numeric::random::Seed;
use crate::vocabulary::{
    Charted, Cites, Class, Cost, Counted, Fault, Job, Measure, Method, Outcome, Reading, Treating, Work,
};
use crate::words::measures::spins;
use crate::words::sources;
use crate::words::{flows, treated};

args! {
    /// Makes a spin of the majority of three, to first order in the coupling between cells.
    pub struct NiemeijerVanLeeuwen {}
}

impl Method for NiemeijerVanLeeuwen {
    const NAME: &'static str = "niemeijer-van-leeuwen";
    const CLASSES: &'static [Class] = &[Class::RENORMALIZATION];
    const ROLE: Option<&'static str> = Some("transformations");
    const CITES: Cites = &[&sources::renormalization::NIEMEIJER_VAN_LEEUWEN];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        renormalize ising(lattice: triangular) by niemeijer-van-leeuwen x6, then check exponents";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

fn triangular<'a>(job: &'a Job) -> Option<&'a Ising> {
    job.system.plain::<Ising>().filter(|ising| ising.lattice == Lattice::Triangular)
}

impl Treating for NiemeijerVanLeeuwen {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        let none = triangular(job).is_none();
        none.then(|| treated::only(Self::NAME, job, "the triangular lattice", "ising(lattice: triangular)"))
    }

    fn counts(&self) -> Option<Counted> {
        Some(Counted::Steps)
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        let mut all = treated::once(&[&spins::COUPLING, &spins::CRITICAL_COUPLING]);
        all.extend(flows::measures(true));
        all
    }

    fn cost(&self, _job: &Job) -> Cost {
        Cost::alone(Work::Element, 1e4).charted(Charted::Picture)
    }

    fn treat(&self, job: &Job, _seed: &Seed, _observer: &dyn Observer) -> Result<Outcome, Fault> {
        let start = triangular(job).ok_or_else(|| Fault::new("this is no triangular lattice"))?.coupling();
        let mut couplings = vec![start];
        for _ in 0..flows::steps(job, 5).min(1000) {
            couplings.push(nvl::step(couplings.last().copied().unwrap_or(start)));
        }
        let (readings, table) = flows::exponents(&nvl::exponents());
        let mut outcome = treated::exact(&[
            (&spins::COUPLING, couplings.last().copied().unwrap_or(start)),
            (&spins::CRITICAL_COUPLING, nvl::fixed_point()),
        ]);
        outcome.readings.extend::<Vec<Reading>>(readings);
        outcome.tables.push(table);
        outcome.notes.push("the exact critical coupling is ln(3) / 4 = 0.2746530722".into());
        outcome.pictures.push(flows::drawn(vec![("this system".into(), couplings)]));
        Ok(outcome)
    }
}
