//! What machines read is what docs/schemas says: real output against each schema.

use super::{Bench, Said};
use serde_json::{Value, json};

fn valid(schema: &str, said: &Said) -> Value {
    let path = format!("{}/docs/schemas/{schema}.schema.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("the schema is there");
    let validated: Value = serde_json::from_str(&text).expect("the schema is JSON");
    let validator = jsonschema::draft202012::new(&validated).expect("the schema is a schema");
    let value: Value =
        serde_json::from_str(&said.out).unwrap_or_else(|e| panic!("{e}\n{}\n{}", said.out, said.err));
    let errors: Vec<String> =
        validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path)).collect();
    assert!(errors.is_empty(), "{}\n{}", errors.join("\n"), said.out);
    assert_eq!(value["schema"], validated["$id"]);
    // A schema that takes anything would take this too.
    assert!(!validator.is_valid(&json!({})) && !validator.is_valid(&json!({ "surprise": 1 })));
    value
}

const GOOD: &str = "\
title \"Schemas\"
seed 2
use strokes(train: 300, test: 100)
a: train mlp[784,20,10] for 2 epochs, then test, then save to \"a.npz\"
sweep n in [5, 10], repeat 2 { b: train mlp[784,n,10] for 1 epoch, then test }
repeat 3 {
  c: train mlp[784,5,10] for 1 epoch, then test, then reproduce \"Ciresan 2010, table 1, row 4\"
  d: train mlp[784,9,10] for 1 epoch, then test
}
stack: stack rbm[784,9,5] for 1 epoch, then check free-energy
expect a.error < 99 %
expect b.error < 99 % at n = 5 with 95 % confidence
plot b.error over n
";

#[test]
fn runs_follow_their_schema() {
    let bench = Bench::new(GOOD);
    let said = bench.run(&["--format", "json"]);
    said.ends(1, &[]);
    let run = valid("run", &said);
    assert_eq!(run["exit"], json!(1));
    let claims = run["claims"].as_array().expect("claims");
    let tests: Vec<&Value> = claims.iter().map(|claim| &claim["test"]).collect();
    assert_eq!(tests, ["Student's t, one run more", "as measured", "Student's t"]);
    // One epoch on 300 drawings is far from a third of a percent.
    assert_eq!(claims[0]["verdict"], "failed");
    assert!(claims[0]["evidence"].as_str().is_some_and(|words| words.starts_with("inconsistent")));
    let pair = &run["comparisons"][0]["pairs"][0];
    assert_eq!((&pair["first"], &pair["second"], &pair["n"]), (&json!("c"), &json!("d"), &json!(3)));
    // Of failed runs, too.
    for text in [
        "seed 1\nuse mnist\ntrain mlp[784,10]",
        "seed 1\na: train mlp[784,9,9,10] on strokes(train: 300, test: 100) with sgd(rate: 1e30) for 3 epochs, then test\nexpect a.error < 1 %",
    ] {
        let said = Bench::new(text).run(&["--format", "json"]);
        said.ends(3, &[]);
        assert!(valid("run", &said)["fault"]["message"].is_string());
    }
}

/// A file with errors, and one that can't be read, are not run, and programs are told why.
#[test]
fn refusals_follow_their_schema() {
    let bench = Bench::new("trian mlp[784,10]\nlet spare = 1\n");
    let said = bench.run(&["--format", "json"]);
    said.ends(2, &["not run"]);
    let refused = valid("run", &said);
    assert_eq!((refused["exit"].clone(), &refused["file"]), (json!(2), &json!("test.pipe")));
    let codes: Vec<&Value> =
        refused["findings"].as_array().into_iter().flatten().map(|f| &f["code"]).collect();
    assert_eq!(codes, ["unknown-word", "unused-name"]);
    let said = bench.call(&["run", "gone.pipe", "--format", "json"]);
    said.ends(2, &["gone.pipe"]);
    assert_eq!(valid("run", &said)["findings"][0]["code"], "unreadable-file");
}

#[test]
fn plans_follow_their_schema() {
    for text in [
        GOOD,
        "",
        "# nothing\n",
        "train mlp[57,10]\nstack rbm x0",
        "use spambase, then standardize\nplot images",
    ] {
        let plan = valid("plan", &Bench::new(text).call(&["plan", "test.pipe", "--format", "json"]));
        assert!(plan["identity"].as_str().is_some_and(|hash| hash.len() == 64));
    }
}

#[test]
fn trials_follow_their_schema() {
    let bench = Bench::new(GOOD);
    let said = bench.call(&["smoke", "test.pipe", "--offline", "--format", "json"]);
    said.ends(0, &[]);
    let trial = valid("smoke", &said);
    assert_eq!((trial["status"].as_str(), &trial["findings"]), (Some("done"), &json!([])));
    assert_eq!(trial["claims"].as_array().map(Vec::len), Some(3));
    // Of failed ones, too.
    let said = Bench::new("seed 1\ntrain mlp[784,10] on mnist").call(&[
        "smoke",
        "test.pipe",
        "--offline",
        "--format",
        "json",
    ]);
    said.ends(3, &[]);
    assert_eq!(valid("smoke", &said)["findings"][0]["code"], json!("run-failed"));
}

