//! What renormalization groups share as words: exponents as readings, beside the exact ones; and how many steps.

use crate::models::renormalization::Exponents;
use crate::models::renormalization::exponents::ISING;
use crate::vocabulary::{Job, Measure, Picture, Reading, Series, Table};
use crate::words::measures::spins;
use crate::words::treated;

/// The exponents by name, those that are known.
fn named(it: &Exponents) -> Vec<(&'static Measure, f64)> {
    let all: [(&'static Measure, Option<f64>); 8] = [
        (&spins::THERMAL_EXPONENT, Some(it.thermal)),
        (&spins::MAGNETIC_EXPONENT, it.magnetic),
        (&spins::CORRELATION_EXPONENT, Some(it.nu())),
        (&spins::HEAT_EXPONENT, Some(it.alpha())),
        (&spins::ORDER_EXPONENT, it.beta()),
        (&spins::RESPONSE_EXPONENT, it.gamma()),
        (&spins::ISOTHERM_EXPONENT, it.delta()),
        (&spins::ANOMALOUS_DIMENSION, it.eta()),
    ];
    all.into_iter().filter_map(|(measure, value)| Some((measure, value?))).collect()
}

/// The exponents of a fixed point as readings, and a table of them beside those of the Ising model in the plane.
pub fn exponents(it: &Exponents) -> (Vec<Reading>, Table) {
    let values = named(it);
    let exact = named(&ISING);
    let readings = values.iter().map(|(measure, value)| Reading::exact(measure, None, *value)).collect();
    let rows = values.iter().map(|(measure, value)| {
        let known = exact.iter().find(|(other, _)| other.name == measure.name);
        (measure.name.to_string(), vec![*value, known.map_or(f64::NAN, |(_, exact)| *exact)])
    });
    (readings, treated::table("exponents", &["fixed point", "exact"], rows))
}

/// The measures of `exponents`, with or without a field.
pub fn measures(magnetic: bool) -> Vec<(&'static Measure, usize)> {
    let some = Exponents { dimension: 2.0, thermal: 1.0, magnetic: magnetic.then_some(1.0) };
    named(&some).into_iter().map(|(measure, _)| (measure, 1)).collect()
}

/// How often a step is done, where the sentence says so.
pub fn steps(job: &Job, default: usize) -> usize {
    job.times.unwrap_or(default)
}

/// Coupling by step of flows from several couplings.
pub fn drawn(flows: Vec<(String, Vec<f64>)>) -> Picture {
    let line = |(name, y): (String, Vec<f64>)| {
        Series::line(name, "step", (0..y.len()).map(|step| step as f64).collect(), y)
    };
    Picture::Curves {
        title: "couplings along the flow".into(),
        x: "step".into(),
        y: String::new(),
        log_x: false,
        log_y: false,
        lines: flows.into_iter().map(line).collect(),
    }
}
