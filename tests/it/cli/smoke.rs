//! `pipette smoke`: what it finds, what it leaves behind, and that it finds the same again.

use super::{Bench, Said};
use serde_json::Value;

fn smoke(text: &str, more: &[&str]) -> (Bench, Said) {
    let bench = Bench::new(text);
    let said = bench.call(&[&["smoke", "test.pipe", "--offline"], more].concat());
    (bench, said)
}

/// A network on 2,000 images made here, with these methods.
fn network(methods: &str) -> String {
    format!(
        "seed 1\nuse strokes(train: 2000, test: 500)\ntrain mlp[784,100,10] with {methods} for 9 epochs, then test\n"
    )
}

/// What is found in a trial.
fn findings(text: &str) -> Vec<Value> {
    let (_, said) = smoke(text, &["--format", "json"]);
    let trial: Value = serde_json::from_str(&said.out).unwrap_or_else(|e| panic!("{e}: {}", said.err));
    trial["findings"].as_array().expect("a list").clone()
}

/// The codes of what is found in a trial.
fn codes(text: &str) -> Vec<String> {
    findings(text).iter().filter_map(|finding| finding["code"].as_str().map(str::to_owned)).collect()
}

#[test]
fn a_rate_of_fifty_is_found_with_its_place_and_a_better_one() {
    for methods in
        ["sgd(rate: 50)", "sgd(rate: 50, momentum: 0) and cosine", "rmsprop(rate: 50)", "adam(rate: 50)"]
    {
        let (_, said) = smoke(&network(methods), &[]);
        assert!(matches!(said.code, Some(0 | 3)), "{}", said.err);
        said.ends(said.code.unwrap_or(0), &["diverging-rate", "test.pipe:3:", "rate 50", "try a rate of"]);
        assert!(!said.err.contains("run-failed"), "said twice:\n{}", said.err);
    }
    let machine = "seed 1\ntrain rbm[784,50] on strokes(train: 500) with cd1(rate: 50) for 3 epochs";
    assert_eq!(codes(machine), ["diverging-rate"]);
}

#[test]
fn the_rate_that_is_proposed_is_not_blamed() {
    for methods in ["sgd(rate: 50)", "sgd(rate: 50, momentum: 0)", "rmsprop(rate: 50)", "adam(rate: 50)"] {
        let found = findings(&network(methods));
        let rate =
            found[0]["help"].as_str().and_then(|help| help.strip_prefix("try a rate of ")).expect("a rate");
        assert!(codes(&network(&methods.replace("50", rate))).is_empty(), "{methods}: {rate}");
    }
}

/// Far above what works is found, too, where nothing becomes infinite; what is usual is not.
#[test]
fn rates_that_work_are_not_blamed() {
    for methods in
        ["sgd", "sgd(rate: 0.5)", "sgd(rate: 1, momentum: 0)", "rmsprop", "adam", "sgd and warm-up"]
    {
        assert!(codes(&network(methods)).is_empty(), "{methods}");
    }
    for methods in ["sgd(rate: 5)", "sgd(rate: 20, momentum: 0)", "sgd(rate: 9) and warm-up", "adam(rate: 1)"]
    {
        assert_eq!(codes(&network(methods)), ["diverging-rate"], "{methods}");
    }
    let machine = |rate: f64| {
        format!("seed 1\nuse strokes(train: 2000)\ntrain rbm[784,300] with cd1(rate: {rate}) for 3 epochs")
    };
    assert!(codes(&machine(0.05)).is_empty() && codes(&machine(0.1)).is_empty());
    assert_eq!(codes(&machine(2.0)), ["diverging-rate"]);
}

const SAVING: &str = "\
seed 3
use strokes(train: 300, test: 100)
a: train mlp[784,20,10] for 2 epochs, then test
save a to \"a.npz\"
augment strokes, then plot images
sweep n in [5, 7, 10, 15], repeat 5 { b: train mlp[784,n,10] for 1 epoch, then test }
plot b.error over n
expect a.error < 0 %
";

#[test]
fn nothing_is_written_and_nothing_is_judged() {
    let (bench, said) = smoke(SAVING, &[]);
    said.ends(0, &["1 claim not judged in smoke", "2 of 5 repeats", "first, middle and last value"]);
    assert_eq!(bench.files(), ["test.pipe"]);
}

#[test]
fn a_folder_that_a_night_would_end_without_is_missed_now() {
    let (_, said) = smoke(&SAVING.replace("a.npz", "weights/a.npz"), &[]);
    said.ends(2, &["missing-folder", "make the folder first"]);
}

#[test]
fn a_file_with_errors_is_not_tried_out() {
    smoke("train mlp[784,10] wiht sgd", &[]).1.ends(2, &["did you mean", "not tried out: 1 error"]);
    let (_, said) = smoke("seed 1\ntrain mlp[784,10] on mnist", &[]);
    said.ends(3, &["run-failed"]);
}

/// What a trial finds, without its times.
fn found(threads: &str) -> (Value, Value) {
    let (_, said) = smoke(&network("sgd(rate: 5)"), &["--format", "json", "--threads", threads]);
    let trial: Value = serde_json::from_str(&said.out).expect("JSON");
    (trial["findings"].clone(), trial["identity"].clone())
}

/// The messages carry measured losses and curvatures.
#[test]
fn the_same_seed_finds_the_same() {
    let first = found("1");
    assert!(
        first.0[0]["labels"][0]["text"].as_str().is_some_and(|text| text.contains("curvature")),
        "{first:?}"
    );
    assert_eq!(first, found("1"));
    assert_eq!(first, found("2"));
}
