//! Sweeps in which something goes wrong: data that change meanwhile, cells that fail; and what a lock and saved files say of
//! cells.

use super::study::{self, How, folder, plan_in};
use crate::cli::Bench;
use pipette::run::Lock;
use pipette::run::store::{Disk, Fault, Moment, Site, Trouble};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A table of numbers, of which this is the last class.
fn write_table(folder: &Path, last: &str) {
    let rows: String = (0..40).map(|row| format!("{},{},{}\n", row % 7, row * row % 11, row % 2)).collect();
    std::fs::write(folder.join("table.csv"), format!("a,b,class\n{rows}3,4,{last}\n")).expect("written");
}

/// Somebody who edits the table when the first result has been kept.
struct Editor {
    folder: PathBuf,
    done: AtomicBool,
}

impl Trouble for Editor {
    fn at(&self, site: Site, moment: Moment) -> Option<Fault> {
        if site == Site::Entry && moment == Moment::Done && !self.done.swap(true, Ordering::Relaxed) {
            write_table(&self.folder, "0");
        }
        None
    }
}

/// Whether the cells after the first read the table again, or have it from a line before them: no run mixes two states of
/// its data.
#[test]
fn data_that_change_during_a_run_are_said() {
    let swept = "sweep penalty in [1, 2, 3] {\n\
                 a: draw 20 of csv(\"table.csv\", label: last), then fit logistic(penalty: penalty), then test\n}\n";
    let shared = "use csv(\"table.csv\", label: last), then draw 20\n\
                  sweep penalty in [1, 2, 3] {\na: fit logistic(penalty: penalty), then test\n}\n";
    for text in [swept, shared] {
        let folder = folder();
        write_table(folder.path(), "1");
        let plan = plan_in(text, folder.path());
        let editor = Editor { folder: folder.path().to_path_buf(), done: AtomicBool::new(false) };
        let disk = Disk::troubled(Arc::new(editor));
        let fault = study::run(&plan, folder.path(), disk, How::default()).err().expect("it is noticed");
        assert!(fault.contains("changed while the run was at work"), "{fault}");
        assert!(study::run(&plan, folder.path(), Disk::default(), How::default()).is_ok());
    }
}

/// The first cell fails and has no test; the others have, and so has the line.
const FAILING: &str = "\
seed 3
use strokes(train: 60, test: 30)
whole: train mlp[784,4,10] for 1 epoch, then test
sweep rate in [1e30, 0.1, 0.2] {
  net: train mlp[784,9,9,10] with sgd(rate: rate) for 3 epochs, then test
}
expect whole.error < 100 %
expect net.error < 100 % at rate = 0.1
expect net.error < 100 % at rate = 1e30
expect maximum(net.error over rate) < 100 %
";

#[test]
fn the_cells_after_one_that_fails_are_reported_whole_and_their_claims_judged() {
    let bench = Bench::new(FAILING);
    let said = bench.run(&["--keep-going", "--format", "json"]);
    said.ends(3, &[]);
    let run: Value = serde_json::from_str(&said.out).expect("JSON");
    let steps = run["steps"].as_array().expect("steps");
    let tests: Vec<&Value> = steps.iter().filter(|step| step["words"] == "test").collect();
    let of_net = tests.iter().find(|step| step["label"] == "net").expect("the test of two cells is there");
    assert_eq!(of_net["runs"], 2, "{of_net}");
    let verdicts: Vec<&str> =
        run["claims"].as_array().expect("claims").iter().filter_map(|it| it["verdict"].as_str()).collect();
    assert_eq!(verdicts, ["held", "held", "undecided", "undecided"]);
    assert!(
        run["claims"][2]["evidence"]
            .as_str()
            .is_some_and(|why| why.contains("cell that it needs has failed"))
    );
}

