//! What an article has to say of a plan: what was done, with which seed, what was claimed and found, and the publications
//! behind every word that was used. One account, written as Markdown, as LaTeX, and as BibTeX.

pub mod bibtex;
pub mod latex;
pub mod markdown;
#[cfg(test)]
mod tests;
mod used;

use crate::check::{Block, Plan};
use crate::run::Lock;
use crate::source::amounts::counted;
use crate::vocabulary::{Cites, Source, Vocabulary};
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
        let top = plan.top_lines().map(|line| (line, String::new()));
        let first = |block: &'_ Block| block.cells.first().map(|cell| cell.lines.clone()).unwrap_or_default();
        let swept: Vec<_> = plan
            .blocks
            .iter()
            .flat_map(|block| first(block).into_iter().map(|line| (line, often(block))))
            .collect();
        let told = |(line, often): (&crate::check::Line, String)| Told {
            label: line.label.clone(),
            stages: line.steps.iter().map(|&id| plan.steps[id].text.to_string()).collect(),
            often,
        };
        let lines = top.chain(swept.iter().map(|(line, often)| (line, often.clone()))).map(told).collect();
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
            lines,
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
