//! What a run tells while it works: lines of JSON in its folder, for whoever looks on from another process. They go when it
//! has come to its end: its record says more. A disk that takes none of them stops no run.

use super::journal::Journal;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

const NAME: &str = "progress.jsonl";
/// The time between two lines.
const SELDOM: Duration = Duration::from_millis(500);
/// Bytes beyond which the older half is given up.
const MOST: u64 = 1 << 20;

/// How far a run was at a moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    /// Since the run began.
    pub seconds: f64,
    /// The step that runs, the how manieth of how many, and its sentence.
    pub number: u64,
    pub of: u64,
    pub step: String,
    /// Units of work done in this step, of so many; 0 where it does not tell.
    pub done: u64,
    pub total: u64,
    /// A few words with numbers in them: `loss 0.0312`.
    pub note: String,
    /// Seconds that the rest of the run may take.
    pub left: Option<f64>,
}

/// Where a run tells how far it is.
pub struct Live {
    path: PathBuf,
    journal: Journal,
    last: Mutex<Option<Instant>>,
}

impl Live {
    /// In the folder of a run.
    pub fn of(folder: &Path) -> Self {
        let path = folder.join(NAME);
        Live { journal: Journal::new(path.clone()).of_at_most(MOST), path, last: Mutex::new(None) }
    }

    /// Tells of a moment, unless it has just told of another; it is made up only where it is told.
    pub fn tell(&self, moment: impl FnOnce() -> Moment) {
        let Ok(mut last) = self.last.lock() else { return };
        if last.is_none_or(|last| last.elapsed() >= SELDOM) {
            *last = Some(Instant::now());
            let _ = self.journal.append(&[moment()]);
        }
    }

    /// The run has left its record.
    pub fn forget(&self) {
        for path in [self.path.clone(), self.path.with_extension("lock")] {
            let _ = std::fs::remove_file(path);
        }
    }

    /// What the run in this folder has told, oldest first.
    pub fn read(folder: &Path) -> Vec<Moment> {
        Journal::new(folder.join(NAME)).read()
    }
}

/// The last number of a note with the word before it: `loss` and 0.0312 of `layer 1 of 3 loss 0.0312`.
pub fn told(note: &str) -> Option<(&str, f64)> {
    let words: Vec<&str> = note.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let [.., name, number] = words.as_slice() else { return None };
    let value: f64 = number.parse().ok()?;
    (name.parse::<f64>().is_err() && *name != "of").then_some((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_tells_seldom_and_forgets_at_its_end() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let live = Live::of(folder.path());
        let moment =
            |done| Moment { done, total: 10, left: Some(2.5), note: "loss 0.5".into(), ..Moment::default() };
        live.tell(|| moment(1));
        live.tell(|| panic!("nobody asked for it so soon"));
        assert_eq!(Live::read(folder.path()), [moment(1)]);
        live.forget();
        assert!(Live::read(folder.path()).is_empty());
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 0);
    }

    #[test]
    fn notes_tell_a_name_and_a_number() {
        assert_eq!(told("loss 0.0312"), Some(("loss", 0.0312)));
        assert_eq!(told("layer 1 of 3 reconstruction 12.5"), Some(("reconstruction", 12.5)));
        for silent in ["", "0.5", "sweeps", "layer 1 of 3", "loss much", "1 2"] {
            assert_eq!(told(silent), None, "{silent}");
        }
    }
}
