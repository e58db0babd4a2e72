//! The record of a run, in YAML: the sentences with every default filled in, seed, edition,
//! versions, data with their sums, machine, measures, timings, claims, and how it ended.

use super::experiment::{Experiment, Sentence, Sweep};
use super::summary::{End, Failure, Report, StepReport};
use super::{Comparisons, Machine, RunFolder, Searched};
use crate::check::Plan;
use crate::source::{Diagnostic, Source};
use crate::vocabulary::{Evidence, Reading, Series, Table};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// The record, in the order it is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// The version of the program that made the run.
    pub pipette: String,
    pub run: String,
    pub file: String,
    pub started: String,
    pub ended: String,
    pub status: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    pub seconds: f64,
    pub identity: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    pub edition: u32,
    pub seed: u64,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub overrides: BTreeMap<String, String>,
    pub data: BTreeMap<String, String>,
    /// Files whose `let`s were brought in, with their sums.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub included: BTreeMap<String, String>,
    pub machine: Machine,
    /// The numeric class of the machine: within it, results are equal to the bit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numeric: Option<String>,
    /// What was found in the file before it ran.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<FindingRecord>,
    /// The experiment as it was planned, whatever became of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sentences: Vec<Sentence>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sweeps: Vec<Sweep>,
    pub steps: Vec<StepRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ClaimRecord>,
    /// Cells that failed where the others went on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed_cells: Vec<FailedCell>,
    /// What searches have chosen, and from what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub searches: Vec<Searched>,
    /// Repeated lines compared with each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub comparisons: Vec<Comparisons>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StepRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    pub sentence: String,
    pub runs: u64,
    pub seconds: f64,
    pub predicted: [f64; 2],
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub measures: BTreeMap<String, MeasureRecord>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub series: BTreeMap<String, SeriesRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<Table>,
    /// How many of its runs did not have to run: the store had the result, or nothing needed it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub cached: u64,
    /// Under which the store keeps what it has yielded; of a swept step there are many, and none is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// A finding of a file that ran all the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindingRecord {
    pub code: String,
    /// `warning`, `note`.
    pub level: String,
    pub line: usize,
    pub message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// A cell that failed where the others went on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FailedCell {
    /// Its values and its repeat: `rate = 0.1, repeat 3`.
    pub cell: String,
    /// The step that failed, why, and what would help.
    pub step: String,
    pub message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// A measure with its 95 % interval and what that rests on: hits among `n` trials, the standard error of a mean of
/// `n` values, or, where neither is said, nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeasureRecord {
    pub value: f64,
    pub low: f64,
    pub high: f64,
    pub n: u64,
    pub unit: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hits: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard_error: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesRecord {
    pub over: String,
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub low: Vec<f64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub high: Vec<f64>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClaimRecord {
    pub claim: String,
    pub verdict: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<(f64, f64)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    pub evidence: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cure: Option<String>,
}

/// Why a record can't be read.
#[derive(Debug)]
pub enum RecordFault {
    /// The run has left none.
    Missing,
    /// It was written by a newer version, whose words may mean something else.
    Newer {
        version: String,
    },
    Damaged {
        reason: String,
    },
}

impl fmt::Display for RecordFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RecordFault::Missing => write!(f, "the run has left no record: it has not come to its end"),
            RecordFault::Newer { version } => {
                let own = env!("CARGO_PKG_VERSION");
                write!(f, "the record is of version {version}, newer than this, which is {own}")
            }
            RecordFault::Damaged { reason } => write!(f, "the record is damaged: {reason}"),
        }
    }
}

impl RecordFault {
    pub fn help(&self) -> String {
        match self {
            RecordFault::Missing => "`pipette run` goes on where it was cut off, and writes one".into(),
            RecordFault::Newer { .. } => "use that version, or a newer one".into(),
            RecordFault::Damaged { .. } => {
                "run the file again: what the store still has is not run twice".into()
            }
        }
    }
}

const NAME: &str = "record.yaml";

/// What the record says that neither plan nor report knows.
pub struct Circumstances {
    pub file: String,
    pub started: jiff::Zoned,
    pub overrides: BTreeMap<String, String>,
    /// Included files with the sums of their texts.
    pub included: BTreeMap<String, String>,
    pub threads: usize,
    pub findings: Vec<FindingRecord>,
}

impl Record {
    pub fn new(plan: &Plan, report: &Report, folder: &RunFolder, around: &Circumstances) -> Self {
        let (status, fault) = match &report.end {
            End::Done => ("done", None),
            End::Failed(failure) => ("failed", Some(format!("{}: {}", failure.text, failure.fault))),
            End::Interrupted { text } => ("interrupted", Some(text.clone())),
        };
        let Experiment { sentences, sweeps, .. } = Experiment::of_plan(plan);
        Record {
            pipette: env!("CARGO_PKG_VERSION").to_string(),
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
            included: around.included.clone(),
            machine: Machine::here(around.threads),
            numeric: Some(super::numeric_class().to_string()),
            findings: around.findings.clone(),
            sentences,
            sweeps,
            steps: report.steps.iter().map(StepRecord::new).collect(),
            claims: report.claims.iter().map(ClaimRecord::new).collect(),
            failed_cells: report.failed_cells.iter().map(FailedCell::new).collect(),
            searches: report.searches.clone(),
            comparisons: report.comparisons.clone(),
            files: report.files.iter().map(|path| path.display().to_string()).collect(),
        }
    }

