//! The corpus: experiments with the mistakes that researchers make, each marked in place; experiments
//! that look alike and are right; and messages that are not good enough yet, as they stand.

use crate::checking::{examined, write_example_files};
use crate::marks::{files, mismatch, source};
use pipette::source::Diagnostic;
use pipette::words::VOCABULARY;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn corpus(folder: &str) -> Vec<PathBuf> {
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(folder))
}

/// What is wrong with the files of a folder, in the eyes of `look`; they may name the example files.
fn look_at(folder: &str, look: fn(&Path, Vec<Diagnostic>) -> Option<String>) {
    let data = tempfile::tempdir().unwrap();
    write_example_files(data.path()).unwrap();
    let wrong = |path: &PathBuf| {
        let wrong = look(path, examined(source(path).text(), data.path()).findings)?;
        Some(format!("{}\n{wrong}", path.display()))
    };
    let wrong: Vec<String> = corpus(folder).iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

fn as_marked(path: &Path, findings: Vec<Diagnostic>) -> Option<String> {
    mismatch(&source(path), findings)
}

#[test]
fn every_mistake_is_found_where_it_is_marked() {
    look_at("findings", as_marked);
}

#[test]
fn messages_that_are_not_good_enough_stand_as_marked() {
    look_at("not-yet", as_marked);
}

#[test]
fn what_looks_alike_and_is_right_is_silent() {
    look_at("silent", |_, findings| {
        let said: Vec<_> = findings.iter().map(|f| format!("  {}: {}", f.code, f.message)).collect();
        (!said.is_empty()).then(|| said.join("\n"))
    });
}

/// Every finding says what is wrong, where, and what would be right.
#[test]
fn every_finding_has_a_label_and_a_cure() {
    look_at("findings", |_, findings| {
        let bare = |f: &&Diagnostic| f.help.is_none() || f.labels.iter().any(|label| label.text.is_empty());
        let bare: Vec<_> = findings.iter().filter(bare).map(|f| format!("  {f:?}")).collect();
        (!bare.is_empty()).then(|| bare.join("\n"))
    });
}

#[test]
fn every_code_of_the_language_is_shown_twice() {
    let texts: Vec<String> = corpus("findings").iter().map(|path| source(path).text().to_owned()).collect();
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    let of_words: Vec<&str> = VOCABULARY.lints.iter().map(|page| page.code).collect();
    for page in pipette::lint::pages(&VOCABULARY).filter(|page| !page.bad.is_empty()) {
        let mark = format!("^ {}", page.code);
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-');
        let here = |text: &String| text.match_indices(&mark).any(|(at, _)| ends(&text[at + mark.len()..]));
        shown.insert(page.code, texts.iter().filter(|text| here(text)).count());
    }
    let rare: Vec<_> = shown.iter().filter(|(code, n)| **n < 2 && !of_words.contains(code)).collect();
    assert!(rare.is_empty(), "shown in fewer than two files: {rare:?}");
}

#[test]
fn the_corpus_is_large_enough() {
    let count = |folder| corpus(folder).len();
    let all = ["findings", "silent", "not-yet", "messages"].map(count).iter().sum::<usize>();
    assert!(all >= 190, "{all} files");
    assert!(count("findings") >= 145, "{} files with findings", count("findings"));
    assert!(count("silent") >= 28, "{} silent files", count("silent"));
}
