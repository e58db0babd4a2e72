//! Two locks compared fact by fact: what is not as it was, in words.
//!
//! Within one numeric class and version of the program results are equal to the bit, and every fact has to be. Elsewhere
//! keys and hashes differ, and values are compared: those with a 95 % interval agree where each lies in the other's,
//! those without where they differ by less than 1 %. Whatever is no value has to be as it was there too.

use super::key::numeric_class;
use super::lock::{Lock, LockedClaim, LockedMeasure, LockedStep};
use super::runner::locked_data;
use super::sums::Sums;
use super::versions::of_versions;
use crate::check::Plan;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Relative difference up to which two values without an interval agree across numeric classes.
const TOLERANCE: f64 = 0.01;

/// A fact that is not as it was.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Deviation {
    pub fact: String,
    pub was: String,
    pub is: String,
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} in the lock, {} now", self.fact, self.was, self.is)
    }
}

fn differs(fact: impl Into<String>, was: impl fmt::Display, is: impl fmt::Display) -> Option<Deviation> {
    let (was, is) = (was.to_string(), is.to_string());
    (was != is).then(|| Deviation { fact: fact.into(), was: short(&was), is: short(&is) })
}

/// What the file itself says.
pub fn of_meaning(was: &Lock, plan: &Plan) -> Vec<Deviation> {
    let settings = &plan.settings;
    of_head(was, (&plan.identity().hex(), settings.edition.unwrap_or(1), settings.seed.unwrap_or(0)))
}

fn of_head(was: &Lock, (identity, edition, seed): (&str, u32, u64)) -> Vec<Deviation> {
    let facts = [
        differs("the meaning of the file", &was.identity, identity),
        differs("the edition", was.edition, edition),
        differs("the seed", was.seed, seed),
    ];
    facts.into_iter().flatten().collect()
}

/// What is known before anything runs: the file, its data, and where these are the same, the words.
pub fn of_inputs(was: &Lock, plan: &Plan, sums: &Sums) -> Vec<Deviation> {
    let data = of_data(&was.data, &locked_data(plan, sums));
    let mut found: Vec<Deviation> = of_meaning(was, plan).into_iter().chain(data).collect();
    if found.is_empty() {
        found = of_versions(was, plan, sums);
    }
    found
}

/// The machine: elsewhere the lock would name another class, and the last bits of results might be others.
pub fn of_class(was: &Lock) -> Option<Deviation> {
    differs("the numeric class", &was.numeric, numeric_class())
}

/// Everything.
pub fn of_locks(was: &Lock, is: &Lock) -> Vec<Deviation> {
    let exact = was.numeric == is.numeric && was.pipette == is.pipette;
    let mut found = of_head(was, (&is.identity, is.edition, is.seed));
    found.extend(of_data(&was.data, &is.data));
    found.extend(differs("number of steps", was.steps.len(), is.steps.len()));
    for (was, is) in was.steps.iter().zip(&is.steps) {
        found.extend(of_steps(was, is, exact));
    }
    found.extend(differs("number of claims", was.claims.len(), is.claims.len()));
    for (was, is) in was.claims.iter().zip(&is.claims) {
        found.extend(of_claims(was, is, exact));
    }
    found
}

fn of_data(was: &BTreeMap<String, String>, is: &BTreeMap<String, String>) -> Vec<Deviation> {
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let sum = |of: &BTreeMap<String, String>, name| of.get(name).cloned();
    let differs = |name| differs(format!("data `{name}`"), or_none(sum(was, name)), or_none(sum(is, name)));
    names.into_iter().filter_map(differs).collect()
}

fn of_steps(was: &LockedStep, is: &LockedStep, exact: bool) -> Vec<Deviation> {
    let name = match &was.label {
        Some(label) => format!("{label}: {}", was.sentence),
        None => was.sentence.clone(),
    };
    let bits = || {
        let key = differs(format!("key of `{name}`"), &was.key, &is.key);
        [key, differs(format!("result of `{name}`"), &was.result, &is.result)]
    };
    let facts = [
        differs(format!("label of `{name}`"), or_none(was.label.clone()), or_none(is.label.clone())),
        differs(format!("`{name}`"), &was.sentence, &is.sentence),
        differs(format!("runs of `{name}`"), was.runs, is.runs),
    ];
    let bits = exact.then(bits).into_iter().flatten();
    let measures: BTreeSet<&String> = was.measures.keys().chain(is.measures.keys()).collect();
    let values = measures.into_iter().map(|measure| {
        let (before, now) = (was.measures.get(measure), is.measures.get(measure));
        let same = matches!((before, now), (Some(a), Some(b)) if same(a, b) || (!exact && agree(a, b)));
        let shown = |of: Option<&LockedMeasure>| or_none(of.map(shown));
        (!same).then(|| Deviation {
            fact: format!("{measure} of `{name}`"),
            was: shown(before),
            is: shown(now),
        })
    });
    facts.into_iter().chain(bits).chain(values).flatten().collect()
}

fn of_claims(was: &LockedClaim, is: &LockedClaim, exact: bool) -> Vec<Deviation> {
    let of = |what: &str| format!("{what} of claim `{}`", was.claim);
    let number = |x: Option<f64>| or_none(x.map(|x| x.to_string()));
    let interval = |it: &LockedClaim| or_none(it.interval.map(|[low, high]| format!("{low} to {high}")));
    let values = || {
        let interval = differs(of("interval"), interval(was), interval(is));
        [interval, differs(of("evidence"), &was.evidence, &is.evidence)]
    };
    let facts = [
        differs(format!("claim `{}`", was.claim), &was.claim, &is.claim),
        differs(of("verdict"), &was.verdict, &is.verdict),
        differs(of("kind of test"), or_none(was.test.clone()), or_none(is.test.clone())),
        differs(of("confidence"), number(was.confidence), number(is.confidence)),
    ];
    facts.into_iter().chain(exact.then(values).into_iter().flatten()).flatten().collect()
}

