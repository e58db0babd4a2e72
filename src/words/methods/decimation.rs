//! `decimation`: every other spin of a chain is summed over, exactly (Nelson and Fisher 1975). The free energy a spin of the
//! first chain stays what it is: `free-energy-drift` says how well.

use crate::args;
use crate::models::Observer;
use crate::models::renormalization::decimation::{self, Stage};
use crate::models::spin::Chain;
use crate::numeric::random::Seed;
use crate::vocabulary::{
    Charted, Cites, Class, Cost, Counted, Fault, Job, Measure, Method, Outcome, Treating, Work,
};
use crate::words::measures::{FREE_ENERGY, spins};
use crate::words::sources;
use crate::words::{flows, treated};

args! {
    /// Sums over every other spin of a chain.
    pub struct Decimation {}
}

/// Where nothing is said.
const STEPS: usize = 5;

impl Method for Decimation {
    const NAME: &'static str = "decimation";
    /// 2: strong couplings do not cancel.
    const VERSION: u32 = 2;
    const CLASSES: &'static [Class] = &[Class::RENORMALIZATION];
    const ROLE: Option<&'static str> = Some("transformations");
    const CITES: Cites = &[&sources::renormalization::NELSON_FISHER];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        renormalize ising-chain(coupling: 1) by decimation x5, then check free-energy against transfer-matrix";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

fn outcome(stages: &[Stage]) -> Outcome {
    let (first, last) = match stages {
        [first, .., last] => (first, last),
        _ => return Outcome::default(),
    };
    let drift = stages.iter().map(|s| (s.log_partition - first.log_partition).abs()).fold(0.0, f64::max);
    let mut outcome = treated::exact(&[
        (&FREE_ENERGY, -last.log_partition),
        (&spins::FREE_ENERGY_DRIFT, drift),
        (&spins::COUPLING, last.coupling),
        (&spins::CORRELATION_LENGTH, last.correlation_length),
    ]);
    let row = |(step, s): (usize, &Stage)| {
        (step.to_string(), vec![s.coupling, s.field, s.correlation_length, s.log_partition])
    };
    let columns = ["K", "h", "correlation length", "ln Z / N"];
    outcome.tables.push(treated::table("flow", &columns, stages.iter().enumerate().map(row)));
    let couplings = stages.iter().map(|s| s.coupling).collect();
    outcome.pictures.push(flows::drawn(vec![("K".into(), couplings)]));
    outcome
}

impl Treating for Decimation {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        let Some(chain) = job.system.plain::<Chain>() else {
            return Some(treated::only(Self::NAME, job, "a chain", "ising-chain(coupling: 1)"));
        };
        if chain.length.is_some() {
            let message = "a ring gets shorter with every step".to_string();
            return Some((message, "leave the length out: `ising-chain(coupling: 1)` is infinite".into()));
        }
        (flows::steps(job, STEPS) > 60).then(|| {
            let message = "after 60 steps nothing is left of any coupling".to_string();
            (message, "write fewer steps, such as `decimation x10`".into())
        })
    }

    fn counts(&self) -> Option<Counted> {
        Some(Counted::Steps)
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        treated::once(&[
            &FREE_ENERGY,
            &spins::FREE_ENERGY_DRIFT,
            &spins::COUPLING,
            &spins::CORRELATION_LENGTH,
        ])
    }

    fn cost(&self, _job: &Job) -> Cost {
        Cost::alone(Work::Element, 1e3).charted(Charted::Picture)
    }

    fn treat(&self, job: &Job, _seed: &Seed, _observer: &dyn Observer) -> Result<Outcome, Fault> {
        let chain = job.system.plain::<Chain>().ok_or_else(|| Fault::new("this is no chain"))?;
        Ok(outcome(&decimation::flow(chain, flows::steps(job, STEPS))))
    }
}
