//! `pipette.yaml`: the nearest one counts; what it says changes levels, the budget, where data lie; what
//! it says wrongly is an error with its place.

use super::{Bench, Said};
use serde_json::Value;

/// The file in a folder below that of the configuration.
fn study(yaml: &str) -> Bench {
    let bench = Bench::new("");
    std::fs::create_dir(bench.path().join("inner")).unwrap();
    bench.write("pipette.yaml", yaml.as_bytes());
    bench.write("inner/a.pipe", b"use mnist\nnet: train mlp[784,100,10] with sgd(rate: 50) for 5 epochs\n");
    bench
}

fn lint(yaml: &str) -> Said {
    study(yaml).call(&["lint", "inner/a.pipe"])
}

#[test]
fn levels_are_those_of_the_folder() {
    let plain = lint("");
    assert_eq!((plain.code, plain.err.contains("1 warning, 2 notes")), (Some(0), true), "{}", plain.err);
    let changed = lint("levels:\n  no-edition: off\n  unseeded: off\n  unusual-value: error\n");
    assert_eq!((changed.code, changed.err.contains("1 error")), (Some(2), true), "{}", changed.err);
    assert!(!changed.err.contains("unseeded"), "{}", changed.err);
}

#[test]
fn a_run_beyond_the_budget_is_found() {
    let found = lint("budget:\n  time: 0.001 s\n  memory: 1 MiB\n");
    assert!(
        found.err.contains("over-budget") && found.err.contains("the budget is 0.001 GiB"),
        "{}",
        found.err
    );
    assert!(!lint("budget:\n  time: 10 h\n").err.contains("over-budget"));
}

#[test]
fn every_mistake_is_said_with_its_place() {
    let found = lint("levels:\n  unusual-valeu: off\n  unknown-word: off\nbudget:\n  time: 3\nmirors: 1\n");
    assert_eq!(found.code, Some(2));
    let said = [
        ("`unusual-valeu` is not the code of a finding", "pipette.yaml:2:3", "did you mean `unusual-value`?"),
        ("`unknown-word` is an error, and stays one", "pipette.yaml:3:3", "delete this line"),
        ("`time` needs a number with a unit", "pipette.yaml:5:3", "a number above 0 with a unit: s,"),
        ("`mirors` is not a key of pipette.yaml", "pipette.yaml:6:1", "did you mean `mirrors`?"),
    ];
    for (message, place, help) in said {
        found.ends(2, &[message, place, help]);
    }
    lint("budget: 3\n").ends(2, &["`budget` has another kind of value", "pipette.yaml:1:1", "`time: 2 h`"]);
    lint("levels:\n  data: off\ndata: [1]\n").ends(2, &["pipette.yaml:2:3", "pipette.yaml:3:1"]);
    let broken = lint("levels: [\n");
    assert!(broken.code == Some(2) && broken.err.contains("not YAML"), "{}", broken.err);
}

/// One entry of its own for machines, however many files lie below it; they are looked at all the same.
#[test]
fn a_bad_configuration_is_a_file_with_findings() {
    let bench = study("mirors: 1\n");
    std::fs::create_dir(bench.path().join("other")).unwrap();
    for name in ["inner/b.pipe", "other/c.pipe"] {
        bench.write(name, b"edition 1\nseed 1\ntrain mlp[784,10] on mnist for 1 epoch\n");
    }
    let out = |format: &str| {
        let said = bench.call(&["lint", "inner", "other", "--format", format]);
        assert_eq!(said.code, Some(2), "{}", said.err);
        said.out
    };
    let json: Value = serde_json::from_str(&out("json")).unwrap();
    let files: Vec<_> = json["files"].as_array().unwrap().iter().map(|file| &file["path"]).collect();
    assert_eq!(files, ["pipette.yaml", "inner/a.pipe", "inner/b.pipe", "other/c.pipe"]);
    let finding = &json["files"][0]["findings"][0];
    assert_eq!(
        (&finding["code"], &finding["help"]),
        (&"bad-configuration".into(), &"did you mean `mirrors`?".into())
    );
    assert_eq!((json["errors"].as_u64(), finding["end_column"].as_u64()), (Some(1), Some(7)));
    let sarif: Value = serde_json::from_str(&out("sarif")).unwrap();
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "pipette.yaml");
    let start = "::error file=pipette.yaml,line=1,col=1,endLine=1,endColumn=7,title=bad-configuration::";
    assert_eq!(out("github").matches(start).count(), 1);
}

