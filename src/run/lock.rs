//! The lock file beside a pipe file, made for git: what the file means, what it read, what every step yielded, and the
//! verdict of every claim, one fact a line in an order that never changes. It describes one run as a whole; whatever
//! compares, checks or merges lock files takes it as such.

use super::judge::Judgement;
use super::key;
use super::runner::in_files;
use super::store::{Disk, Site, StoreFault};
use super::summary::{Report, StepReport};
use super::table::pooled;
use crate::check::Plan;
use crate::vocabulary::Reading;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// The form below.
const FORM: u32 = 1;

/// A lock, in the order in which it is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// The number of the form.
    pub lock: u32,
    pub identity: String,
    pub pipette: String,
    pub edition: u32,
    pub seed: u64,
    /// The numeric class: within it, results are equal to the bit.
    pub numeric: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub data: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<LockedStep>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<LockedClaim>,
}

/// A step of a line; of a swept line, all its cells and repeats together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedStep {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    pub sentence: String,
    pub runs: u64,
    pub key: String,
    pub result: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub measures: BTreeMap<String, LockedMeasure>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedMeasure {
    pub value: f64,
    /// The interval that holds the true value with 95 % confidence.
    pub low: f64,
    pub high: f64,
    pub n: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedClaim {
    pub claim: String,
    pub verdict: String,
    /// The name of the test that decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Bounds of what was tested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<[f64; 2]>,
    pub evidence: String,
}

/// Why a lock can't be used.
#[derive(Clone, Debug, PartialEq)]
pub enum LockFault {
    /// There is none.
    Missing,
    /// Two versions of it stand side by side, as git leaves them.
    Conflict { line: usize },
    /// It was made by a newer program.
    Newer { form: u64 },
    /// It is cut off, or was written by hand; with the words of the reader.
    Damaged(String),
    /// Something is there that can't be read; with the words of the system.
    Unreadable(std::io::ErrorKind),
}

impl fmt::Display for LockFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LockFault::Missing => write!(f, "there is no lock file"),
            LockFault::Conflict { line } => {
                write!(f, "the lock file has marks of a merge conflict in line {line}")
            }
            LockFault::Newer { form } => {
                write!(f, "the lock file has form {form}, this program knows {FORM}")
            }
            LockFault::Damaged(why) => write!(f, "the lock file is damaged: {why}"),
            LockFault::Unreadable(why) => write!(f, "the lock file can't be read: {why}"),
        }
    }
}

impl LockFault {
    pub fn help(&self) -> &'static str {
        match self {
            LockFault::Missing => "`pipette run` makes one when the file has run to its end",
            LockFault::Conflict { .. } => {
                "a lock describes one run: settle the pipe file first, then run it, which writes the lock anew"
            }
            LockFault::Newer { .. } => "use the newer program; this one leaves the lock alone",
            LockFault::Damaged(_) => {
                "run the file, which writes the lock anew, or take it from the version control"
            }
            LockFault::Unreadable(_) => "is it a file, and may you read it? it is left as it is",
        }
    }

    /// Whether a run must not put another lock in its place.
    pub fn forbids_another(&self) -> bool {
        matches!(self, LockFault::Newer { .. } | LockFault::Unreadable(_))
    }
}

impl Lock {
    /// The lock of a run.
    pub fn of(plan: &Plan, report: &Report) -> Self {
        Lock {
            lock: FORM,
            identity: plan.identity().hex(),
            pipette: env!("CARGO_PKG_VERSION").into(),
            edition: plan.settings.edition.unwrap_or(1),
            seed: plan.settings.seed.unwrap_or(0),
            numeric: key::numeric_class().into(),
            data: in_files(report.data.clone()),
            steps: report.steps.iter().filter_map(LockedStep::of).collect(),
            claims: report.claims.iter().map(LockedClaim::of).collect(),
        }
    }

