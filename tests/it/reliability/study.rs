//! A study that is run inside the test, as `pipette run` does it, on a disk on which things may go wrong.

use crate::checking::{checked, complaints};
use pipette::check::{Plan, is_runnable};
use pipette::data::Shelf;
use pipette::models::Observer;
use pipette::report::pictures;
use pipette::report::spark::Screen;
use pipette::run::store::{Disk, is_stored};
use pipette::run::{
    self, Cells, Circumstances, End, Lock, Record, Report, RunFolder, RunOptions, Store, Watcher,
};
use pipette::vocabulary::{Rates, StepId};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tempfile::TempDir;

/// A folder that is gone after the test, in memory where the system has a place for that: a test of faults flushes often.
pub fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.or_else(|_| tempfile::tempdir()).expect("a temporary folder")
}

/// The plan of a text without errors; that its amounts are unusually small is meant.
pub fn plan(text: &str) -> Plan {
    plan_in(text, Path::new("."))
}

/// The same, with paths that start from a folder.
pub fn plan_in(text: &str, folder: &Path) -> Plan {
    let (plan, findings) = checked(text, folder);
    assert!(is_runnable(&findings), "{:?}", complaints("test.pipe", &findings));
    plan
}

/// Counts which steps ran, and hears what is said.
struct Counter<'a> {
    plan: &'a Plan,
    ran: AtomicU64,
    said: std::sync::Mutex<Vec<String>>,
}

impl Observer for Counter<'_> {
    fn progress(&self, _done: u64, _total: u64, _note: &str) {}
    fn cancelled(&self) -> bool {
        false
    }
}

impl Watcher for Counter<'_> {
    fn step_starts(&self, _step: StepId, _text: &str, _of: (u64, u64)) {}
    fn step_ends(&self, _notes: &[String]) {}
    fn step_ran(&self, step: StepId) {
        let counts = is_stored(&*self.plan.steps[step].verb);
        self.ran.fetch_add(counts.into(), Ordering::Relaxed);
    }
    fn say(&self, line: &str) {
        self.said.lock().expect("nobody panics").push(line.to_string());
    }
}

/// How a run went that came to its end.
pub struct Ran {
    pub lock: String,
    /// Steps of the kind that the store keeps, which had to be carried out.
    pub ran: u64,
    pub said: Vec<String>,
}

/// How it is run.
#[derive(Clone, Copy)]
pub struct How {
    pub cells: Cells,
    pub every: Duration,
}

impl Default for How {
    /// One cell at a time, with a snapshot at every batch.
    fn default() -> Self {
        How { cells: Cells::default(), every: Duration::ZERO }
    }
}

/// Runs the plan in a folder, in which its store lies too.
///
/// # Errors
/// What the program would say before it ends with the code of a run that failed.
pub fn run(plan: &Plan, folder: &Path, disk: Disk, how: How) -> Result<Ran, String> {
    let shelf = Shelf::usual(Some(folder.to_path_buf()), true).map_err(|fault| fault.to_string())?;
    let store = Store::open(&folder.join(".pipette"), disk).map_err(|fault| fault.to_string())?;
    let identity = plan.identity();
    let runs = RunFolder::create(&store.root, folder, &identity.short(), store.disk.clone());
    let runs = runs.map_err(|fault| fault.to_string())?;
    let counter = Counter { plan, ran: AtomicU64::new(0), said: Default::default() };
    let options = RunOptions {
        shelf: &shelf,
        folder: &runs,
        store: Some(&store),
        rates: &Rates::built_in(1),
        watcher: &counter,
        probe: None,
        cells: how.cells,
        dry: false,
        every: how.every,
    };
    let mut report = run::run(plan, &options);
    let kept = keep(plan, &mut report, &runs);
    match &report.end {
        End::Done => kept?,
        End::Failed(failure) => return Err(failure.fault.to_string()),
        End::Interrupted { text } => return Err(format!("interrupted in {text}")),
    }
    let lock = Lock::of(plan, &report);
    let path = Lock::path(&folder.join("test.pipe"));
    store.pin(&lock.sum(), &path, &report.stored).map_err(|fault| fault.to_string())?;
    lock.write(&path, "test.pipe", &store.disk).map_err(|fault| fault.to_string())?;
    let lock = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    Ok(Ran { lock, ran: counter.ran.into_inner(), said: counter.said.into_inner().expect("nobody panics") })
}

/// Pictures and record, of which the record is tried even where a picture can't be written.
fn keep(plan: &Plan, report: &mut Report, folder: &RunFolder) -> Result<(), String> {
    let screen = Screen::of_locale(80, |_| None);
    let mut pictures = Ok(());
    for drawn in pictures::draw(report, screen) {
        match folder.write_picture(&drawn.name, drawn.svg.as_bytes()) {
            Ok(path) => report.files.push(path),
            Err(fault) => pictures = Err(fault.to_string()),
        }
    }
    let around = Circumstances {
        file: "test.pipe".into(),
        started: jiff::Zoned::now(),
        overrides: Default::default(),
        included: Default::default(),
        threads: 1,
        findings: Vec::new(),
    };
    let record = Record::new(plan, report, folder, &around);
    folder.write_record(&record).map_err(|fault| fault.to_string())?;
    pictures
}

impl Ran {
    /// How often it was said that something was damaged.
    pub fn damage(&self) -> usize {
        self.said.iter().filter(|line| line.contains("computed again")).count()
    }
}
