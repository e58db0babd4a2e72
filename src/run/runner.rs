//! The interpreter: the lines of a plan in order, its blocks cell by cell, then its claims.

use super::block::{self, CellEnd};
use super::judge::{comparisons, judged, unjudged};
use super::search;
use super::store::{RunFolder, Store};
use super::summary::{End, Failure, Report, StepReport};
use super::sums::Sums;
use super::table;
use super::worker::{Common, Worker};
use crate::check::{Item, Plan};
use crate::data::Shelf;
use crate::models::Observer;
use crate::numeric::tensors::Tensors;
use crate::source::Span;
use crate::vocabulary::{Outcome, Probe, Rates, Reading, StepId};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};

/// A step in a repeat, from 0; outside of all blocks there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    pub step: StepId,
    pub repeat: u64,
}

/// Who watches a run: told what happens, asked whether to stop.
pub trait Watcher: Observer {
    fn step_starts(&self, step: StepId, text: &str, of: (u64, u64));
    /// A step does not have to run: the store has what it yields.
    fn step_kept(&self, _step: StepId, _text: &str, _of: (u64, u64)) {}
    /// A step has run and leaves these remarks.
    fn step_ends(&self, notes: &[String]);
    /// A step has run, be it one of a line or one that a line takes from.
    fn step_ran(&self, _step: StepId) {}
    /// A point of a curve of a step that runs, by the name of the curve: the value of an epoch, counted from 1.
    fn step_tells(&self, _step: Running, _curve: &str, _epoch: usize, _value: f64) {}
    /// What a step has come to, be it now or in an earlier run, and the arrays that are kept of it.
    fn step_yields(&self, _step: Running, _outcome: &Outcome, _kept: &dyn Fn() -> Tensors) {}
    /// A line worth saying: a download, a file written.
    fn say(&self, line: &str);
}

/// What a run needs besides its plan.
pub struct RunOptions<'a> {
    pub shelf: &'a Shelf,
    /// Where pictures and record are kept, and the folder of the pipe file.
    pub folder: &'a RunFolder,
    /// Where results are kept and taken from; none for a trial.
    pub store: Option<&'a Store>,
    /// How fast this machine is, on the threads of the run.
    pub rates: &'a Rates,
    pub watcher: &'a dyn Watcher,
    /// Where findings go while a run is tried out; none when it is meant.
    pub probe: Option<&'a Probe>,
    pub cells: Cells,
    /// Whether nothing is computed: what the store lacks ends the run.
    pub dry: bool,
    /// The time between two snapshots of a long step.
    pub every: Duration,
}

/// How the cells of blocks are run.
#[derive(Clone, Copy, Debug)]
pub struct Cells {
    /// So many at a time, which share the threads.
    pub jobs: usize,
    /// Whether the others are run when one fails.
    pub keep_going: bool,
    /// How often a cell that failed is tried again.
    pub retries: u32,
    /// Only this one, of all cells in all repeats, and nothing outside that it does not need.
    pub only: Option<u64>,
}

impl Default for Cells {
    fn default() -> Self {
        Cells { jobs: 1, keep_going: false, retries: 0, only: None }
    }
}

impl RunOptions<'_> {
    /// The time between two snapshots where nothing else is asked for.
    pub const EVERY: Duration = Duration::from_secs(60);
}

/// Runs a plan that has no errors.
pub fn run(plan: &Plan, options: &RunOptions) -> Report {
    let started = Instant::now();
    let begun = AtomicU64::new(0);
    let total = plan.steps.iter().map(|step| plan.expected_runs_of(step)).sum::<f64>().round() as u64;
    let sums = Sums::new(&options.folder.beside);
    let let_go = AtomicU64::new(0);
    let common = Common { plan, options, sums: &sums, begun: &begun, let_go: &let_go, total };
    let outer = Mutex::new(Worker::outside(common));
    let mut run = Run { common, outer: &outer, reports: Vec::new(), failed_cells: Vec::new() };
    let ended = run.all().and_then(|()| unchanged(plan, &sums));
    let Run { mut reports, failed_cells, .. } = run;
    let mut outer = outer.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    reports.extend(outer.others());
    let is_whole = ended.is_ok() && options.cells.only.is_none();
    let end = match (ended, failed_cells.first()) {
        (Ok(()), None) => End::Done,
        (Ok(()), Some((_, failure))) => End::Failed(failure.clone()),
        (Err(failure), _) if failure.fault.interrupted => End::Interrupted { text: failure.text },
        (Err(failure), _) => End::Failed(failure),
    };
    let claims = if is_whole { judged(plan, &outer.kept.table) } else { unjudged(plan) };
    let comparisons = comparisons(plan, &outer.kept.table);
    let searches = search::searched(plan, &outer.kept.table);
    if let Some(store) = options.store {
        store.take_damage().iter().for_each(|line| options.watcher.say(line));
    }
    let (seconds, data) = (started.elapsed().as_secs_f64(), data(plan, &sums));
    Report {
        steps: reports,
        claims,
        rows: outer.kept.table.rows,
        comparisons,
        searches,
        end,
        seconds,
        failed_cells,
        data,
        files: outer.kept.files,
        stored: outer.stored,
    }
}

