//! Two experiments side by side, by what they mean: sentences argument by argument, settings, sweeps, claims, data; of
//! runs also what they measured. Spaces, comments, the names of `let`s and labels and their order show nothing.

mod numbers;
mod pairs;
pub mod words;

pub use numbers::{Difference, Gap};

use super::experiment::{Experiment, Sentence, Sweep};
use super::{MeasureRecord, Record, SeriesRecord, StepRecord};
use pairs::{Entry, pairs};
use serde::Serialize;
use std::collections::BTreeMap;
use words::Words;

/// What is compared: a file, or a run with what it measured.
pub struct Side {
    /// As it is shown: `run 2026...`, `HEAD~1:a.pipe`.
    pub name: String,
    pub experiment: Experiment,
    /// The files that it includes, with the sums of their texts.
    pub included: BTreeMap<String, String>,
    pub record: Option<Record>,
}

/// One thing that is said in two ways, or by one side only.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    pub what: String,
    pub from: Option<String>,
    pub to: Option<String>,
}

impl Change {
    fn new(what: impl Into<String>, from: Option<String>, to: Option<String>) -> Self {
        Change { what: what.into(), from, to }
    }
}

/// A sentence that differs, or that one side lacks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SentenceChange {
    pub label: Option<String>,
    /// As the first side says it, or, where that lacks it, the second.
    pub sentence: String,
    pub found: Found,
    /// What is different in it, where both have it.
    pub changes: Vec<Change>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Found {
    Changed,
    Removed,
    Added,
}

/// A measure with another value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MeasureChange {
    pub label: Option<String>,
    pub measure: String,
    pub from: MeasureRecord,
    pub to: MeasureRecord,
    /// None where nothing says how far another run would be.
    pub difference: Option<Difference>,
    /// Whether the difference may be chance; none where that can't be said.
    pub chance: Option<bool>,
}

/// A curve with other points.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CurveChange {
    pub label: Option<String>,
    pub curve: String,
    #[serde(flatten)]
    pub gap: Gap,
}

/// Everything that differs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    pub settings: Vec<Change>,
    pub sentences: Vec<SentenceChange>,
    pub claims: Vec<Change>,
    pub data: Vec<Change>,
    pub included: Vec<Change>,
    pub measures: Vec<MeasureChange>,
    pub curves: Vec<CurveChange>,
}

impl Comparison {
    pub fn is_same(&self) -> bool {
        *self == Comparison::default()
    }
}

/// What `b` says or measured otherwise than `a`.
pub fn compare(a: &Side, b: &Side) -> Comparison {
    let (x, y) = (&a.experiment, &b.experiment);
    let mut comparison = Comparison {
        settings: settings(x, y),
        sentences: sentences(&x.sentences, &y.sentences),
        included: by_name(&a.included, &b.included),
        claims: only_in_one("claim", &x.claims, &y.claims),
        ..Comparison::default()
    };
    if let (Some(a), Some(b)) = (&a.record, &b.record) {
        comparison.data = by_name(&a.data, &b.data);
        measured(&a.steps, &b.steps, &mut comparison);
    }
    comparison
}

fn settings(a: &Experiment, b: &Experiment) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut number = |what: &str, from: u64, to: u64| {
        if from != to {
            changes.push(Change::new(what, Some(from.to_string()), Some(to.to_string())));
        }
    };
    number("the edition", a.edition.into(), b.edition.into());
    number("the seed", a.seed, b.seed);
    let text = |sweeps: &[Sweep]| sweeps.iter().map(Sweep::words).collect::<Vec<_>>();
    changes.extend(in_order("sweep", &text(&a.sweeps), &text(&b.sweeps)));
    changes
}

impl Sweep {
    /// `n in 5, 8, repeat 2`
    fn words(&self) -> String {
        let list = |values: &[f64]| values.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
        let axes = self.axes.iter().map(|(axis, values)| format!("{axis} in {}", list(values)));
        axes.chain([format!("repeat {}", self.repeats)]).collect::<Vec<_>>().join(", ")
    }
}

/// Lists compared place by place.
fn in_order(what: &str, a: &[String], b: &[String]) -> Vec<Change> {
    let places = 0..a.len().max(b.len());
    let differing = places.filter(|&at| a.get(at) != b.get(at));
    differing.map(|at| Change::new(what, a.get(at).cloned(), b.get(at).cloned())).collect()
}

