//! The index of a store's runs: `.pipette/runs/index.jsonl`, a line when a run starts and one when it ends.
//!
//! The folders of the runs are what counts; the index only spares reading them. A run that it has lost (a damaged
//! line, a deleted file) is read from its record and entered again, one whose folder is gone is not listed. A run
//! without an end is running as long as it holds its lock ([`Alive`]), else it was killed.

use super::alive::Alive;
use super::journal::Journal;
use super::record::Record;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};

/// What is known of a run when it starts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Started {
    pub run: String,
    /// The pipe file as it was named.
    pub file: String,
    pub identity: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// RFC 3339, UTC.
    pub started: String,
    #[serde(default)]
    pub host: String,
    #[serde(default)]
    pub pid: u32,
}

/// What is known of it when it has come to an end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ended {
    pub run: String,
    pub status: Status,
    pub ended: String,
    pub seconds: f64,
    /// Claims held, failed, undecided.
    pub claims: [u64; 3],
    /// The measures that sum the run up, as `label.measure`.
    #[serde(default, deserialize_with = "finite_or_nothing")]
    pub measures: BTreeMap<String, f64>,
}

/// JSON has no infinite numbers: what was one is left out.
fn finite_or_nothing<'de, D: serde::Deserializer<'de>>(from: D) -> Result<BTreeMap<String, f64>, D::Error> {
    let all = BTreeMap::<String, Option<f64>>::deserialize(from)?;
    Ok(all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Done,
    Failed,
    Interrupted,
    Running,
    Killed,
}

impl Status {
    pub const fn word(self) -> &'static str {
        match self {
            Status::Done => "done",
            Status::Failed => "failed",
            Status::Interrupted => "interrupted",
            Status::Running => "running",
            Status::Killed => "killed",
        }
    }

    /// The status that a record writes.
    fn named(word: &str) -> Self {
        match word {
            "done" => Status::Done,
            "failed" => Status::Failed,
            _ => Status::Interrupted,
        }
    }
}

/// A line of the index.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Line {
    Starts(Started),
    Ends(Ended),
}

/// A run of the store.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    pub started: Started,
    pub ended: Option<Ended>,
    pub status: Status,
}

impl Listed {
    pub fn id(&self) -> &str {
        &self.started.run
    }
}

/// Why a name stands for no run.
#[derive(Clone, Debug, PartialEq)]
pub enum Unknown {
    /// The store has no runs at all.
    Empty,
    /// No run is called like this.
    None { name: String, newest: Vec<String> },
    /// Several are.
    Several { name: String, runs: Vec<String> },
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unknown::Empty => write!(f, "there are no runs here"),
            Unknown::None { name, .. } => write!(f, "there is no run `{name}` here"),
            Unknown::Several { name, .. } => write!(f, "several runs begin with `{name}`"),
        }
    }
}

impl Unknown {
    pub fn help(&self) -> String {
        match self {
            Unknown::Empty => {
                "name the store with `--store DIR`; it is `.pipette` beside the pipe file".into()
            }
            Unknown::None { newest, .. } => format!("the newest are {}", newest.join(", ")),
            Unknown::Several { runs, .. } => format!("write more of one of {}", runs.join(", ")),
        }
    }
}

/// The runs of a store.
pub struct Index {
    store: PathBuf,
    runs: PathBuf,
    journal: Journal,
}

impl Index {
    /// Of the store in this folder.
    pub fn of(store: &Path) -> Self {
        let runs = store.join("runs");
        Index { store: store.to_path_buf(), journal: Journal::new(runs.join("index.jsonl")), runs }
    }

    pub fn store(&self) -> &Path {
        &self.store
    }

    /// The folder of a run.
    pub fn folder(&self, run: &str) -> PathBuf {
        self.runs.join(run)
    }

    /// Enters a run. Its [`Alive`] has to be held by then.
    pub fn starts(&self, started: &Started) -> std::io::Result<()> {
        self.journal.append(&[Line::Starts(started.clone())])
    }

    /// Enters how it ended, once its record is written.
    pub fn ends(&self, ended: &Ended) -> std::io::Result<()> {
        self.journal.append(&[Line::Ends(ended.clone())])
    }

    /// Every run, newest first.
    ///
    /// # Errors
    /// Where the folder of the runs is there and can't be read.
    pub fn all(&self) -> std::io::Result<Vec<Listed>> {
        let (mut starts, mut ends) = (HashMap::new(), HashMap::new());
        for line in self.journal.read() {
            match line {
                Line::Starts(started) => starts.insert(started.run.clone(), started).map(drop),
                Line::Ends(ended) => ends.insert(ended.run.clone(), ended).map(drop),
            };
        }
        let mut found = Vec::new();
        let mut lost = Vec::new();
        for id in self.folders()? {
            let (start, end) = (starts.remove(&id), ends.remove(&id));
            found.push(match (start, end) {
                (Some(started), Some(ended)) => Listed { status: ended.status, started, ended: Some(ended) },
                (start, _) => self.unended(id, start, &mut lost),
            });
        }
        // A store that can't be written to is read from its records once more next time.
        let _ = if lost.is_empty() { Ok(()) } else { self.journal.append(&lost) };
        found.sort_by_cached_key(|run| std::cmp::Reverse((moment(&run.started), run.id().to_string())));
        Ok(found)
    }

