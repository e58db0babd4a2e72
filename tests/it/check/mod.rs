//! The check phase: what a file means, and everything that is wrong with it, before a byte of data
//! is read.

mod cells;
mod codes;
mod cost;
mod deformations;
mod identity;
mod limits;
mod overrides;
mod sentences;

use pipette::check::{Override, Plan, Reader, Surroundings};
use pipette::source::{Diagnostic, Level, Source};
use pipette::syntax::{ast, parse};
use pipette::words::VOCABULARY;
use std::path::PathBuf;

/// Bytes that the imagined machine has.
const MEMORY: f64 = 16e9;

/// A file with its plan and all findings of parser and checker, in order.
struct Checked {
    source: Source,
    plan: Plan,
    findings: Vec<Diagnostic>,
}

fn check(text: &str) -> Checked {
    check_with(text, &[])
}

/// The same with `--set NAME=VALUE`.
fn check_with(text: &str, sets: &[(&str, &str)]) -> Checked {
    let source = Source::new("test.pipe", text);
    let (file, mut findings) = parse(&source);
    let around = Surroundings {
        folder: PathBuf::from(env!("CARGO_MANIFEST_DIR")),
        memory: MEMORY,
        overrides: sets.iter().map(|(name, value)| set(name, value)).collect(),
        read: Reader::none(),
    };
    let (plan, checked) = pipette::check::check(&file, &source, &VOCABULARY, &around);
    findings.extend(checked);
    findings.sort_by_key(Diagnostic::span);
    Checked { source, plan, findings }
}

fn set(name: &str, value: &str) -> Override {
    let (file, findings) = parse(&Source::new("--set", format!("let {name} = {value}")));
    assert!(findings.is_empty(), "{findings:?}");
    match file.statements.as_slice() {
        [ast::Statement::Let(ast::Let { body: ast::LetBody::Phrase(phrase), .. })] => {
            Override { name: name.into(), value: phrase.clone(), text: value.into() }
        }
        other => panic!("{other:?}"),
    }
}

impl Checked {
    fn errors(&self) -> Vec<&Diagnostic> {
        self.findings.iter().filter(|f| f.level == Level::Error).collect()
    }

    fn codes(&self) -> Vec<&'static str> {
        self.errors().iter().map(|f| f.code).collect()
    }

    /// Nothing but notes.
    fn is_clean(&self) -> bool {
        self.findings.iter().all(|f| f.level == Level::Note)
    }

    /// What stands at a finding's place.
    fn at(&self, finding: &Diagnostic) -> &str {
        self.source.slice(finding.span())
    }
}
