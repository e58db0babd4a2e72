//! What an experiment says, without what it looks like: its sentences with every default filled in, its sweeps, its
//! claims, its seed. The record keeps it, and two of them can be compared.

use super::Record;
use crate::check::{Line, Plan};
use crate::vocabulary::StepId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Experiment {
    pub seed: u64,
    pub edition: u32,
    pub sentences: Vec<Sentence>,
    pub sweeps: Vec<Sweep>,
    pub claims: Vec<String>,
}

/// A step; of a swept one, that of the first cell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// Of the line that it stands in; what only others take from stands in none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    pub sentence: String,
    /// The names in it that stand for other sentences, by their number.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub takes: BTreeMap<String, usize>,
    /// The numbers of all sentences that it takes from, named in it or not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<usize>,
}

impl Sentence {
    /// A sentence alone.
    pub fn plain(text: &str) -> Self {
        Sentence { sentence: text.to_string(), ..Sentence::default() }
    }
}

/// A sweep or a repeat.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sweep {
    /// Each axis with its values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub axes: Vec<(String, Vec<f64>)>,
    pub repeats: u64,
}

impl Experiment {
    pub fn of_plan(plan: &Plan) -> Self {
        let axes = |block: &crate::check::Block| {
            let values = |axis: &String| (axis.clone(), block.values_of(axis).unwrap_or_default());
            block.axes.iter().map(values).collect()
        };
        let sweep = |block| Sweep { axes: axes(block), repeats: block.repeats };
        Experiment {
            seed: plan.settings.seed.unwrap_or(0),
            edition: plan.settings.edition.unwrap_or(1),
            sentences: sentences(plan),
            sweeps: plan.blocks.iter().map(sweep).collect(),
            claims: plan.claims.iter().map(|claim| claim.text.clone()).collect(),
        }
    }

    /// As a record keeps it.
    pub fn of_record(record: &Record) -> Self {
        Experiment {
            seed: record.seed,
            edition: record.edition,
            sentences: record.sentences.clone(),
            sweeps: record.sweeps.clone(),
            claims: record.claims.iter().map(|claim| claim.claim.clone()).collect(),
        }
    }
}

fn sentences(plan: &Plan) -> Vec<Sentence> {
    let first = |cell: Option<(usize, usize)>| cell.is_none_or(|(_, cell)| cell == 0);
    let shown: Vec<StepId> = (0..plan.steps.len()).filter(|&id| first(plan.steps[id].cell)).collect();
    let numbers: HashMap<StepId, usize> =
        shown.iter().enumerate().map(|(number, &id)| (id, number)).collect();
    let blocks = plan.blocks.iter().filter_map(|block| block.cells.first());
    let lines = plan.top_lines().chain(blocks.flat_map(|cell| &cell.lines));
    let steps = |line: &Line| line.steps.iter().map(|&id| (id, line.label.clone())).collect::<Vec<_>>();
    let labels: HashMap<StepId, Option<String>> = lines.flat_map(steps).collect();
    let sentence = |id: &StepId| {
        let step = &plan.steps[*id];
        let named = step.inputs.iter().filter(|input| !input.shown.is_empty());
        let takes = named.filter_map(|input| Some((input.shown.clone(), *numbers.get(&input.step)?)));
        let mut from: Vec<usize> =
            step.inputs.iter().filter_map(|input| numbers.get(&input.step).copied()).collect();
        from.sort_unstable();
        from.dedup();
        Sentence {
            label: labels.get(id).cloned().flatten(),
            sentence: step.text.clone(),
            takes: takes.collect(),
            from,
        }
    };
    shown.iter().map(sentence).collect()
}
