//! Whether a lock was made by the words as they are now. A result is computed in another way once the version of a word
//! goes up, which changes its key and nothing else that can be seen without running: so the keys that a run would have
//! are made, for the numeric class of the lock, and compared with those in it.

use super::key;
use super::lock::{Lock, LockedStep};
use super::recheck::Deviation;
use super::summary::joint;
use super::sums::Sums;
use crate::check::{Block, Plan};
use std::collections::HashSet;

/// The steps of a lock that this program carries out in another way. Of a search nobody knows beforehand which cells run.
pub fn of_versions(was: &Lock, plan: &Plan, sums: &Sums) -> Vec<Deviation> {
    let Some(now) = keys(plan, sums, &was.numeric) else { return Vec::new() };
    let searched: HashSet<Option<&str>> = searches(plan).collect();
    let is_other =
        |step: &&LockedStep| !searched.contains(&step.label.as_deref()) && !now.contains(&step.key);
    let deviation = |step: &LockedStep| Deviation {
        fact: format!("how `{}` is carried out", step.sentence),
        was: "by other versions of its words".into(),
        is: "by this program's".into(),
    };
    was.steps.iter().filter(is_other).map(deviation).collect()
}

/// The labels of the lines that are searched.
fn searches(plan: &Plan) -> impl Iterator<Item = Option<&str>> {
    let cells = plan.blocks.iter().filter(|block| block.search.is_some()).flat_map(|block| &block.cells);
    cells.flat_map(|cell| cell.lines.iter().map(|line| line.label.as_deref()))
}

/// All keys that steps of a lock may have: those of single steps, and the joint ones of swept and repeated steps. None where
/// data can't be read.
fn keys(plan: &Plan, sums: &Sums, numeric: &str) -> Option<HashSet<String>> {
    let repeats = plan.blocks.iter().map(|block| block.repeats).max().unwrap_or(1);
    let of_repeat = |repeat| -> Option<Vec<String>> {
        let keys = key::all_in(plan, sums, (repeat, numeric));
        keys.into_iter().map(|known| known.map(|(_, key)| key)).collect()
    };
    let keys: Vec<Vec<String>> = (0..repeats).map(of_repeat).collect::<Option<_>>()?;
    let joined = plan.blocks.iter().flat_map(|block| of_block(block, &keys));
    Some(joined.chain(keys[0].iter().cloned()).collect())
}

/// The joint key of every step of a block's lines, over cells and repeats in their order.
fn of_block(block: &Block, keys: &[Vec<String>]) -> Vec<String> {
    let Some(first) = block.cells.first() else { return Vec::new() };
    let places = first.lines.iter().enumerate();
    let places = places.flat_map(|(line, it)| (0..it.steps.len()).map(move |place| (line, place)));
    let of_place = |(line, place): (usize, usize)| {
        let steps = block.cells.iter().filter_map(|cell| cell.lines.get(line)?.steps.get(place));
        let runs =
            steps.flat_map(|&step| keys[..block.repeats as usize].iter().map(move |of| of[step].clone()));
        runs.reduce(|all, key| joint(&all, &key))
    };
    places.filter_map(of_place).collect()
}
