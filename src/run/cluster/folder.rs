//! `--on folder`: processes on several machines share the cells of a sweep by leases in the store.
//!
//! Each takes the next cell that is not in the store and that nobody holds, runs it, and ends when all are there.

use super::lease::Leases;
use super::ranges::CellSet;
use super::watch::Attendant;
use super::{ClusterFault, Work, WorkEnd};
use std::time::Duration;

/// How the work of one process ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Shared {
    /// Every cell is in the store.
    Complete,
    Interrupted,
    /// These cells failed here, and nobody else is at work on them.
    Failed(Vec<(usize, String)>),
}

/// The longest time between two looks at what others do.
const PAUSE: Duration = Duration::from_secs(2);

/// Runs cells until all are in the store.
pub fn share(
    cells: &dyn Work,
    (leases, identity): (&mut Leases, &str),
    retries: u32,
    attendant: &dyn Attendant,
) -> Result<Shared, ClusterFault> {
    let mut open: CellSet = (0..cells.total()).collect();
    let mut failed: Vec<(usize, String)> = Vec::new();
    let mut pause = Duration::from_millis(50);
    loop {
        open.retain(|cell| !cells.is_done(*cell));
        let (before, mut ran) = (open.len(), false);
        for cell in open.clone() {
            if attendant.stopped() {
                return Ok(Shared::Interrupted);
            }
            let Some(lease) = leases.claim(&format!("{identity}-{cell}"))? else { continue };
            // It may have been done since it was looked for.
            if cells.is_done(cell) {
                continue;
            }
            ran = true;
            match attempts(cells, cell, retries) {
                WorkEnd::Done => {}
                WorkEnd::Stopped => return Ok(Shared::Interrupted),
                WorkEnd::Failed(why) => {
                    attendant.say(&format!("cell {cell} failed: {why}"));
                    failed.push((cell, why));
                    open.remove(&cell);
                }
            }
            drop(lease);
        }
        open.retain(|cell| !cells.is_done(*cell));
        if open.is_empty() {
            failed.retain(|(cell, _)| !cells.is_done(*cell));
            return Ok(if failed.is_empty() { Shared::Complete } else { Shared::Failed(failed) });
        }
        if !ran && open.len() == before {
            attendant.pause(pause);
            pause = (pause * 2).min(PAUSE);
        }
    }
}

/// Runs a cell, again where it fails.
fn attempts(cells: &dyn Work, cell: usize, retries: u32) -> WorkEnd {
    let mut end = cells.run(cell);
    for _ in 0..retries {
        if !matches!(end, WorkEnd::Failed(_)) {
            break;
        }
        end = cells.run(cell);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::cluster::fake::{Bystander, Sweep};

    #[test]
    fn processes_share_the_cells_and_each_runs_once() {
        let store = tempfile::tempdir().expect("a folder");
        let sweep = Sweep::new(60);
        let ends: Vec<Shared> = std::thread::scope(|scope| {
            let work = || {
                let mut leases = Leases::open(store.path(), Duration::from_millis(200)).expect("leases");
                share(&sweep, (&mut leases, "0123"), 0, &Bystander::default()).expect("shared")
            };
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
            threads.into_iter().map(|thread| thread.join().expect("joined")).collect()
        });
        assert!(ends.iter().all(|end| *end == Shared::Complete), "{ends:?}");
        assert!(sweep.runs().iter().all(|runs| *runs == 1), "{:?}", sweep.runs());
    }

    #[test]
    fn a_cell_that_fails_is_tried_again_and_named_and_the_others_are_done() {
        let store = tempfile::tempdir().expect("a folder");
        let mut sweep = Sweep::new(5);
        sweep.fails = Some(3);
        let mut leases = Leases::open(store.path(), Duration::from_millis(200)).expect("leases");
        let end = share(&sweep, (&mut leases, "0123"), 2, &Bystander::default()).expect("shared");
        assert_eq!(end, Shared::Failed(vec![(3, "it does".to_string())]));
        assert_eq!(sweep.runs(), [1, 1, 1, 3, 1]);
    }

    #[test]
    fn a_stopped_process_leaves_no_lease() {
        let store = tempfile::tempdir().expect("a folder");
        let sweep = Sweep::new(5);
        let mut leases = Leases::open(store.path(), Duration::from_millis(200)).expect("leases");
        let attendant = Bystander { stops: true, ..Bystander::default() };
        let end = share(&sweep, (&mut leases, "0123"), 0, &attendant).expect("shared");
        assert_eq!(end, Shared::Interrupted);
        assert_eq!(std::fs::read_dir(store.path().join("leases")).expect("listed").count(), 0);
    }
}
