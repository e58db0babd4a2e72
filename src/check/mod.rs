//! From tree to plan: names looked up, arithmetic done, words bound to typed arguments, kinds and
//! costs carried from stage to stage. All the mistakes of a file are found in one go, before a byte
//! of data is read; of a user's own files the headers, and no more.
//!
//! The checker names no word of the language: it asks the vocabulary that it is handed.

mod block;
mod cells;
mod charts;
mod claim;
mod claim_plan;
mod conditions;
mod decision;
mod deletion;
mod draw;
mod faults;
mod fill;
mod head;
mod include;
mod names;
mod options;
mod overrides;
mod plan;
mod price;
mod reproduction;
mod search;
mod shrink;
mod stage;
mod statement;
mod steps;
mod value;

pub use claim_plan::{ClaimPlan, Held, Operand, Term, Test};
pub use decision::{Decision, decision};
pub use include::{Gathered, gather};
pub use options::{Override, Reader, Surroundings};
pub use plan::{Block, Cell, Item, Line, Plan, Step};
pub use search::Search;
pub use shrink::{Shrunk, shrunk};
pub use steps::Steps;

use crate::source::{Diagnostic, Level, Source};
use crate::syntax::ast;
use crate::vocabulary::Vocabulary;

/// Checks a file. The plan holds what is right; with errors among the findings it must not be run.
pub fn check(
    file: &ast::File,
    source: &Source,
    vocabulary: &'static Vocabulary,
    around: &Surroundings,
) -> (Plan, Vec<Diagnostic>) {
    check_gathered(&gather(file, source, vocabulary, around), vocabulary, around)
}

/// Checks a file with everything that it includes.
pub fn check_gathered(
    gathered: &Gathered,
    vocabulary: &'static Vocabulary,
    around: &Surroundings,
) -> (Plan, Vec<Diagnostic>) {
    let mut checker = statement::Checker::new(gathered, vocabulary, around);
    checker.file();
    let (plan, mut findings) = checker.finish();
    findings.extend(gathered.findings.iter().cloned());
    deletion::offer(&mut findings, &gathered.file);
    // Only the file itself is mended.
    let reaches_out = |finding: &Diagnostic| {
        finding.fix.as_ref().is_some_and(|fix| fix.edits.iter().any(|edit| gathered.is_foreign(edit.span)))
    };
    findings.iter_mut().filter(|finding| reaches_out(finding)).for_each(|finding| finding.fix = None);
    (plan, findings)
}

/// Whether a file with these findings may run.
pub fn is_runnable(findings: &[Diagnostic]) -> bool {
    findings.iter().all(|finding| finding.level < Level::Error)
}
