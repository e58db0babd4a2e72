//! From tree to plan: names looked up, arithmetic done, words bound to typed arguments, kinds and
//! costs carried from stage to stage. All the mistakes of a file are found in one go, before a byte
//! of data is read; of a user's own files the headers, and no more.
//!
//! The checker names no word of the language: it asks the vocabulary that it is handed.

mod block;
mod claim;
mod claim_plan;
mod conditions;
mod decision;
mod deletion;
mod faults;
mod fill;
mod head;
mod names;
mod options;
mod overrides;
mod plan;
mod price;
mod shrink;
mod stage;
mod statement;
mod value;

pub use claim_plan::{ClaimPlan, Operand, Term, Test};
pub use decision::{Decision, decision};
pub use options::{Override, Surroundings};
pub use plan::{Block, Cell, Item, Line, Plan, Step};
pub use shrink::{Shrunk, shrunk};

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
    let mut checker = statement::Checker::new(source, vocabulary, around);
    checker.file(file);
    let (plan, mut findings) = checker.finish();
    deletion::offer(&mut findings, file);
    (plan, findings)
}

/// Whether a file with these findings may run.
pub fn is_runnable(findings: &[Diagnostic]) -> bool {
    findings.iter().all(|finding| finding.level < Level::Error)
}