    /// A run whose end the index does not know; what its record says of it is entered.
    fn unended(&self, id: String, start: Option<Started>, lost: &mut Vec<Line>) -> Listed {
        let folder = self.folder(&id);
        if Alive::is_held(&folder) {
            let started = start.unwrap_or_else(|| Started::unknown(&id));
            return Listed { started, ended: None, status: Status::Running };
        }
        let Ok(record) = Record::read(&folder) else {
            let started = start.unwrap_or_else(|| Started::unknown(&id));
            return Listed { started, ended: None, status: Status::Killed };
        };
        // The folder's own name counts, wherever the record was copied from.
        let ended = Ended { run: id.clone(), ..Ended::of(&record) };
        if start.is_none() {
            lost.push(Line::Starts(Started { run: id.clone(), ..Started::of(&record) }));
        }
        lost.push(Line::Ends(ended.clone()));
        let started = start.unwrap_or_else(|| Started { run: id, ..Started::of(&record) });
        Listed { started, status: ended.status, ended: Some(ended) }
    }

    fn folders(&self) -> std::io::Result<Vec<String>> {
        let entries = match std::fs::read_dir(&self.runs) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let folder = |entry: &std::fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
        let named = |entry: std::fs::DirEntry| entry.file_name().into_string().ok();
        Ok(entries.filter_map(Result::ok).filter(folder).filter_map(named).collect())
    }
}

/// The run that a name means: an id, the beginning of one, or `last` for the newest.
///
/// # Errors
/// [`Unknown`], with what may have been meant.
pub fn find<'r>(runs: &'r [Listed], name: &str) -> Result<&'r Listed, Unknown> {
    /// As many are named.
    const SHOWN: usize = 5;
    let newest = runs.first().ok_or(Unknown::Empty)?;
    if name == "last" {
        return Ok(newest);
    }
    if let Some(run) = runs.iter().find(|run| run.id() == name) {
        return Ok(run);
    }
    let ids =
        |runs: &mut dyn Iterator<Item = &Listed>| runs.take(SHOWN).map(|r| r.id().to_string()).collect();
    let begins = || runs.iter().filter(|run| !name.is_empty() && run.id().starts_with(name));
    match (begins().next(), begins().nth(1)) {
        (Some(run), None) => Ok(run),
        (None, _) => Err(Unknown::None { name: name.to_string(), newest: ids(&mut runs.iter()) }),
        _ => Err(Unknown::Several { name: name.to_string(), runs: ids(&mut begins()) }),
    }
}

/// When a run started, in nanoseconds; what is not known comes last.
fn moment(started: &Started) -> i128 {
    started.started.parse::<jiff::Timestamp>().map_or(i128::MIN, |time| time.as_nanosecond())
}

impl Started {
    /// A run that starts now, in this process.
    pub fn now(run: &str, file: &str, identity: String, title: Option<String>) -> Self {
        Started {
            run: run.to_string(),
            file: file.to_string(),
            identity,
            title,
            started: jiff::Timestamp::now().to_string(),
            host: super::machine::host(),
            pid: std::process::id(),
        }
    }

    /// As a record says it.
    fn of(record: &Record) -> Self {
        Started {
            run: record.run.clone(),
            file: record.file.clone(),
            identity: record.identity.clone(),
            title: record.title.clone(),
            started: record.started.clone(),
            host: String::new(),
            pid: 0,
        }
    }

    /// A run that has left nothing but a folder, named after the time in which it began.
    fn unknown(id: &str) -> Self {
        let parsed = id.get(..15).and_then(|stamp| {
            let time = jiff::civil::DateTime::strptime("%Y%m%d-%H%M%S", stamp).ok()?;
            time.to_zoned(jiff::tz::TimeZone::system()).ok()
        });
        let started = parsed.map(|time| time.timestamp().to_string()).unwrap_or_default();
        Started { run: id.to_string(), started, ..Started::default() }
    }
}

impl Ended {
    /// As a record says it.
    pub fn of(record: &Record) -> Self {
        let count = |word: &str| record.claims.iter().filter(|claim| claim.verdict == word).count() as u64;
        Ended {
            run: record.run.clone(),
            status: Status::named(&record.status),
            ended: record.ended.clone(),
            seconds: record.seconds,
            claims: ["held", "failed", "undecided"].map(count),
            measures: record.headline(),
        }
    }
}

#[cfg(test)]
mod tests;
