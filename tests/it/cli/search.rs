//! Searches from end to end: what is drawn, what runs, what is chosen, what goes on after an interruption.

use super::{Bench, Said};
use serde_json::Value;
use std::path::Path;

/// Three hundred drawings and a tiny network: a cell takes milliseconds.
fn random(tries: usize) -> String {
    format!(
        "edition 1\nseed 3\nuse strokes(train: 300, test: 100), then split validation 100\n\
         search rate in 0.001..0.5 log, width in 5..9, try {tries} by net.validation-error {{\n  \
         net: train mlp[784,width,10] with sgd(rate: rate) for 2 epochs, then test\n}}\n\
         expect net.error < 100 % at best\n"
    )
}

const HALVING: &str = "\
edition 1
seed 3
use strokes(train: 300, test: 100), then split validation 100
search rate in 0.001..0.5 log, epochs in 1..9 halving 3, try 9 by net.validation-error, repeat 2 {
  net: train mlp[784,5,10] with sgd(rate: rate) for epochs, then test
}
expect net.error < 100 % at best
";

fn searched(said: &Said) -> Value {
    said.ends(0, &[]);
    let run: Value = serde_json::from_str(&said.out).expect("JSON");
    run["searches"][0].clone()
}

/// The values of the tries, in the order of their cells.
fn drawn(searched: &Value) -> Vec<(u64, Value)> {
    let tries = searched["tries"].as_array().expect("tries");
    let mut drawn: Vec<_> =
        tries.iter().map(|it| (it["cell"].as_u64().expect("a number"), it["at"].clone())).collect();
    drawn.sort_by_key(|(cell, _)| *cell);
    drawn
}

/// How many steps the store has.
fn kept(bench: &Bench) -> usize {
    bench.files().iter().filter(|name| name.starts_with(".pipette/steps/")).count()
}

fn lock(bench: &Bench) -> String {
    std::fs::read_to_string(bench.path().join("test.pipe.lock")).expect("a lock")
}

#[test]
fn the_lowest_validation_error_is_chosen_and_the_test_part_judges_it() {
    let bench = Bench::new(&random(6));
    let said = bench.run(&["--format", "json"]);
    let found = searched(&said);
    let tries = found["tries"].as_array().expect("tries");
    let by: Vec<f64> = tries.iter().map(|it| it["by"].as_f64().expect("a value")).collect();
    assert_eq!(by.len(), 6);
    assert!(by.windows(2).all(|pair| pair[0] <= pair[1]), "{by:?}");
    assert!(by[0] < by[5], "rates from 0.001 to 0.5 are not alike: {by:?}");
    assert_eq!(found["best"], tries[0]["cell"]);
    // The claim and the line tell of the chosen cell.
    let run: Value = serde_json::from_str(&said.out).expect("JSON");
    let test = run["steps"].as_array().expect("steps").iter().find(|step| step["words"] == "test");
    assert_eq!(test.expect("a test")["measures"]["error"]["value"], tries[0]["test"]["error"]);
    let width = tries[0]["at"]["width"].as_f64().expect("a width");
    assert!(said.out.contains(&format!("train mlp[784,{width},10]")), "{width} is not in the sentence");
    for (_, at) in drawn(&found) {
        let (rate, width) = (at["rate"].as_f64().expect("a rate"), at["width"].as_f64().expect("a width"));
        assert!((0.001..=0.5).contains(&rate) && (5.0..=9.0).contains(&width) && width.fract() == 0.0);
    }
}

#[test]
fn more_tries_only_add_cells() {
    let bench = Bench::new(&random(4));
    let few = drawn(&searched(&bench.run(&["--format", "json"])));
    let before = kept(&bench);
    bench.write("test.pipe", random(7).as_bytes());
    let many = drawn(&searched(&bench.run(&["--format", "json"])));
    assert_eq!(many[..4], few);
    // A training and a test for each of the three new cells, and nothing else.
    assert_eq!(kept(&bench), before + 3 * 2);
}

