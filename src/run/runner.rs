//! The interpreter: lines in order, each step after the steps it takes from. A step of a cell runs
//! once a repeat; what a cell made is forgotten when the cell is done.

use super::judge::{judge, unreached};
use super::store::RunFolder;
use super::summary::{End, Failure, Report, StepReport};
use super::table::{Results as Table, Row, pool};
use crate::check::{Item, Line, Plan, Step};
use crate::data::Shelf;
use crate::models::Observer;
use crate::numeric::random::Seed;
use crate::vocabulary::{
    Context, Cost, Fault, MeasureRef, Outcome, Probe, Rates, Reading, Results, Series, StepId, Value,
};
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::time::Instant;

/// Who watches a run: told what happens, asked whether to stop.
pub trait Watcher: Observer {
    fn step_starts(&self, text: &str, of: (u64, u64));
    fn step_ends(&self, report: &StepReport);
    /// A step has run, be it one of a line or one that a line takes from.
    fn step_ran(&self, _step: StepId) {}
    /// A line worth saying: a download, a file written.
    fn say(&self, line: &str);
}

/// What a run needs besides its plan.
pub struct RunOptions<'a> {
    pub shelf: &'a Shelf,
    /// Where results are kept, and the folder of the pipe file.
    pub folder: &'a RunFolder,
    /// How fast this machine is, on the threads of the run.
    pub rates: &'a Rates,
    pub watcher: &'a dyn Watcher,
    /// Where findings go while a run is tried out; none when it is meant.
    pub probe: Option<&'a Probe>,
}

/// Runs a plan that has no errors.
pub fn run(plan: &Plan, options: &RunOptions) -> Report {
    let started = Instant::now();
    let mut runner = Runner::new(plan, options);
    let end = match runner.all() {
        Ok(()) => End::Done,
        Err(failure) if failure.fault.interrupted => End::Interrupted { text: failure.text },
        Err(failure) => End::Failed(failure),
    };
    let done = matches!(end, End::Done);
    let judged = |claim| if done { judge(claim, plan, &runner.kept.table) } else { unreached(claim) };
    let claims = plan.claims.iter().map(judged).collect();
    Report {
        steps: runner.reports,
        claims,
        end,
        seconds: started.elapsed().as_secs_f64(),
        data: runner.data,
        files: runner.kept.files,
    }
}

type Key = (StepId, u64);

/// What the record says of data that no file holds.
const MADE: &str = "made by this program from the seed";

struct Runner<'a> {
    plan: &'a Plan,
    options: &'a RunOptions<'a>,
    seed: Seed,
    values: HashMap<Key, Value>,
    kept: Kept<'a>,
    reports: Vec<StepReport>,
    data: Vec<(String, String)>,
    steps_begun: u64,
}

/// What stages may ask of the results so far.
struct Kept<'a> {
    plan: &'a Plan,
    table: Table,
    folder: &'a RunFolder,
    files: Vec<PathBuf>,
}

impl<'a> Runner<'a> {
    fn new(plan: &'a Plan, options: &'a RunOptions<'a>) -> Self {
        Runner {
            plan,
            options,
            seed: Seed::root(plan.settings.seed.unwrap_or(0)),
            values: HashMap::new(),
            kept: Kept { plan, table: Table::default(), folder: options.folder, files: Vec::new() },
            reports: Vec::new(),
            data: Vec::new(),
            steps_begun: 0,
        }
    }

    /// Runs everything; what was reached before a failure is reported all the same.
    fn all(&mut self) -> Result<(), Failure> {
        for item in &self.plan.items {
            match item {
                Item::Line(line) => {
                    let mut reports = Vec::new();
                    let ended = self.line(line, None, 0, &mut reports);
                    self.reports.extend(reports);
                    ended?;
                }
                Item::Block(index) => self.block(*index)?,
            }
        }
        Ok(())
    }

