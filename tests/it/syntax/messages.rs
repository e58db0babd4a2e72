//! Messages: every file of a folder says in place what is to be found in it.
//!
//! A comment under a line marks with `^` what is wrong in it, and names the code of the finding;
//! after a colon may stand words of its message, label or help, and several such separated by `|`:
//!
//! ```text
//! train mlp[784,10], with sgd
//! #                ^ broken-line: a comma cannot stand | leave it out
//! ```
//!
//! A `#` that touches the marks belongs to them. An empty place is marked with one `^`; a place
//! that goes beyond its line is marked to the line's end. What is found and not marked is as wrong
//! as what is marked and not found.

use std::fs;
use std::path::{Path, PathBuf};

use pipette::source::{Diagnostic, Source};
use pipette::syntax::parse;

/// A mark: line and columns, counted from one, code, and words that must be said.
#[derive(Debug)]
struct Mark {
    place: (usize, usize, usize, String),
    words: Vec<String>,
}

fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut marked = 0;
    for (number, line) in text.lines().enumerate() {
        match mark(line, marked) {
            Some(mark) => marks.push(mark),
            None => marked = number + 1,
        }
    }
    marks
}

/// The mark that a comment makes in the line of the number `marked`.
fn mark(comment: &str, marked: usize) -> Option<Mark> {
    let rest = comment.trim_start().strip_prefix('#')?.trim_start();
    let carets = rest.chars().take_while(|c| *c == '^').count();
    if carets == 0 {
        return None;
    }
    let before = comment.split('^').next()?;
    let touching = usize::from(before.ends_with('#'));
    let start = before.chars().count() + 1 - touching;
    let (code, words) = rest[carets..].split_once(':').unwrap_or((&rest[carets..], ""));
    let words = words.split('|').map(|words| words.trim().to_owned()).filter(|words| !words.is_empty());
    let place = (marked, start, start + carets + touching, code.trim().to_owned());
    Some(Mark { place, words: words.collect() })
}

/// The same place for what was found.
fn place(source: &Source, finding: &Diagnostic) -> (usize, usize, usize, String) {
    let span = finding.span();
    let (line, start) = source.position(span.start);
    let width = source.slice(span).lines().next().unwrap_or("").chars().count().max(1);
    (line, start, start + width, finding.code.to_owned())
}

/// Compares what `find` finds in every file of a folder with the marks in it.
pub fn check_folder(folder: &Path, find: fn(&Source) -> Vec<Diagnostic>) {
    for path in files(folder) {
        let text = fs::read_to_string(&path).unwrap();
        let source = Source::new(path.display().to_string(), text.as_str());
        let (mut found, mut marks) = (find(&source), marks(&text));
        found.sort_by_key(|finding| place(&source, finding));
        marks.sort_by(|a, b| a.place.cmp(&b.place));
        let places: Vec<_> = found.iter().map(|finding| place(&source, finding)).collect();
        let marked: Vec<_> = marks.iter().map(|mark| mark.place.clone()).collect();
        assert_eq!(places, marked, "found and marked in {}\n{found:#?}", path.display());
        for (finding, mark) in found.iter().zip(&marks) {
            let said = said(finding);
            let missing = mark.words.iter().find(|words| !said.contains(words.as_str()));
            assert!(missing.is_none(), "{}:{}: {missing:?} in\n{said}", path.display(), mark.place.0);
        }
    }
}

/// All that a finding says.
fn said(finding: &Diagnostic) -> String {
    let labels: Vec<&str> = finding.labels.iter().map(|label| label.text.as_str()).collect();
    format!("{}\n{}\n{}", finding.message, labels.join("\n"), finding.help.as_deref().unwrap_or(""))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{} is empty", folder.display());
    paths
}

fn syntax_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/messages/syntax")
}

#[test]
fn syntax_messages_stand_where_they_are_marked() {
    check_folder(&syntax_folder(), |source| parse(source).1);
}

/// A safe fix leaves nothing to be said about its place, and makes no new mistake elsewhere.
#[test]
fn safe_fixes_cure() {
    let mut cured = 0;
    for path in files(&syntax_folder()) {
        let text = fs::read_to_string(&path).unwrap();
        let findings = parse(&Source::new("a", text.as_str())).1;
        for finding in &findings {
            let Some(fix) = finding.fix.as_ref().filter(|fix| fix.safe) else { continue };
            let mut edits = fix.edits.clone();
            edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
            let mut fixed = text.clone();
            edits.iter().for_each(|edit| fixed.replace_range(edit.span.start..edit.span.end, &edit.text));
            let left = parse(&Source::new("b", fixed.as_str())).1;
            assert_eq!(left.len() + 1, findings.len(), "{finding:#?}\nin {}\n{left:#?}", path.display());
            cured += 1;
        }
    }
    assert!(cured >= 10, "{cured} fixes");
}
