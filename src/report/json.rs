//! What machines read: a run and a plan as JSON, versioned and described by docs/schemas.

use crate::check::{Plan, Step};
use crate::run::{End, Report, StepReport};
use crate::source::Source;
use crate::vocabulary::{Reading, Series};
use serde_json::{Map, Value, json};

/// A run, as `pipette run FILE --format json` prints it.
pub fn run(source: &Source, plan: &Plan, id: &str, report: &Report, exit: u8) -> Value {
    let claim = |claim: &crate::run::Judgement| {
        json!({
            "text": claim.text, "line": source.line(claim.span.start),
            "verdict": claim.verdict.word(), "evidence": claim.evidence,
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
        "pipette": env!("CARGO_PKG_VERSION"), "file": source.name(), "identity": plan.identity().hex(), "run": id,
        "steps": report.steps.iter().map(step).collect::<Vec<_>>(),
        "claims": report.claims.iter().map(claim).collect::<Vec<_>>(),
        "fault": fault, "seconds": report.seconds, "exit": exit,
    })
}

fn step(step: &StepReport) -> Value {
    let measures: Map<String, Value> = step.readings.iter().map(|r| (r.name(), measure(r))).collect();
    let curves: Map<String, Value> = step.series.iter().map(|s| (s.name.clone(), series(s))).collect();
    json!({
        "label": step.label, "words": step.text, "seconds": step.seconds, "predicted": [step.predicted.0, step.predicted.1],
        "cached": false, "runs": step.runs, "measures": measures, "series": curves, "notes": step.notes,
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
pub fn plan(source: &Source, plan: &Plan, findings: Vec<Value>, cores: usize) -> Value {
    let steps = plan.steps.iter().enumerate().map(|(id, it)| planned(source, plan, id, it, cores));
    let (low, high) = plan.cost().seconds(cores);
    let block = |block: &crate::check::Block| {
        let cells = block.cells.iter().map(|cell| json!(cell.values));
        json!({ "axes": block.axes, "repeats": block.repeats, "cells": cells.collect::<Vec<_>>() })
    };
    json!({
        "pipette": env!("CARGO_PKG_VERSION"), "file": source.name(), "identity": plan.identity().hex(),
        "seed": plan.settings.seed.unwrap_or(0), "edition": plan.settings.edition.unwrap_or(1),
        "steps": steps.collect::<Vec<_>>(),
        "blocks": plan.blocks.iter().map(block).collect::<Vec<_>>(),
        "claims": plan.claims.iter().map(|c| json!({ "text": c.text, "line": source.line(c.span.start) })).collect::<Vec<_>>(),
        "seconds": [low, high], "bytes": plan.cost().bytes, "flops": plan.cost().flops, "findings": findings,
    })
}

fn planned(source: &Source, plan: &Plan, id: usize, step: &Step, cores: usize) -> Value {
    let (low, high) = step.cost.seconds(cores);
    json!({
        "step": id, "words": step.text, "line": source.line(step.span.start),
        "inputs": step.inputs.iter().map(|input| input.step).collect::<Vec<_>>(),
        "takes": step.inputs.iter().map(|input| input.kind.to_string()).collect::<Vec<_>>(),
        "yields": step.kind.to_string(),
        "parameters": step.kind.model.as_ref().map(|model| model.parameters),
        "measures": step.verb.measures().iter().map(|(m, _)| m.name).collect::<Vec<_>>(),
        "cost": { "flops": step.cost.flops, "bytes": step.cost.bytes, "seconds": [low, high] },
        "runs": plan.runs_of(step), "identity": step.identity.hex(), "would_run": true,
    })
}
