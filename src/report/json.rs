//! What machines read: a run and a plan as JSON, versioned and described by docs/schemas.

use super::schema;
use crate::check::{Plan, Step};
use crate::run::{Comparisons, End, Pair, Report, StepReport};
use crate::source::Source;
use crate::vocabulary::{Cost, Rates, Reading, Series};
use serde_json::{Map, Value, json};

/// A run, as `pipette run FILE --format json` prints it.
pub fn run(source: &Source, plan: &Plan, id: &str, report: &Report, exit: u8) -> Value {
    let claim = |claim: &crate::run::Judgement| {
        json!({
            "text": claim.text, "line": source.line(claim.span.start),
            "verdict": claim.verdict.word(), "test": claim.test, "confidence": claim.confidence,
            "interval": claim.interval.map(|(low, high)| [low, high]), "p": claim.p, "corrected": claim.corrected,
            "n": claim.n, "evidence": claim.evidence, "cure": claim.cure,
        })
    };
    let fault = match &report.end {
        End::Done => Value::Null,
        End::Failed(failure) => json!({
            "message": failure.fault.message, "help": failure.fault.help,
            "step": failure.text, "line": source.line(failure.span.start),
        }),
        End::Interrupted { text } => {
            json!({ "message": "interrupted", "help": null, "step": text, "line": null })
        }
    };
    json!({
        "schema": schema::RUN, "pipette": env!("CARGO_PKG_VERSION"), "file": source.name(), "identity": plan.identity().hex(), "run": id,
        "steps": report.steps.iter().map(step).collect::<Vec<_>>(),
        "claims": report.claims.iter().map(claim).collect::<Vec<_>>(),
        "comparisons": report.comparisons.iter().map(comparisons).collect::<Vec<_>>(),
        "failed_cells": report.failed_cells.iter().map(failed).collect::<Vec<_>>(),
        "searches": report.searches.iter().map(super::search::object).collect::<Vec<_>>(),
        "fault": fault, "seconds": report.seconds, "exit": exit,
    })
}

/// A cell that failed where the others went on.
fn failed((cell, failure): &(String, crate::run::Failure)) -> Value {
    json!({ "cell": cell, "step": failure.text, "message": failure.fault.message, "help": failure.fault.help })
}

/// What `pipette run FILE --format json` prints of a file with errors, which is not run.
pub fn refused(file: &str, findings: Vec<Value>) -> Value {
    json!({ "schema": schema::RUN, "pipette": env!("CARGO_PKG_VERSION"), "file": file, "findings": findings, "exit": 2 })
}

fn step(step: &StepReport) -> Value {
    let measures: Map<String, Value> = step.readings.iter().map(|r| (r.name(), measure(r))).collect();
    let curves: Map<String, Value> = step.series.iter().map(|s| (s.name.clone(), series(s))).collect();
    json!({
        "label": step.label, "words": step.text, "seconds": step.seconds, "predicted": [step.predicted.0, step.predicted.1],
        "cached": step.cached == step.runs, "runs": step.runs, "measures": measures, "series": curves, "notes": step.notes,
    })
}

/// The lines of a repeated block, compared with each other.
fn comparisons(block: &Comparisons) -> Value {
    let pair = |pair: &Pair| {
        let at: Map<String, Value> = pair.at.iter().map(|(axis, x)| (axis.clone(), json!(x))).collect();
        json!({
            "at": at, "first": pair.first, "second": pair.second, "difference": pair.difference,
            "low": pair.low, "high": pair.high, "p": pair.p, "corrected": pair.corrected, "n": pair.n,
        })
    };
    json!({
        "measure": block.measure, "unit": block.unit.word(), "test": "Student's t, paired by repeat",
        "pairs": block.pairs.iter().map(pair).collect::<Vec<_>>(),
    })
}

