//! Values of the command line (`--set eps=3`): they stand where the `let` of the file stands, and what is wrong
//! with one is said once, however often the file uses it.

use super::names::Meaning;
use super::options::Override;
use super::statement::Checker;
use crate::source::{Diagnostic, Level, Source, Span};
use crate::syntax::ast::{self, Statement};
use crate::vocabulary::Given;
use std::collections::HashSet;

impl Checker<'_> {
    /// A value that no `let` takes, or that is given twice.
    pub fn unknown_overrides(&mut self, statements: &[Statement]) {
        let mut lets = Vec::new();
        statements.iter().for_each(|statement| lets_of(statement, &mut lets));
        for (at, set) in self.around.overrides.iter().enumerate() {
            let flag = format!("--set {}", set.name);
            if self.around.overrides[..at].iter().any(|earlier| earlier.name == set.name) {
                let finding = Diagnostic::error(
                    "duplicate-argument",
                    Span::default(),
                    format!("`{flag}` is given twice"),
                );
                self.findings.push(finding.label("of this file").help("leave one of them out"));
            }
            if !lets.contains(&set.name.as_str()) {
                let message = format!("`{flag}`: the file has no `let {}`", set.name);
                let near = crate::source::did_you_mean(&set.name, lets.iter().copied().take(1000));
                let otherwise = || {
                    format!(
                        "`--set` changes a `let`: write `let {0} = ...` into the file, and `{0}` in place of the number",
                        set.name
                    )
                };
                let help = near.unwrap_or_else(otherwise);
                self.findings.push(
                    Diagnostic::error("unknown-name", Span::default(), message)
                        .label("of this file")
                        .help(help),
                );
            }
        }
    }

    /// The value from the command line has no place in the file: it stands where the name does.
    pub fn overridden(&mut self, value: &ast::Phrase, place: Span) -> Meaning {
        let before = self.findings.len();
        self.overriding = true;
        let values = self.phrase(value);
        self.overriding = false;
        for finding in &mut self.findings[before..] {
            finding.labels.iter_mut().for_each(|label| label.span = place);
            finding.fix = None;
        }
        let placed = |values: Vec<Given>| values.into_iter().map(|value| value.placed(place)).collect();
        values.map_or(Meaning::Broken, |values| Meaning::Values(placed(values)))
    }
}

/// Of the errors at the name of a value from the command line only the first, which names the value.
pub fn once(findings: Vec<Diagnostic>, overrides: &[Override], source: &Source) -> Vec<Diagnostic> {
    let mut said = HashSet::new();
    let is_about = |finding: &Diagnostic, set: &Override| {
        finding.level == Level::Error
            && !["name-taken", "name-before-use"].contains(&finding.code)
            && source.slice(finding.span()) == set.name
    };
    let once = |finding: Diagnostic| match overrides.iter().find(|set| is_about(&finding, set)) {
        None => Some(finding),
        Some(set) => said.insert(&set.name).then(|| {
            let message = format!("`--set {}={}`: {}", set.name, set.text, finding.message);
            Diagnostic { message, fix: None, ..finding }
        }),
    };
    findings.into_iter().filter_map(once).collect()
}

/// The names of every `let`, those inside blocks among them.
fn lets_of<'s>(statement: &'s Statement, lets: &mut Vec<&'s str>) {
    match statement {
        Statement::Let(binding) => lets.push(&binding.name.value),
        Statement::Sweep(sweep) => sweep.body.iter().for_each(|inner| lets_of(inner, lets)),
        _ => {}
    }
}
