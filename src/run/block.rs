//! The cells of a block in all repeats: each by a worker of its own, so many at a time, on their share of the threads.
//! They are handed on in their order, whatever the order in which they end.

use super::summary::{Failure, StepReport};
use super::table::Row;
use super::worker::{Common, Worker};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, mpsc};

/// What a cell has come to.
pub struct CellEnd {
    /// Its number in the block.
    pub cell: usize,
    /// Its values and its repeat, for people: `rate = 0.1, repeat 3`.
    pub name: String,
    pub rows: Vec<Row>,
    /// Of each line, with their places in it.
    pub reports: Vec<Vec<(usize, StepReport)>>,
    pub files: Vec<PathBuf>,
    /// The keys of its results in the store.
    pub stored: Vec<String>,
    pub ended: Result<(), Failure>,
}

/// Runs cells of a block in repeats, by their numbers in it.
pub fn run<'a>(
    common: Common<'a>,
    outer: &Mutex<Worker<'a, 'a>>,
    index: usize,
    wanted: &[u64],
    mut take: impl FnMut(CellEnd),
) {
    let cells = common.options.cells;
    if cells.jobs <= 1 || wanted.len() <= 1 {
        for &number in wanted {
            let end = cell(common, outer, index, number);
            let stop = stops(common, &end);
            take(end);
            if stop {
                return;
            }
        }
        return;
    }
    side_by_side(common, outer, index, wanted, take);
}

fn side_by_side<'a>(
    common: Common<'a>,
    outer: &Mutex<Worker<'a, 'a>>,
    index: usize,
    wanted: &[u64],
    mut take: impl FnMut(CellEnd),
) {
    let (next, stopped) = (AtomicU64::new(0), AtomicBool::new(false));
    let (sender, receiver) = mpsc::channel();
    let threads = (rayon::current_num_threads() / common.options.cells.jobs).max(1);
    std::thread::scope(|scope| {
        for _ in 0..common.options.cells.jobs.min(wanted.len()) {
            let (sender, next, stopped) = (sender.clone(), &next, &stopped);
            scope.spawn(move || {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed) as usize;
                    let Some(&number) = wanted.get(at).filter(|_| !stopped.load(Ordering::Relaxed)) else {
                        break;
                    };
                    let run = || cell(common, outer, index, number);
                    let end = pool.as_ref().map_or_else(|_| run(), |pool| pool.install(run));
                    stopped.fetch_or(stops(common, &end), Ordering::Relaxed);
                    if sender.send((at, end)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        in_order(receiver, &mut take);
    });
}

/// Hands on what arrives in the order of its numbers; what a stop has left out leaves gaps, which are passed over.
fn in_order(receiver: mpsc::Receiver<(usize, CellEnd)>, take: &mut impl FnMut(CellEnd)) {
    let (mut waiting, mut turn) = (BTreeMap::new(), 0);
    for (at, end) in receiver {
        waiting.insert(at, end);
        while let Some(end) = waiting.remove(&turn) {
            take(end);
            turn += 1;
        }
    }
    waiting.into_values().for_each(take);
}

/// Whether the cells after this one are left out.
fn stops(common: Common, end: &CellEnd) -> bool {
    let failed = |failure: &Failure| !common.options.cells.keep_going || failure.fault.interrupted;
    end.ended.as_ref().err().is_some_and(failed)
}

/// One cell in one repeat, tried again where it fails and that is asked for.
fn cell<'a>(common: Common<'a>, outer: &Mutex<Worker<'a, 'a>>, index: usize, number: u64) -> CellEnd {
    let mut tries = 0;
    loop {
        let end = once(common, outer, index, number);
        let again = end.ended.as_ref().err().is_some_and(|failure| !failure.fault.interrupted);
        if !again || tries >= common.options.cells.retries {
            return end;
        }
        tries += 1;
        common.options.watcher.say(&format!("trying again: {}", end.name));
    }
}

fn once<'a>(common: Common<'a>, outer: &Mutex<Worker<'a, 'a>>, index: usize, number: u64) -> CellEnd {
    let block = &common.plan.blocks[index];
    let (at, repeat) = ((number / block.repeats) as usize, number % block.repeats);
    let cell = &block.cells[at];
    let name = block.name_of(at, repeat);
    let mut worker = Worker::of_cell(common, outer, (repeat, &name));
    let mut reports = Vec::with_capacity(cell.lines.len());
    let mut ended = Ok(());
    for line in &cell.lines {
        let mut of_line = Vec::new();
        ended = worker.line(line, Some((index, at)), &mut of_line);
        reports.push(of_line);
        if ended.is_err() {
            break;
        }
    }
    let Worker { kept, stored, .. } = worker;
    CellEnd { cell: at, name, rows: kept.table.rows, reports, files: kept.files, stored, ended }
}
