//! The cells of a sweep, in turn or side by side. What cells share (a `let` that is used for the first time, data that
//! are read once) is settled by the first of them. The others add a number of steps each that the second shows, so that
//! parts of them can be checked aside, every step under its number. Where a part turns out to have changed what is
//! shared, or to have other steps than was foreseen, it is forgotten, and its cells are checked in turn.

use super::faults::Faults;
use super::statement::Checker;
use crate::syntax::ast::{self, Statement};
use crate::vocabulary::Role;
use rayon::prelude::*;
use std::ops::Range;

/// Fewer cells than this are not worth handing over.
const LEAST: usize = 64;
/// A part begins with a copy of the steps before it: so many at most for each step of the sweep.
const COPIED: usize = 4;

/// The cells of one block, by the values of its axes.
pub struct Cells<'s> {
    pub sweep: &'s ast::Sweep,
    pub block: usize,
    pub values: &'s [Vec<f64>],
}

impl Checker<'_> {
    /// Checks all cells, side by side where the caller is one of rayon's threads.
    pub fn cells(&mut self, cells: &Cells) -> Faults {
        let mut faults = Faults::default();
        let all = cells.values.len();
        let first = if all >= LEAST && self.can_part(cells.sweep) { 1 } else { all };
        self.in_turn(cells, 0..first, &mut faults);
        if first < all {
            let before = self.plan.steps.next();
            self.in_turn(cells, 1..2, &mut faults);
            let each = self.plan.steps.next() - before;
            if !self.side_by_side(cells, 2..all, each, &mut faults) {
                self.in_turn(cells, 2..all, &mut faults);
            }
        }
        faults
    }

    /// Whether cells can only add lines and names of their own.
    fn can_part(&self, sweep: &ast::Sweep) -> bool {
        let role =
            |line: &ast::Pipeline| self.vocabulary.verb(&line.stages.first()?.verb).map(|verb| verb.role);
        let adds = |statement: &Statement| match statement {
            Statement::Let(_) => true,
            Statement::Pipeline(line) => {
                !matches!(role(line), Some(Role::Setting | Role::Include | Role::Default))
            }
            _ => false,
        };
        rayon::current_thread_index().is_some() && sweep.body.iter().all(adds)
    }

    fn in_turn(&mut self, cells: &Cells, range: Range<usize>, faults: &mut Faults) {
        for number in range {
            let before = self.findings.len();
            self.cell(cells.sweep, cells.block, number, cells.values[number].clone());
            faults.add(number, self.findings.split_off(before));
        }
    }

    /// Checks cells of `each` steps in as many parts as there are threads; false where nothing came of it.
    fn side_by_side(&mut self, cells: &Cells, rest: Range<usize>, each: usize, faults: &mut Faults) -> bool {
        let threads = rayon::current_num_threads();
        if self.plan.steps.next().saturating_mul(threads) > COPIED * rest.len() * each {
            return false;
        }
        let size = rest.len().div_ceil(threads);
        let part = |start: usize| {
            (start..(start + size).min(rest.end), self.aside(cells.block, (start - rest.start) * each))
        };
        let parts: Vec<_> = rest.clone().step_by(size).map(part).collect();
        let checked = parts.into_par_iter().map(|(range, mut part)| {
            let (mut found, steps) = (Faults::default(), range.len() * each);
            part.in_turn(cells, range, &mut found);
            (part, steps, found)
        });
        let checked: Vec<_> = checked.collect();
        if !checked.iter().all(|(part, steps, _)| self.has_foreseen(part, *steps)) {
            return false;
        }
        for (part, _, found) in checked {
            self.join(part, cells.block);
            faults.join(found);
        }
        true
    }

    /// A checker of cells whose steps have numbers that are greater by `skipped`.
    fn aside(&self, block: usize, skipped: usize) -> Self {
        let mut aside = self.clone();
        aside.findings.clear();
        aside.plan.steps = self.plan.steps.aside(skipped);
        aside.plan.blocks[block].cells.clear();
        aside
    }

    /// Whether a part has so many steps, all of its cells, and left what is shared as it was.
    fn has_foreseen(&self, part: &Self, steps: usize) -> bool {
        let own = part.plan.steps.own();
        own.len() == steps && own.iter().all(|step| step.cell.is_some()) && self.shared() == part.shared()
    }

    /// What a cell could change for those after it, besides the steps.
    fn shared(&self) -> impl PartialEq {
        let default = (self.default_used, self.default_was_assumed, self.default_is_broken);
        let said = (self.plan.claims.len(), self.plan.items.len());
        (default, said, self.fixed.len(), self.names.waiting().len())
    }

    fn join(&mut self, part: Self, block: usize) {
        self.names.use_as(&part.names);
        self.labelled = part.labelled;
        let mut plan = part.plan;
        self.plan.blocks[block].cells.append(&mut plan.blocks[block].cells);
        self.plan.read.append(&mut plan.read);
        self.plan.steps.join(plan.steps);
    }
}
