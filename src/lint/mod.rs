//! Findings: what each kind means, the rules that no single word can see, and what a file or a folder
//! says of them. [`examine`] is the whole way from a text to its plan and to what is said of it.

mod allow;
mod pages;
mod policy;
mod rules;

pub use policy::{Budget, Policy};

use crate::check::{self, Plan, Surroundings};
use crate::source::{Diagnostic, Lint, Part, Source};
use crate::syntax::{self, ast};
use crate::vocabulary::Vocabulary;
use std::collections::HashSet;

/// A text that was read, checked and linted.
pub struct Examined {
    pub file: ast::File,
    pub plan: Plan,
    /// In the order of the text; those in included files come last.
    pub findings: Vec<Diagnostic>,
    /// The files that it includes: [`Source::including`] tells the places in them.
    pub parts: Vec<Part>,
}

/// Every kind of finding: of the language, of the rules, of the words.
pub fn pages(vocabulary: &Vocabulary) -> impl Iterator<Item = &'static Lint> {
    pages::language().chain(rules::RULES.iter().map(|rule| rule.page)).chain(vocabulary.lints.iter().copied())
}

/// The page of a code.
pub fn page(vocabulary: &Vocabulary, code: &str) -> Option<&'static Lint> {
    pages(vocabulary).find(|page| page.code == code)
}

/// Where a word says what exactly is wrong with a value, nobody needs to hear that it is unusual too.
fn specific(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let vague = |finding: &Diagnostic| finding.code == "unusual-value";
    let said: HashSet<_> = findings.iter().filter(|f| !vague(f)).map(Diagnostic::span).collect();
    findings.into_iter().filter(|finding| !vague(finding) || !said.contains(&finding.span())).collect()
}

/// Reads, checks and lints a text.
pub fn examine(
    source: &Source,
    vocabulary: &'static Vocabulary,
    around: &Surroundings,
    policy: &Policy,
) -> Examined {
    examine_parsed(syntax::parse(source), source, vocabulary, around, policy)
}

/// The same from what the parser gave.
pub fn examine_parsed(
    (file, mut findings): (ast::File, Vec<Diagnostic>),
    source: &Source,
    vocabulary: &'static Vocabulary,
    around: &Surroundings,
    policy: &Policy,
) -> Examined {
    let gathered = check::gather(&file, source, vocabulary, around);
    let (plan, checked) = check::check_gathered(&gathered, vocabulary, around);
    findings.extend(checked);
    let has_errors = !check::is_runnable(&findings);
    findings.extend(rules::find(&plan, policy, has_errors));
    let mut findings = specific(policy.judged(findings));
    allow::apply(&gathered.file, &gathered.source, vocabulary, &mut findings);
    findings.sort_by_key(Diagnostic::span);
    let parts = gathered.parts;
    Examined { file, plan, findings, parts }
}

/// What later phases find, as the folder and the comments of the file judge it.
pub fn judged(
    (file, source): (&ast::File, &Source),
    vocabulary: &Vocabulary,
    policy: &Policy,
    findings: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let mut findings = policy.judged(findings);
    allow::silence(&allow::allows(file, source, vocabulary), &mut findings);
    findings
}
