//! What a whole plan costs: the work of all steps as often as they run, and the most memory that is held at any time.
//!
//! Memory follows the run: steps in order, each after those it takes from; what a step keeps stays to the end, or
//! to the end of its cell and repeat.

use super::Plan;
use super::plan::{Item, Line};
use crate::vocabulary::{Cost, Input, Rates, StepId};
use std::collections::BTreeSet;

/// Bytes that the program takes before it holds any data: itself, its threads, the buffers of its libraries.
const PROGRAM: f64 = 16.0 * 1_048_576.0;

impl Plan {
    /// The time that everything takes, as an interval in seconds: the intervals of the steps, as often as they run.
    /// All speeds may be wrong in the same direction, so the ends add up. Of a search that halves its tries nobody knows which
    /// cells will run: each counts as often as it would if all tries were equally good.
    pub fn seconds(&self, rates: &Rates) -> (f64, f64) {
        self.steps.iter().fold((0.0, 0.0), |(low, high), step| {
            let (least, most) = step.cost.seconds(rates);
            let runs = self.expected_runs_of(step);
            (low + runs * least, high + runs * most)
        })
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

    /// The most bytes that are held at any time.
    pub fn memory(&self) -> f64 {
        let mut held = Held { plan: self, done: BTreeSet::new(), now: PROGRAM, peak: PROGRAM };
        for item in &self.items {
            match item {
                Item::Line(line) => held.line(line),
                Item::Block(index) => {
                    self.blocks[*index].cells.iter().for_each(|cell| held.cell(&cell.lines))
                }
            }
        }
        held.peak
    }
}

/// What is held while the steps run.
struct Held<'a> {
    plan: &'a Plan,
    done: BTreeSet<StepId>,
    now: f64,
    peak: f64,
}

impl Held<'_> {
    fn line(&mut self, line: &Line) {
        line.steps.iter().for_each(|&step| self.step(step));
    }

    /// One repeat of a cell stands for all: each forgets what it made.
    fn cell(&mut self, lines: &[Line]) {
        lines.iter().for_each(|line| self.line(line));
        let plan = self.plan;
        let made: f64 = self
            .done
            .iter()
            .filter(|id| plan.steps[**id].cell.is_some())
            .map(|id| plan.steps[*id].cost.kept)
            .sum();
        self.now -= made;
        self.done.retain(|id| plan.steps[*id].cell.is_none());
    }

    fn step(&mut self, id: StepId) {
        if !self.done.insert(id) {
            return;
        }
        let step = &self.plan.steps[id];
        step.inputs.iter().for_each(|input| self.step(input.step));
        self.peak = self.peak.max(self.now + step.cost.peak);
        self.now += step.cost.kept;
    }
}
