//! Every page: its `bad` file raises its code and nothing else, its `good` file nothing at all.

use crate::checking::examined;
use crate::house::sources::sources;
use pipette::source::{Diagnostic, Lint, Phase};
use pipette::words::VOCABULARY;
use std::collections::BTreeSet;
use std::process::Command;

fn pages() -> Vec<&'static Lint> {
    pipette::lint::pages(&VOCABULARY).collect()
}

fn found(text: &str) -> Vec<Diagnostic> {
    let folder = tempfile::tempdir().unwrap();
    examined(text, folder.path()).findings
}

fn shown(findings: &[Diagnostic]) -> String {
    findings.iter().map(|f| format!("  {}: {}\n", f.code, f.message)).collect()
}

#[test]
fn every_bad_file_raises_its_code_and_no_other() {
    let mut wrong = String::new();
    for page in pages().into_iter().filter(|page| !page.bad.is_empty() && page.phase == Phase::Check) {
        let findings = found(page.bad);
        if findings.is_empty() || findings.iter().any(|f| f.code != page.code || f.level != page.level) {
            wrong += &format!("{} on its bad file:\n{}", page.code, shown(&findings));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What only a trial shows.
#[test]
fn a_trial_finds_what_its_pages_show() {
    let folder = tempfile::tempdir().unwrap();
    let smoke = |text: &str| {
        std::fs::write(folder.path().join("a.pipe"), text).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_pipette"));
        let output =
            command.args(["smoke", "a.pipe", "--offline"]).current_dir(folder.path()).output().unwrap();
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let pages: Vec<_> = pages().into_iter().filter(|page| page.phase == Phase::Smoke).collect();
    assert!(!pages.is_empty());
    for page in pages {
        assert!(smoke(page.bad).contains(page.code), "{}", smoke(page.bad));
        assert!(!smoke(page.good).contains(page.code), "{}", smoke(page.good));
    }
}

#[test]
fn every_good_file_is_silent() {
    let mut wrong = String::new();
    for page in pages().into_iter().filter(|page| !page.good.is_empty()) {
        let findings = found(page.good);
        if !findings.is_empty() {
            wrong += &format!("{} on its good file:\n{}", page.code, shown(&findings));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// A page without files is about what no text alone can show.
#[test]
fn every_page_is_whole() {
    for page in pages() {
        assert!(page.code.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", page.code);
        assert!(page.finds.len() > 10 && !page.finds.ends_with('.'), "{}: {}", page.code, page.finds);
        assert!(page.why.len() > 60 && page.why.ends_with('.'), "{}: {}", page.code, page.why);
        assert_eq!(page.bad.is_empty(), page.good.is_empty(), "{}", page.code);
    }
}

#[test]
fn no_code_has_two_pages() {
    let mut seen = BTreeSet::new();
    let twice: Vec<_> = pages().iter().map(|page| page.code).filter(|code| !seen.insert(*code)).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

/// Codes that are written out where a finding is made, and codes of pages, are the same set.
#[test]
fn every_code_that_is_raised_has_a_page() {
    let known: BTreeSet<&str> = pages().iter().map(|page| page.code).collect();
    let files = sources();
    let product = files.iter().map(|file| file.text.split("#[cfg(test)]").next().unwrap_or(""));
    let code: String = product.collect();
    let mut raised = BTreeSet::new();
    for call in ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note("] {
        for (at, _) in code.match_indices(call) {
            let rest = code[at + call.len()..].trim_start();
            raised.extend(rest.strip_prefix('"').and_then(|rest| rest.split('"').next()));
        }
    }
    assert!(raised.len() > 15, "{raised:?}");
    let unknown: Vec<_> = raised.difference(&known).collect();
    assert!(unknown.is_empty(), "codes without a page: {unknown:?}");
    assert!(known.iter().all(|code| page_phase(code).is_some()));
}

fn page_phase(code: &str) -> Option<Phase> {
    pipette::lint::page(&VOCABULARY, code).map(|page| page.phase)
}
