//! The cells of a plan against its store: a cell is done when every step of it that is kept has an entry.

use super::{Work, WorkEnd};
use crate::check::Plan;
use crate::run::store::is_stored;
use crate::run::{self, End, RunOptions, Store, Sums, key};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Every cell in every repeat of a plan, in order.
pub struct Sweep<'a> {
    options: &'a RunOptions<'a>,
    plan: &'a Plan,
    store: &'a Store,
    sums: Sums<'a>,
    /// The keys of all steps in a repeat, for each repeat that was asked for.
    keys: RefCell<BTreeMap<u64, Vec<Option<String>>>>,
}

impl<'a> Sweep<'a> {
    pub fn new(plan: &'a Plan, store: &'a Store, options: &'a RunOptions<'a>) -> Self {
        Sweep { options, plan, store, sums: Sums::new(&options.folder.beside), keys: RefCell::default() }
    }

    /// The block, its cell and the repeat that a number stands for.
    fn place(&self, number: usize) -> Option<(usize, usize, u64)> {
        let mut left = number as u64;
        for (index, block) in self.plan.blocks.iter().enumerate() {
            if left < block.runs() {
                return Some((index, (left / block.repeats) as usize, left % block.repeats));
            }
            left -= block.runs();
        }
        None
    }

    /// A cell for people: `rate = 0.1, repeat 3`.
    pub fn name(&self, number: usize) -> String {
        let place = self.place(number);
        place.map(|(block, cell, repeat)| self.plan.blocks[block].name_of(cell, repeat)).unwrap_or_default()
    }

    /// Whether the store has every result of a cell; a step whose key can't be made has not run.
    fn has(&self, number: usize) -> Option<bool> {
        let (block, cell, repeat) = self.place(number)?;
        let mut keys = self.keys.borrow_mut();
        let keys = keys.entry(repeat).or_insert_with(|| {
            let all = key::all(self.plan, &self.sums, repeat);
            all.into_iter().map(|made| made.map(|(_, key)| key)).collect()
        });
        let steps = self.plan.blocks[block].cells[cell].lines.iter().flat_map(|line| &line.steps);
        for &step in steps.filter(|step| is_stored(&*self.plan.steps[**step].verb)) {
            self.store.entry(keys[step].as_ref()?)?;
        }
        Some(true)
    }
}

impl Work for Sweep<'_> {
    fn total(&self) -> usize {
        self.plan.blocks.iter().map(|block| block.runs() as usize).sum()
    }

    fn is_done(&self, cell: usize) -> bool {
        self.has(cell).unwrap_or(false)
    }

    fn run(&self, cell: usize) -> WorkEnd {
        let only = run::Cells { only: Some(cell as u64), ..self.options.cells };
        let options = RunOptions { cells: only, ..*self.options };
        match run::run(self.plan, &options).end {
            End::Done => WorkEnd::Done,
            End::Interrupted { .. } => WorkEnd::Stopped,
            End::Failed(failure) => WorkEnd::Failed(failure.fault.message),
        }
    }
}
