//! `period-doubling`: the cascade of superstable orbits and Feigenbaum's two numbers (1978), each the limit of its sequence by
//! Aitken's extrapolation.

use crate::args;
use crate::models::Observer;
use crate::models::renormalization::period_doubling::{self, Cascade, MOST, limit};
use crate::numeric::random::Seed;
use crate::vocabulary::{Cites, Class, Cost, Counted, Fault, Job, Measure, Method, Outcome, Treating, Work};
use crate::words::measures::spins;
use crate::words::sources;
use crate::words::systems::quadratic_map::Quadratic;
use crate::words::{flows, treated};

args! {
    /// Doubles the period of a map, again and again.
    pub struct PeriodDoubling {}
}

const STEPS: usize = 11;

impl Method for PeriodDoubling {
    const NAME: &'static str = "period-doubling";
    const CLASSES: &'static [Class] = &[Class::RENORMALIZATION];
    const ROLE: Option<&'static str> = Some("transformations");
    const CITES: Cites = &[&sources::renormalization::FEIGENBAUM];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nrenormalize quadratic-map by period-doubling x11, then check exponents";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

fn outcome(it: &Cascade) -> Option<Outcome> {
    let (delta, alpha) = (limit(&it.deltas)?, limit(&it.alphas)?);
    let mut outcome = treated::exact(&[(&spins::PARAMETER_RATIO, delta), (&spins::SIZE_RATIO, alpha)]);
    let at = |list: &[f64], n: usize| n.checked_sub(1).and_then(|n| list.get(n)).copied().unwrap_or(f64::NAN);
    let row = |(n, a): (usize, &f64)| (n.to_string(), vec![*a, at(&it.deltas, n), at(&it.alphas, n)]);
    let columns = ["parameter", "delta", "alpha"];
    outcome.tables.push(treated::table(
        "superstable orbits",
        &columns,
        it.parameters.iter().enumerate().map(row),
    ));
    Some(outcome)
}

impl Treating for PeriodDoubling {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        if job.system.plain::<Quadratic>().is_none() {
            return Some(treated::only(Self::NAME, job, "a map", "quadratic-map"));
        }
        let steps = flows::steps(job, STEPS);
        (!(4..=MOST).contains(&steps)).then(|| {
            let message = format!("{steps} doublings are too few or too many for f64");
            (message, format!("write from `x4` to `x{MOST}`"))
        })
    }

    fn counts(&self) -> Option<Counted> {
        Some(Counted::Steps)
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        treated::once(&[&spins::PARAMETER_RATIO, &spins::SIZE_RATIO])
    }

    fn cost(&self, job: &Job) -> Cost {
        Cost::alone(Work::Element, 300.0 * 2f64.powi(flows::steps(job, STEPS).min(MOST) as i32))
    }

    fn treat(&self, job: &Job, _seed: &Seed, _observer: &dyn Observer) -> Result<Outcome, Fault> {
        let cascade = period_doubling::cascade(flows::steps(job, STEPS));
        outcome(&cascade)
            .ok_or_else(|| Fault::new("too few doublings for a limit").help("write `x5` or more"))
    }
}
