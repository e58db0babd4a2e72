//! The record of a run, in YAML: the sentences with every default filled in, seed, edition,
//! versions, data with their sums, machine, measures, timings, claims, and how it ended.

use super::summary::{End, Report, StepReport};
use super::{Machine, RunFolder};
use crate::check::Plan;
use crate::vocabulary::Series;
use serde::Serialize;
use std::collections::BTreeMap;

/// The record, in the order it is written.
#[derive(Serialize)]
pub struct Record {
    pub pipette: &'static str,
    pub run: String,
    pub file: String,
    pub started: String,
    pub ended: String,
    pub status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    pub seconds: f64,
    pub identity: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    pub edition: u32,
    pub seed: u64,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub overrides: BTreeMap<String, String>,
    pub data: BTreeMap<String, String>,
    pub machine: Machine,
    pub steps: Vec<StepRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ClaimRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

#[derive(Serialize)]
pub struct StepRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    sentence: String,
    runs: u64,
    seconds: f64,
    predicted: [f64; 2],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    measures: BTreeMap<String, MeasureRecord>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    series: BTreeMap<String, SeriesRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

#[derive(Serialize)]
struct MeasureRecord {
    value: f64,
    low: f64,
    high: f64,
    n: u64,
    unit: &'static str,
}

#[derive(Serialize)]
struct SeriesRecord {
    over: String,
    x: Vec<f64>,
    y: Vec<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    low: Vec<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    high: Vec<f64>,
}

#[derive(Serialize)]
pub struct ClaimRecord {
    claim: String,
    verdict: &'static str,
    evidence: String,
}

/// What the record says that neither plan nor report knows.
pub struct Circumstances {
    pub file: String,
    pub started: jiff::Zoned,
    pub overrides: BTreeMap<String, String>,
    pub threads: usize,
}

impl Record {
    pub fn new(plan: &Plan, report: &Report, folder: &RunFolder, around: &Circumstances) -> Self {
        let (status, fault) = match &report.end {
            End::Done => ("done", None),
            End::Failed(failure) => ("failed", Some(format!("{}: {}", failure.text, failure.fault))),
            End::Interrupted { text } => ("interrupted", Some(text.clone())),
        };
        Record {
            pipette: env!("CARGO_PKG_VERSION"),
            run: folder.id.clone(),
            file: around.file.clone(),
            started: around.started.timestamp().to_string(),
            ended: jiff::Timestamp::now().to_string(),
            status: status.to_string(),
            fault,
            seconds: report.seconds,
            identity: plan.identity().hex(),
            title: plan.settings.title.clone(),
            sources: plan.settings.sources.clone(),
            edition: plan.settings.edition.unwrap_or(1),
            seed: plan.settings.seed.unwrap_or(0),
            overrides: around.overrides.clone(),
            data: report.data.iter().cloned().collect(),
            machine: Machine::here(around.threads),
            steps: report.steps.iter().map(StepRecord::new).collect(),
            claims: report.claims.iter().map(ClaimRecord::new).collect(),
            files: report.files.iter().map(|path| path.display().to_string()).collect(),
        }
    }
}

impl StepRecord {
    fn new(step: &StepReport) -> Self {
        let measure = |r: &crate::vocabulary::Reading| {
            let (low, high) = r.interval(0.95);
            (r.name(), MeasureRecord { value: r.value, low, high, n: r.n(), unit: r.measure.unit.word() })
        };
        StepRecord {
            label: step.label.clone(),
            sentence: step.text.clone(),
            runs: step.runs,
            seconds: step.seconds,
            predicted: [step.predicted.0, step.predicted.1],
            measures: step.readings.iter().map(measure).collect(),
            series: step.series.iter().map(|s| (s.name.clone(), SeriesRecord::new(s))).collect(),
            notes: step.notes.clone(),
        }
    }
}

impl SeriesRecord {
    fn new(series: &Series) -> Self {
        let Series { over, x, y, low, high, .. } = series.clone();
        SeriesRecord { over, x, y, low, high }
    }
}

impl ClaimRecord {
    fn new(judgement: &super::Judgement) -> Self {
        ClaimRecord {
            claim: judgement.text.clone(),
            verdict: judgement.verdict.word(),
            evidence: judgement.evidence.clone(),
        }
    }
}
