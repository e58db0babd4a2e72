//! What methods that treat systems share: which system they take, what they say of the others, and results as readings.

use crate::models::spin::monte_carlo::estimate::Estimate;
use crate::models::spin::{Ising, Lattice, Thermodynamics};
use crate::numeric::lapack::LapackError;
use crate::vocabulary::{Evidence, Fault, Job, Measure, Outcome, Reading, Table};
use crate::words::measures::{FREE_ENERGY, spins};

/// A refusal with its cure.
pub type Refusal = Option<(String, String)>;

/// The square lattice on a torus.
pub fn torus(job: &Job) -> Option<(Ising, (usize, usize))> {
    let ising = job.system.plain::<Ising>().filter(|ising| ising.lattice == Lattice::Square)?;
    ising.size.map(|size| (*ising, size))
}

/// The square lattice, finite or not.
pub fn square(job: &Job) -> Option<Ising> {
    job.system.plain::<Ising>().filter(|ising| ising.lattice == Lattice::Square).copied()
}

/// What to say to a system that a method does not take.
pub fn only(word: &str, job: &Job, takes: &str, example: &str) -> (String, String) {
    (format!("`{word}` takes {takes}, not this `{}`", job.system.name), format!("write `{example}`"))
}

/// A method that takes a torus.
pub fn needs_torus(word: &str, job: &Job) -> Refusal {
    let takes = "a square lattice of finite size";
    torus(job).is_none().then(|| only(word, job, takes, "ising(32, temperature: 2.269)"))
}

/// Why LAPACK gave nothing.
pub fn fault(error: LapackError) -> Fault {
    Fault::new(error.to_string())
        .help("this system is too close to one without a solution: change its arguments")
}

/// A measured value with its error.
pub fn estimated(measure: &'static Measure, estimate: Estimate) -> Reading {
    let Estimate { value, standard_error, bins } = estimate;
    let evidence = Evidence::Sample { mean: value, standard_error, n: bins as u64 };
    Reading { measure, index: None, value, evidence }
}

/// The fields of a result that are there.
pub fn readings(it: &Thermodynamics) -> Vec<Reading> {
    let fields: [(&'static Measure, Option<f64>); 6] = [
        (&FREE_ENERGY, it.free_energy),
        (&spins::ENERGY, it.energy),
        (&spins::SPECIFIC_HEAT, it.specific_heat),
        (&spins::MAGNETIZATION, it.magnetization),
        (&spins::SUSCEPTIBILITY, it.susceptibility),
        (&spins::BINDER, it.binder),
    ];
    fields.into_iter().filter_map(|(measure, value)| Some(Reading::exact(measure, None, value?))).collect()
}

/// Exact readings by measure.
pub fn exact(values: &[(&'static Measure, f64)]) -> Outcome {
    let readings = values.iter().map(|(measure, value)| Reading::exact(measure, None, *value)).collect();
    Outcome { readings, ..Outcome::default() }
}

/// One of each.
pub fn once(measures: &[&'static Measure]) -> Vec<(&'static Measure, usize)> {
    measures.iter().map(|measure| (*measure, 1)).collect()
}

/// A table of numbers, to ten digits.
pub fn table(title: &str, columns: &[&str], rows: impl IntoIterator<Item = (String, Vec<f64>)>) -> Table {
    let written = |values: Vec<f64>| values.into_iter().map(number).collect();
    Table {
        title: title.into(),
        columns: columns.iter().map(|column| column.to_string()).collect(),
        rows: rows.into_iter().map(|(name, values)| (name, written(values))).collect(),
    }
}

/// Ten digits, or a power of ten for the small ones.
pub fn number(x: f64) -> String {
    match x.abs() {
        0.0 => "0".into(),
        size if size.is_nan() => "-".into(),
        size if !(1e-4..1e7).contains(&size) => format!("{x:.4e}"),
        _ => format!("{x:.10}"),
    }
}
