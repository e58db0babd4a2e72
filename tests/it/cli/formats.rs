//! `lint` for machines: SARIF against its official schema, annotations for GitHub, and what `run` says of
//! a file with errors.

use super::Bench;
use serde_json::{Value, json};
use std::process::Command;

const BAD: &str =
    "# é\nlet epochs = 3 # é\ntrian mlp[784,10]\naugment mnist with rotation(15)\nseed 1\nseed 2\n";

/// What cargo calls this kind of machine.
fn host() -> String {
    let said = Command::new("rustc").arg("-vV").output().expect("rustc says what it is");
    let text = String::from_utf8(said.stdout).expect("UTF-8");
    text.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host").to_string()
}

/// The schema of SARIF 2.1.0 as OASIS publishes it; the package serde-sarif carries it.
fn sarif_schema() -> Value {
    let output = Command::new(env!("CARGO"))
        // Packages that only other machines need are not here.
        .args(["metadata", "--format-version", "1", "--offline", "--filter-platform", &host()])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo says where its packages are");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("metadata are JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").expect("serde-sarif");
    let manifest = std::path::Path::new(package["manifest_path"].as_str().expect("a path"));
    let schema = manifest.with_file_name("src").join("schema.json");
    let text = std::fs::read_to_string(&schema).expect("the schema is in the package");
    serde_json::from_str(&text).expect("the schema is JSON")
}

#[test]
fn sarif_follows_its_official_schema() {
    let schema = sarif_schema();
    assert!(
        schema["$id"].as_str().is_some_and(|id| id.ends_with("sarif-schema-2.1.0.json")),
        "{}",
        schema["$id"]
    );
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let bench = Bench::new(BAD);
    bench.write("ä b.pipe", b"edition 1\nseed 1\ntrain mlp[784,10] on mnist for 1 epoch\n");
    bench.write("worse.pipe", b"train \xff");
    let said = bench.call(&["lint", ".", "--format", "sarif"]);
    assert_eq!(said.code, Some(2));
    let log: Value = serde_json::from_str(&said.out).expect("JSON");
    let errors: Vec<String> =
        validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path)).collect();
    assert!(errors.is_empty(), "{}\n{}", errors.join("\n"), said.out);
    // A schema that takes anything would take these too.
    assert!(
        !validator.is_valid(&json!({})) && !validator.is_valid(&json!({ "version": "2.1.0", "runs": 1 }))
    );

    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    let found: Vec<(&str, &str)> = results
        .iter()
        .map(|result| (result["ruleId"].as_str().unwrap_or(""), result["level"].as_str().unwrap_or("")))
        .collect();
    let expected = [
        ("unused-name", "warning"),
        ("unknown-word", "error"),
        ("wrong-unit", "error"),
        ("duplicate-argument", "error"),
        ("unreadable-file", "error"),
    ];
    assert_eq!(found, expected);
    let rules: Vec<&Value> = run["tool"]["driver"]["rules"].as_array().into_iter().flatten().collect();
    assert!(found.iter().all(|(code, _)| rules.iter().any(|rule| rule["id"] == *code)));
    let spare = rules.iter().find(|rule| rule["id"] == "unused-name").expect("a rule");
    let explained = |part: &str| spare[part]["text"].as_str().is_some_and(|text| text.len() > 10);
    assert!(explained("shortDescription") && explained("fullDescription"), "{spare}");
    assert_eq!(spare["defaultConfiguration"]["level"], "warning");
    let place = |result: &Value| result["locations"][0]["physicalLocation"]["region"].clone();
    let region = |line: u32, start: u32, end: u32| json!({ "startLine": line, "startColumn": start, "endLine": line, "endColumn": end });
    assert_eq!(place(&results[1]), region(3, 1, 6));
    let replacement = &results[1]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(
        replacement,
        &json!({ "deletedRegion": region(3, 1, 6), "insertedContent": { "text": "train" } })
    );
    // A deletion takes its line along, as `--fix` makes it.
    let line = json!({ "startLine": 6, "startColumn": 1, "endLine": 7, "endColumn": 1 });
    let deletion = &results[3]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(deletion, &json!({ "deletedRegion": line, "insertedContent": { "text": "" } }));
    let json: Value =
        serde_json::from_str(&bench.call(&["lint", "test.pipe", "--format", "json"]).out).expect("JSON");
    let edit = &json["files"][0]["findings"][3]["fix"]["edits"][0];
    assert_eq!((edit["line"].as_u64(), edit["end_line"].as_u64()), (Some(6), Some(7)), "{edit}");
    assert_eq!(results[3]["relatedLocations"].as_array().map(Vec::len), Some(1));
    assert_eq!(run["columnKind"], "unicodeCodePoints");
}

#[test]
fn annotations_stand_at_their_places() {
    let said = Bench::new(BAD).call(&["lint", "test.pipe", "--format", "github"]);
    let lines: Vec<&str> = said.out.lines().collect();
    let begin = |start: &str| lines.iter().filter(|line| line.starts_with(start)).count();
    assert_eq!(lines.len(), 4, "{}", said.out);
    assert_eq!(begin("::error "), 3);
    let place = "file=test.pipe,line=3,col=1,endLine=3,endColumn=6,title=unknown-word::";
    assert_eq!(
        begin(&format!("::error {place}`trian` is not a verb%0Ahelp: did you mean")),
        1,
        "{}",
        said.out
    );
    assert_eq!(begin("::warning file=test.pipe,line=2,col=5,endLine=2,endColumn=11,title=unused-name::"), 1);
}

#[test]
fn a_clean_file_is_nothing_to_speak_of() {
    let bench = Bench::new("edition 1\nseed 1\ntrain mlp[784,10] on mnist for 1 epoch\n");
    let out = |format: &str| bench.call(&["lint", "test.pipe", "--format", format]).out;
    assert_eq!(out("github"), "");
    let log: Value = serde_json::from_str(&out("sarif")).expect("JSON");
    assert_eq!(log["runs"][0]["results"], json!([]));
    let lint: Value = serde_json::from_str(&out("json")).expect("JSON");
    assert_eq!(lint["files"][0]["findings"], json!([]));
}

/// Files are looked at side by side, and told of one after the other; a long one is read by several threads.
#[test]
fn what_is_found_stands_in_the_order_of_files_and_lines() {
    let bench = Bench::new("seed 1\n");
    let broken = |lines: usize| "fly mnist\n".repeat(lines);
    for file in 0..30 {
        bench.write(&format!("many-{file:02}.pipe"), broken(1 + 37 * (file % 3)).as_bytes());
    }
    let said = bench.call(&["lint", ".", "--format", "json"]);
    let log: Value = serde_json::from_str(&said.out).expect("JSON");
    let files = log["files"].as_array().expect("files");
    let paths: Vec<&str> = files.iter().map(|file| file["path"].as_str().unwrap_or("")).collect();
    assert!(paths.len() == 31 && paths.is_sorted(), "{paths:?}");
    for (index, file) in files.iter().take(30).enumerate() {
        let found = file["findings"].as_array().expect("findings");
        let lines: Vec<u64> = found.iter().filter_map(|it| it["line"].as_u64()).collect();
        assert_eq!((found.len(), lines.len()), (1 + 37 * (index % 3), 1 + 37 * (index % 3)));
        assert!(lines.is_sorted(), "{lines:?}");
    }
}
