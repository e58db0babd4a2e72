//! What a step says before the run that it records over epochs, and what it tells while it runs, is what it records.

use super::Bench;
use pipette::check::Plan;
use pipette::models::Observer;
use pipette::run::{End, Running, Watcher};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

const FILE: &str = "\
seed 2
use strokes(train: 300, test: 100)
plain: train mlp[784,8,10] for 2 epochs
watched: split validation 50, then train mlp[784,8,10] for 2 epochs
machine: train rbm[784,8] with cd1 for 2 epochs, then check free-energy
alone: train rbm[784,8](held-out: 0 %) with cd1 for 2 epochs
layers: stack rbm[784,8,6] with cd1 for 2 epochs, then check free-energy
values: fit ridge(penalty: 1) on gaussian(n: 50, p: 5), then test
";

/// The curves that the lines of a label have, by what the plan says.
fn said(label: &str) -> BTreeSet<String> {
    let (plan, _) = crate::checking::checked(FILE, std::path::Path::new("."));
    let line = plan.lines().find(|line| line.label.as_deref() == Some(label)).expect("a line");
    let curves = line.steps.iter().flat_map(|&id| plan.steps[id].verb.curves());
    let names = |(measure, count): (&pipette::vocabulary::Measure, usize)| match count {
        1 => vec![measure.name.to_string()],
        _ => (1..=count).map(|index| format!("{}{index}", measure.name)).collect(),
    };
    curves.flat_map(names).collect()
}

#[test]
fn curves_are_recorded_as_they_are_announced() {
    let run = Bench::new(FILE).run(&["--format", "json"]);
    run.ends(0, &[]);
    let json: Value = serde_json::from_str(&run.out).expect("JSON");
    for label in ["plain", "watched", "machine", "alone", "layers", "values"] {
        let steps = json["steps"].as_array().expect("steps").iter().filter(|step| step["label"] == *label);
        let series = steps.filter_map(|step| step["series"].as_object());
        let recorded: BTreeSet<String> = series.flat_map(|all| all.keys().cloned()).collect();
        assert_eq!(said(label), recorded, "{label}");
    }
    assert!(said("watched").contains("validation-error") && said("values").is_empty());
}

/// Every kind of training that has curves over epochs.
const TRAININGS: &str = "\
edition 1
seed 2
use strokes(train: 200, test: 100), then split validation 50
net: train mlp[784,8,10] for 3 epochs
folded: train fractal-net(columns: 2, blocks: 1, units: 8) for 2 epochs
machine: train rbm[784,8] with cd1 for 2 epochs
layers: stack rbm[784,8,6] with cd1 for 2 epochs
small: train rbm[9,4] on bars-and-stripes(3, copies: 20) with exact-gradient for 3 epochs
belief: train dbn[784,8,6,10](top: 2 epochs) from layers with up-down3 for 2 epochs
coder: train autoencoder[784,8] for 2 epochs
coders: stack autoencoder[784,8,6] for 2 epochs
";

/// Points by the sentence of their step and the name of their curve.
type Told = BTreeMap<(String, String), Vec<(f64, f64)>>;

struct Listener<'a> {
    plan: &'a Plan,
    told: Mutex<Told>,
}

impl Observer for Listener<'_> {
    fn progress(&self, _done: u64, _total: u64, _note: &str) {}
    fn cancelled(&self) -> bool {
        false
    }
}

impl Watcher for Listener<'_> {
    fn step_starts(&self, _step: usize, _text: &str, _of: (u64, u64)) {}
    fn step_ends(&self, _notes: &[String]) {}
    fn step_tells(&self, running: Running, curve: &str, epoch: usize, value: f64) {
        let place = (self.plan.steps[running.step].text.to_string(), curve.to_string());
        self.told.lock().expect("one thread").entry(place).or_default().push((epoch as f64, value));
    }
    fn say(&self, _line: &str) {}
}

#[test]
fn curves_are_told_on_the_way_as_they_are_recorded() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (plan, _) = crate::checking::checked(TRAININGS, folder.path());
    let listener = Listener { plan: &plan, told: Mutex::default() };
    let report = crate::checking::watched(&plan, folder.path(), &listener);
    assert!(matches!(report.end, End::Done), "{:?}", report.end);
    let told = listener.told.into_inner().expect("one thread");
    let mut trained = BTreeSet::new();
    for step in &report.steps {
        for series in step.series.iter().filter(|series| series.over == "epoch") {
            let points: Vec<_> = series.x.iter().copied().zip(series.y.iter().copied()).collect();
            let place = (step.text.clone(), series.name.clone());
            assert_eq!(told.get(&place), Some(&points), "{place:?}");
            trained.extend(step.label.clone());
        }
    }
    assert_eq!(trained.len(), 8, "every line trains: {trained:?}");
}

/// A table of curves has a row for each point of each line and cell, as the record and the export have them; a second run adds none,
/// another experiment its own.
#[test]
fn a_run_adds_its_curves_to_a_table() {
    const SWEPT: &str = "edition 1\nseed 1\nuse strokes(train: 200, test: 100)\n\
        net: train mlp[784,5,10] for 3 epochs, then test\n\
        sweep n in [4, 5], repeat 2 {\n  wide: train mlp[784,n,10] for 2 epochs, then test\n}\n";
    let bench = Bench::new(SWEPT);
    let table = || std::fs::read_to_string(bench.path().join("told.csv")).expect("a table");
    bench.run(&["--curves", "told.csv"]).ends(0, &[]);
    let first = table();
    assert!(first.starts_with("experiment,label,cell,curve,epoch,value\n"), "{first}");
    assert_eq!(first.lines().count(), 1 + 2 * (3 + 4 * 2), "two curves of each training");
    assert_eq!(first.matches(",wide,\"n = 5, repeat 2\",training-error,").count(), 2, "{first}");
    // The digits are those of an export, which has them all.
    bench.call(&["export", "last", "--curves", "--output", "after.csv"]).ends(0, &[]);
    let after = std::fs::read_to_string(bench.path().join("after.csv")).expect("an export");
    let points = |text: &str, from: usize, x: usize, y: usize| -> BTreeSet<String> {
        let rows = text.lines().map(|row| row.split(',').collect::<Vec<_>>());
        let net = rows.filter(|row| row.get(from) == Some(&"net") && row.len() > y);
        net.map(|row| format!("{} {} {}", row[if from == 0 { 1 } else { 3 }], row[x], row[y])).collect()
    };
    assert_eq!(points(&first, 1, 4, 5), points(&after, 0, 3, 4));
    bench.run(&["--curves", "told.csv"]).ends(0, &[]);
    assert_eq!(table(), first);
    bench.write("test.pipe", SWEPT.replace("seed 1", "seed 2").as_bytes());
    bench.run(&["--curves", "told.csv"]).ends(0, &[]);
    assert!(table().starts_with(&first) && table().lines().count() == 2 * first.lines().count() - 1);
    bench.run(&["--curves", "after.csv"]).ends(2, &["it is another table"]);
    bench.run(&["--curves", "gone/told.csv"]).ends(2, &["gone/told.csv"]);
}
