//! `replica-symmetric`: the theory of Hopfield's memory (Amit, Gutfreund and Sompolinsky 1985, 1987). Below the line of
//! de Almeida and Thouless the symmetry is broken, and the capacity is a little larger (0.1382 for 0.1379 at T = 0).

use crate::args;
use crate::models::Observer;
use crate::models::spin::hopfield::{mixtures, replica};
use crate::numeric::random::Seed;
use crate::vocabulary::{Cites, Class, Cost, Fault, Job, Measure, Method, Outcome, Treating, Work};
use crate::words::measures::spins;
use crate::words::sources;
use crate::words::systems::hopfield::Blank;
use crate::words::treated;

args! {
    /// Solves the equations of the replica-symmetric theory of a memory.
    pub struct ReplicaSymmetric {}
}

impl Method for ReplicaSymmetric {
    const NAME: &'static str = "replica-symmetric";
    /// 2: a memory without patterns recalls at temperature 0 as well.
    const VERSION: u32 = 2;
    const CLASSES: &'static [Class] = &[Class::SOLUTION];
    const ROLE: Option<&'static str> = Some("ways to a solution");
    const CITES: Cites = &[&sources::spins::AMIT_1985, &sources::spins::AMIT_1987];
    const EXAMPLE: &'static str = "seed 1\nedition 1\nsolve hopfield(load: 0.05) by replica-symmetric, then check overlap and critical-load";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

/// The overlap of the retrieval state; 0 where there is none.
fn overlap(it: &Blank) -> f64 {
    match it.temperature {
        0.0 => replica::cold_overlap(it.load).unwrap_or(0.0),
        t => replica::order_parameters(t, it.load).0,
    }
}

impl Treating for ReplicaSymmetric {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        let none = job.system.plain::<Blank>().is_none();
        none.then(|| treated::only(Self::NAME, job, "a memory", "hopfield(load: 0.05)"))
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        treated::once(&[
            &spins::OVERLAP,
            &spins::UNSTABLE_SHARE,
            &spins::CRITICAL_LOAD,
            &spins::CRITICAL_OVERLAP,
            &spins::GLASS_TEMPERATURE,
        ])
    }

    fn cost(&self, job: &Job) -> Cost {
        // The line where recall ends is sought by saddle points, each of hundreds of integrals; without a temperature it is known.
        let warm = job.system.plain::<Blank>().is_some_and(|it| it.temperature > 0.0);
        Cost::alone(Work::Function, if warm { 2e8 } else { 2e7 })
    }

    fn treat(&self, job: &Job, _seed: &Seed, _observer: &dyn Observer) -> Result<Outcome, Fault> {
        let it = job.system.plain::<Blank>().ok_or_else(|| Fault::new("this is no memory"))?;
        let cold = replica::capacity();
        let mut outcome = treated::exact(&[
            (&spins::OVERLAP, overlap(it)),
            (&spins::UNSTABLE_SHARE, if it.load > 0.0 { replica::crosstalk(it.load) } else { 0.0 }),
            (&spins::CRITICAL_LOAD, replica::capacity_at(it.temperature)),
            (&spins::CRITICAL_OVERLAP, cold.1),
            (&spins::GLASS_TEMPERATURE, replica::glass_temperature(it.load)),
        ]);
        let mixture = |n: u32| (format!("of {n}"), vec![mixtures::overlap(n), mixtures::energy(n)]);
        let columns = ["overlap", "energy a spin"];
        outcome.tables.push(treated::table("mixtures at load 0", &columns, [1, 3, 5, 7].map(mixture)));
        let stable = mixtures::three_is_stable_below();
        let (energy, entropy) = replica::sherrington_kirkpatrick_cold();
        outcome.notes.push(format!("the mixture of three is stable below T = {stable:.6}"));
        outcome.notes.push(format!(
            "the Sherrington-Kirkpatrick model at T = 0: energy {energy:.6}, entropy {entropy:.6} a spin; an entropy below 0 shows that the symmetry is broken"
        ));
        Ok(outcome)
    }
}
