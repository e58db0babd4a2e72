//! What a watcher does next, from what it sees: a pure function of the note, the queue and the store.

use super::note::{AtWork, Note};
use super::ranges::CellSet;

/// What is allowed.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// How often a cell is submitted again whose job has gone without a result.
    pub retries: u32,
    /// The most jobs at a time.
    pub limit: Option<usize>,
}

/// What a watcher sees at one moment.
pub struct Sight<'a> {
    pub note: &'a Note,
    pub alive: &'a AtWork,
    /// Which cells are in the store, by number.
    pub done: &'a [bool],
    /// Cells that were neither done nor alive at the look before.
    pub missed: &'a CellSet,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Every cell is in the store.
    Gather,
    Wait,
    Submit(CellSet),
    /// Nothing is left to wait for, and these have had all their attempts.
    GiveUp(CellSet),
}

impl Sight<'_> {
    /// Cells that are neither done nor alive.
    pub fn missing(&self) -> CellSet {
        let cells = self.done.iter().enumerate().filter(|(_, done)| !**done).map(|(cell, _)| cell);
        cells.filter(|cell| !self.alive.has(*cell)).collect()
    }

    /// A cell that has been submitted must be missed at two looks in a row: a job leaves the queue a moment
    /// before another machine sees its result.
    pub fn decide(&self, rules: Rules) -> Decision {
        if self.done.iter().all(|done| *done) {
            return Decision::Gather;
        }
        let attempts = self.note.attempts(self.done.len());
        let missing = self.missing();
        let certain = |cell: &usize| attempts[*cell] == 0 || self.missed.contains(cell);
        let (open, spent): (CellSet, CellSet) =
            missing.into_iter().filter(certain).partition(|cell| attempts[*cell] <= rules.retries);
        // With a limit, a second array beside the first would be too many.
        let room = rules.limit.is_none() || self.alive.is_empty();
        if !open.is_empty() && room {
            return Decision::Submit(open);
        }
        match !spent.is_empty() && spent.len() == self.done.iter().filter(|done| !**done).count() {
            true => Decision::GiveUp(spent),
            false => Decision::Wait,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::cluster::note::Array;
    use crate::run::cluster::ranges::Share;

    /// Three cells, submitted so often; some done, some alive, some missed before.
    fn decided(
        submitted: usize,
        done: [bool; 3],
        alive: &[usize],
        missed: &[usize],
        limit: Option<usize>,
    ) -> Decision {
        let mut note = Note::new("a.pipe", "0", "0");
        let share = Share { offset: 0, cells: (0..3).collect() };
        note.arrays = (0..submitted).map(|n| Array::new(n.to_string(), &share)).collect();
        let alive = AtWork { running: alive.iter().copied().collect(), waiting: CellSet::new() };
        let missed = missed.iter().copied().collect();
        let sight = Sight { note: &note, alive: &alive, done: &done, missed: &missed };
        sight.decide(Rules { retries: 2, limit })
    }

    #[test]
    fn what_was_never_submitted_is_submitted_at_once_and_what_is_done_never() {
        let first = decided(0, [false, true, false], &[], &[], None);
        assert_eq!(first, Decision::Submit(CellSet::from([0, 2])));
        assert_eq!(decided(0, [true; 3], &[], &[], None), Decision::Gather);
    }

    #[test]
    fn jobs_in_the_queue_are_waited_for() {
        assert_eq!(decided(1, [false; 3], &[0, 1, 2], &[], None), Decision::Wait);
        assert_eq!(decided(1, [true; 3], &[1], &[], None), Decision::Gather);
    }

    #[test]
    fn a_job_that_has_gone_is_missed_twice_before_it_is_submitted_again() {
        assert_eq!(decided(1, [true, false, false], &[2], &[], None), Decision::Wait);
        let again = decided(1, [true, false, false], &[2], &[1], None);
        assert_eq!(again, Decision::Submit(CellSet::from([1])));
    }

    #[test]
    fn a_limit_holds_for_what_is_submitted_again() {
        assert_eq!(decided(1, [true, false, false], &[2], &[1], Some(4)), Decision::Wait);
        let again = decided(1, [true, false, true], &[], &[1], Some(4));
        assert_eq!(again, Decision::Submit(CellSet::from([1])));
    }

    #[test]
    fn cells_without_attempts_are_given_up_once_the_others_are_done() {
        assert_eq!(decided(3, [true, false, false], &[2], &[1], None), Decision::Wait);
        assert_eq!(decided(3, [true, false, true], &[], &[], None), Decision::Wait);
        assert_eq!(decided(3, [true, false, true], &[], &[1], None), Decision::GiveUp(CellSet::from([1])));
    }
}