/// Measures of every cell, so that a lock says something of a sweep on machines with other bits too.
#[test]
fn a_lock_has_the_measures_of_every_cell() {
    let bench = Bench::new(
        "sweep n in [12, 30], repeat 2 {\n\
         small: fit ridge(penalty: 1) on gaussian(n: n, p: 4, noise: 1, test: 20), then test\n}\n",
    );
    bench.run(&[]).ends(0, &[]);
    let path = Lock::path(&bench.path().join("test.pipe"));
    let lock = Lock::read(&path).expect("a lock");
    let measures: Vec<_> = lock.steps.iter().flat_map(|step| &step.measures).collect();
    for n in [12, 30] {
        let name = format!("squared-error at n = {n}");
        let found = measures.iter().find(|(known, _)| **known == name).expect("it is there");
        assert_eq!(found.1.n, 2, "two repeats");
    }
    // On another machine hashes are not compared, and a value that is not what it was is found all the same.
    let text = std::fs::read_to_string(&path).expect("a lock");
    let here = &lock.numeric;
    let mut other = Lock { numeric: "another machine".into(), ..lock.clone() };
    std::fs::write(&path, other.text("test.pipe")).expect("written");
    let said = bench.call(&["verify", "test.pipe"]);
    assert!(
        said.code == Some(0) && said.out.contains("class      made with another machine"),
        "{}",
        said.out
    );
    let measures = &mut other.steps.last_mut().expect("a step").measures;
    measures.values_mut().for_each(|measure| measure.value *= 1000.0);
    std::fs::write(&path, other.text("test.pipe")).expect("written");
    let said = bench.call(&["verify", "test.pipe"]);
    assert!(said.code == Some(1) && said.out.contains("squared-error at n = 12"), "{}", said.out);
    assert!(text.contains(here.as_str()));
}

/// A line that tests twice has two errors in each cell, and neither is the mean of both.
#[test]
fn steps_of_a_line_that_measure_alike_are_told_apart() {
    let bench = Bench::new(
        "sweep n in [12, 30], repeat 2 {\n\
         twice: fit ridge(penalty: 1) on gaussian(n: n, p: 4, noise: 1, test: 20), then test,\n\
           then fit ridge(penalty: 1000), then test\n}\n",
    );
    bench.run(&[]).ends(0, &[]);
    let lock = Lock::read(&Lock::path(&bench.path().join("test.pipe"))).expect("a lock");
    let at_12 = lock.steps.iter().filter_map(|step| step.measures.get("squared-error at n = 12"));
    let errors: Vec<_> = at_12.map(|measure| (measure.n, measure.value)).collect();
    assert!(matches!(errors[..], [(2, small), (2, large)] if small < large), "{errors:?}");
}

#[test]
fn every_cell_saves_a_file_of_its_own() {
    let bench = Bench::new(
        "use strokes(train: 40, test: 20)\nsweep rate in [0.1, 0.2], repeat 2 {\n\
         train mlp[784,4,10] with sgd(rate: rate) for 1 epoch, then save to \"m.npz\"\n}\n",
    );
    bench.run(&["--jobs", "2"]).ends(0, &[]);
    let saved: Vec<String> = bench.files().into_iter().filter(|name| name.ends_with(".npz")).collect();
    for (rate, repeat) in [("0.1", 1), ("0.1", 2), ("0.2", 1), ("0.2", 2)] {
        let name = format!("m-rate={rate}-repeat={repeat}.npz");
        assert!(saved.contains(&name), "{name} is not in {saved:?}");
    }
    assert_eq!(saved.len(), 4);
}

/// Of the tables of all cells one is shown, and it says whose it is.
#[test]
fn a_table_of_a_sweep_names_its_cell() {
    let bench = Bench::new(
        "use strokes(train: 40, test: 20)\nsweep rate in [0.1, 1e-7] {\n\
         # allow unusual-value: only looked at\n\
         train mlp[784,4,10] with sgd(rate: rate) for 1 epoch, then test\n}\n",
    );
    let said = bench.run(&[]);
    said.ends(0, &[]);
    assert!(said.err.contains("(rate = 1e-7)"), "{}", said.err);
}
