//! A trial: the shrunk plan is run by the same interpreter, and from what it took the full run is foretold.
//!
//! A stage is a step of a line with the same step of every other cell. Its seconds in the full run are those of
//! its work in the trial times the ratio of the costs that the two plans state, plus what it takes once for each run. So a
//! cost that is wrong by a constant factor does no harm.

use super::machine::peak_memory;
use super::stopwatch::{Spent, Stopwatch};
use super::{Cells, End, Report, RunFolder, RunOptions, StoreFault, Watcher, run};
use crate::check::{Plan, Shrunk};
use crate::data::Shelf;
use crate::source::{Diagnostic, Level, Span};
use crate::vocabulary::{Cost, Rates, StepId};
use std::collections::HashMap;
use std::path::Path;

/// What a trial needs besides its plans.
pub struct SmokeOptions<'a> {
    pub shelf: &'a Shelf,
    /// The folder of the pipe file: read from, and not written to.
    pub beside: &'a Path,
    /// How fast this machine is, on the threads of the run.
    pub rates: &'a Rates,
    pub watcher: &'a dyn Watcher,
}

/// A step of the file, over all cells and repeats.
#[derive(Clone, Debug)]
pub struct Stage {
    pub label: Option<String>,
    /// The sentence of the full run; of a swept one, that of the first cell.
    pub text: String,
    pub span: Span,
    /// How often it runs, in full and in the trial.
    pub runs: (u64, u64),
    /// Seconds in the trial.
    pub seconds: f64,
    /// Seconds in the full run.
    pub predicted: f64,
}

/// What a trial has shown.
pub struct Smoke {
    pub stages: Vec<Stage>,
    /// What words have found while they ran; of a trial that failed, why.
    pub findings: Vec<Diagnostic>,
    pub end: End,
    pub seconds: f64,
    /// The most bytes held in the trial, where the system says.
    pub peak: Option<f64>,
    /// The most bytes that the full run will hold.
    pub predicted_peak: f64,
}

impl Smoke {
    /// Seconds of the full run.
    pub fn predicted(&self) -> f64 {
        self.stages.iter().map(|stage| stage.predicted).sum()
    }

    /// The stage in which the full run will spend most of its time.
    pub fn longest(&self) -> Option<&Stage> {
        self.stages.iter().max_by(|a, b| a.predicted.total_cmp(&b.predicted))
    }
}

/// Runs the shrunk plan.
///
/// # Errors
/// [`StoreFault`] where there is no room for temporary files.
pub fn smoke(full: &Plan, small: &Shrunk, options: &SmokeOptions) -> Result<Smoke, StoreFault> {
    let folder = RunFolder::scratch(options.beside)?;
    let steps = small.plan.steps.iter().zip(&small.runs).filter(|(_, runs)| **runs);
    let steps = steps.map(|(step, _)| small.plan.runs_of(step)).sum();
    let watch = Stopwatch::new(options.watcher, steps);
    let SmokeOptions { shelf, rates, .. } = *options;
    let probe = Some(&watch.probe);
    let (store, cells, every) = (None, Cells::default(), RunOptions::EVERY);
    let run_options =
        RunOptions { shelf, folder: &folder, store, rates, watcher: &watch, probe, cells, dry: false, every };
    let report = run(&small.plan, &run_options);
    let peak = peak_memory().map(|bytes| bytes as f64);
    // A trial draws nothing.
    let (before, after) = (full.held(), small.plan.held());
    Ok(Smoke {
        stages: stages(full, small, &watch.spent(), rates),
        findings: findings(watch.probe.findings(), &report),
        end: report.end,
        seconds: report.seconds,
        peak,
        predicted_peak: peak.map_or(before, |peak| peak + (before - after).max(0.0)).max(full.drawn()),
    })
}

/// One finding of a kind and place, the worst: cells and repeats find the same. A failure that no word has
/// explained becomes one.
fn findings(mut found: Vec<Diagnostic>, report: &Report) -> Vec<Diagnostic> {
    if let End::Failed(failure) = &report.end
        && found.iter().all(|finding| finding.level < Level::Error)
    {
        found.push(failure.finding());
    }
    found.sort_by_key(|finding| (finding.span(), finding.code, std::cmp::Reverse(finding.level)));
    found.dedup_by_key(|finding| (finding.span(), finding.code));
    found
}

/// The steps that stand in the same place of the file: one, or one a cell.
fn same_places(plan: &Plan) -> Vec<Vec<StepId>> {
    let mut places: Vec<Vec<StepId>> = Vec::new();
    let mut seen_in_cell: HashMap<(usize, usize), usize> = HashMap::new();
    let mut place_of: HashMap<(usize, usize), usize> = HashMap::new();
    for (id, step) in plan.steps.iter().enumerate() {
        let Some((block, cell)) = step.cell else {
            places.push(vec![id]);
            continue;
        };
        let number = seen_in_cell.entry((block, cell)).or_insert(0);
        let place = *place_of.entry((block, *number)).or_insert_with(|| {
            places.push(Vec::new());
            places.len() - 1
        });
        places[place].push(id);
        *number += 1;
    }
    places
}

fn stages(full: &Plan, small: &Shrunk, spent: &HashMap<StepId, Spent>, rates: &Rates) -> Vec<Stage> {
    let lines = full.lines().flat_map(|line| line.steps.iter().map(|&id| (id, line.label.clone())));
    let labels: HashMap<StepId, Option<String>> = lines.collect();
    let stage = |steps: Vec<StepId>| {
        let first = full.steps.get(*steps.first()?)?;
        let kept: Vec<StepId> = steps.iter().copied().filter(|&id| small.runs[id]).collect();
        let time = kept.iter().filter_map(|id| spent.get(id));
        let (once, working) = time.fold((0.0, 0.0), |(a, b), spent| (a + spent.once, b + spent.working));
        let (long, short) = (work(full, &steps, rates), work(&small.plan, &kept, rates));
        let more_runs = long.runs / short.runs.max(1.0);
        let more_work = if short.seconds > 0.0 { long.seconds / short.seconds } else { more_runs };
        Some(Stage {
            label: labels.get(&steps[0]).cloned().flatten(),
            text: first.text.clone(),
            span: first.span,
            runs: (long.runs.round() as u64, short.runs.round() as u64),
            seconds: once + working,
            predicted: once * more_runs + working * more_work,
        })
    };
    same_places(full).into_iter().filter_map(stage).collect()
}

/// Runs and stated seconds of some steps.
struct Work {
    runs: f64,
    seconds: f64,
}

fn work(plan: &Plan, steps: &[StepId], rates: &Rates) -> Work {
    let mut sum = Work { runs: 0.0, seconds: 0.0 };
    for step in steps.iter().map(|&id| &plan.steps[id]) {
        let runs = plan.expected_runs_of(step);
        sum.runs += runs;
        sum.seconds += runs * stated_seconds(&step.cost, rates);
    }
    sum
}

/// The upper end of what a cost states, which counts all of its work: an early end is not to be counted on.
fn stated_seconds(cost: &Cost, rates: &Rates) -> f64 {
    cost.seconds(rates).1
}
