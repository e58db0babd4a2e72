//! Plans that tell time, the history of runs, and files of speeds that are damaged.

use super::Bench;
use serde_json::Value;

const SMALL: &str =
    "seed 3\nuse strokes(train: 300, test: 200)\na: train mlp[784,10] for 2 epochs, then test\n";

#[test]
fn a_plan_says_that_its_rates_are_assumed_and_what_decides_its_claims() {
    let text = format!("{SMALL}expect a.error < 5 % with 95 % confidence");
    let said = Bench::new(&text).call(&["plan", "test.pipe", "--threads", "1"]);
    said.ends(0, &[]);
    assert!(said.out.contains("not calibrated: run `pipette calibrate`"), "{}", said.out);
    assert!(said.out.contains("4 of 200 test rows or fewer"), "{}", said.out);
    assert!(said.out.contains("on 1 thread\n"), "{}", said.out);
}

/// Each run adds a line a step and one for its memory, which is foretold within a factor of two. What the first run has kept says
/// nothing of how long it takes.
#[test]
fn runs_are_remembered_and_scored() {
    let bench = Bench::new(SMALL);
    bench.run(&["--format", "json"]).ends(0, &[]);
    bench.run(&["--threads", "1", "--store", "another"]).ends(0, &[]);
    let text = std::fs::read_to_string(bench.path().join("cache/history.jsonl")).expect("a history");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 10, "{text}");
    let train = &lines[0];
    assert!(train["words"].as_str().is_some_and(|words| words.starts_with("train mlp")), "{train}");
    let flops = train["work"]["single-flop"].as_f64();
    // Four operations a weight, row and epoch: a single layer hands no delta down.
    assert_eq!(flops, Some(4.0 * 7840.0 * 300.0 * 2.0), "{train}");
    let seconds = |line: &Value| line["seconds"].as_f64();
    assert!(lines.iter().filter_map(seconds).all(|s| s > 0.0) && train["calibration"] == Value::Null);
    let run = &lines[4];
    if cfg!(target_os = "linux") {
        let (foretold, held) = (run["memory_predicted"].as_f64(), run["memory"].as_f64());
        let ratio = held.unwrap_or(0.0) / foretold.unwrap_or(1.0);
        assert!((0.5..2.0).contains(&ratio), "{ratio}: {run}");
    }
    let score = bench.call(&["calibrate", "--score"]);
    score.ends(0, &[]);
    assert!(
        score.out.contains("8 steps left out") && score.out.contains("memory of test.pipe"),
        "{}",
        score.out
    );
}

#[test]
fn a_damaged_file_of_speeds_is_said_and_does_no_harm() {
    let bench = Bench::new(SMALL);
    std::fs::create_dir(bench.path().join("cache")).expect("a folder");
    bench.write("cache/calibration-0123.yaml", b"machine: {processor: \"x\\u009b2J\", cores: 3, blas: b, pipette: 0.0.0}\nmeasured: now\nspeeds: {}\n");
    let said = bench.call(&["plan", "test.pipe"]);
    said.ends(0, &["of another machine or version", "3 cores"]);
    assert!(!said.err.contains('\u{9b}'), "{}", said.err);
    bench.write("cache/calibration-0123.yaml", b"\xff\xfe");
    bench.call(&["plan", "test.pipe"]).ends(0, &[]);
    // A cache that can't be written loses the history, not the run.
    std::fs::remove_dir_all(bench.path().join("cache")).expect("removed");
    bench.write("cache", b"a file where the folder should be");
    bench.run(&[]).ends(0, &["record:"]);
    bench.call(&["calibrate", "--score"]).ends(0, &[]);
}
