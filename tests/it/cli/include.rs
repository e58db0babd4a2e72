//! `include`: files of `let`s, through every command.

use super::Bench;
use serde_json::Value;

const FILE: &str = "seed 3\ninclude \"common/lets.pipe\"\nuse strokes(train: 200, test: 100)\n\
a: train mlp[784,width,10] for epochs, then test\n";

fn bench(lets: &str) -> Bench {
    let bench = Bench::new(FILE);
    std::fs::create_dir(bench.path().join("common")).expect("a folder");
    bench.write("common/lets.pipe", lets.as_bytes());
    bench
}

#[test]
fn a_file_with_included_lets_runs_and_names_them() {
    let bench = bench("let width = 10\nlet epochs = 1\nlet spare = 1\n");
    let lint = bench.call(&["lint", "test.pipe", "--deny", "warn"]);
    assert!(!lint.err.contains("spare"), "nothing has to use it: {}", lint.err);
    bench.run(&["--set", "epochs=2"]).ends(0, &[]);
    let record = bench.record();
    let sum = blake3::hash(b"let width = 10\nlet epochs = 1\nlet spare = 1\n").to_hex().to_string();
    let included = record["included"].as_mapping().expect("included files");
    let (name, value) = included.iter().next().expect("a file");
    assert_eq!((name.as_str(), value.as_str()), (Some("common/lets.pipe"), Some(sum.as_str())));
    let sentences = serde_yaml::to_string(&record["sentences"]).expect("YAML");
    assert!(sentences.contains("mlp[784,10,10]") && sentences.contains("for 2 epochs"), "{sentences}");
}

#[test]
fn mistakes_are_shown_in_the_file_that_holds_them() {
    let bench = bench("let width = 10\n\nlet epochs = 1\ntrain mlp[784,10]\nlet a = trian x\n");
    bench
        .call(&["lint", "test.pipe"])
        .ends(2, &["common/lets.pipe:4:1", "nothing but `let`s", "common/lets.pipe:5"]);
    let said = bench.call(&["lint", "test.pipe", "--format", "json"]);
    let shown: Value = serde_json::from_str(&said.out).expect("JSON");
    let findings = shown["files"][0]["findings"].as_array().cloned().unwrap_or_default();
    let of = |code: &str| findings.iter().find(|it| it["code"] == code).cloned().unwrap_or_default();
    assert_eq!(
        (&of("not-in-this-place")["file"], &of("not-in-this-place")["line"]),
        (&"common/lets.pipe".into(), &4.into())
    );
    let sarif = bench.call(&["lint", "test.pipe", "--format", "sarif"]);
    assert!(sarif.out.contains("\"uri\":\"common/lets.pipe\""), "{}", sarif.out);
    let github = bench.call(&["lint", "test.pipe", "--format", "github"]);
    assert!(github.out.contains("file=common/lets.pipe,line=4"), "{}", github.out);
    let before = std::fs::read(bench.path().join("common/lets.pipe")).expect("read");
    bench.call(&["lint", "test.pipe", "--unsafe-fixes"]).ends(2, &[]);
    assert_eq!(
        std::fs::read(bench.path().join("common/lets.pipe")).expect("read"),
        before,
        "mended by itself only"
    );
    bench.call(&["fmt", "--check", "test.pipe"]).ends(0, &[]);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let bench = Bench::new("include \"gone.pipe\"\n");
    bench
        .call(&["lint", "test.pipe"])
        .ends(2, &["bad-include", "\"gone.pipe\" can't be included", "test.pipe:1:9"]);
}
