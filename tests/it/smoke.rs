//! Plans shrunk to trials: they stay plans, and the files under pipelines/ come through clean in seconds.

use crate::checking::{checked, write_example_files};
use pipette::check::{Plan, is_runnable, shrunk};
use pipette::vocabulary::{Kind, WordInfo};
use pipette::words::VOCABULARY;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// A trial of a file, where kernels are built for tests and others are at work on the machine.
const PATIENCE: f64 = 60.0;

fn examples() -> Vec<WordInfo> {
    let verbs = VOCABULARY.verbs.iter().map(|word| word.info);
    let data = VOCABULARY.data.iter().map(|word| word.info);
    let models = VOCABULARY.models.iter().map(|word| word.info);
    verbs.chain(data).chain(models).chain(VOCABULARY.methods.iter().map(|word| word.info)).collect()
}

/// What is wrong with a shrunk kind beside the full one.
fn misfit(full: &Kind, small: &Kind) -> Option<String> {
    let model = |kind: &Kind| kind.model.as_ref().map(|m| (m.inputs, m.outputs, m.parameters));
    let data = |kind: &Kind| kind.data.as_ref().map(|d| (d.shape.columns, d.shape.classes, d.shape.image));
    let parts = |kind: &Kind| {
        kind.data.as_ref().map_or([0; 3], |d| [d.shape.train, d.shape.test, d.shape.validation])
    };
    let fewer = parts(full)
        .iter()
        .zip(parts(small))
        .all(|(full, small)| small <= *full && (small > 0) == (*full > 0));
    (model(full) != model(small) || data(full) != data(small) || !fewer)
        .then(|| format!("{full} became {small}"))
}

/// The complaints about a shrunk plan.
fn complaints(name: &str, plan: &Plan, folder: &Path) -> Vec<String> {
    let small = match shrunk(plan, folder) {
        Ok(small) => small,
        Err(found) => return found.iter().map(|f| format!("{name}: {}: {}", f.code, f.message)).collect(),
    };
    let steps = plan.steps.iter().zip(&small.plan.steps);
    let misfits = steps.filter_map(|(full, small)| {
        assert_eq!((full.identity, full.inputs.len()), (small.identity, small.inputs.len()));
        misfit(&full.kind, &small.kind).map(|misfit| format!("{name}: {}: {misfit}", *full.text))
    });
    misfits.collect()
}

/// Amounts at and near every limit, one resting on the other, beside the examples of all words.
const AMOUNTS: [&str; 6] = [
    "sweep n in [1, 57, 250, 4000, 4600] { draw n of spambase, then fit ridge(penalty: 1), then test }",
    "use mnist, then split validation 59999\ntrain rbm[784,9]",
    "use mnist, then split validation 0.01 %, then take 59000, then draw 58000\ntrain mlp[784,10]",
    "use mnist, then split validation 99.99 %\ntrain mlp[784,10] with sgd and early-stopping",
    "use spambase, then take 4000, then draw 3999, then split validation 3998\nfit ridge(penalty: 1), then test",
    "draw 60000 of gaussian(n: 100000, p: 3000), then fit ridge(penalty: 0), then test",
];

#[test]
fn every_example_shrinks_to_a_plan() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_example_files(folder.path()).expect("the files that examples name");
    let texts = examples()
        .into_iter()
        .map(|info| (info.name, info.example))
        .chain(AMOUNTS.map(|text| ("amounts", text)));
    let mut findings = Vec::new();
    for (name, text) in texts {
        let (plan, found) = checked(text, folder.path());
        assert!(is_runnable(&found) && !plan.steps.is_empty(), "{text}: {found:?}");
        findings.extend(complaints(name, &plan, folder.path()));
    }
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn a_trial_keeps_ends_and_middle_of_every_axis_and_two_repeats() {
    let text = "sweep n in 10..100 linear 10, k in [1, 2], repeat 9 { draw n of spambase, then fit ridge(penalty: k), then test }";
    let (plan, _) = checked(text, Path::new("."));
    let small = shrunk(&plan, Path::new(".")).unwrap_or_else(|found| panic!("{found:?}"));
    let block = &small.plan.blocks[0];
    let values: Vec<Vec<f64>> = block.cells.iter().map(|cell| cell.values.clone()).collect();
    let kept = [10.0, 50.0, 100.0].iter().flat_map(|&n| [vec![n, 1.0], vec![n, 2.0]]);
    assert_eq!((values, block.repeats), (kept.collect(), 2));
    let run = small.runs.iter().filter(|runs| **runs).count();
    // Six cells of three steps each; the data set is read once.
    assert_eq!((run, small.plan.steps.len()), (19, plan.steps.len()));
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of pipelines").flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with(".pipette") {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "pipe") {
            found.push(path);
        }
    }
}

/// Needs the real data sets.
#[test]
fn every_pipeline_comes_through_its_trial_clean() {
    if std::env::var_os("PIPETTE_DATA").is_none() {
        let reason = "PIPETTE_DATA is not set: no file of pipelines/ was tried out";
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{reason}");
        return eprintln!("SKIPPED: {reason}");
    }
    let mut found = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines"), &mut found);
    assert!(found.len() >= 7, "only {} files", found.len());
    for path in found {
        let started = Instant::now();
        let output = Command::new(env!("CARGO_BIN_EXE_pipette"))
            .args(["smoke", "--offline", "--format", "json"])
            .arg(&path)
            .output()
            .expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{}\n{said}", path.display());
        let trial: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(trial["findings"], serde_json::json!([]), "{}", path.display());
        let seconds = started.elapsed().as_secs_f64();
        assert!(seconds < PATIENCE, "{}: {seconds} s", path.display());
        // A whole run is more than its trial, but for the milliseconds that a trial spends between its stages.
        let [whole, tried] = ["predicted", "seconds"].map(|key| trial[key].as_f64().expect("seconds"));
        assert!(whole > tried - 0.01, "{}: {trial}", path.display());
    }
}