fn measure(reading: &Reading) -> Value {
    let (low, high) = reading.interval(0.95);
    json!({
        "value": reading.value, "low": low, "high": high, "n": reading.n(), "unit": reading.measure.unit.word(),
    })
}

fn series(series: &Series) -> Value {
    let mut object = json!({ "over": series.over, "x": series.x, "y": series.y });
    if !series.low.is_empty() {
        object["low"] = json!(series.low);
        object["high"] = json!(series.high);
    }
    object
}

/// A plan, as `pipette plan FILE --format json` prints it.
pub fn plan(source: &Source, plan: &Plan, findings: Vec<Value>, rates: &Rates, kept: &[bool]) -> Value {
    let would_run = |id: usize| kept.get(id) != Some(&true);
    let steps = plan.steps.iter().enumerate();
    let steps = steps.map(|(id, it)| planned(source, plan, id, it, (rates, would_run(id))));
    let cost = plan.cost();
    let (low, high) = plan.seconds(rates);
    let block = |block: &crate::check::Block| {
        let cells = block.cells.iter().map(|cell| json!(cell.values));
        let search = block.search.as_ref().map(|search| {
            json!({
                "by": format!("{}.{}", search.by.label, search.by.measure),
                "better": if search.lower { "lower" } else { "higher" },
                "budget": search.budget.and_then(|at| block.axes.get(at)), "rungs": search.rungs,
            })
        });
        let cells = cells.collect::<Vec<_>>();
        json!({ "axes": block.axes, "repeats": block.repeats, "cells": cells, "search": search })
    };
    let claim = |claim: &crate::check::ClaimPlan| {
        let decision = crate::check::decision(claim, plan);
        json!({
            "text": claim.text, "line": source.line(claim.span.start),
            "decided_by": super::decision::words(&decision), "repeats": super::decision::repeats(&decision),
        })
    };
    json!({
        "schema": schema::PLAN, "pipette": env!("CARGO_PKG_VERSION"), "file": source.name(), "identity": plan.identity().hex(),
        "seed": plan.settings.seed.unwrap_or(0), "edition": plan.settings.edition.unwrap_or(1),
        "steps": steps.collect::<Vec<_>>(),
        "blocks": plan.blocks.iter().map(block).collect::<Vec<_>>(),
        "claims": plan.claims.iter().map(claim).collect::<Vec<_>>(),
        "seconds": [low, high], "bytes": cost.peak, "flops": cost.flops(), "calibrated": rates.measured,
        "threads": rates.threads, "findings": findings,
    })
}

fn planned(
    source: &Source,
    plan: &Plan,
    id: usize,
    step: &Step,
    (rates, would_run): (&Rates, bool),
) -> Value {
    let (low, high) = step.cost.seconds(rates);
    json!({
        "step": id, "words": *step.text, "line": source.line(step.span.start),
        "inputs": step.inputs.iter().map(|input| input.step).collect::<Vec<_>>(),
        "takes": step.inputs.iter().map(|input| input.kind.to_string()).collect::<Vec<_>>(),
        "yields": step.kind.to_string(),
        "parameters": step.kind.model.as_ref().map(|model| model.parameters),
        "measures": step.verb.measures().iter().map(|(m, _)| m.name).collect::<Vec<_>>(),
        "cost": {
            "flops": step.cost.flops(), "bytes": step.cost.peak, "kept": step.cost.kept, "seconds": [low, high],
            "work": work(&step.cost),
        },
        "runs": plan.runs_of(step), "identity": step.identity.hex(), "would_run": would_run,
    })
}

/// Amounts of work by kind, with the number of pieces where that is bounded.
fn work(cost: &Cost) -> Value {
    let amount = |amount: &crate::vocabulary::Amount| {
        let parts = (amount.parts < crate::vocabulary::MANY).then_some(amount.parts);
        json!({ "kind": amount.work.name(), "units": amount.units, "parts": parts })
    };
    cost.work.iter().map(amount).collect()
}
