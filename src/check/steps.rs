//! The steps of a plan, by their numbers. While a part of the cells of a sweep is checked aside, it knows the steps
//! that are there already, and its own begin at the number that they will have in the whole plan.

use super::plan::Step;
use crate::vocabulary::StepId;
use std::ops::{Deref, Index};

/// Steps in order; those of a finished plan are numbered from 0 on without a gap.
#[derive(Clone, Default)]
pub struct Steps {
    list: Vec<Step>,
    /// How many lie before the gap.
    known: usize,
    /// The numbers of the gap, which belong to other parts.
    skipped: usize,
}

impl Steps {
    pub fn push(&mut self, step: Step) {
        self.list.push(step);
    }

    pub fn truncate(&mut self, length: StepId) {
        self.list.truncate(length - self.skipped);
    }

    /// The number of the next step.
    pub fn next(&self) -> StepId {
        self.list.len() + self.skipped
    }

    pub fn get(&self, id: StepId) -> Option<&Step> {
        let later = || id.checked_sub(self.skipped).filter(|at| *at >= self.known);
        if id < self.known { self.list.get(id) } else { self.list.get(later()?) }
    }

    /// These steps for a part whose own begin after a gap.
    pub fn aside(&self, skipped: usize) -> Self {
        Steps { list: self.list.clone(), known: self.list.len(), skipped }
    }

    /// The steps after the gap.
    pub fn own(&self) -> &[Step] {
        self.list.get(self.known..).unwrap_or_default()
    }

    /// Takes over the steps of a part, which begin where these end.
    pub fn join(&mut self, part: Steps) {
        self.list.extend(part.list.into_iter().skip(part.known));
    }
}

impl Deref for Steps {
    type Target = [Step];
    fn deref(&self) -> &[Step] {
        &self.list
    }
}

impl Index<StepId> for Steps {
    type Output = Step;
    fn index(&self, id: StepId) -> &Step {
        &self.list[if id < self.known { id } else { id - self.skipped }]
    }
}

impl<'s> IntoIterator for &'s Steps {
    type Item = &'s Step;
    type IntoIter = std::slice::Iter<'s, Step>;
    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}
