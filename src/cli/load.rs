//! From a path to a checked plan with everything that was found on the way.

use super::arguments::FileOptions;
use super::read::{self, Unreadable};
use crate::check::{self, Override, Plan, Surroundings};
use crate::run::Machine;
use crate::source::{Diagnostic, Source};
use crate::syntax::{self, ast};
use crate::words::VOCABULARY;
use std::path::{Path, PathBuf};

/// A file that was read and checked.
pub struct Loaded {
    pub source: Source,
    pub plan: Plan,
    pub findings: Vec<Diagnostic>,
    /// The folder of the file.
    pub folder: PathBuf,
    pub overrides: Vec<(String, String)>,
}

/// Reads and checks a file.
pub fn load(path: &Path, sets: &[String]) -> Result<Loaded, Unreadable> {
    let source = read::source(path)?;
    let overrides = sets.iter().map(|set| parse_override(set)).collect::<Result<Vec<_>, _>>()?;
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf();
    let (file, mut findings) = syntax::parse(&source);
    let around = Surroundings {
        folder: folder.clone(),
        memory: Machine::here(1).memory as f64,
        overrides: overrides.iter().map(|(_, _, set)| set.clone()).collect(),
    };
    let (plan, checked) = check::check(&file, &source, &VOCABULARY, &around);
    findings.extend(checked);
    findings.extend(crate::lint::lint(&plan));
    findings.sort_by_key(Diagnostic::span);
    let overrides = overrides.into_iter().map(|(name, value, _)| (name, value)).collect();
    Ok(Loaded { source, plan, findings, folder, overrides })
}

impl FileOptions {
    pub fn load(&self) -> Result<Loaded, Unreadable> {
        load(&self.file, &self.sets)
    }
}

/// `NAME=VALUE`, where the value is anything that may follow `let NAME =`.
fn parse_override(text: &str) -> Result<(String, String, Override), Unreadable> {
    let help = "write `--set epochs=3`";
    let refuse = || Unreadable { message: format!("`--set {text}` is not NAME=VALUE"), help };
    let (name, value) = text.split_once('=').ok_or_else(refuse)?;
    let (file, findings) = syntax::parse(&Source::new("--set", format!("let {name} = {value}")));
    match (file.statements.as_slice(), findings.is_empty()) {
        ([ast::Statement::Let(ast::Let { body: ast::LetBody::Phrase(phrase), name: parsed, .. })], true) => {
            let set = Override { name: parsed.value.clone(), value: phrase.clone() };
            Ok((parsed.value.clone(), value.trim().to_string(), set))
        }
        _ => Err(refuse()),
    }
}