#[test]
fn findings_follow_their_schema() {
    let bench = Bench::new(GOOD);
    bench.write(
        "bad.pipe",
        b"trian mlp[784,10]\naugment mnist with rotation(15)\nstack rbm x0\nlet spare = 1\n",
    );
    bench.write("worse.pipe", b"train \xff");
    let said = bench.call(&["lint", ".", "--format", "json"]);
    said.ends(2, &[]);
    let lint = valid("lint", &said);
    assert_eq!(lint["files"].as_array().map(Vec::len), Some(3));
    let codes: Vec<&str> = lint["files"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|file| file["findings"].as_array().into_iter().flatten())
        .filter_map(|finding| finding["code"].as_str())
        .collect();
    for code in ["unknown-word", "wrong-unit", "unit-count", "unused-name", "unreadable-file"] {
        assert!(codes.contains(&code), "{code} in {codes:?}");
    }
    let errors = lint["errors"].as_u64().expect("a count");
    assert_eq!(errors, 4);
}

/// Runs that ended, one that failed and one that was killed, each as itself and side by side.
#[test]
fn runs_and_comparisons_follow_their_schemas() {
    let bench = Bench::new(GOOD);
    bench.run(&[]);
    bench.write("other.pipe", GOOD.replace("for 2 epochs", "for 3 epochs").as_bytes());
    bench.call(&["run", "other.pipe", "--offline"]);
    bench.write("bad.pipe", b"seed 1\nuse mnist\ntrain mlp[784,10]");
    bench.call(&["run", "bad.pipe", "--offline"]).ends(3, &[]);
    std::fs::create_dir(bench.path().join(".pipette/runs/20260101-000000-0")).expect("a folder");
    let runs = bench.call(&["runs", "--format", "json"]);
    assert_eq!(valid("runs", &runs)["runs"].as_array().map(Vec::len), Some(4));
    for run in ["last", "test.pipe", "20260101"] {
        valid("show", &bench.call(&["show", run, "--format", "json"]));
    }
    let test = serde_json::from_str::<Value>(&bench.call(&["show", "test.pipe", "--format", "json"]).out);
    let id = test.expect("JSON")["run"].as_str().unwrap_or_default().to_string();
    let other = bench.call(&["show", "other.pipe", "--format", "json"]);
    let other: Value = serde_json::from_str(&other.out).expect("JSON");
    let said = bench.call(&["diff", &id, other["run"].as_str().unwrap_or_default(), "--format", "json"]);
    said.ends(1, &[]);
    let found = valid("diff", &said);
    for section in ["sentences", "measures", "curves"] {
        assert!(found[section].as_array().is_some_and(|list| !list.is_empty()), "{section}: {found}");
    }
    valid("diff", &bench.call(&["diff", "test.pipe", "bad.pipe", "--format", "json"]));
}

/// A record with a search, cells that failed, and pairs of lines.
#[test]
fn records_of_blocks_follow_their_schema() {
    let bench = Bench::new(
        "edition 1\nseed 3\nuse strokes(train: 300, test: 100), then split validation 100\n\
         search rate in [0.1, 1e30], try 8 by net.validation-error {\n  \
         net: train mlp[784,9,9,10] with sgd(rate: rate) for 3 epochs, then test\n}\n\
         sweep n in [5, 6], repeat 2 {\n  a: train mlp[784,n,10] for 1 epoch, then test\n  \
         b: train mlp[784,n,9,10] for 1 epoch, then test\n}\n",
    );
    bench.run(&["--keep-going"]).ends(3, &[]);
    let record = valid("show", &bench.call(&["show", "last", "--format", "json"]))["record"].clone();
    let tries = record["searches"][0]["tries"].as_array().expect("tries");
    assert!(tries.len() == 2 && tries[0]["by"].is_number() && tries[1]["by"].is_null(), "{tries:?}");
    assert!(record["failed_cells"][0]["message"].as_str().is_some_and(|words| words.contains("diverged")));
    assert_eq!(record["comparisons"][0]["pairs"][1]["at"], json!([["n", 6.0]]));
}

#[test]
fn reasons_follow_their_schema() {
    let bench = Bench::new(GOOD);
    let reasons = || valid("why", &bench.call(&["why", "test.pipe", "--format", "json"]))["steps"].clone();
    assert!(reasons().as_array().is_some_and(|steps| steps.iter().any(|step| step["reason"] == "new")));
    bench.run(&[]).ends(1, &[]);
    assert!(reasons().as_array().is_some_and(|steps| steps.iter().any(|step| step["reason"] == "kept")));
}

/// Each schema has the name and the number that its file and the outputs have.
#[test]
fn schemas_are_numbered() {
    let folder = format!("{}/docs/schemas", env!("CARGO_MANIFEST_DIR"));
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = name.strip_suffix(".schema.json").expect("a schema");
        let text = std::fs::read_to_string(entry.path()).expect("a text");
        let schema: Value = serde_json::from_str(&text).expect("JSON");
        let id = schema["$id"].as_str().expect("an id").to_string();
        let number =
            id.strip_prefix(&format!("pipette:{name}:")).and_then(|number| number.parse::<u32>().ok());
        assert!(number.is_some_and(|number| number > 0), "{id}");
        assert!(text.contains(&format!("\"const\": \"{id}\"")), "{id} is in no output");
    }
}

#[test]
fn verdicts_on_locks_follow_their_schema() {
    let bench = Bench::new(GOOD);
    bench.run(&[]).ends(1, &[]);
    let verified = |code| {
        let said = bench.call(&["verify", "test.pipe", "--format", "json"]);
        said.ends(code, &[]);
        valid("verify", &said)
    };
    assert_eq!(verified(0)["holds"], json!(true));
    let path = bench.path().join("test.pipe.lock");
    let lock = std::fs::read_to_string(&path).expect("a lock");
    std::fs::write(&path, lock.replace("seed: 2", "seed: 9").replace("numeric: ", "numeric: no "))
        .expect("written");
    let verdict = verified(1);
    assert!(verdict["made_with"]["class"].is_string() && verdict["different"][0]["was"] == "9", "{verdict}");
}
