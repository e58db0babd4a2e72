//! What a cell of a sweep costs beside its work: its plan, its place in the store, its line in table and record.
//! `cargo bench --bench sweep` runs sweeps of 100 and of 1,100 cells, each in a store of its own, by the program as people
//! run it, and prints one JSON line: a thousandth of the difference in milliseconds. A cell's work is a ridge regression
//! on ten rows and two columns, some microseconds, which is counted with the cell.
//!
//! Of several rounds the shortest times count, for other programs only make them longer. The bar of the project is
//! 1 ms a cell.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const FEW: usize = 100;
const MANY: usize = 1100;
const ROUNDS: usize = 5;

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    write_table(folder.path());
    let least = |cells: usize| {
        (0..ROUNDS).map(|round| seconds(folder.path(), cells, round)).fold(f64::INFINITY, f64::min)
    };
    let (few, many) = (least(FEW), least(MANY));
    let cell = (many - few) * 1e3 / (MANY - FEW) as f64;
    println!(
        r#"{{"name": "cell of a sweep", "cells": {MANY}, "milliseconds": {cell:.3}, "start_ms": {:.0}}}"#,
        few * 1e3
    );
}

/// Forty rows of two columns and a class.
fn write_table(folder: &Path) {
    let row = |row: usize| format!("{},{},{}\n", row * 7 % 11, row * row % 13, ["low", "high"][row % 2]);
    let rows: String = (0..40).map(row).collect();
    fs::write(folder.join("table.csv"), format!("a,b,class\n{rows}")).expect("a file");
}

/// The time of a whole run of a sweep. Its store stays until the end: a file system that has just deleted thousands of files
/// is slow to make others.
fn seconds(folder: &Path, cells: usize, round: usize) -> f64 {
    let file = folder.join("sweep.pipe");
    let text = format!(
        "edition 1\nseed 1\nuse csv(\"table.csv\", label: last), then draw 10\n\
         sweep penalty in 1e-6..1 log {cells} {{\n  net: fit ridge(penalty: penalty), then test\n}}\n"
    );
    fs::write(&file, text).expect("a file");
    let store = folder.join(format!("store-{cells}-{round}"));
    let mut run = Command::new(env!("CARGO_BIN_EXE_pipette"));
    run.arg("run").arg(&file).arg("--store").arg(&store).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = run.status().expect("the program");
    let taken = start.elapsed().as_secs_f64();
    assert!(status.success(), "the sweep runs");
    taken
}