struct Run<'a, 'o> {
    common: Common<'a>,
    outer: &'o Mutex<Worker<'a, 'a>>,
    reports: Vec<StepReport>,
    failed_cells: Vec<(String, Failure)>,
}

impl Run<'_, '_> {
    /// Runs everything; what was reached before a failure is reported all the same.
    fn all(&mut self) -> Result<(), Failure> {
        let only = self.common.options.cells.only;
        let mut first = 0;
        for item in &self.common.plan.items {
            match item {
                Item::Line(line) if only.is_none() => {
                    let mut outer = self.outer.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
                    let mut reports = Vec::new();
                    let ended = outer.line(line, None, &mut reports);
                    self.reports.extend(reports.into_iter().map(|(_, report)| report));
                    ended?;
                }
                Item::Line(_) => {}
                Item::Block(index) => {
                    self.block(*index, first)?;
                    first += self.common.plan.blocks[*index].runs();
                }
            }
        }
        Ok(())
    }

    /// Every cell and repeat of a block, of which the first has this number; a line's reports of all of them become one.
    fn block(&mut self, index: usize, first: u64) -> Result<(), Failure> {
        let block = &self.common.plan.blocks[index];
        let mut together: Vec<BTreeMap<usize, StepReport>> = Vec::new();
        let only = self.common.options.cells.only;
        let halvings = block.search.as_ref().map_or(1, |search| search.rungs.len());
        let mut ended = Ok(());
        for rung in 0..if only.is_none() { halvings } else { 1 } {
            let wanted: Vec<u64> = match only {
                Some(only) => (0..block.runs()).filter(|number| only == first + number).collect(),
                None => self.on_budget(index, rung),
            };
            ended = ended.and(self.cells(index, &wanted, &mut together));
            if ended.is_err() {
                break;
            }
        }
        let labels = block.cells.first().map(|cell| cell.lines.iter().map(|line| (&line.label, line.span)));
        for ((label, line), reports) in labels.into_iter().flatten().zip(together) {
            let over = |report| self.over_axes(index, (label.as_deref(), line), report);
            let mut of_line: Vec<StepReport> = reports.into_values().map(over).collect();
            once(&mut of_line);
            self.reports.extend(of_line);
        }
        ended
    }

    /// The cells in all repeats that run at a time: all, or those that have come to this budget of a search.
    fn on_budget(&self, index: usize, rung: usize) -> Vec<u64> {
        let block = &self.common.plan.blocks[index];
        let cells = match &block.search {
            Some(_) => {
                let outer = self.outer.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
                search::going_on(self.common.plan, &outer.kept.table, index, rung)
            }
            None => (0..block.cells.len()).collect(),
        };
        cells
            .into_iter()
            .flat_map(|cell| (0..block.repeats).map(move |repeat| cell as u64 * block.repeats + repeat))
            .collect()
    }

