//! Exports for TensorBoard and MLflow, the magic for notebooks, and what an article cites: what is written, and where. Whether
//! the tools read it is for tests/bridges.sh.

use super::Bench;
use pipette::report::tensorboard::{Seen, read};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

const FILE: &str = "edition 1\nseed 1\nuse strokes(train: 200, test: 100)\n\
net: train mlp[784,10,10] with adam for 2 epochs, then test\nexpect net.error < 99 %\n";

fn run(text: &str) -> Bench {
    let bench = Bench::new(text);
    bench.run(&[]).ends(0, &[]);
    bench
}

/// The files below a folder of the bench.
fn below(bench: &Bench, folder: &str) -> Vec<String> {
    let start = format!("{folder}/");
    bench.files().into_iter().filter(|name| name.starts_with(&start)).collect()
}

#[test]
fn a_run_is_exported_as_logs_of_tensorboard() {
    let bench = run(FILE);
    let export = |more: &[&str]| bench.call(&[&["export", "last", "--format", "tensorboard"], more].concat());
    export(&["--output", "logs"]).ends(0, &["tensorboard --logdir logs"]);
    let logs = below(&bench, "logs");
    assert!(matches!(&logs[..], [log] if log.contains("/net/events.out.tfevents.")), "{logs:?}");
    let bytes = fs::read(bench.path().join(&logs[0])).expect("a log");
    for tag in ["brain.Event:2", "training-loss", "error", "layer1.weights", "\u{89}PNG"] {
        let tag: Vec<u8> = tag.chars().map(|c| c as u8).collect();
        assert!(bytes.windows(tag.len()).any(|piece| piece == tag), "{tag:?}");
    }
    // Once more changes nothing; a file is in the way; a single curve is no log.
    export(&["--output", "logs"]).ends(0, &[]);
    assert_eq!(below(&bench, "logs"), logs);
    export(&["--output", "test.pipe"]).ends(3, &["test.pipe"]);
    export(&["--output", "logs", "--curves"]).ends(2, &["as `.csv` only"]);
    bench.no_temporary_file_is_left();
}

/// What the logs below a folder have, by the folders in it.
fn logged(bench: &Bench, folder: &str) -> BTreeMap<String, Vec<Seen>> {
    let mut all: BTreeMap<String, Vec<Seen>> = BTreeMap::new();
    let mut files = below(bench, folder);
    files.sort();
    for name in files {
        // Below the folder of the experiment or the run.
        let log =
            name.splitn(3, '/').nth(2).and_then(|rest| rest.rsplit_once('/')).expect("a log of a line").0;
        all.entry(log.to_string())
            .or_default()
            .extend(read(&fs::read(bench.path().join(&name)).expect("a log")));
    }
    all
}

/// The steps of a tag, in the order of the log.
fn steps(log: &[Seen], tag: &str) -> Vec<i64> {
    log.iter().filter(|seen| seen.tag == tag).map(|seen| seen.step).collect()
}

const SWEPT: &str = "edition 1\nseed 1\nuse strokes(train: 200, test: 100)\n\
net: train mlp[784,10,10] for 2 epochs, then train mlp[784,9,10] for 3 epochs, then test\n\
sweep n in [5, 8], repeat 2 {\n  wide: train mlp[784,n,10] for 2 epochs, then test\n}\n";

#[test]
fn a_run_fills_logs_of_tensorboard_as_it_goes_on() {
    let bench = Bench::new(SWEPT);
    bench.run(&["--tensorboard", "live"]).ends(0, &["tensorboard --logdir live"]);
    let live = logged(&bench, "live");
    let places: Vec<&str> = live.keys().map(String::as_str).collect();
    let cells =
        ["n 5 repeat 1", "n 5 repeat 2", "n 8 repeat 1", "n 8 repeat 2"].map(|cell| format!("wide/{cell}"));
    assert_eq!(places, [&["net", "wide"][..], &cells.each_ref().map(String::as_str)].concat());
    assert_eq!(
        (steps(&live["net"], "training-loss"), steps(&live["net"], "training-loss 2")),
        (vec![1, 2], vec![1, 2, 3])
    );
    assert_eq!(steps(&live[&cells[3]], "training-loss"), [1, 2]);
    assert_eq!(
        (steps(&live[&cells[3]], "error"), steps(&live["wide"], "error over n")),
        (vec![0], vec![5, 8])
    );
    // An export of the run has the same values of lines, and images and histograms of them.
    bench.call(&["export", "last", "--format", "tensorboard", "--output", "logs"]).ends(0, &[]);
    let exported = logged(&bench, "logs");
    for label in ["net", "wide"] {
        let sorted = |log: &[Seen]| {
            let mut all: Vec<String> = log.iter().map(|seen| format!("{seen:?}")).collect();
            all.sort();
            all
        };
        let tensors = |log: &[Seen]| log.iter().filter(|seen| seen.tag.contains("layer1")).count();
        let scalars =
            |log: &[Seen]| log.iter().filter(|seen| seen.scalar.is_some()).cloned().collect::<Vec<_>>();
        assert_eq!(sorted(&scalars(&live[label])), sorted(&scalars(&exported[label])), "{label}");
        assert_eq!(tensors(&live[label]) > 0, tensors(&exported[label]) > 0, "{label}");
    }
    // Everything is kept, and told already.
    let files = below(&bench, "live");
    bench.run(&["--tensorboard", "live"]).ends(0, &[]);
    assert_eq!(below(&bench, "live"), files);
}