    /// Reads the record in the folder of a run.
    ///
    /// # Errors
    /// [`RecordFault`], where there is none, or none that this version can read.
    pub fn read(folder: &Path) -> Result<Self, RecordFault> {
        #[derive(Deserialize)]
        struct Version {
            pipette: String,
        }
        let damaged = |reason: String| RecordFault::Damaged { reason };
        let text = match std::fs::read_to_string(folder.join(NAME)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(RecordFault::Missing),
            text => text.map_err(|error| damaged(error.to_string()))?,
        };
        let version: Version = serde_yaml::from_str(&text).map_err(|error| damaged(error.to_string()))?;
        if is_newer(&version.pipette) {
            return Err(RecordFault::Newer { version: version.pipette });
        }
        serde_yaml::from_str(&text).map_err(|error| damaged(error.to_string()))
    }

    /// The measures of the last step of each line that has any, by `label.measure`.
    pub fn headline(&self) -> BTreeMap<String, f64> {
        let mut last: BTreeMap<&str, &StepRecord> = BTreeMap::new();
        for step in self.steps.iter().filter(|step| !step.measures.is_empty()) {
            last.insert(step.label.as_deref().unwrap_or_default(), step);
        }
        let named = |label: &str, measure: &str| match label {
            "" => measure.to_string(),
            _ => format!("{label}.{measure}"),
        };
        let of = |(label, step): (&&str, &&StepRecord)| {
            let measures = step.measures.iter();
            measures.map(|(name, it)| (named(label, name), it.value)).collect::<Vec<_>>()
        };
        last.iter().flat_map(of).filter(|(_, value)| value.is_finite()).collect()
    }
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// Whether a version is newer in more than its last figure, which changes no form.
fn is_newer(version: &str) -> bool {
    let figures = |version: &str| {
        let mut figures = version.split('.').map(|figure| figure.parse::<u64>().unwrap_or(0));
        (figures.next().unwrap_or(0), figures.next().unwrap_or(0))
    };
    figures(version) > figures(env!("CARGO_PKG_VERSION"))
}

impl StepRecord {
    fn new(step: &StepReport) -> Self {
        StepRecord {
            label: step.label.clone(),
            sentence: step.text.clone(),
            runs: step.runs,
            seconds: step.seconds,
            predicted: [step.predicted.0, step.predicted.1],
            measures: step.readings.iter().map(|r| (r.name(), MeasureRecord::new(r))).collect(),
            series: step.series.iter().map(|s| (s.name.clone(), SeriesRecord::new(s))).collect(),
            notes: step.notes.clone(),
            tables: step.tables.clone(),
            cached: step.cached,
            key: step.result.clone().filter(|_| step.runs == 1).map(|(key, _)| key),
        }
    }
}

impl FindingRecord {
    pub fn new(source: &Source, finding: &Diagnostic) -> Self {
        FindingRecord {
            code: finding.code.to_string(),
            level: finding.level.word().to_string(),
            line: source.line(finding.span().start),
            message: finding.message.clone(),
            help: finding.help.clone(),
        }
    }
}

impl FailedCell {
    pub fn new((cell, failure): &(String, Failure)) -> Self {
        FailedCell {
            cell: cell.clone(),
            step: failure.text.clone(),
            message: failure.fault.message.clone(),
            help: failure.fault.help.clone(),
        }
    }
}

impl MeasureRecord {
    pub(super) fn new(reading: &Reading) -> Self {
        let (low, high) = reading.interval(0.95);
        let (hits, standard_error) = match reading.evidence {
            Evidence::Binomial { hits, .. } => (Some(hits), None),
            Evidence::Sample { standard_error, n, .. } if n > 1 => (None, Some(standard_error)),
            Evidence::Sample { .. } | Evidence::Exact => (None, None),
        };
        let unit = reading.measure.unit.word().to_string();
        MeasureRecord { value: reading.value, low, high, n: reading.n(), unit, hits, standard_error }
    }
}

impl SeriesRecord {
    pub fn new(series: &Series) -> Self {
        let Series { over, x, y, low, high, .. } = series.clone();
        SeriesRecord { over, x, y, low, high }
    }

    /// The curve under its name.
    pub fn named(&self, name: &str) -> Series {
        let SeriesRecord { over, x, y, low, high } = self.clone();
        Series { name: name.to_string(), over, x, y, low, high }
    }
}

impl ClaimRecord {
    fn new(judgement: &super::Judgement) -> Self {
        ClaimRecord {
            claim: judgement.text.clone(),
            verdict: judgement.verdict.word().to_string(),
            test: judgement.test.map(str::to_string),
            confidence: judgement.confidence,
            interval: judgement.interval,
            p: judgement.p,
            corrected: judgement.corrected,
            n: judgement.n,
            evidence: judgement.evidence.clone(),
            cure: judgement.cure.clone(),
        }
    }
}
