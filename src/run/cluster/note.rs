//! The note of a submission, in the store: which arrays were handed to the scheduler, and which cells each has.
//!
//! Whoever runs the same command again, from any login that sees the store, finds it and goes on watching
//! instead of submitting twice. An array is noted before it is submitted, under a name that no other job has:
//! a watcher killed in between has lost nothing, for the queue knows that name.

use super::ranges::{CellSet, Range, Share, members, ranges};
use serde::{Deserialize, Serialize};

/// The version of the note's form.
const VERSION: u32 = 1;

/// What was submitted of one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    pub version: u32,
    pub file: String,
    /// The identity of the file's meaning.
    pub identity: String,
    /// Whose jobs they are, as the number of the user.
    pub user: String,
    pub arrays: Vec<Array>,
}

/// One array of jobs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Array {
    /// The name of the job; no two are the same.
    pub name: String,
    /// The scheduler's number of the job; none until it has said it.
    pub job: Option<u64>,
    pub submitted: String,
    /// What to add to an element's number to get its cell.
    pub offset: usize,
    pub cells: Vec<Range>,
}

impl Note {
    pub fn new(file: &str, identity: &str, user: &str) -> Self {
        let (file, identity, user) = (file.to_string(), identity.to_string(), user.to_string());
        Note { version: VERSION, file, identity, user, arrays: Vec::new() }
    }

    /// Whether this program understands it.
    pub fn is_known(&self) -> bool {
        self.version == VERSION
    }

    /// The numbers of the jobs, for people.
    pub fn jobs(&self) -> String {
        let numbers = self.arrays.iter().filter_map(|array| array.job).map(|job| job.to_string());
        numbers.collect::<Vec<_>>().join(" ")
    }

    /// The array that has had a cell last.
    pub fn last_with(&self, cell: usize) -> Option<&Array> {
        self.arrays.iter().rev().find(|array| array.has(cell))
    }

    /// How often each of `total` cells has been submitted.
    pub fn attempts(&self, total: usize) -> Vec<u32> {
        let mut attempts = vec![0; total];
        for cell in self.arrays.iter().flat_map(|array| members(&array.cells, total)) {
            attempts[cell] += 1;
        }
        attempts
    }
}

impl Array {
    pub fn new(name: String, share: &Share) -> Self {
        let submitted = jiff::Zoned::now().strftime("%Y-%m-%d %H:%M:%S%:z").to_string();
        Array { name, job: None, submitted, offset: share.offset, cells: ranges(&share.cells) }
    }

    fn has(&self, cell: usize) -> bool {
        self.cells.iter().any(|(first, last)| (*first..=*last).contains(&cell))
    }
}

/// Cells of a note that elements of the queue stand for: those that run, and those that wait.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AtWork {
    pub running: CellSet,
    pub waiting: CellSet,
}

impl AtWork {
    /// `running` wins: a cell that has been submitted twice may be in the queue twice.
    pub fn of(note: &Note, queue: &[super::queue::Element]) -> Self {
        let mut alive = AtWork::default();
        for element in queue {
            let Some(array) = note.arrays.iter().find(|array| array.name == element.name) else { continue };
            let Some(cell) = array.offset.checked_add(element.index) else { continue };
            let into = if element.runs { &mut alive.running } else { &mut alive.waiting };
            into.insert(cell);
        }
        alive.waiting.retain(|cell| !alive.running.contains(cell));
        alive
    }

    pub fn has(&self, cell: usize) -> bool {
        self.running.contains(&cell) || self.waiting.contains(&cell)
    }

    pub fn is_empty(&self) -> bool {
        self.running.is_empty() && self.waiting.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::cluster::queue::Element;

    fn array(name: &str, offset: usize, cells: std::ops::Range<usize>) -> Array {
        Array::new(name.to_string(), &Share { offset, cells: cells.collect() })
    }

    #[test]
    fn elements_of_the_queue_become_cells() {
        let mut note = Note::new("a.pipe", "0123", "1000");
        note.arrays = vec![array("x", 0, 0..10), array("y", 10, 10..20)];
        let element =
            |name: &str, index, runs| Element { name: name.into(), index, runs, reason: String::new() };
        let queue =
            [element("x", 3, true), element("y", 3, false), element("z", 5, true), element("x", 3, false)];
        let alive = AtWork::of(&note, &queue);
        assert_eq!(alive.running, CellSet::from([3]));
        assert_eq!(alive.waiting, CellSet::from([13]));
        assert!(alive.has(13) && !alive.has(5));
    }

    #[test]
    fn a_note_is_read_as_it_was_written() {
        let mut note = Note::new("it's \"a\"\n.pipe", "0123", "1000");
        note.arrays.push(array("x", 0, 0..3));
        note.arrays.push(array("y", 2, 2..5));
        note.arrays[0].job = Some(17);
        let text = serde_json::to_string(&note).expect("JSON");
        assert_eq!(serde_json::from_str::<Note>(&text).expect("a note"), note);
        assert_eq!(note.attempts(5), [1, 1, 2, 1, 1]);
        assert_eq!(note.attempts(2), [1, 1]);
        assert_eq!(note.jobs(), "17");
        assert_eq!(note.last_with(2).map(|array| array.name.as_str()), Some("y"));
    }
}