/// A run was killed while it wrote its log: another one trains anew, and tells what is not there. Where it goes on from a snapshot
/// it tells the epochs before again (`models/interrupted.rs`), so that a new log has all of them.
#[test]
fn a_run_that_goes_on_tells_no_point_twice() {
    let bench = Bench::new(&FILE.replace("2 epochs", "6 epochs"));
    bench.run(&["--tensorboard", "live", "--curves", "told.csv"]).ends(0, &[]);
    let whole = logged(&bench, "live").remove("net").expect("a log");
    let table = fs::read(bench.path().join("told.csv")).expect("a table");
    let log = bench.path().join(&below(&bench, "live")[0]);
    // Cut off within the record of a point of the third epoch.
    let bytes = fs::read(&log).expect("a log");
    let length = (0..bytes.len())
        .find(|at| steps(&read(&bytes[..*at]), "training-loss").len() == 3)
        .expect("it has more");
    fs::rename(&log, log.with_file_name("events.out.tfevents.1.pipette")).expect("renamed");
    fs::write(log.with_file_name("events.out.tfevents.1.pipette"), &bytes[..length + 20]).expect("cut off");
    fs::write(bench.path().join("told.csv"), &table[..table.len() / 2]).expect("cut off");
    fs::remove_dir_all(bench.path().join(".pipette")).expect("the store is deleted");
    bench.run(&["--tensorboard", "live", "--curves", "told.csv"]).ends(0, &[]);
    assert_eq!(below(&bench, "live").len(), 2);
    let live = logged(&bench, "live").remove("net").expect("a log");
    assert_eq!(steps(&live, "training-loss"), [1, 2, 3, 4, 5, 6]);
    let sorted = |log: &[Seen]| {
        let mut all: Vec<String> = log.iter().map(|seen| format!("{seen:?}")).collect();
        all.sort();
        all
    };
    assert_eq!(sorted(&live), sorted(&whole), "the same points, to the bit");
    assert!(fs::read(bench.path().join("told.csv")).expect("a table") == table);
}

#[test]
fn logs_that_can_not_be_written_are_said() {
    let bench = Bench::new(FILE);
    bench
        .run(&["--tensorboard", "test.pipe"])
        .ends(2, &["test.pipe", "is it a folder that may be written to?"]);
    assert!(!bench.path().join(".pipette").exists(), "nothing was run");
    bench.run(&["--tensorboard", "live"]).ends(0, &[]);
    // A file lies where a log is to go; the run goes on.
    let log = bench.path().join(&below(&bench, "live")[0]);
    let place = log.parent().expect("its folder");
    fs::remove_dir_all(place).expect("deleted");
    fs::write(place, b"in the way").expect("written");
    for more in [&[][..], &["--format", "json"]] {
        let said = bench.run(&[&["--tensorboard", "live"], more].concat());
        said.ends(0, &["no logs are written any more"]);
    }
    // Other values under the same name stay.
    fs::remove_file(place).expect("deleted");
    bench.run(&["--tensorboard", "live"]).ends(0, &[]);
    let log = bench.path().join(&below(&bench, "live")[0]);
    let bytes = fs::read(&log).expect("a log");
    fs::remove_dir_all(bench.path().join("live")).expect("deleted");
    bench.write("test.pipe", FILE.replace("seed 1", "seed 2").as_bytes());
    bench.run(&["--tensorboard", "live"]).ends(0, &[]);
    let other = bench.path().join(&below(&bench, "live")[0]);
    fs::write(&other, &bytes).expect("written");
    bench.run(&["--tensorboard", "live"]).ends(0, &["have another value of training-loss at 1"]);
    assert!(fs::read(&other).expect("a log") == bytes, "files that are there stay as they are");
}

