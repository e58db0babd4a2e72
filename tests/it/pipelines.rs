//! The files under pipelines/: each is clean and says what it stands for; the two sentences that the
//! language was made for stand as they are; the quick start keeps its claims.

use crate::checking::{checked, complaints};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const FIRST: &str = "augment mnist, then train mlp[784,2500,2000,1500,1000,500,10] with sgd and decay";
const SECOND: &str = "stack rbm x3 cd1, then check free-energy";

/// What the comments at the head of each file say, in this order.
const FIELDS: [&str; 5] = ["rows", "claim", "number", "source", "cost"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines")
}

/// Every pipe file below a folder, with its text.
pub fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of pipelines").flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with(".pipette") {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "pipe") {
            let text = fs::read_to_string(&path).expect("a text");
            found.push((path, text));
        }
    }
    found.sort();
    found
}

/// The statements of a file, without comments and empty lines.
fn statements(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// The fields of a header that say something, in order.
fn fields(text: &str) -> Vec<&str> {
    let header = text.lines().take_while(|line| line.starts_with('#'));
    let said = header.filter_map(|line| line.trim_start_matches(['#', ' ']).split_once(':'));
    said.filter(|(field, text)| FIELDS.contains(field) && !text.trim().is_empty()).map(|(f, _)| f).collect()
}

#[test]
fn every_pipeline_is_clean() {
    let files = files(&folder());
    assert!(files.len() >= 7, "only {} files", files.len());
    let findings: Vec<String> = files
        .iter()
        .flat_map(|(path, text)| {
            complaints(&path.display().to_string(), &checked(text, path.parent().unwrap_or(path)).1)
        })
        .collect();
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn every_header_has_its_five_fields() {
    let files = files(&folder());
    let bad = files.iter().filter(|(_, text)| fields(text) != FIELDS);
    let findings: Vec<_> =
        bad.map(|(path, text)| format!("{}: {:?}", path.display(), fields(text))).collect();
    assert!(findings.is_empty(), "a header has {FIELDS:?}, in this order:\n{}", findings.join("\n"));
}

#[test]
fn the_two_sentences_stand_as_they_are() {
    for (path, sentence) in [("mnist/first-sentence.pipe", FIRST), ("boltzmann/second-sentence.pipe", SECOND)]
    {
        let text = fs::read_to_string(folder().join(path)).expect("the file of a sentence");
        assert_eq!(statements(&text), [sentence], "{path}");
    }
}

/// The whole quick start, as the README has it: no data set, no network, every claim held.
#[test]
fn the_quick_start_keeps_its_claims() {
    let own = tempfile::tempdir().expect("a temporary folder");
    // A copy: a run writes a lock beside its file.
    let file = own.path().join("first.pipe");
    std::fs::copy(folder().join("first.pipe"), &file).expect("copied");
    let output = Command::new(env!("CARGO_BIN_EXE_pipette"))
        .args(["run", "--offline", "--strict", "--format", "json"])
        .arg(&file)
        .env("PIPETTE_CACHE", own.path().join("cache"))
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    let result: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    let claims = result["claims"].as_array().expect("claims");
    assert!(claims.len() >= 4 && claims.iter().all(|claim| claim["verdict"] == "held"), "{claims:#?}");
}