#[test]
fn nothing_is_run_under_a_bad_configuration() {
    let bench = study("mirors: 1\n");
    for command in ["run", "plan", "smoke"] {
        bench.call(&[command, "inner/a.pipe"]).ends(2, &["pipette.yaml:1:1", "did you mean `mirrors`?"]);
    }
    let refused: Value =
        serde_json::from_str(&bench.call(&["run", "inner/a.pipe", "--format", "json"]).out).unwrap();
    assert_eq!(refused["file"], "pipette.yaml");
    assert_eq!(refused["findings"][0]["code"], "bad-configuration");
    bench.call(&["data", "list"]).ends(2, &["did you mean `mirrors`?"]);
}

/// A file that is nearly called right is said; what lies above it counts until it is.
#[test]
fn a_misnamed_configuration_is_said() {
    let bench = study("levels:\n  unseeded: off\n");
    bench.write("inner/pipette.yml", b"levels: [\n");
    let said = bench.call(&["lint", "inner/a.pipe"]);
    said.ends(2, &["inner/pipette.yml:1:1", "is `pipette.yaml` meant?"]);
    assert!(!said.err.contains("unseeded"), "{}", said.err);
    bench.write("inner/pipette.yaml", b"");
    let said = bench.call(&["lint", "inner/a.pipe"]);
    assert!(said.code == Some(0) && said.err.contains("unseeded"), "{}", said.err);
}

/// No machine has so many cores.
#[test]
fn threads_beyond_the_cores_are_judged_by_the_folder() {
    let plan = |yaml: &str| study(yaml).call(&["plan", "inner/a.pipe", "--threads", "1024"]);
    plan("").ends(0, &["oversubscribed", "1024 threads on"]);
    plan("levels:\n  oversubscribed: error\n").ends(2, &["oversubscribed"]);
    assert!(!plan("levels:\n  oversubscribed: off\n").err.contains("oversubscribed"));
}

#[test]
fn the_data_folder_is_relative_to_the_configuration() {
    let missing = study("data: cards\n").call(&["run", "inner/a.pipe", "--offline"]);
    assert!(missing.err.contains("there is no folder") && missing.err.contains("cards"), "{}", missing.err);
}

/// A code that no finding has can't be denied, nor explained.
#[test]
fn unknown_codes_are_refused_with_the_nearest_one() {
    let bench = study("");
    for call in [&["lint", "inner/a.pipe", "--deny", "unseedd"][..], &["explain", "unseedd"]] {
        let said = bench.call(call);
        assert!(said.code == Some(2) && said.err.contains("did you mean `unseeded`?"), "{}", said.err);
    }
}

#[test]
fn a_code_is_explained_and_its_files_are_run() {
    let said = study("").call(&["explain", "single-seed-comparison", "--run"]);
    assert!(said.code == Some(0) && said.out.contains("Bouthillier"), "{}", said.out);
    assert!(
        said.err.contains("shows-it.pipe: 1 warning") && said.err.contains("cured.pipe: nothing"),
        "{}",
        said.err
    );
    study("").call(&["explain", "oversubscribed", "--run"]).ends(0, &["No file alone shows it"]);
    let said = study("").call(&["explain", "diverging-rate", "--run"]);
    said.ends(0, &["is found by `pipette smoke`"]);
    assert!(!said.err.contains("nothing to say"), "{}", said.err);
    assert!(study("").call(&["explain"]).out.lines().count() > 40);
}
