//! A sentence shrunk to seconds, for `smoke`: the same words on fewer rows, for one epoch and few steps. What
//! becomes of an argument is said by its type ([`Argument::shrink`](super::Argument::shrink)), so that a new word
//! shrinks without a line of its own.
//!
//! A data set keeps 1 % of its rows, but at least 1,000 and a quarter more rows than columns: fits with more
//! rows than unknowns keep them. A number of rows out of n, of which m are left, keeps its place among them: up to
//! m/4 it stays as it is, above that it is carried linearly from (m/4, n) to (m/4, m). So what fits the full data
//! fits the shrunk ones, and what leaves a row over still does.

use super::{Input, Kind, StepId};
use std::sync::Arc;

/// Rows that are kept of any set that has them.
const LEAST: usize = 1000;
/// One row in so many is kept of larger sets.
const ONE_IN: usize = 100;
/// The steps of a chain.
const STEPS: usize = 10;
/// The bond dimension of a tensor network.
const BOND: usize = 6;

/// What steps yield once they are shrunk.
pub type ShrunkKinds<'a> = &'a dyn Fn(StepId) -> Option<Arc<Kind>>;

/// What an argument is told when its sentence is shrunk.
pub struct Shrink<'a> {
    kinds: ShrunkKinds<'a>,
    /// Training rows of the data that the sentence takes from: all, and those that are left.
    source: Option<(usize, usize)>,
    /// Columns of what the sentence yields.
    columns: usize,
}

impl<'a> Shrink<'a> {
    /// For a sentence that yields `own` in full; `taken` is what its rows are taken from, empty where
    /// it makes them.
    pub fn new(own: &Kind, taken: &[Input], kinds: ShrunkKinds<'a>) -> Self {
        let rows = |kind: &Kind| kind.data.as_ref().map(|data| data.shape.train);
        let source = taken.iter().find_map(|input| Some((rows(&input.kind)?, rows(&*kinds(input.step)?)?)));
        Shrink { kinds, source, columns: own.data.as_ref().map_or(0, |data| data.shape.columns) }
    }

    /// A number of rows of this sentence.
    pub fn rows(&self, n: usize) -> usize {
        match self.source {
            Some((all, left)) => rows_of_part(n, all, left),
            None => rows_of_set(n, self.columns),
        }
    }

    /// Rows that are left of those that the sentence takes from.
    pub fn rows_left(&self) -> Option<usize> {
        self.source.map(|(_, left)| left)
    }

    /// A plain count is no amount of work.
    pub fn count(&self, n: usize) -> usize {
        n
    }

    pub fn epochs(&self, _n: usize) -> usize {
        1
    }

    /// The cost of a tensor network grows as a high power of its bonds.
    pub fn bond(&self, n: usize) -> usize {
        n.min(BOND)
    }

    pub fn steps(&self, n: usize) -> usize {
        n.min(STEPS)
    }

    /// What a step yields now.
    pub fn kind(&self, step: StepId) -> Option<Arc<Kind>> {
        (self.kinds)(step)
    }
}

/// Rows that are kept of a whole data set.
pub fn rows_of_set(n: usize, columns: usize) -> usize {
    n.min(LEAST.max(n / ONE_IN).max(columns + columns / 4))
}

/// Where `n` of `all` rows lie among the `left` ones.
fn rows_of_part(n: usize, all: usize, left: usize) -> usize {
    let as_written = left / 4;
    if left >= all || n <= as_written {
        return n;
    }
    let (span, room) = ((all - as_written) as u128, (left - as_written) as u128);
    let above = (n - as_written) as u128 * room / span;
    as_written + above as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_keep_a_hundredth_but_a_thousand_and_more_rows_than_columns() {
        let kept = [(60_000, 784), (500_000, 784), (4601, 57), (100, 8), (100_000, 2000)];
        assert_eq!(kept.map(|(n, p)| rows_of_set(n, p)), [1000, 5000, 1000, 100, 2500]);
    }

    /// A part fits, leaves rows over exactly where it did, is never empty, and keeps its order among others.
    #[test]
    fn parts_stay_legal_and_in_order() {
        for (all, left) in [(4601, 1000), (60_000, 1000), (1001, 1000), (7, 7), (60_000, 5), (10, 1)] {
            let parts: Vec<usize> = (1..=all).map(|n| rows_of_part(n, all, left)).collect();
            assert!(parts.windows(2).all(|pair| pair[0] <= pair[1]), "{all} {left}");
            assert!(parts[all - 1] == left && parts[..all - 1].iter().all(|&n| n < left || left == all));
        }
        assert_eq!([10, 57, 250, 4000].map(|n| rows_of_part(n, 4601, 1000)), [10, 57, 250, 896]);
    }
}
