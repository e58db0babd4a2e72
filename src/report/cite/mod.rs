//! What an article has to say of a plan: what was done, with which seed, what was claimed and found, and the publications
//! behind every word that was used. One account, written as Markdown, as LaTeX, and as BibTeX.

pub mod bibtex;
pub mod latex;
pub mod markdown;
mod markup;
#[cfg(test)]
mod tests;
mod used;

use crate::check::{Block, Item, Line, Plan};
use crate::run::Lock;
use crate::source::amounts::counted;
use crate::vocabulary::{Cites, Source, StepId, Vocabulary};
use std::collections::BTreeSet;
use used::words;

/// What is said, in no form yet.
pub struct Account {
    pub title: Option<String>,
    pub edition: u32,
    pub seed: u64,
    /// Of the file, in hexadecimal figures.
    pub identity: String,
    /// Every word that has publications behind it, in the order of its first use.
    pub words: Vec<(&'static str, Cites)>,
    /// Data sets and systems, with their arguments.
    pub starts: Vec<String>,
    pub lines: Vec<Told>,
    pub claims: Vec<Claimed>,
    /// What the file itself names as its sources.
    pub sources: Vec<String>,
}

/// A line: its label, the sentences of its stages with every default filled in, and how often it runs.
pub struct Told {
    pub label: Option<String>,
    pub stages: Vec<String>,
    pub often: String,
}

/// A claim; with a lock, its verdict and what that rests on.
pub struct Claimed {
    pub text: String,
    pub found: Option<String>,
}

impl Account {
    /// `lock` is one of this plan.
    pub fn of(plan: &Plan, lock: Option<&Lock>, vocabulary: &'static Vocabulary) -> Self {
        let locked = lock.map(|lock| {
            lock.claims
                .iter()
                .map(|claim| {
                    let found = Some(format!("{}: {}", claim.verdict, claim.evidence));
                    Claimed { text: claim.claim.clone(), found }
                })
                .collect()
        });
        let stated =
            || plan.claims.iter().map(|claim| Claimed { text: claim.text.clone(), found: None }).collect();
        Account {
            title: plan.settings.title.clone(),
            edition: plan.settings.edition.unwrap_or(1),
            seed: plan.settings.seed.unwrap_or(0),
            identity: plan.identity().hex(),
            words: words(plan, vocabulary),
            starts: starts(plan),
            lines: lines(plan),
            claims: locked.unwrap_or_else(stated),
            sources: plan.settings.sources.clone(),
        }
    }

    /// Every publication once, by key.
    pub fn publications(&self) -> Vec<&'static Source> {
        let mut all: Vec<_> = self.words.iter().flat_map(|(_, cites)| cites.iter().copied()).collect();
        all.sort_by_key(|source| source.key);
        all.dedup_by_key(|source| source.key);
        all
    }
}

/// What the lines start from, once each; of a sweep, that of the first cell.
fn starts(plan: &Plan) -> Vec<String> {
    let stages: BTreeSet<StepId> = plan.lines().flat_map(|line| line.steps.iter().copied()).collect();
    let first = |id: &StepId| plan.steps[*id].cell.is_none_or(|(_, cell)| cell == 0);
    let source = |id: &StepId| plan.steps[*id].inputs.is_empty() && !stages.contains(id);
    let mut starts: Vec<String> = Vec::new();
    for id in plan.needed().into_iter().filter(first).filter(source) {
        let text = &*plan.steps[id].text;
        if !starts.contains(text) {
            starts.push(text.clone());
        }
    }
    starts
}

/// The lines in the order of the file; of a block, those of its first cell.
fn lines(plan: &Plan) -> Vec<Told> {
    let told = |item: &Item| match item {
        Item::Line(line) => vec![told(plan, line, String::new())],
        Item::Block(index) => {
            let block = &plan.blocks[*index];
            let lines = block.cells.first().map(|cell| cell.lines.as_slice()).unwrap_or_default();
            lines.iter().map(|line| told(plan, line, often(block))).collect()
        }
    };
    plan.items.iter().flat_map(told).filter(|told| !told.stages.is_empty()).collect()
}

/// A line without what only leaves pictures and files behind.
fn told(plan: &Plan, line: &Line, often: String) -> Told {
    let steps = line.steps.iter().map(|&id| &plan.steps[id]).filter(|step| !step.verb.has_effect());
    Told { label: line.label.clone(), stages: steps.map(|step| step.text.to_string()).collect(), often }
}

/// `12 values of n, 20 repeats each`
fn often(block: &Block) -> String {
    let mut parts = Vec::new();
    if !block.axes.is_empty() {
        parts.push(format!("{} of {}", counted(block.cells.len(), "value"), block.axes.join(", ")));
    }
    if block.repeats > 1 {
        parts.push(counted(block.repeats as usize, "repeat"));
    }
    parts.join(", ")
}