    /// Where the lock of a pipe file lies.
    pub fn path(file: &Path) -> PathBuf {
        let mut name = file.as_os_str().to_owned();
        name.push(".lock");
        name.into()
    }

    /// Reads a lock file.
    pub fn read(path: &Path) -> Result<Self, LockFault> {
        match std::fs::read_to_string(path) {
            Ok(text) => Lock::parse(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(LockFault::Missing),
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                Err(LockFault::Damaged("it is no text".into()))
            }
            Err(error) => Err(LockFault::Unreadable(error.kind())),
        }
    }

    /// Reads the text of a lock file.
    pub fn parse(text: &str) -> Result<Self, LockFault> {
        let marks = ["<<<<<<<", "=======", ">>>>>>>"];
        if let Some(line) = text.lines().position(|line| marks.iter().any(|mark| line.starts_with(mark))) {
            return Err(LockFault::Conflict { line: line + 1 });
        }
        let damaged = |error: serde_yaml::Error| LockFault::Damaged(error.to_string());
        let value: serde_yaml::Value = serde_yaml::from_str(text).map_err(damaged)?;
        match value.get("lock").and_then(serde_yaml::Value::as_u64) {
            Some(form) if form > u64::from(FORM) => return Err(LockFault::Newer { form }),
            Some(form) if form == u64::from(FORM) => {}
            _ => return Err(LockFault::Damaged("it does not begin with `lock: 1`".into())),
        }
        if !text.ends_with(END) {
            return Err(LockFault::Damaged("its end is missing".into()));
        }
        serde_yaml::from_value(value).map_err(damaged)
    }

    /// A hash of everything that it says, whatever the file is called.
    pub fn sum(&self) -> String {
        blake3::hash(serde_yaml::to_string(self).unwrap_or_default().as_bytes()).to_hex().to_string()
    }

    /// The text of the file.
    pub fn text(&self, file: &str) -> String {
        // A name with a line break would end the comment.
        let file = crate::data::printable(file, 300);
        let head = format!(
            "# What `pipette run {file}` has yielded; `pipette verify {file}` checks it. Not to be edited.\n"
        );
        head + &serde_yaml::to_string(self).unwrap_or_default() + END
    }

    /// Writes the file whole, or leaves the one that is there.
    pub fn write(&self, path: &Path, file: &str, disk: &Disk) -> Result<(), StoreFault> {
        let text = self.text(file);
        disk.write(Site::Lock, path, text.as_bytes()).map_err(|error| StoreFault::new(path, error))
    }
}

/// The last line: a file that was cut off does not have it.
const END: &str = "# end\n";

impl LockedStep {
    fn of(step: &StepReport) -> Option<Self> {
        let (key, result) = step.result.clone()?;
        Some(LockedStep {
            label: step.label.clone(),
            sentence: step.text.clone(),
            runs: step.runs,
            key,
            result,
            measures: measures(step),
        })
    }
}

/// A sweep of more cells than this is locked by the mean over all of them, so that the file stays one to look at.
const MOST_CELLS: usize = 1000;

/// What a step has measured; what a swept one has, in each cell: `error at rate = 0.1`.
fn measures(step: &StepReport) -> BTreeMap<String, LockedMeasure> {
    let plain = step.readings.iter().map(|reading| (reading.name(), LockedMeasure::of(reading)));
    let number = step.cells.len();
    if number > MOST_CELLS {
        let all = pooled(step.cells.iter().flat_map(|(_, readings)| readings.iter().cloned()));
        let mean = |r: &Reading| (format!("{} over {number} cells", r.name()), LockedMeasure::of(r));
        return plain.chain(all.iter().map(mean)).collect();
    }
    let of_cell = |(place, readings): &(String, Vec<Reading>)| -> Vec<_> {
        let at = |r: &Reading| (format!("{} at {place}", r.name()), LockedMeasure::of(r));
        readings.iter().map(at).collect()
    };
    plain.chain(step.cells.iter().flat_map(of_cell)).collect()
}