fn or_none(text: Option<String>) -> String {
    text.unwrap_or_else(|| "nothing".into())
}

/// Equal to the bit, what is no number too.
fn same(a: &LockedMeasure, b: &LockedMeasure) -> bool {
    let bits =
        |m: &LockedMeasure| [m.value, m.low, m.high].map(|v| if v.is_nan() { f64::NAN } else { v }.to_bits());
    a.n == b.n && bits(a) == bits(b)
}

fn agree(a: &LockedMeasure, b: &LockedMeasure) -> bool {
    let holds = |of: &LockedMeasure, value: f64| of.low <= value && value <= of.high;
    let has_interval = a.low < a.high || b.low < b.high;
    let agrees = if has_interval { holds(a, b.value) && holds(b, a.value) } else { close(a.value, b.value) };
    a.n == b.n && agrees
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()) || (a.is_nan() && b.is_nan())
}

fn shown(measure: &LockedMeasure) -> String {
    let LockedMeasure { value, low, high, n } = measure;
    match low < high {
        true => format!("{value} ({low} to {high}, n = {n})"),
        false => format!("{value} (n = {n})"),
    }
}

/// The first digits of a hash; other words whole.
fn short(text: &str) -> String {
    let is_hash = text.len() >= 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hash { text[..16].to_string() } else { text.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock() -> Lock {
        let measure = LockedMeasure { value: 0.2, low: 0.1, high: 0.3, n: 7 };
        let step = |label: &str| LockedStep {
            label: Some(label.into()),
            sentence: format!("train {label}"),
            runs: 3,
            key: "k".into(),
            result: "r".into(),
            measures: BTreeMap::from([("error".into(), measure.clone())]),
        };
        let claim = LockedClaim {
            claim: "net.error < 2 %".into(),
            verdict: "held".into(),
            test: Some("exact binomial".into()),
            confidence: Some(0.95),
            interval: Some([-0.1, 0.1]),
            evidence: "20 %".into(),
        };
        Lock {
            lock: 1,
            identity: "i".into(),
            pipette: "0.1.0".into(),
            edition: 1,
            seed: 7,
            numeric: "here".into(),
            data: BTreeMap::from([("a".into(), "s".into())]),
            steps: vec![step("a"), step("b")],
            claims: vec![claim],
        }
    }

    type Change = fn(&mut Lock);

    /// Whatever a lock says can be told apart, but for what is not of the run: its form.
    #[test]
    fn every_fact_is_compared() {
        let everywhere: [Change; 14] = [
            |it| it.identity = "j".into(),
            |it| it.edition = 2,
            |it| it.seed = 8,
            |it| it.data.clear(),
            |it| drop(it.steps.pop()),
            |it| it.steps.swap(0, 1),
            |it| it.steps[0].label = None,
            |it| it.steps[0].sentence += "!",
            |it| it.steps[0].runs = 4,
            |it| it.steps[0].measures.clear(),
            |it| drop(it.claims.pop()),
            |it| it.claims[0].verdict = "failed".into(),
            |it| it.claims[0].test = None,
            |it| it.claims[0].confidence = Some(0.9),
        ];
        let in_one_class: [Change; 5] = [
            |it| it.steps[1].key = "l".into(),
            |it| it.steps[1].result = "s".into(),
            |it| it.claims[0].interval = None,
            |it| it.claims[0].evidence = "20.1 %".into(),
            |it| it.steps[1].measures.values_mut().for_each(|m| m.value = 0.2f64.next_up()),
        ];
        let elsewhere = || Lock { numeric: "there".into(), ..lock() };
        assert_eq!((of_locks(&lock(), &lock()), of_locks(&lock(), &elsewhere())), (vec![], vec![]));
        for change in everywhere {
            for now in [lock(), elsewhere()] {
                let mut changed = now.clone();
                change(&mut changed);
                let both = (of_locks(&lock(), &changed), of_locks(&changed, &lock()));
                assert!(!both.0.is_empty() && !both.1.is_empty(), "{changed:?}");
            }
        }
        for change in in_one_class {
            let (mut here, mut there) = (lock(), elsewhere());
            change(&mut here);
            change(&mut there);
            assert!(!of_locks(&lock(), &here).is_empty(), "{here:?}");
            assert!(of_locks(&lock(), &there).is_empty(), "{there:?}");
        }
    }

    /// Values of another class lie in each other's intervals; that these overlap is not enough, nor are other counts.
    #[test]
    fn elsewhere_values_have_to_lie_in_each_others_intervals() {
        let measure =
            |value: f64, half: f64, n| LockedMeasure { value, low: value - half, high: value + half, n };
        assert!(agree(&measure(0.2, 0.1, 7), &measure(0.25, 0.1, 7)));
        assert!(!agree(&measure(0.2, 0.1, 7), &measure(0.35, 0.1, 7)));
        assert!(!agree(&measure(0.2, 0.1, 7), &measure(0.25, 0.01, 7)));
        assert!(!agree(&measure(0.2, 0.1, 7), &measure(0.2, 0.1, 8)));
        assert!(agree(&measure(1.0, 0.0, 1), &measure(1.009, 0.0, 1)));
        assert!(!agree(&measure(1.0, 0.0, 1), &measure(1.02, 0.0, 1)));
    }
}
