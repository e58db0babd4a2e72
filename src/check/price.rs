//! What a whole plan costs: the work of all steps as often as they run, and the most memory that is held at any time.
//!
//! Memory follows the run: steps in order, each after those it takes from; what a step keeps stays to the end, or
//! to the end of its cell and repeat.

use super::Plan;
use super::plan::{Block, Cell, Item, Line, Step};
use crate::vocabulary::{Cost, Input, Rates, StepId};
use rayon::prelude::*;
use std::collections::BTreeSet;

const MIB: f64 = 1_048_576.0;
/// Bytes that the program takes beside all data: 16 MiB of its own pages and those of its libraries, as far as they are used, and
/// what the allocator keeps its books and small values in.
const PROGRAM: f64 = 18.5 * MIB;
/// Where threads share work, each of two has small values of its own, and more of the program is used.
const SHARED: f64 = 2.5 * MIB;
/// What a step holds in passing it lets go in arrays of many sizes, and the place of one is of no use to the next. Small
/// arrays lie idle once, each size in places of its own; besides, half of what is held lies where the present has no use for it;
/// each up to so many bytes. Measured over the files of pipelines/, with mimalloc 3 and pages of 4 KiB but for large arrays.
const MOST_CUT_UP: f64 = 10.0 * MIB;
const IDLE: f64 = 0.5;
const MOST_IDLE: f64 = 30.0 * MIB;
/// Bytes that charts are drawn in when all is over: the outlines of every letter of a font, and a canvas.
const DRAWING: f64 = 40.0 * MIB;
/// Bytes of what is told of a line in a cell and repeat, and kept for claims, curves and the record.
const TOLD: f64 = 2600.0;
/// Steps whose times are added up by one thread.
const PRICED_AT_ONCE: usize = 4096;

impl Plan {
    /// The time that everything takes, as an interval in seconds: the intervals of the steps, as often as they run.
    /// All speeds may be wrong in the same direction, so the ends add up. Of a search that halves its tries nobody knows which
    /// cells will run: each counts as often as it would if all tries were equally good.
    pub fn seconds(&self, rates: &Rates) -> (f64, f64) {
        let add = |(low, high): (f64, f64), (least, most): (f64, f64)| (low + least, high + most);
        let of_step = |step: &Step| {
            let (least, most) = step.cost.seconds(rates);
            let runs = self.expected_runs_of(step);
            (runs * least, runs * most)
        };
        let of_part = |steps: &[Step]| steps.iter().map(of_step).fold((0.0, 0.0), add);
        let parts: Vec<_> = self.steps.par_chunks(PRICED_AT_ONCE).map(of_part).collect();
        parts.into_iter().fold((0.0, 0.0), add)
    }

    /// The work of everything, and the most memory that is held.
    pub fn cost(&self) -> Cost {
        let mut cost = Cost { peak: self.memory(), ..Cost::default() };
        self.steps.iter().for_each(|step| cost.add_work(&step.cost, self.expected_runs_of(step)));
        cost
    }

    /// Bytes that these inputs keep, and all that they were made from.
    pub fn kept_by(&self, inputs: &[Input]) -> f64 {
        let mut known = BTreeSet::new();
        let mut open: Vec<StepId> = inputs.iter().map(|input| input.step).collect();
        while let Some(id) = open.pop() {
            if known.insert(id) {
                open.extend(self.steps[id].inputs.iter().map(|input| input.step));
            }
        }
        known.into_iter().map(|id| self.steps[id].cost.kept).sum()
    }

    /// The most bytes that are held at any time, charts included, which are drawn when the steps have let go of theirs.
    pub fn memory(&self) -> f64 {
        self.held().max(self.drawn())
    }

    /// Bytes that are held while charts are drawn, if there are any.
    pub fn drawn(&self) -> f64 {
        if self.draws_charts() { PROGRAM + self.told() + DRAWING } else { 0.0 }
    }

    /// The most bytes that are held while the steps run.
    pub fn held(&self) -> f64 {
        let done = vec![false; self.steps.len()];
        let mut held =
            Held { plan: self, done, of_cell: Vec::new(), now: 0.0, peak: 0.0, passing: 0.0, shared: false };
        for item in &self.items {
            match item {
                Item::Line(line) => held.line(line),
                Item::Block(index) => {
                    let block = &self.blocks[*index];
                    for cell in &block.cells {
                        held.cell(&cell.lines);
                        held.now += told(block, cell);
                    }
                    held.peak = held.peak.max(held.now);
                }
            }
        }
        let shared = if held.shared { SHARED } else { 0.0 };
        let idle = held.passing.min(MOST_CUT_UP) + (IDLE * held.passing).min(MOST_IDLE);
        PROGRAM + shared + held.peak + idle
    }

    /// Bytes of what is told of the lines of blocks.
    fn told(&self) -> f64 {
        let of_block = |block: &Block| block.cells.iter().map(|cell| told(block, cell)).sum::<f64>();
        self.blocks.iter().map(of_block).sum()
    }
}

fn told(block: &Block, cell: &Cell) -> f64 {
    TOLD * block.repeats as f64 * cell.lines.len() as f64
}

/// What is held while the steps run.
struct Held<'a> {
    plan: &'a Plan,
    /// Whether the result of each step is there.
    done: Vec<bool>,
    /// The steps of the cell that runs.
    of_cell: Vec<StepId>,
    now: f64,
    peak: f64,
    /// The most that a step held and did not keep which took something from another: what is read is read once and for all.
    passing: f64,
    /// Whether threads share the work of such a step.
    shared: bool,
}

impl Held<'_> {
    fn line(&mut self, line: &Line) {
        line.steps.iter().for_each(|&step| self.step(step));
    }

    /// One repeat of a cell stands for all: each forgets what it made.
    fn cell(&mut self, lines: &[Line]) {
        lines.iter().for_each(|line| self.line(line));
        for id in self.of_cell.drain(..) {
            self.done[id] = false;
            self.now -= self.plan.steps[id].cost.kept;
        }
    }

    fn step(&mut self, id: StepId) {
        if std::mem::replace(&mut self.done[id], true) {
            return;
        }
        let step = &self.plan.steps[id];
        if step.cell.is_some() {
            self.of_cell.push(id);
        }
        step.inputs.iter().for_each(|input| self.step(input.step));
        self.peak = self.peak.max(self.now + step.cost.peak);
        if !step.inputs.is_empty() {
            self.passing = self.passing.max(step.cost.peak - step.cost.kept);
            self.shared |= step.cost.work.iter().any(|amount| amount.parts > 1 && amount.units > 0.0);
        }
        self.now += step.cost.kept;
    }
}
