//! `enumeration`: every state of a small torus, counted by energy and magnetization.

use crate::args;
use crate::models::Observer;
use crate::models::spin::exact::enumeration::{self, MOST_SPINS};
use crate::numeric::random::Seed;
use crate::vocabulary::{Class, Cost, Fault, Job, Measure, Method, Outcome, Treating, Work};
use crate::words::measures::{FREE_ENERGY, spins};
use crate::words::treated;
use std::collections::BTreeMap;

args! {
    /// Counts every state of a small system.
    pub struct Enumeration {}
}

impl Method for Enumeration {
    const NAME: &'static str = "enumeration";
    const CLASSES: &'static [Class] = &[Class::SOLUTION];
    const ROLE: Option<&'static str> = Some("ways to a solution");
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        simulate ising(4, temperature: 2) by metropolis for 10000 sweeps,\n\
        \x20 then check energy and magnetization against enumeration";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

impl Treating for Enumeration {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        let refusal = treated::needs_torus(Self::NAME, job);
        refusal.or_else(|| {
            let spins = job.system.sites.filter(|spins| *spins > MOST_SPINS)?;
            let message = format!("2^{spins} states are too many to count");
            Some((message, format!("{MOST_SPINS} spins are the most; `kaufman` is exact for any torus")))
        })
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        treated::once(&[
            &FREE_ENERGY,
            &spins::ENERGY,
            &spins::SPECIFIC_HEAT,
            &spins::MAGNETIZATION,
            &spins::SUSCEPTIBILITY,
            &spins::BINDER,
        ])
    }

    fn cost(&self, job: &Job) -> Cost {
        let spins = job.system.sites.unwrap_or(0).min(64);
        Cost::alone(Work::Element, 8.0 * 2f64.powi(spins as i32))
    }

    fn treat(&self, job: &Job, _seed: &Seed, observer: &dyn Observer) -> Result<Outcome, Fault> {
        let (ising, (rows, columns)) = treated::torus(job).ok_or_else(|| Fault::new("this is no torus"))?;
        let states = enumeration::count(rows, columns, observer).ok_or_else(Fault::interrupted)?;
        let it = enumeration::thermodynamics(&states, rows * columns, ising.temperature);
        let mut by_energy: BTreeMap<i64, u64> = BTreeMap::new();
        states.iter().for_each(|((energy, _), count)| *by_energy.entry(*energy).or_default() += count);
        let rows = by_energy.iter().map(|(energy, count)| (energy.to_string(), vec![count.to_string()]));
        let table = crate::vocabulary::Table {
            title: "states by energy".into(),
            columns: vec!["states".into()],
            rows: rows.collect(),
        };
        Ok(Outcome { readings: treated::readings(&it), tables: vec![table], ..Outcome::default() })
    }
}