#[test]
fn halving_runs_as_many_cells_as_it_says() {
    let bench = Bench::new(HALVING);
    let plan = bench.call(&["plan", "test.pipe"]);
    plan.ends(0, &[]);
    assert!(plan.out.contains("epochs: 9 at 1, 3 at 3, 1 at 9"), "{}", plan.out);
    let found = searched(&bench.run(&["--format", "json"]));
    assert_eq!((&found["run"], &found["left_out"]), (&13.into(), &14.into()));
    // 13 cells with a training and a test, twice; and what the cells share.
    let steps = kept(&bench);
    let shared = steps - 13 * 2 * 2;
    assert!(shared <= 3, "{steps} steps");
    let epochs: Vec<f64> = found["tries"]
        .as_array()
        .expect("tries")
        .iter()
        .map(|it| it["at"]["epochs"].as_f64().expect("epochs"))
        .collect();
    assert_eq!(epochs, [9.0, 3.0, 3.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]);
}

/// Takes away every third step that the store has, as if the run had been stopped in the middle.
fn forget_some(folder: &Path) {
    let mut steps: Vec<_> = walk(&folder.join(".pipette/steps"));
    steps.sort();
    let gone: Vec<_> = steps.iter().step_by(3).collect();
    assert!(gone.len() > 3);
    gone.iter().for_each(|path| std::fs::remove_file(path).expect("a step is forgotten"));
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[test]
fn jobs_threads_and_interruptions_change_nothing() {
    for text in [random(5), HALVING.to_string()] {
        let first = Bench::new(&text);
        first.run(&["--threads", "1"]).ends(0, &[]);
        let second = Bench::new(&text);
        second.run(&["--threads", "2", "--jobs", "2"]).ends(0, &[]);
        assert_eq!(lock(&first), lock(&second));
        forget_some(second.path());
        std::fs::remove_file(second.path().join("test.pipe.lock")).expect("the lock is forgotten");
        second.run(&[]).ends(0, &[]);
        assert_eq!(lock(&first), lock(&second));
    }
}

#[test]
fn cells_of_a_search_can_be_run_one_by_one() {
    let whole = Bench::new(&random(3));
    whole.run(&[]).ends(0, &[]);
    let parts = Bench::new(&random(3));
    for cell in ["2", "0", "1"] {
        parts.run(&["--cell", cell]).ends(0, &[]);
    }
    let before = kept(&parts);
    parts.run(&[]).ends(0, &[]);
    assert_eq!(kept(&parts), before, "nothing was left to run");
    assert_eq!(lock(&whole), lock(&parts));
}

#[test]
fn cells_that_are_halved_can_not_be_run_one_by_one() {
    let bench = Bench::new(HALVING);
    for more in [&["--cell", "2"][..], &["--on", "folder"]] {
        bench.run(more).ends(2, &["depends on the results of the others", "without `--cell` and `--on`"]);
    }
}

#[test]
fn a_failed_cell_is_the_last() {
    let text = "edition 1\nseed 3\nuse strokes(train: 300, test: 100), then split validation 100\n\
                search rate in [0.1, 1e30], try 8 by net.validation-error {\n  \
                net: train mlp[784,9,9,10] with sgd(rate: rate) for 3 epochs, then test\n}\n";
    let bench = Bench::new(text);
    bench.run(&[]).ends(3, &[]);
    let said = bench.run(&["--keep-going", "--format", "json"]);
    said.ends(3, &[]);
    let run: Value = serde_json::from_str(&said.out).expect("JSON");
    let tries = run["searches"][0]["tries"].as_array().expect("tries").clone();
    // Eight draws of two values are two tries.
    let rates: Vec<f64> = tries.iter().map(|it| it["at"]["rate"].as_f64().expect("a rate")).collect();
    assert_eq!(rates, [0.1, 1e30]);
    assert_eq!((&tries[1]["by"], &run["searches"][0]["best"]), (&Value::Null, &tries[0]["cell"]));
}

#[test]
fn the_table_names_the_best() {
    let bench = Bench::new(&random(4));
    let said = bench.run(&[]);
    said.ends(0, &[]);
    let text = format!("{}{}", said.out, said.err);
    assert!(text.contains("best of 4 tries by net.validation-error: rate = "), "{text}");
    assert!(text.lines().any(|line| line.contains("validation-error") && line.contains("width")));
}

#[test]
fn a_trial_of_a_search_runs_some_of_its_cells() {
    let bench = Bench::new(HALVING);
    bench.call(&["smoke", "test.pipe", "--offline"]).ends(0, &[]);
}
