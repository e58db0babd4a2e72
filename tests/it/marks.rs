//! Files that say in place what is to be found in them.
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

/// Line, first column, the column behind the last, all counted from one, and the code.
type Place = (usize, usize, usize, String);

/// A mark: its place, and words that must be said.
#[derive(Debug)]
struct Mark {
    place: Place,
    words: Vec<String>,
}

/// A file of a corpus.
pub fn source(path: &Path) -> Source {
    Source::new(path.display().to_string(), fs::read_to_string(path).unwrap())
}

/// The files of a folder and of the folders in it, in order; there is at least one.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let of = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    let mut paths: Vec<PathBuf> = paths.flat_map(of).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{} is empty", folder.display());
    paths
}

/// What is found otherwise than it is marked.
pub fn mismatch(source: &Source, mut found: Vec<Diagnostic>) -> Option<String> {
    let mut marks = marks(source.text());
    found.sort_by_key(|finding| place(source, finding));
    marks.sort_by(|a, b| a.place.cmp(&b.place));
    let places: Vec<Place> = found.iter().map(|finding| place(source, finding)).collect();
    let marked: Vec<Place> = marks.iter().map(|mark| mark.place.clone()).collect();
    if places != marked {
        let said: Vec<String> = found.iter().map(said).collect();
        return Some(format!("found  {places:?}\nmarked {marked:?}\n{}", said.join("\n")));
    }
    found.iter().zip(&marks).find_map(|(finding, mark)| {
        let said = said(finding);
        let missing = mark.words.iter().find(|words| !said.contains(words.as_str()))?;
        Some(format!("line {}: {missing:?} is not in\n{said}", mark.place.0))
    })
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
fn place(source: &Source, finding: &Diagnostic) -> Place {
    let span = finding.span();
    let (line, start) = source.position(span.start);
    let width = source.slice(span).lines().next().unwrap_or("").chars().count().max(1);
    (line, start, start + width, finding.code.to_owned())
}

/// All that a finding says.
fn said(finding: &Diagnostic) -> String {
    let labels: Vec<&str> = finding.labels.iter().map(|label| label.text.as_str()).collect();
    format!("{}\n{}\n{}", finding.message, labels.join("\n"), finding.help.as_deref().unwrap_or(""))
}
