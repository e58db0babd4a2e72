//! What the dynamics of the Ising model share as words: chains run, measured, priced and warned about.

use crate::models::Observer;
use crate::models::spin::exact::onsager;
use crate::models::spin::monte_carlo::measured::{Measured, measured};
use crate::models::spin::monte_carlo::torus::{Sums, Torus};
use crate::models::spin::monte_carlo::{Dynamics, Settings, run};
use crate::models::spin::{CRITICAL_COUPLING, Ising};
use crate::numeric::random::Seed;
use crate::source::Lint;
use crate::vocabulary::{
    Amount, Charted, Cost, Counted, Fault, Job, Measure, Method, Outcome, Picture, Reading, Series, Treating,
    Work,
};
use crate::words::lints::critical_slowing_down;
use crate::words::measures::spins;
use crate::words::treated::{self, estimated};
use ndarray::Array2;

/// Sweeps where the sentence says nothing.
const SWEEPS: usize = 10_000;
/// Exponent of the time that single spins need to forget a length (Nightingale and Bloete 2000).
const DYNAMIC_EXPONENT: f64 = 2.167;
/// Bins a chain that errors rest on; see `measured`.
const BINS: usize = 16;

/// A dynamics whose chains visit every spin about once a sweep. Its word says how they are set; the rest follows.
pub trait Sweeping: Method {
    fn settings(&self, job: &Job) -> Settings;
}

impl<T: Sweeping> Treating for T {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        treated::needs_torus(T::NAME, job)
    }

    fn warns(&self, job: &Job) -> Option<(&'static Lint, String, String)> {
        slow(&self.settings(job), job)
    }

    fn samples(&self) -> bool {
        true
    }

    fn counts(&self) -> Option<Counted> {
        Some(Counted::Sweeps)
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        yields()
    }

    fn cost(&self, job: &Job) -> Cost {
        cost(&self.settings(job), job).charted(Charted::Picture)
    }

    fn treat(&self, job: &Job, seed: &Seed, observer: &dyn Observer) -> Result<Outcome, Fault> {
        simulate(&self.settings(job), job, seed, observer)
    }

    fn draws(&self) -> bool {
        true
    }

    fn states(
        &self,
        job: &Job,
        rows: usize,
        apart: usize,
        seed: &Seed,
        observer: &dyn Observer,
    ) -> Result<Array2<f32>, Fault> {
        drawn(&self.settings(job), job, (rows, apart), seed, observer)
    }
}

/// How many sweeps are asked for.
pub fn sweeps(job: &Job) -> usize {
    job.times.unwrap_or(SWEEPS)
}

/// The settings of a run: so many chains, a part of whose sweeps is discarded.
pub fn settings(dynamics: Dynamics, chains: usize, discarded: usize, job: &Job) -> Settings {
    Settings { dynamics, sweeps: sweeps(job), chains, discarded }
}

/// What every dynamics yields.
pub fn yields() -> Vec<(&'static Measure, usize)> {
    treated::once(&[
        &spins::ENERGY,
        &spins::SPECIFIC_HEAT,
        &spins::MAGNETIZATION,
        &spins::SUSCEPTIBILITY,
        &spins::BINDER,
        &spins::AUTOCORRELATION_TIME,
    ])
}

/// Every spin is visited once a sweep, in as many chains as can share the work.
pub fn cost(settings: &Settings, job: &Job) -> Cost {
    /// Visits for which a spin stands that is visited in order.
    const LOCAL: f64 = 0.6;
    let spins = job.system.sites.unwrap_or(0) as f64;
    let sweeps = (settings.sweeps + settings.chains * settings.discarded) as f64;
    let each = if matches!(settings.dynamics, Dynamics::Local(_)) { LOCAL } else { 1.0 };
    let drawn = Amount::shared(Work::Site, each * sweeps * spins, settings.chains);
    let measured = Amount::shared(Work::Element, 3.0 * sweeps * spins, settings.chains);
    held(spins, settings.chains, settings.sweeps) + drawn + measured
}

/// Lattices of chains, and what is measured of each sweep.
pub fn held(spins: f64, chains: usize, sweeps: usize) -> Cost {
    Cost::holding(24.0 * spins * chains as f64 + 120.0 * sweeps as f64)
}

/// The length over which spins of this coupling go together (Onsager 1944): 1 / |ln coth K - 2K| above the critical
/// temperature, half of it below.
fn correlation_length(coupling: f64) -> f64 {
    let inverse = (1.0 / coupling.tanh()).ln() - 2.0 * coupling;
    let factor = if coupling > CRITICAL_COUPLING { 0.5 } else { 1.0 };
    factor / inverse.abs().max(1e-12)
}

/// A warning where the bins of single-spin dynamics are shorter than the time in which the lattice forgets.
fn slow(settings: &Settings, job: &Job) -> Option<(&'static Lint, String, String)> {
    if !matches!(settings.dynamics, Dynamics::Local(_)) {
        return None;
    }
    let (ising, (rows, columns)) = treated::torus(job)?;
    let length = correlation_length(ising.coupling()).min(rows.min(columns) as f64);
    let (time, bin) =
        (length.powf(DYNAMIC_EXPONENT), settings.sweeps as f64 / (settings.chains * BINS) as f64);
    if bin >= time || length < 4.0 {
        return None;
    }
    let message = format!(
        "single spins forget a correlation length of {length:.0} in about {time:.0} sweeps, longer than a bin of {bin:.0}"
    );
    let needed = time * (settings.chains * BINS) as f64;
    Some((&critical_slowing_down::LINT, message, format!("take `wolff`, or {needed:.0} sweeps or more")))
}

