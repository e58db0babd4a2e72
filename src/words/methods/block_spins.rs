//! `block-spins`: blocks of 2 x 2 spins by majority, and exponents from their correlations in samples of Wolff's dynamics
//! (Ma 1976; Swendsen 1979). The exponents are those of the last step that is asked for; errors by leaving out a chain's
//! quarter at a time are in the table.

use crate::args;
use crate::models::Observer;
use crate::models::renormalization::Exponents;
use crate::models::spin::monte_carlo::blocks::{EVEN, exponents, levels};
use crate::models::spin::monte_carlo::words::Words;
use crate::models::spin::monte_carlo::{Dynamics, Settings, run};
use crate::numeric::random::Seed;
use crate::vocabulary::{
    Amount, Cites, Class, Cost, Count, Counted, Evidence, Fault, Job, Measure, Method, Outcome, Reading,
    Treating, Work,
};
use crate::words::measures::spins;
use crate::words::sources;
use crate::words::{flows, simulating, treated};

args! {
    /// Makes a spin of the majority of four, and reads exponents off samples.
    pub struct BlockSpins {
        /// Samples, one a sweep.
        samples: Count = Count::new(10000), usual 1000 ..= 10000000;
        /// Independent chains.
        chains: Count = Count::new(4), usual 1 ..= 64;
        /// Sweeps of each chain before it is measured.
        discard: Count = Count::new(500), usual 10 ..= 100000;
    }
}

/// Parts of the samples that errors rest on.
const PARTS: usize = 16;

type Sample = Vec<[f64; EVEN + 1]>;

impl BlockSpins {
    fn settings(&self) -> Settings {
        Settings {
            dynamics: Dynamics::Wolff,
            sweeps: self.samples.get(),
            chains: self.chains.get(),
            discarded: self.discard.get(),
        }
    }
}

impl Method for BlockSpins {
    const NAME: &'static str = "block-spins";
    /// 2: ties are drawn apart in every chain.
    const VERSION: u32 = 2;
    const CLASSES: &'static [Class] = &[Class::RENORMALIZATION];
    const ROLE: Option<&'static str> = Some("transformations");
    const CITES: Cites = &[&sources::renormalization::MA, &sources::renormalization::SWENDSEN];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nrenormalize ising(32) by block-spins(samples: 20000) x2, then check exponents";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

/// The exponents of a step, with errors by the jackknife over parts of the samples.
fn estimated(samples: &[Sample], level: usize) -> Result<[(f64, f64); 2], Fault> {
    let of = |part: Option<usize>| {
        let kept: Vec<&[[f64; EVEN + 1]]> = samples
            .iter()
            .enumerate()
            .filter(|(index, _)| part != Some(index * PARTS / samples.len()))
            .map(|(_, sample)| sample.as_slice())
            .collect();
        exponents(&kept, level).map_err(treated::fault)
    };
    let whole = of(None)?;
    let without = (0..PARTS).map(|part| of(Some(part))).collect::<Result<Vec<_>, _>>()?;
    let error = |f: fn(&(f64, f64)) -> f64| {
        let mean = without.iter().map(f).sum::<f64>() / PARTS as f64;
        let spread = without.iter().map(|x| (f(x) - mean).powi(2)).sum::<f64>();
        (spread * (PARTS - 1) as f64 / PARTS as f64).sqrt()
    };
    Ok([(whole.0, error(|x| x.0)), (whole.1, error(|x| x.1))])
}

impl Treating for BlockSpins {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        let Some((_, (rows, columns))) = treated::torus(job) else {
            return treated::needs_torus(Self::NAME, job);
        };
        let steps = u32::try_from(flows::steps(job, 1)).unwrap_or(u32::MAX);
        let factor = 2usize.checked_pow(steps).unwrap_or(usize::MAX);
        let fits =
            rows.is_multiple_of(factor) && columns.is_multiple_of(factor) && rows.min(columns) / factor >= 2;
        (!fits).then(|| {
            let message = format!("{rows} x {columns} spins can't be halved {steps} times to 2 x 2 or more");
            (message, "take sides that are a power of two, or fewer steps".into())
        })
    }

    fn samples(&self) -> bool {
        true
    }

    fn counts(&self) -> Option<Counted> {
        Some(Counted::Steps)
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        flows::measures(true)
    }

    fn cost(&self, job: &Job) -> Cost {
        let spins = job.system.sites.unwrap_or(0) as f64;
        let blocks =
            Amount::shared(Work::Element, 14.0 * self.samples.get() as f64 * spins, self.chains.get());
        simulating::cost(&self.settings(), job) + blocks
    }

    fn treat(&self, job: &Job, seed: &Seed, observer: &dyn Observer) -> Result<Outcome, Fault> {
        let (ising, size) = treated::torus(job).ok_or_else(|| Fault::new("this is no torus"))?;
        let steps = flows::steps(job, 1);
        let ties = seed.child("ties");
        let look =
            |number: usize, torus: &_| Some(levels(torus, steps, &mut Words::new(&ties.at(number as u64))));
        let ran = run(&ising, size, &self.settings(), seed, observer, look);
        let (_, samples) = ran.ok_or_else(Fault::interrupted)?;
        if samples.len() < 2 * PARTS {
            return Err(Fault::new("too few samples for errors").help("ask for 1000 samples or more"));
        }
        let levels =
            (0..steps.max(1)).map(|level| estimated(&samples, level)).collect::<Result<Vec<_>, _>>()?;
        let last = levels.last().copied().unwrap_or([(f64::NAN, f64::NAN); 2]);
        let it = Exponents { dimension: 2.0, thermal: last[0].0, magnetic: Some(last[1].0) };
        let (mut readings, table) = flows::exponents(&it);
        for (measure, (value, standard_error)) in
            [&spins::THERMAL_EXPONENT, &spins::MAGNETIC_EXPONENT].into_iter().zip(last)
        {
            let evidence = Evidence::Sample { mean: value, standard_error, n: PARTS as u64 };
            readings.retain(|reading| reading.measure.name != measure.name);
            readings.push(Reading { measure, index: None, value, evidence });
        }
        let row =
            |(step, [t, h]): (usize, &[(f64, f64); 2])| ((step + 1).to_string(), vec![t.0, t.1, h.0, h.1]);
        let columns = ["y_T", "error", "y_H", "error"];
        let flow = treated::table("exponents by step", &columns, levels.iter().enumerate().map(row));
        Ok(Outcome { readings, tables: vec![table, flow], ..Outcome::default() })
    }
}