/// What stands in one list and not in the other, whatever the order.
fn only_in_one(what: &str, a: &[String], b: &[String]) -> Vec<Change> {
    let mut left = b.to_vec();
    let mut changes = Vec::new();
    for text in a {
        match left.iter().position(|other| other == text) {
            Some(at) => drop(left.remove(at)),
            None => changes.push(Change::new(what, Some(text.clone()), None)),
        }
    }
    changes.extend(left.into_iter().map(|text| Change::new(what, None, Some(text))));
    changes
}

fn by_name(a: &BTreeMap<String, String>, b: &BTreeMap<String, String>) -> Vec<Change> {
    let names = a.keys().chain(b.keys().filter(|name| !a.contains_key(*name)));
    let differing = names.filter(|name| a.get(*name) != b.get(*name));
    differing.map(|name| Change::new(name.as_str(), a.get(name).cloned(), b.get(name).cloned())).collect()
}

fn sentences(a: &[Sentence], b: &[Sentence]) -> Vec<SentenceChange> {
    let words = |list: &[Sentence]| list.iter().map(Words::of).collect::<Vec<_>>();
    let (ours, theirs) = (words(a), words(b));
    let heads = |words: &[Words]| words.iter().map(Words::head).collect::<Vec<_>>();
    let (our_heads, their_heads) = (heads(&ours), heads(&theirs));
    let matched = pairs(&entries(a, &our_heads), &entries(b, &their_heads));
    let alone = |it: &Sentence, found| {
        let (label, sentence) = (it.label.clone(), it.sentence.clone());
        SentenceChange { label, sentence, found, changes: Vec::new() }
    };
    let mut out = Vec::new();
    for (at, sentence) in a.iter().enumerate() {
        let Some(&partner) = matched.get(&at) else {
            out.push(alone(sentence, Found::Removed));
            continue;
        };
        let changes = ours[at].changes(&theirs[partner], |x, y| matched.get(&x) == Some(&y));
        if !changes.is_empty() {
            out.push(SentenceChange { changes, ..alone(sentence, Found::Changed) });
        }
    }
    let kept: Vec<usize> = matched.into_values().collect();
    let added = b.iter().enumerate().filter(|(at, _)| !kept.contains(at));
    out.extend(added.map(|(_, sentence)| alone(sentence, Found::Added)));
    out
}

fn entries<'a>(sentences: &'a [Sentence], heads: &'a [String]) -> Vec<Entry<'a>> {
    let entry = |(it, head): (&'a Sentence, &'a String)| Entry {
        label: it.label.as_deref(),
        head,
        sentence: &it.sentence,
    };
    sentences.iter().zip(heads).map(entry).collect()
}

/// What the steps of two runs measured; a step that one of them lacks has been said.
fn measured(a: &[StepRecord], b: &[StepRecord], out: &mut Comparison) {
    let sentence =
        |step: &StepRecord| Sentence { label: step.label.clone(), ..Sentence::plain(&step.sentence) };
    let list = |steps: &[StepRecord]| steps.iter().map(sentence).collect::<Vec<_>>();
    let heads = |list: &[Sentence]| list.iter().map(|it| Words::of(it).head()).collect::<Vec<_>>();
    let (ours, theirs) = (list(a), list(b));
    let (our_heads, their_heads) = (heads(&ours), heads(&theirs));
    for (x, y) in pairs(&entries(&ours, &our_heads), &entries(&theirs, &their_heads)) {
        let label = a[x].label.clone();
        for (measure, from) in &a[x].measures {
            let to = b[y].measures.get(measure).filter(|to| differ(from.value, to.value));
            out.measures.extend(to.map(|to| MeasureChange::new(&label, measure, from, to)));
        }
        for (curve, from) in &a[x].series {
            let gap = b[y].series.get(curve).and_then(|to: &SeriesRecord| numbers::gap(from, to));
            let (label, curve) = (label.clone(), curve.clone());
            out.curves.extend(gap.map(|gap| CurveChange { label, curve, gap }));
        }
    }
}

/// No number is the same as no number.
fn differ(a: f64, b: f64) -> bool {
    a != b && !(a.is_nan() && b.is_nan())
}

impl MeasureChange {
    fn new(label: &Option<String>, measure: &str, from: &MeasureRecord, to: &MeasureRecord) -> Self {
        let difference = numbers::difference(from, to);
        let chance = difference.as_ref().map(Difference::is_chance);
        let (label, measure) = (label.clone(), measure.to_string());
        MeasureChange { label, measure, from: from.clone(), to: to.clone(), difference, chance }
    }
}

#[cfg(test)]
mod tests;
