//! What a step says before the run that it records over epochs is what it records.

use super::Bench;
use serde_json::Value;
use std::collections::BTreeSet;

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
