//! Two locks compared fact by fact: what is not as it was, in words.
//!
//! Within one numeric class results are equal to the bit. Across classes hashes differ, and values are compared: those with
//! an interval agree where their 95 % intervals overlap, those without where they differ by less than 1 %.

use super::lock::{Lock, LockedMeasure, LockedStep};
use crate::check::Plan;
use std::collections::BTreeMap;
use std::fmt;

/// Relative difference up to which two values without an interval agree across numeric classes.
const TOLERANCE: f64 = 0.01;

/// A fact that is not as it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub fact: String,
    pub was: String,
    pub is: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} in the lock, {} now", self.fact, self.was, self.is)
    }
}

fn differs(fact: impl Into<String>, was: impl fmt::Display, is: impl fmt::Display) -> Option<Difference> {
    let (was, is) = (was.to_string(), is.to_string());
    (was != is).then(|| Difference { fact: fact.into(), was, is })
}

/// What the file itself says.
pub fn of_meaning(was: &Lock, plan: &Plan) -> Vec<Difference> {
    let facts = [
        differs("the meaning of the file", short(&was.identity), short(&plan.identity().hex())),
        differs("the edition", was.edition, plan.settings.edition.unwrap_or(1)),
        differs("the seed", was.seed, plan.settings.seed.unwrap_or(0)),
    ];
    facts.into_iter().flatten().collect()
}

/// What is known before anything runs: the file, and its data.
pub fn of_inputs(was: &Lock, plan: &Plan, data: &BTreeMap<String, String>) -> Vec<Difference> {
    of_meaning(was, plan).into_iter().chain(of_data(&was.data, data)).collect()
}

/// Everything.
pub fn of_locks(was: &Lock, is: &Lock) -> Vec<Difference> {
    let exact = was.numeric == is.numeric && was.pipette == is.pipette;
    let meaning = differs("the meaning of the file", short(&was.identity), short(&is.identity));
    let mut found: Vec<Difference> = meaning.into_iter().chain(of_data(&was.data, &is.data)).collect();
    found.extend(differs("number of steps", was.steps.len(), is.steps.len()));
    for (was, is) in was.steps.iter().zip(&is.steps) {
        found.extend(of_steps(was, is, exact));
    }
    found.extend(differs("number of claims", was.claims.len(), is.claims.len()));
    for (was, is) in was.claims.iter().zip(&is.claims) {
        let fact = format!("claim `{}`", was.claim);
        found.extend(differs(&fact, &was.claim, &is.claim));
        found.extend(differs(fact, &was.verdict, &is.verdict));
    }
    found
}

fn of_data(was: &BTreeMap<String, String>, is: &BTreeMap<String, String>) -> Vec<Difference> {
    let none = "nothing".to_string();
    let mut names: Vec<&String> = was.keys().chain(is.keys()).collect();
    names.sort();
    names.dedup();
    let sum = |of: &BTreeMap<String, String>, name: &String| short(of.get(name).unwrap_or(&none));
    names
        .into_iter()
        .filter_map(|name| differs(format!("data `{name}`"), sum(was, name), sum(is, name)))
        .collect()
}

fn of_steps(was: &LockedStep, is: &LockedStep, exact: bool) -> Vec<Difference> {
    let name = match &was.label {
        Some(label) => format!("{label}: {}", was.sentence),
        None => was.sentence.clone(),
    };
    let mut found: Vec<Difference> =
        differs(format!("`{name}`"), &was.sentence, &is.sentence).into_iter().collect();
    found.extend(differs(format!("runs of `{name}`"), was.runs, is.runs));
    if exact {
        found.extend(differs(format!("result of `{name}`"), short(&was.result), short(&is.result)));
    }
    for (measure, value) in &was.measures {
        let fact = format!("{measure} of `{name}`");
        match is.measures.get(measure) {
            Some(now) if exact && same(now, value) => {}
            Some(now) if !exact && agree(value, now) => {}
            Some(now) => found.push(Difference { fact, was: shown(value), is: shown(now) }),
            None => found.push(Difference { fact, was: shown(value), is: "nothing".into() }),
        }
    }
    found
}

/// Equal to the bit, what is no number too.
fn same(a: &LockedMeasure, b: &LockedMeasure) -> bool {
    let bits =
        |m: &LockedMeasure| [m.value, m.low, m.high].map(|v| if v.is_nan() { f64::NAN } else { v }.to_bits());
    a.n == b.n && bits(a) == bits(b)
}

fn agree(a: &LockedMeasure, b: &LockedMeasure) -> bool {
    let has_interval = a.low < a.high || b.low < b.high;
    if has_interval { a.low <= b.high && b.low <= a.high } else { close(a.value, b.value) }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()) || (a.is_nan() && b.is_nan())
}

fn shown(measure: &LockedMeasure) -> String {
    match measure.low < measure.high {
        true => format!("{} ({} to {})", measure.value, measure.low, measure.high),
        false => measure.value.to_string(),
    }
}

/// The first digits of a hash; other words whole.
fn short(text: &str) -> String {
    let is_hash = text.len() >= 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hash { text[..16].to_string() } else { text.to_string() }
}