    /// Every cell and repeat of a block; a line's reports of all of them become one.
    fn block(&mut self, index: usize) -> Result<(), Failure> {
        let mut together: Vec<Vec<StepReport>> = Vec::new();
        let ended = self.cells(index, &mut together);
        let labels =
            self.plan.blocks[index].cells.first().map(|cell| cell.lines.iter().map(|line| &line.label));
        for (label, reports) in labels.into_iter().flatten().zip(together) {
            for report in reports {
                let report = self.over_axes(index, label.as_deref(), report);
                self.reports.push(report);
            }
        }
        ended
    }

    fn cells(&mut self, index: usize, together: &mut Vec<Vec<StepReport>>) -> Result<(), Failure> {
        let block = &self.plan.blocks[index];
        for (number, cell) in block.cells.iter().enumerate() {
            for repeat in 0..block.repeats {
                for (at, line) in cell.lines.iter().enumerate() {
                    let mut reports = Vec::new();
                    let ended = self.line(line, Some((index, number)), repeat, &mut reports);
                    merge(together, at, reports);
                    ended?;
                }
                self.values.retain(|(step, _), _| self.plan.steps[*step].cell.is_none());
            }
        }
        Ok(())
    }

    /// The report of a swept line: measures pooled over repeats, or as curves over the axis.
    fn over_axes(&self, block: usize, label: Option<&str>, mut report: StepReport) -> StepReport {
        let axes = &self.plan.blocks[block].axes;
        let names: BTreeSet<String> = report.readings.iter().map(Reading::name).collect();
        let readings = std::mem::take(&mut report.readings);
        report.series.clear();
        for name in names {
            let same: Vec<Reading> = readings.iter().filter(|r| r.name() == name).cloned().collect();
            match (axes.first(), label) {
                (Some(axis), Some(label)) => {
                    let measure = MeasureRef {
                        label: label.to_string(),
                        measure: name.clone(),
                        ..MeasureRef::default()
                    };
                    report
                        .series
                        .push(Series { name, ..self.kept.table.over(self.plan, &measure, axis, &[]) });
                }
                (Some(_), None) => {}
                (None, _) => report.readings.extend(pool(&same)),
            }
        }
        report
    }

    /// The steps of a line; each report is kept as soon as its step has run.
    fn line(
        &mut self,
        line: &Line,
        cell: Option<(usize, usize)>,
        repeat: u64,
        reports: &mut Vec<StepReport>,
    ) -> Result<(), Failure> {
        let mut row = Row { label: line.label.clone(), cell, readings: Vec::new(), series: Vec::new() };
        for &step in &line.steps {
            let Some((outcome, seconds)) = self.ensure(step, repeat)? else { continue };
            row.readings.extend(outcome.readings.iter().cloned());
            row.series.extend(outcome.series.iter().cloned());
            let report = self.report(step, line, outcome, seconds);
            self.options.watcher.step_ends(&report);
            reports.push(report);
        }
        self.kept.table.rows.push(row);
        Ok(())
    }

    fn report(&self, step: StepId, line: &Line, outcome: Outcome, seconds: f64) -> StepReport {
        let it = &self.plan.steps[step];
        StepReport {
            label: line.label.clone(),
            text: it.text.clone(),
            seconds,
            cost: it.cost.clone(),
            predicted: it.cost.seconds(self.options.rates),
            readings: outcome.readings,
            series: outcome.series,
            tables: outcome.tables,
            pictures: outcome.pictures,
            notes: outcome.notes,
            runs: 1,
        }
    }

    /// Runs a step unless it has run, after the steps it takes from.
    fn ensure(&mut self, step: StepId, repeat: u64) -> Result<Option<(Outcome, f64)>, Failure> {
        let key = self.key(step, repeat);
        if self.values.contains_key(&key) {
            return Ok(None);
        }
        let inputs: Vec<StepId> = self.plan.steps[step].inputs.iter().map(|input| input.step).collect();
        for input in inputs {
            self.ensure(input, repeat)?;
        }
        let it = &self.plan.steps[step];
        self.steps_begun += 1;
        self.options.watcher.step_starts(&it.text, (self.steps_begun, self.total()));
        let started = Instant::now();
        let outcome =
            self.execute(it, key).map_err(|fault| Failure { fault, span: it.span, text: it.text.clone() })?;
        self.options.watcher.step_ran(step);
        self.note_data(it, &outcome);
        self.values.insert(key, outcome.value.clone());
        Ok(Some((outcome, started.elapsed().as_secs_f64())))
    }

