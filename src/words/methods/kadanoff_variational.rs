//! `kadanoff-variational`: potentials moved so that the free energy is bounded, at the best value of a parameter (Kadanoff
//! 1975; Kadanoff, Houghton and Yalabik 1976).

use crate::args;
use crate::models::Observer;
use crate::models::renormalization::kadanoff::{self, FixedPoint};
use crate::models::spin::exact::onsager;
use crate::numeric::random::Seed;
use crate::vocabulary::{Cites, Class, Cost, Fault, Job, Measure, Method, Outcome, Reading, Treating, Work};
use crate::words::measures::{FREE_ENERGY, spins};
use crate::words::sources;
use crate::words::{flows, treated};

args! {
    /// Moves potentials of a square lattice, with the parameter that bounds the free energy best.
    pub struct KadanoffVariational {}
}

impl Method for KadanoffVariational {
    const NAME: &'static str = "kadanoff-variational";
    const CLASSES: &'static [Class] = &[Class::RENORMALIZATION];
    const ROLE: Option<&'static str> = Some("transformations");
    const CITES: Cites =
        &[&sources::renormalization::KADANOFF_1975, &sources::renormalization::KADANOFF_HOUGHTON_YALABIK];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nrenormalize ising by kadanoff-variational, then check exponents";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

/// The fixed point's couplings and eigenvalues.
fn tables(it: &FixedPoint, outcome: &mut Outcome) {
    let named = |names: &[&str], values: &[f64]| {
        names.iter().zip(values).map(|(name, value)| (name.to_string(), vec![*value])).collect::<Vec<_>>()
    };
    let couplings = named(&["neighbours", "diagonals", "all four"], &it.couplings);
    outcome.tables.push(treated::table("couplings of the fixed point", &["K"], couplings));
    let row = |kind: &str, values: &[f64]| {
        let kind = kind.to_string();
        values.iter().map(move |v| (kind.clone(), vec![*v, v.abs().log2()])).collect::<Vec<_>>()
    };
    let rows = row("even", &it.even).into_iter().chain(row("odd", &it.odd));
    outcome.tables.push(treated::table("eigenvalues", &["eigenvalue", "exponent"], rows));
    outcome.notes.push(
        "the third even eigenvalue breaks the symmetry of neighbours and diagonals: an artefact of moving potentials"
            .into(),
    );
}

impl Treating for KadanoffVariational {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        let Some(ising) = treated::square(job) else {
            return Some(treated::only(Self::NAME, job, "the square lattice", "ising"));
        };
        ising.size.is_some().then(|| {
            let message = "the bound is that of the infinite lattice".to_string();
            (message, "leave the size out: `ising(temperature: 2.5)`".into())
        })
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        let own =
            [&FREE_ENERGY, &spins::BOUND_EXCESS, &spins::CRITICAL_COUPLING, &spins::VARIATIONAL_PARAMETER];
        let mut all = treated::once(&own);
        all.extend(flows::measures(true));
        all
    }

    fn cost(&self, _job: &Job) -> Cost {
        Cost::alone(Work::Element, 2e8)
    }

    fn treat(&self, job: &Job, _seed: &Seed, _observer: &dyn Observer) -> Result<Outcome, Fault> {
        let coupling =
            treated::square(job).ok_or_else(|| Fault::new("this is no square lattice"))?.coupling();
        let it = kadanoff::optimum().map_err(treated::fault)?;
        let (bound, at) = kadanoff::best_bound(coupling);
        let (readings, table) = flows::exponents(&it.exponents());
        let mut outcome = treated::exact(&[
            (&FREE_ENERGY, -bound),
            (&spins::BOUND_EXCESS, bound - onsager::log_partition(coupling)),
            (&spins::CRITICAL_COUPLING, it.couplings[0]),
            (&spins::VARIATIONAL_PARAMETER, it.p),
        ]);
        outcome.readings.extend::<Vec<Reading>>(readings);
        outcome.tables.push(table);
        tables(&it, &mut outcome);
        outcome.notes.push(format!("the best bound at this temperature has p = {at:.6}"));
        Ok(outcome)
    }
}
