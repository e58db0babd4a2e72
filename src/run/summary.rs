//! What a run yields, for tables, JSON and the record.

use super::Judgement;
use crate::source::{Diagnostic, Span};
use crate::vocabulary::{Cost, Fault, Picture, Reading, Series, Table};
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
    pub series: Vec<Series>,
    pub tables: Vec<Table>,
    pub pictures: Vec<Picture>,
    pub notes: Vec<String>,
    /// How often it ran: cells times repeats.
    pub runs: u64,
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
    pub end: End,
    pub seconds: f64,
    /// Data sets that were read, with the sums of what was read.
    pub data: Vec<(String, String)>,
    /// Files that stages wrote.
    pub files: Vec<PathBuf>,
}