impl LockedMeasure {
    fn of(reading: &Reading) -> Self {
        let (low, high) = reading.interval(0.95);
        LockedMeasure { value: reading.value, low, high, n: reading.n() }
    }
}

impl LockedClaim {
    fn of(judgement: &Judgement) -> Self {
        LockedClaim {
            claim: judgement.text.clone(),
            verdict: judgement.verdict.word().into(),
            test: judgement.test.map(str::to_string),
            confidence: judgement.confidence,
            interval: judgement.interval.map(|(low, high)| [low, high]),
            evidence: judgement.evidence.clone(),
        }
    }
}

/// What three versions of a lock become when git merges: the side that changed, or neither where both did and differ.
/// Facts of two runs are never mixed into one that nobody made.
pub fn merged<'a>(base: &'a str, ours: &'a str, theirs: &'a str) -> Option<&'a str> {
    match () {
        () if ours == theirs || theirs == base => Some(ours),
        () if ours == base => Some(theirs),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock() -> Lock {
        let measure = LockedMeasure { value: 0.1 + 0.2, low: 0.25, high: f64::INFINITY, n: 7 };
        let step = LockedStep {
            label: Some("net".into()),
            sentence: "train mlp[784,10] with sgd, then # not a comment: 'quotes'".into(),
            runs: 3,
            key: "k".into(),
            result: "r".into(),
            measures: BTreeMap::from([("error".into(), measure)]),
        };
        let claim = LockedClaim {
            claim: "net.error < 2 %".into(),
            verdict: "held".into(),
            test: Some("exact binomial".into()),
            confidence: Some(0.95),
            interval: Some([-0.01, f64::NEG_INFINITY]),
            evidence: "a\nb".into(),
        };
        Lock {
            lock: 1,
            identity: "i".into(),
            pipette: "0.1.0".into(),
            edition: 1,
            seed: 7,
            numeric: "OpenBLAS".into(),
            data: BTreeMap::from([("csv(\"a.csv\")".into(), "s".into())]),
            steps: vec![step],
            claims: vec![claim],
        }
    }

    #[test]
    fn a_lock_is_read_as_it_was_written() {
        let text = lock().text("a.pipe");
        assert_eq!(Lock::parse(&text), Ok(lock()));
    }

    /// Wherever a lock is cut off, that is noticed.
    #[test]
    fn no_part_of_a_lock_is_a_lock() {
        let text = lock().text("a.pipe");
        for end in 0..text.len() {
            assert!(Lock::parse(&text[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn conflicts_and_newer_forms_are_named() {
        let text = lock().text("a.pipe");
        for form in [2, 4_294_967_297] {
            let newer = text.replace("lock: 1", &format!("lock: {form}\nstrange: new"));
            assert_eq!(Lock::parse(&newer), Err(LockFault::Newer { form }));
        }
        let none = text.replace("lock: 1", "lock: 0");
        assert!(matches!(Lock::parse(&none), Err(LockFault::Damaged(_))), "there was no form before 1");
        let conflict = text.replace("seed: 7", "<<<<<<< ours\nseed: 7\n=======\nseed: 8\n>>>>>>> theirs");
        assert!(matches!(Lock::parse(&conflict), Err(LockFault::Conflict { line: 6 })));
    }

    #[test]
    fn what_is_no_file_is_not_called_damaged() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert!(matches!(Lock::read(folder.path()), Err(LockFault::Unreadable(_))));
        assert_eq!(Lock::read(&folder.path().join("none")), Err(LockFault::Missing));
    }

    #[test]
    fn a_merge_takes_a_side_or_none() {
        assert_eq!(merged("a", "a", "b"), Some("b"));
        assert_eq!(merged("a", "b", "a"), Some("b"));
        assert_eq!(merged("a", "b", "b"), Some("b"));
        assert_eq!(merged("a", "b", "c"), None);
    }
}
