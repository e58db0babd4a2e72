//! Who runs steps: one worker for what stands outside all blocks, one for each cell in each repeat. A step is asked for
//! by what needs it. Where the store has its result, the step does not run, and what it takes from is not even made.
//! `from_store` has keys, and what the store has under them; `carry_out` does what it lacks.

mod carry_out;
mod from_store;

use super::store::{Ingredients, is_stored};
use super::summary::{Failure, StepReport};
use super::sums::Sums;
use super::table::Row;
use super::{RunOptions, results::SoFar};
use crate::check::{Line, Plan, Step};
use crate::vocabulary::{Fault, Outcome, StepId, Value};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;

/// What all workers of a run have in common.
#[derive(Clone, Copy)]
pub struct Common<'a> {
    pub plan: &'a Plan,
    pub options: &'a RunOptions<'a>,
    pub sums: &'a Sums<'a>,
    /// Steps that were begun, of so many.
    pub begun: &'a AtomicU64,
    /// Bytes that steps have held by now and let go, about, since the allocator was last asked to give back what it keeps.
    pub let_go: &'a AtomicU64,
    pub total: u64,
}

/// A step that has yielded.
struct Done {
    outcome: Outcome,
    seconds: f64,
    /// Whether the store had it, or nothing needed it.
    cached: bool,
    /// The key, and the hash of the result, where the store keeps it.
    result: Option<(String, String)>,
}

impl Done {
    /// Data that nothing needed.
    fn unneeded() -> Self {
        Done { outcome: Outcome::default(), seconds: 0.0, cached: true, result: None }
    }
}

/// A key with what it was made of.
#[derive(Clone)]
struct Known {
    ingredients: Ingredients,
    key: String,
}

pub struct Worker<'a, 'o> {
    common: Common<'a>,
    repeat: u64,
    /// Who runs the steps outside the block; none for that worker itself.
    outer: Option<&'o Mutex<Worker<'a, 'a>>>,
    keys: HashMap<StepId, Known>,
    values: HashMap<StepId, Value>,
    done: HashMap<StepId, Done>,
    reported: HashSet<StepId>,
    pub kept: SoFar<'a>,
    /// The keys of all results that the store has of these steps now.
    pub stored: Vec<String>,
}

impl<'a, 'o> Worker<'a, 'o> {
    pub fn outside(common: Common<'a>) -> Self {
        Worker {
            common,
            repeat: 0,
            outer: None,
            keys: HashMap::new(),
            values: HashMap::new(),
            done: HashMap::new(),
            reported: HashSet::new(),
            kept: SoFar::new(common.plan, common.options.folder, String::new()),
            stored: Vec::new(),
        }
    }

    /// The worker of a cell in a repeat, which has this name for people.
    pub fn of_cell(
        common: Common<'a>,
        outer: &'o Mutex<Worker<'a, 'a>>,
        (repeat, name): (u64, &str),
    ) -> Self {
        let kept = SoFar::new(common.plan, common.options.folder, name.to_string());
        Worker { repeat, outer: Some(outer), kept, ..Worker::outside(common) }
    }

    /// The steps of a line, each reported with its place in it; what was reached before a failure is reported all the same.
    pub fn line(
        &mut self,
        line: &Line,
        cell: Option<(usize, usize)>,
        reports: &mut Vec<(usize, StepReport)>,
    ) -> Result<(), Failure> {
        let mut ended = Ok(());
        for (at, &step) in line.steps.iter().enumerate() {
            if ended.is_ok() && self.is_wanted(step, at + 1 == line.steps.len()) {
                ended = self.outcome(step);
            }
        }
        let (label, span, repeat) = (line.label.clone(), line.span, self.repeat);
        let mut row = Row { label, line: span, repeat, cell, readings: Vec::new(), series: Vec::new() };
        for (at, &step) in line.steps.iter().enumerate() {
            if self.is_outside(step) {
                continue;
            }
            if ended.is_ok() && !self.done.contains_key(&step) {
                // Data that nothing needed: they are made when they are.
                self.done.insert(step, Done::unneeded());
            }
            if let Some(report) = self.report(step, line.label.clone()) {
                row.readings.extend(report.readings.iter().cloned());
                row.series.extend(report.series.iter().cloned());
                reports.push((at, report));
            }
        }
        self.kept.table.rows.push(row);
        ended
    }

    /// Reports of steps that no line has reported: what `let` and `use` name, and what cells take from outside.
    pub fn others(&mut self) -> Vec<StepReport> {
        let mut left: Vec<StepId> = self.done.keys().copied().collect();
        left.sort_unstable();
        left.into_iter().filter_map(|step| self.report(step, None)).collect()
    }

    fn report(&mut self, step: StepId, label: Option<String>) -> Option<StepReport> {
        let done = self.done.get(&step)?;
        if !self.reported.insert(step) {
            return None;
        }
        let it = &self.common.plan.steps[step];
        debug_assert!(it.cost.charted >= done.outcome.charted(), "no chart of `{}` is foretold", *it.text);
        let Outcome { readings, series, tables, pictures, notes, .. } = done.outcome.clone();
        let (seconds, cached, result) = (done.seconds, u64::from(done.cached), done.result.clone());
        let predicted = it.cost.seconds(self.common.options.rates);
        let (text, cost) = (it.text.clone(), it.cost.clone());
        Some(StepReport {
            label,
            text,
            seconds,
            cost,
            predicted,
            readings,
            measured: BTreeMap::new(),
            series,
            tables,
            pictures,
            notes,
            runs: 1,
            cached,
            result,
            cells: Vec::new(),
        })
    }

    /// Whether people look at what it yields. Data are only made where something needs them, or where they are all that a
    /// line comes to.
    fn is_wanted(&self, step: StepId, last: bool) -> bool {
        let verb = &self.common.plan.steps[step].verb;
        is_stored(&**verb) || (!self.common.options.dry && (last || verb.has_effect()))
    }

    fn is_outside(&self, step: StepId) -> bool {
        self.outer.is_some() && self.common.plan.steps[step].cell.is_none()
    }

    /// Does something with the worker that runs this step.
    fn by_owner<T>(&mut self, step: StepId, act: impl FnOnce(&mut Worker<'a, '_>) -> T) -> T {
        match self.outer.filter(|_| self.is_outside(step)) {
            // A worker that panicked has ended the program.
            Some(outer) => act(&mut outer.lock().unwrap_or_else(|poisoned| poisoned.into_inner())),
            None => act(self),
        }
    }

    /// Sees to it that a step has yielded what people look at.
    fn outcome(&mut self, step: StepId) -> Result<(), Failure> {
        self.by_owner(step, |owner| match owner.done.contains_key(&step) || owner.found(step)? {
            true => Ok(()),
            false => owner.run(step),
        })
    }

    /// What flows on from a step: as it is in memory, as the store has it, or made.
    fn value(&mut self, step: StepId) -> Result<Value, Failure> {
        self.by_owner(step, |owner| {
            if let Some(value) = owner.values.get(&step) {
                return Ok(value.clone());
            }
            if !owner.restore(step)? {
                owner.run(step)?;
            }
            Ok(owner.values.get(&step).cloned().unwrap_or_default())
        })
    }
}

fn failure(fault: Fault, step: &Step) -> Failure {
    Failure { fault, span: step.span, text: step.text.clone() }
}