    /// Runs cells and gathers what they come to.
    fn cells(
        &mut self,
        index: usize,
        wanted: &[u64],
        together: &mut Vec<BTreeMap<usize, StepReport>>,
    ) -> Result<(), Failure> {
        let mut ended = Ok(());
        block::run(self.common, self.outer, index, wanted, |end: CellEnd| {
            for (at, reports) in end.reports.into_iter().enumerate() {
                merge(together, at, reports, (end.cell, &end.name));
            }
            let mut outer = self.outer.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            if end.ended.is_err() {
                outer.kept.table.failed.extend(end.rows.iter().filter_map(|row| row.cell));
            }
            outer.kept.table.rows.extend(end.rows);
            outer.kept.files.extend(end.files);
            outer.stored.extend(end.stored);
            match end.ended {
                Err(failure) if self.common.options.cells.keep_going && !failure.fault.interrupted => {
                    self.failed_cells.push((end.name, failure));
                }
                Err(failure) if ended.is_ok() => ended = Err(failure),
                _ => {}
            }
        });
        ended
    }

    /// The report of a swept line: measures pooled over repeats, or as curves over the axis; of a search, those of the
    /// chosen cell.
    fn over_axes(
        &self,
        block: usize,
        (label, line): (Option<&str>, Span),
        mut report: StepReport,
    ) -> StepReport {
        let outer = self.outer.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if self.common.plan.blocks[block].search.is_some() {
            return search::of_best(self.common.plan, &outer.kept.table, (block, line), report);
        }
        report.series.clear();
        let axis = self.common.plan.blocks[block].axes.first();
        let Some(axis) = axis else {
            report.readings = table::pooled(std::mem::take(&mut report.measured).into_values().flatten());
            return report;
        };
        let plan = self.common.plan;
        let placed = |(cell, readings)| (plan.blocks[block].place_of(cell), readings);
        report.cells = report.by_cell().into_iter().map(placed).collect();
        if let Some(label) = label {
            let names = report.cells.iter().flat_map(|(_, readings)| readings).map(Reading::name).collect();
            report.series = outer.kept.table.all_over(plan, label, names, axis);
        }
        report
    }
}

/// A curve over an axis has the last values of a measure in its line: where several steps of the line measure it, the last
/// of them tells it.
fn once(steps: &mut [StepReport]) {
    let mut told = BTreeSet::new();
    for step in steps.iter_mut().rev() {
        step.series.retain(|series| told.insert(series.name.clone()));
    }
}

/// Adds the reports of a line in a cell to those of the cells before, step by step: times add up, measures are collected.
/// Tables say which cell they are of. A cell that failed has no reports of the steps that it did not reach.
fn merge(
    together: &mut Vec<BTreeMap<usize, StepReport>>,
    line: usize,
    reports: Vec<(usize, StepReport)>,
    (cell, name): (usize, &str),
) {
    if together.len() <= line {
        together.resize_with(line + 1, BTreeMap::new);
    }
    for (place, mut report) in reports {
        report.measured = BTreeMap::from([(cell, std::mem::take(&mut report.readings))]);
        report.tables.iter_mut().filter(|_| !name.is_empty()).for_each(|table| {
            table.title = format!("{} ({name})", table.title);
        });
        match together[line].entry(place) {
            Entry::Vacant(free) => drop(free.insert(report)),
            Entry::Occupied(mut sum) => sum.get_mut().add(report),
        }
    }
}

/// Data that are not what they were when the run began are those of no key and of no lock.
fn unchanged(plan: &Plan, sums: &Sums) -> Result<(), Failure> {
    let changed = sums.changed(plan);
    changed.map_or(Ok(()), |(step, fault)| Err(Failure { fault, span: step.span, text: step.text.clone() }))
}

/// What the record says of data that no file holds.
pub const MADE: &str = "made by this program from the seed";

/// The data in files that lines start from, with their sums, as a lock has them.
pub fn locked_data(plan: &Plan, sums: &Sums) -> BTreeMap<String, String> {
    in_files(data(plan, sums))
}

/// Of data with their sums those that files hold.
pub fn in_files(data: Vec<(String, String)>) -> BTreeMap<String, String> {
    data.into_iter().filter(|(_, sum)| sum != MADE).collect()
}

/// The data that lines start from, with their sums; what can't be read was said where it was needed.
fn data(plan: &Plan, sums: &Sums) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for step in plan.needed().into_iter().map(|id| &plan.steps[id]) {
        let Ok(Some(sum)) = sums.of(step) else { continue };
        if found.iter().all(|(name, _)| *name != *step.text) {
            let sum = if sum.is_empty() { MADE.to_string() } else { sum };
            found.push((step.text.clone(), sum));
        }
    }
    found
}
