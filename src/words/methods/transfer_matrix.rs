//! `transfer-matrix`: a torus row by row, or the chain (Kramers and Wannier 1941).

use crate::args;
use crate::models::Observer;
use crate::models::spin::Chain;
use crate::models::spin::exact::{chain, transfer};
use crate::numeric::random::Seed;
use crate::vocabulary::{
    Cites, Class, Cost, Fault, Job, MANY, Measure, Method, Outcome, Reading, Treating, Work,
};
use crate::words::measures::{FREE_ENERGY, spins};
use crate::words::sources;
use crate::words::treated;

args! {
    /// Solves a torus of at most 16 columns, or a chain, by its transfer matrix.
    pub struct TransferMatrix {}
}

impl Method for TransferMatrix {
    const NAME: &'static str = "transfer-matrix";
    /// 2: strong couplings of a chain do not cancel.
    const VERSION: u32 = 2;
    const CLASSES: &'static [Class] = &[Class::SOLUTION];
    const ROLE: Option<&'static str> = Some("ways to a solution");
    const CITES: Cites = &[&sources::spins::KRAMERS_WANNIER];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        solve ising(8, temperature: 2.5) by transfer-matrix, then check free-energy and energy against kaufman";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

impl Treating for TransferMatrix {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        if job.system.plain::<Chain>().is_some() {
            return None;
        }
        let Some((_, (_, columns))) = treated::torus(job) else {
            return Some(treated::only(Self::NAME, job, "a torus or a chain", "ising(8, temperature: 2.5)"));
        };
        (columns > transfer::WIDEST).then(|| {
            let message = format!("a row of {columns} spins has 2^{columns} states");
            (message, format!("{} columns are the most; `kaufman` is exact for any torus", transfer::WIDEST))
        })
    }

    fn yields(&self, job: &Job) -> Vec<(&'static Measure, usize)> {
        match job.system.plain::<Chain>() {
            Some(_) => treated::once(&[&FREE_ENERGY, &spins::CORRELATION_LENGTH]),
            None => treated::once(&[&FREE_ENERGY, &spins::ENERGY]),
        }
    }

    fn cost(&self, job: &Job) -> Cost {
        let Some((_, (rows, columns))) = treated::torus(job) else { return Cost::default() };
        let states = 2f64.powi(columns.min(transfer::WIDEST) as i32);
        let each = (rows / 2 + rows % 2) as f64 * states * (1.4 * columns as f64 + 3.0);
        Cost::shared(Work::Element, transfer::followed(columns) * each, MANY)
            .with(Cost::holding(64.0 * states))
    }

    fn treat(&self, job: &Job, _seed: &Seed, observer: &dyn Observer) -> Result<Outcome, Fault> {
        if let Some(it) = job.system.plain::<Chain>() {
            let mut readings = vec![Reading::exact(&FREE_ENERGY, None, -chain::log_partition(it))];
            let length = chain::correlation_length(it.coupling, it.field);
            readings.push(Reading::exact(&spins::CORRELATION_LENGTH, None, length));
            return Ok(Outcome { readings, ..Outcome::default() });
        }
        let (ising, (rows, columns)) = treated::torus(job).ok_or_else(|| Fault::new("this is no torus"))?;
        let it = transfer::thermodynamics(rows, columns, ising.coupling(), observer);
        let it = it.ok_or_else(Fault::interrupted)?;
        Ok(Outcome { readings: treated::readings(&it), ..Outcome::default() })
    }
}