    fn execute(&mut self, step: &Step, key: Key) -> Result<Outcome, Fault> {
        if self.options.watcher.cancelled() {
            return Err(Fault::interrupted());
        }
        let values = &self.values;
        let plan = self.plan;
        let of = |id: StepId| {
            let repeat = if plan.steps[id].cell.is_some() { key.1 } else { 0 };
            values.get(&(id, repeat)).cloned()
        };
        let watcher = self.options.watcher;
        let mut context = Context {
            seed: self.seed_of(step, key.1),
            shelf: self.options.shelf,
            folder: &self.options.folder.beside,
            observer: watcher,
            results: &mut self.kept,
            values: &of,
            say: &|line| watcher.say(line),
            place: step.span,
            probe: self.options.probe,
        };
        step.verb.run(&mut context)
    }

    /// File seed, repeat, step: adding a step or a repeat changes no other step's numbers.
    fn seed_of(&self, step: &Step, repeat: u64) -> Seed {
        let root = if step.cell.is_some() { self.seed.child("repeat").at(repeat) } else { self.seed };
        root.child(&step.identity.hex())
    }

    fn key(&self, step: StepId, repeat: u64) -> Key {
        (step, if self.plan.steps[step].cell.is_some() { repeat } else { 0 })
    }

    fn note_data(&mut self, step: &Step, outcome: &Outcome) {
        if let Some(data) = outcome.value.data.as_ref().filter(|_| step.inputs.is_empty()) {
            let sum = if data.set.digest.is_empty() { MADE } else { &data.set.digest };
            let entry = (step.text.clone(), sum.to_string());
            if !self.data.contains(&entry) {
                self.data.push(entry);
            }
        }
    }

    fn total(&self) -> u64 {
        self.plan.steps.iter().map(|step| self.plan.runs_of(step)).sum()
    }
}

/// Adds a cell's reports to those of the cells before: times add up, measures are collected.
fn merge(together: &mut Vec<Vec<StepReport>>, line: usize, reports: Vec<StepReport>) {
    if together.len() <= line {
        together.resize_with(line + 1, Vec::new);
    }
    let there = &mut together[line];
    if there.is_empty() {
        *there = reports;
        return;
    }
    for (sum, report) in there.iter_mut().zip(reports) {
        sum.seconds += report.seconds;
        sum.predicted.0 += report.predicted.0;
        sum.predicted.1 += report.predicted.1;
        sum.cost = std::mem::take(&mut sum.cost) + Cost { peak: 0.0, kept: 0.0, ..report.cost };
        sum.readings.extend(report.readings);
        sum.runs += 1;
        // One confusion matrix or picture a cell would bury the rest: the last one stands for all.
        sum.tables = report.tables;
        sum.pictures = report.pictures;
    }
}

impl Results for Kept<'_> {
    fn reading(&self, measure: &MeasureRef) -> Option<Reading> {
        let operand = crate::check::Operand { measure: measure.clone(), at: Vec::new() };
        pool(&self.table.readings(self.plan, &operand))
    }

    fn series(&self, measure: &MeasureRef, over: Option<&str>) -> Option<Series> {
        match over {
            Some(axis) => {
                let series = self.table.over(self.plan, measure, axis, &[]);
                (!series.x.is_empty()).then_some(series)
            }
            None => {
                let row =
                    self.table.rows.iter().rev().find(|row| row.label.as_ref() == Some(&measure.label))?;
                let series = row.series.iter().find(|series| series.name == measure.measure)?;
                Some(Series { name: format!("{}.{}", measure.label, measure.measure), ..series.clone() })
            }
        }
    }

    fn keep(&mut self, name: &str, bytes: &[u8], beside_the_file: bool) -> Result<PathBuf, Fault> {
        let written = if beside_the_file {
            self.folder.write_beside(name, bytes)
        } else {
            self.folder.write(name, bytes)
        };
        let path = written.map_err(|fault| Fault::new(fault.to_string()).help(fault.help()))?;
        self.files.push(path.clone());
        Ok(path)
    }
}