#[test]
fn pictures_are_exported_on_their_own() {
    let text = format!(
        "{FILE}sheet: take 9, then plot images\nsweep n in [5, 6], m in [3, 4] {{\n  w: train mlp[784,n,m,10] for 1 epoch, then test\n}}\nplot phase-diagram of w.error over n and m\n"
    );
    let bench = run(&text);
    let kept: Vec<String> =
        below(&bench, ".pipette/runs").into_iter().filter(|name| name.ends_with(".png")).collect();
    for name in ["net-training-loss.png", "net-training-error.png", "sheet-plot.png", "step"] {
        assert!(kept.iter().any(|path| path.contains(name)), "{name} in {kept:?}");
    }
    for kind in ["png", "svg"] {
        bench.call(&["export", "last", "--format", kind, "--output", kind]).ends(0, &["pictures in"]);
        let files = below(&bench, kind);
        assert!(files.len() == kept.len() && files.iter().all(|name| name.ends_with(kind)), "{files:?}");
        let begins: &[u8] = if kind == "png" { b"\x89PNG" } else { b"<svg" };
        for name in files {
            assert!(fs::read(bench.path().join(&name)).expect("a picture").starts_with(begins), "{name}");
        }
    }
    let said = bench.call(&["export", "last", "--output", "one.png"]);
    said.ends(2, &["pictures: net-training", "--format png --output pictures"]);
    let one = run("edition 1\nseed 1\nuse strokes(train: 50, test: 50)\ntake 20, then plot images\n");
    one.call(&["export", "last", "--output", "one.png"]).ends(0, &[]);
    assert!(fs::read(one.path().join("one.png")).expect("a picture").starts_with(b"\x89PNG"));
    one.call(&["export", "last", "--output", "one.svg"]).ends(0, &[]);
    let none = run("edition 1\nseed 1\nfit ridge(penalty: 1) on gaussian(n: 50, p: 5), then test\n");
    none.call(&["export", "last", "--format", "png", "--output", "p"]).ends(2, &["has no pictures"]);
}

/// The store may have been trimmed: curves are in the record.
#[test]
fn curves_are_exported_without_the_store() {
    let bench = run(FILE);
    fs::remove_dir_all(bench.path().join(".pipette/steps")).expect("results");
    let said = bench.call(&["export", "last", "--format", "tensorboard", "--output", "logs"]);
    said.ends(0, &["the store has no longer"]);
    let nothing = run("edition 1\nseed 1\nuse strokes(train: 50, test: 50)\ntake 20, then plot images\n");
    let said = nothing.call(&["export", "last", "--format", "tensorboard", "--output", "logs"]);
    said.ends(2, &["has no curves, measures or models"]);
}

#[test]
fn a_run_is_exported_for_mlflow() {
    let bench = run(FILE);
    for _ in 0..2 {
        bench
            .call(&["export", "last", "--format", "mlflow", "--output", "runs of mine"])
            .ends(0, &["mlflow ui"]);
    }
    let files = below(&bench, "runs of mine");
    let read = |ending: &str| {
        let found: Vec<_> = files.iter().filter(|name| name.ends_with(ending)).collect();
        assert_eq!(found.len(), 1, "{ending} in {files:?}");
        fs::read_to_string(bench.path().join(found[0])).expect("a text")
    };
    assert_eq!(read("params/seed"), "1");
    assert!(read("params/net.train").starts_with("train mlp[784,10,10]("));
    let loss = read("metrics/net.training-loss");
    let steps: Vec<_> = loss.lines().filter_map(|line| line.rsplit(' ').next()).collect();
    assert_eq!(steps, ["1", "2"]);
    assert!(read("tags/claim.1").starts_with("held: expect net.error < 99 %"));
    assert!(read("artifacts/record.yaml").contains("seed: 1"));
    let metas: Vec<_> = files.iter().filter(|name| name.ends_with("meta.yaml")).collect();
    assert_eq!(metas.len(), 2);
    for meta in metas {
        let text = fs::read_to_string(bench.path().join(meta)).expect("a text");
        assert!(text.contains("file:///") && text.contains("runs%20of%20mine"), "{text}");
    }
}

