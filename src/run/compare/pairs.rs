//! Which sentence of one experiment stands for which of another: first those of one label, whatever their order in
//! the file, then what is left. Of those, equal sentences are pairs, then sentences of the same verb and word in the
//! same order.

use crate::source::common;
use std::collections::{BTreeMap, HashMap};

/// What is to be matched: label, head, whole sentence.
pub struct Entry<'a> {
    pub label: Option<&'a str>,
    pub head: &'a str,
    pub sentence: &'a str,
}

/// Pairs of places, by the first.
pub fn pairs(old: &[Entry], new: &[Entry]) -> BTreeMap<usize, usize> {
    let mut matched = BTreeMap::new();
    let mut groups: BTreeMap<Option<&str>, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    old.iter().enumerate().for_each(|(at, entry)| groups.entry(entry.label).or_default().0.push(at));
    new.iter().enumerate().for_each(|(at, entry)| groups.entry(entry.label).or_default().1.push(at));
    for (ours, theirs) in groups.values() {
        within((old, ours), (new, theirs), &mut matched);
    }
    let taken: Vec<usize> = matched.values().copied().collect();
    let ours: Vec<usize> = (0..old.len()).filter(|at| !matched.contains_key(at)).collect();
    let theirs: Vec<usize> = (0..new.len()).filter(|at| !taken.contains(at)).collect();
    within((old, &ours), (new, &theirs), &mut matched);
    matched
}

fn within(
    (old, ours): (&[Entry], &[usize]),
    (new, theirs): (&[Entry], &[usize]),
    matched: &mut BTreeMap<usize, usize>,
) {
    let mut free: HashMap<&str, Vec<usize>> = HashMap::new();
    theirs.iter().rev().for_each(|&at| free.entry(new[at].sentence).or_default().push(at));
    let mut ours_left = Vec::new();
    for &at in ours {
        match free.get_mut(old[at].sentence).and_then(Vec::pop) {
            Some(partner) => drop(matched.insert(at, partner)),
            None => ours_left.push(at),
        }
    }
    let mut theirs_left: Vec<usize> = free.into_values().flatten().collect();
    theirs_left.sort_unstable();
    let alike = common(&ours_left, &theirs_left, |&a, &b| old[a].head == new[b].head);
    matched.extend(alike.into_iter().map(|(i, j)| (ours_left[i], theirs_left[j])));
}
