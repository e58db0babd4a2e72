//! A run that goes wrong: a clear message with a cure, exit code 3, and the record of what was done.

use super::Bench;
use std::process::Command;

const STROKES: &str = "seed 1\nuse strokes(train: 300, test: 100)\n";

#[test]
fn a_rate_that_is_too_high_is_said_with_its_place_and_cure() {
    let bench = Bench::new(&format!(
        "{STROKES}a: train mlp[784,30,30,10] with sgd(rate: 1e30) for 3 epochs, then test\nexpect a.error < 5 %"
    ));
    bench
        .run(&[])
        .ends(3, &["training diverged in epoch 1, batch", "lower the rate", "record:", "undecided"]);
    let record = bench.record();
    assert_eq!(record["status"], "failed");
    assert!(record["fault"].as_str().is_some_and(|fault| fault.contains("diverged")));
    let bench = Bench::new(&format!("{STROKES}train rbm[784,30] with cd1(rate: 1e30) for 3 epochs"));
    bench.run(&[]).ends(3, &["training diverged in epoch 1, batch 1", "lower the rate"]);
}

#[test]
fn what_was_measured_before_a_failure_is_kept() {
    let bench = Bench::new(&format!(
        "{STROKES}a: train mlp[784,10] for 1 epoch, then test, then save to \"taken/a.npz\""
    ));
    bench.run(&[]).ends(2, &["missing-folder", "the folder of \"taken/a.npz\" is not there"]);
    std::fs::create_dir_all(bench.path().join("taken/a.npz/in-the-way")).expect("made");
    let said = bench.run(&[]);
    said.ends(3, &["can't write ./taken/a.npz: is a directory", "a: test"]);
    assert!(!said.err.contains(".tmp"), "{}", said.err);
    let record = bench.record();
    assert_eq!(record["status"], "failed");
    let steps = record["steps"].as_sequence().expect("steps");
    assert!(steps.iter().any(|step| step["measures"]["error"]["value"].is_f64()), "{record:?}");
}

#[test]
fn a_store_that_cannot_be_written_is_said_before_anything_runs() {
    let bench = Bench::new(&format!("{STROKES}train mlp[784,10] for 1 epoch"));
    bench.write("file", b"");
    for store in ["file", "/dev/null", "/proc/nowhere"] {
        let said = bench.run(&["--store", store]);
        said.ends(3, &["can't write", store]);
        assert!(!said.err.contains("[1/"), "nothing has run: {}", said.err);
    }
}

/// A disk that is full by the time the record is due: the measures are shown all the same.
#[test]
fn a_full_disk_loses_no_measure() {
    let bench = Bench::new(&format!(
        "{STROKES}a: train mlp[784,200,10] for 1 epoch, then test, then save to \"disk/a.npz\""
    ));
    let disk = bench.path().join("disk");
    std::fs::create_dir(&disk).expect("a folder");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&disk).output();
    if !mounted.as_ref().is_ok_and(|output| output.status.success()) {
        assert!(std::env::var_os("CI").is_none() || !is_root(), "a tmpfs can't be mounted: {mounted:?}");
        eprintln!("SKIPPED: a_full_disk_loses_no_measure needs the right to mount a tmpfs");
        return;
    }
    let saved = bench.run(&[]);
    std::fs::write(disk.join("filling"), vec![0u8; 60 << 10]).expect("the disk is filled");
    let recorded = bench.run(&["--store", "disk/store"]);
    let left = std::fs::read_dir(&disk)
        .expect("a folder")
        .filter(|e| e.as_ref().is_ok_and(|e| e.file_name() == "a.npz"))
        .count();
    let _ = Command::new("umount").arg(&disk).status();
    saved.ends(3, &["can't write ./disk/a.npz", "the disk is full", "a: test", "record:"]);
    recorded.ends(3, &["can't write", "the disk is full", "a: train", "training-error"]);
    assert_eq!(left, 0, "nothing half-written");
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}