/// Measures of one name in a line are metrics of their own.
#[test]
fn a_line_that_tests_twice_is_exported_whole() {
    let bench = run("edition 1\nseed 1\n\
        twice: fit ridge(penalty: 1) on gaussian(n: 12, p: 4, noise: 1, test: 20), then test,\n\
          then fit ridge(penalty: 1000), then test\n");
    bench.call(&["export", "last", "--format", "mlflow", "--output", "mlflow"]).ends(0, &[]);
    let files = below(&bench, "mlflow");
    for metric in ["metrics/twice.squared-error", "metrics/twice.squared-error 2"] {
        assert_eq!(files.iter().filter(|name| name.ends_with(metric)).count(), 1, "{metric} in {files:?}");
    }
}

/// A record that somebody has bent can't make an export write beside its folder.
#[test]
fn exports_stay_in_their_folder() {
    let bench = run(FILE);
    let runs = bench.path().join(".pipette/runs");
    let folder =
        fs::read_dir(&runs).expect("runs").flatten().map(|entry| entry.path()).find(|path| path.is_dir());
    let path = folder.expect("a run").join("record.yaml");
    let text = fs::read_to_string(&path).expect("a record");
    fs::write(&path, text.replace("label: net", "label: ../../../net")).expect("written");
    for format in ["tensorboard", "mlflow"] {
        bench.call(&["export", "last", "--format", format, "--output", "a/b"]).ends(0, &[]);
    }
    let outside =
        |name: &String| !name.starts_with("a/b/") && (name.contains("tfevents") || name.contains("net."));
    let strays: Vec<_> = bench.files().into_iter().filter(outside).collect();
    assert!(strays.is_empty() && !below(&bench, "a/b").is_empty(), "{strays:?}");
}

#[test]
fn the_magic_is_written_where_it_is_wanted() {
    let bench = Bench::new("");
    let said = bench.call(&["jupyter"]);
    said.ends(0, &[]);
    assert!(said.out.contains("def load_ipython_extension"));
    bench.call(&["jupyter", "--write", "."]).ends(0, &[]);
    let written = fs::read_to_string(bench.path().join("pipette_magic.py")).expect("written");
    assert_eq!(written, said.out);
    bench.call(&["jupyter", "--write", "gone"]).ends(3, &["gone/pipette_magic.py"]);
}

#[test]
fn an_article_cites_what_a_file_uses() {
    let bench = run(FILE);
    let cite = |format: &str| bench.call(&["cite", "test.pipe", "--format", format]).out;
    let (page, tex, entries) = (cite("markdown"), cite("latex"), cite("bibtex"));
    assert!(
        page.contains("`adam` (Kingma and Ba 2015)")
            && page.contains("- Kingma, Diederik P.; Ba, Jimmy (2015)")
    );
    assert!(page.contains("`expect net.error < 99 %`: held"), "{page}");
    assert!(tex.contains("\\cite{KingmaBa2015}") && tex.contains("\\texttt{net}"), "{tex}");
    assert!(entries.contains("@inproceedings{KingmaBa2015,") && !entries.contains("Hinton2002"), "{entries}");
    // Every key of the paragraph has its entry.
    for keys in tex.split("\\cite{").skip(1).filter_map(|rest| rest.split('}').next()) {
        keys.split(',').for_each(|key| assert!(entries.contains(&format!("{{{key},")), "{key}"));
    }
    bench.write("test.pipe", FILE.replace("seed 1", "seed 2").as_bytes());
    let said = bench.call(&["cite", "test.pipe"]);
    said.ends(0, &["the lock is of another version"]);
    assert!(!said.out.contains("held"), "{}", said.out);
    bench.write("test.pipe", b"trian x\n");
    bench.call(&["cite", "test.pipe"]).ends(2, &["nothing to cite: 1 error"]);
    bench.call(&["cite", "gone.pipe"]).ends(2, &["gone.pipe"]);
}

/// The entries of every pipeline have balanced braces.
#[test]
fn every_pipeline_can_be_cited() {
    let bench = Bench::new("");
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("pipelines");
    for (path, _) in crate::pipelines::files(&folder) {
        let said = bench.call(&["cite", &path.display().to_string(), "--format", "bibtex"]);
        said.ends(0, &[]);
        let unescaped = said.out.replace("\\{", "").replace("\\}", "");
        assert_eq!(unescaped.matches('{').count(), unescaped.matches('}').count(), "{}", path.display());
        assert!(said.out.starts_with("@software{Pipette,"), "{}", path.display());
    }
}
