//! What a run yields, for tables, JSON and the record.

use super::table::pooled;
use super::{Comparisons, Judgement, Row, Searched};
use crate::source::{Diagnostic, Span};
use crate::vocabulary::{Cost, Fault, Picture, Reading, Series, Table};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// One step of a line; of a swept line, all its cells and repeats together.
#[derive(Clone, Default)]
pub struct StepReport {
    pub label: Option<String>,
    pub text: String,
    pub seconds: f64,
    pub predicted: (f64, f64),
    /// The work that was foreseen.
    pub cost: Cost,
    pub readings: Vec<Reading>,
    /// Of a line in a block, what each cell measured in its repeats, by the number of the cell, until it becomes readings.
    pub measured: BTreeMap<usize, Vec<Reading>>,
    pub series: Vec<Series>,
    pub tables: Vec<Table>,
    pub pictures: Vec<Picture>,
    pub notes: Vec<String>,
    /// How often it ran: cells times repeats.
    pub runs: u64,
    /// How many of these did not have to run: the store had the result, or nothing needed it.
    pub cached: u64,
    /// The key and the hash of the result, where the store keeps one; of a swept line, the hashes of all of them in
    /// their order.
    pub result: Option<(String, String)>,
    /// Of a line that is swept over an axis, what each cell measured over its repeats: `rate = 0.1`.
    pub cells: Vec<(String, Vec<Reading>)>,
}

impl StepReport {
    /// Adds the same step of another cell or repeat: times add up, measures are collected.
    pub fn add(&mut self, other: StepReport) {
        self.seconds += other.seconds;
        self.predicted.0 += other.predicted.0;
        self.predicted.1 += other.predicted.1;
        self.cost = std::mem::take(&mut self.cost) + Cost { peak: 0.0, kept: 0.0, ..other.cost };
        for (cell, readings) in other.measured {
            self.measured.entry(cell).or_default().extend(readings);
        }
        self.runs += other.runs;
        self.cached += other.cached;
        self.result = match (self.result.take(), other.result) {
            (Some(a), Some(b)) => Some((joint(&a.0, &b.0), joint(&a.1, &b.1))),
            _ => None,
        };
        // One confusion matrix or picture a cell would bury the rest: the last one stands for all.
        self.tables = other.tables;
        self.pictures = other.pictures;
    }

    /// What each cell has measured, over its repeats; it is handed over.
    pub fn by_cell(&mut self) -> BTreeMap<usize, Vec<Reading>> {
        let measured = std::mem::take(&mut self.measured);
        measured.into_iter().map(|(cell, readings)| (cell, pooled(readings))).collect()
    }
}

/// One hash for two, in their order.
pub(super) fn joint(a: &str, b: &str) -> String {
    blake3::hash(format!("{a} {b}").as_bytes()).to_hex().to_string()
}

/// A step that could not be run.
#[derive(Clone, Debug)]
pub struct Failure {
    pub fault: Fault,
    pub span: Span,
    pub text: String,
}

impl Failure {
    /// The fault with its place in the file.
    pub fn finding(&self) -> Diagnostic {
        Diagnostic::error("run-failed", self.span, self.fault.message.clone())
            .label("failed here")
            .maybe_help(self.fault.help.clone())
    }
}

/// How a run ended.
#[derive(Clone, Debug)]
pub enum End {
    Done,
    Failed(Failure),
    Interrupted { text: String },
}

/// Everything that a run yields.
#[derive(Clone)]
pub struct Report {
    pub steps: Vec<StepReport>,
    pub claims: Vec<Judgement>,
    /// What each line measured in each cell and repeat.
    pub rows: Vec<Row>,
    /// Repeated lines compared with each other.
    pub comparisons: Vec<Comparisons>,
    /// What searches have chosen.
    pub searches: Vec<Searched>,
    pub end: End,
    pub seconds: f64,
    /// Cells that failed where the others went on, with their values.
    pub failed_cells: Vec<(String, Failure)>,
    /// Data sets that the steps start from, with the sums of what is read.
    pub data: Vec<(String, String)>,
    /// Files that stages wrote.
    pub files: Vec<PathBuf>,
    /// The keys of its results in the store.
    pub stored: Vec<String>,
}