/// States of all chains, chain after chain, each `apart` sweeps after the one before: (rows, spins).
fn drawn(
    settings: &Settings,
    job: &Job,
    (rows, apart): (usize, usize),
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<Array2<f32>, Fault> {
    let (ising, size) = treated::torus(job).ok_or_else(|| Fault::new("this is no torus"))?;
    let (chains, apart) = (settings.chains.max(1), apart.max(1));
    let sweeps = rows.div_ceil(chains).saturating_mul(apart).saturating_mul(chains);
    let settings = Settings { sweeps, ..*settings };
    // Each chain has a multiple of `apart` sweeps, so that a number through all of them tells as well.
    let look = |number: usize, torus: &Torus| (number + 1).is_multiple_of(apart).then(|| torus.spins.clone());
    let (_, states) = run(&ising, size, &settings, seed, observer, look).ok_or_else(Fault::interrupted)?;
    let spins: Vec<f32> = states.into_iter().take(rows).flatten().map(f32::from).collect();
    Array2::from_shape_vec((rows, size.0 * size.1), spins).map_err(|why| Fault::new(why.to_string()))
}

/// The last state of a chain.
fn picture(torus: &Torus) -> Picture {
    let pixels = torus.spins.iter().map(|&s| f32::from(s)).collect();
    Picture::Images {
        title: "the last state of the first chain".into(),
        rows: torus.rows,
        columns: torus.columns,
        pixels: vec![pixels],
    }
}

/// What was measured, as an outcome.
pub fn outcome(it: &Measured, ising: &Ising) -> Outcome {
    let readings = vec![
        estimated(&spins::ENERGY, it.energy),
        estimated(&spins::SPECIFIC_HEAT, it.specific_heat),
        estimated(&spins::MAGNETIZATION, it.magnetization),
        estimated(&spins::SUSCEPTIBILITY, it.susceptibility),
        estimated(&spins::BINDER, it.binder),
        Reading::exact(&spins::AUTOCORRELATION_TIME, None, it.autocorrelation_time),
    ];
    let mut notes = Vec::new();
    if it.bin < 10.0 * it.autocorrelation_time {
        notes.push(format!(
            "bins of {:.0} sweeps are not ten times the autocorrelation time of {:.1}: the errors are too small",
            it.bin, it.autocorrelation_time
        ));
    }
    let infinite = onsager::energy(ising.coupling());
    notes.push(format!("the infinite lattice has the energy {infinite:.10}"));
    let lines = it.energies.iter().enumerate().map(|(chain, energies)| {
        let x = (1..=energies.len()).map(|sweep| sweep as f64).collect();
        Series::line(format!("chain {}", chain + 1), "sweep", x, energies.clone())
    });
    let (title, x, y) = ("energy a spin".into(), "sweep".into(), String::new());
    let curves = Picture::Curves { title, x, y, log_x: false, log_y: false, lines: lines.collect() };
    Outcome { readings, notes, pictures: vec![curves], ..Outcome::default() }
}

/// Runs the chains and measures them.
fn simulate(settings: &Settings, job: &Job, seed: &Seed, observer: &dyn Observer) -> Result<Outcome, Fault> {
    let (ising, size) = treated::torus(job).ok_or_else(|| Fault::new("this is no torus"))?;
    let none = |_: usize, _: &Torus| None::<()>;
    let (runs, _) = run(&ising, size, settings, seed, observer, none).ok_or_else(Fault::interrupted)?;
    let last = runs.first().map(|run| picture(&run.last));
    let series: Vec<Vec<Sums>> = runs.into_iter().map(|run| run.series).collect();
    let mut outcome = outcome(&measured(&series, size.0 * size.1, ising.temperature), &ising);
    outcome.pictures.extend(last);
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Unwatched;
    use crate::models::spin::Lattice;
    use crate::vocabulary::Declared;

    /// At T = 2 the torus of 4 x 4 has the energy -1.75538028877748 a spin and the specific heat .605532657209244 (by enumeration), so
    /// energies of states spread by .389: within 4 standard errors of 4000 of them, which 5 sweeps apart are independent.
    #[test]
    fn states_have_the_law_of_boltzmann() {
        let ising = Ising { lattice: Lattice::Square, size: Some((4, 4)), temperature: 2.0 };
        let declared = Declared::new("ising", Some(16), ising);
        let job = Job { system: &declared, times: None, before: None };
        for dynamics in [Dynamics::Wolff, Dynamics::SwendsenWang] {
            let settings = Settings { dynamics, sweeps: 0, chains: 4, discarded: 100 };
            let states = drawn(&settings, &job, (4000, 5), &Seed::root(1), &Unwatched).unwrap();
            assert_eq!(states.dim(), (4000, 16));
            let energy = |row: ndarray::ArrayView1<f32>| {
                let spins = row.iter().map(|&s| s as u8).collect();
                Torus { rows: 4, columns: 4, spins }.sums().energy / 16.0
            };
            let mean = states.rows().into_iter().map(energy).sum::<f64>() / 4000.0;
            assert!(
                (mean + 1.755_380_288_777_48).abs() < 4.0 * 0.389 / 4000f64.sqrt(),
                "{dynamics:?}: {mean}"
            );
        }
    }
}
