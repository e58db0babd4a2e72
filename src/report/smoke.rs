//! A trial as people and machines read it: what each stage took, what it will take, where the time will go.

use super::plain::plain;
use super::plan::memory;
use crate::check::Plan;
use crate::run::{End, Smoke, Stage};
use crate::source::Source;
use crate::source::amounts::{counted, duration};
use owo_colors::OwoColorize;
use serde_json::{Value, json};

/// Stages below this share of the full run are summed up, unless there are but few.
const LEAST_SHARE: f64 = 0.005;
/// So many stages are shown in any case.
const FEW: usize = 8;

/// The trial as text; `claims` are those of the file.
pub fn smoke(smoke: &Smoke, full: &Plan) -> String {
    let mut out = said_first(full);
    if !is_done(smoke) {
        return out + "the trial did not come to its end: nothing is foretold\n";
    }
    out += &format!("{:>10} {:>12}\n", "trial", "full run");
    let total = smoke.predicted();
    let share = |stage: &Stage| if total > 0.0 { stage.predicted / total } else { 0.0 };
    let is_shown = |stage: &&Stage| smoke.stages.len() <= FEW || share(stage) >= LEAST_SHARE;
    let (shown, small): (Vec<&Stage>, Vec<&Stage>) = smoke.stages.iter().partition(is_shown);
    shown.iter().for_each(|stage| out += &line(stage, share(stage)));
    if !small.is_empty() {
        let sum = |of: fn(&Stage) -> f64| small.iter().map(|stage| of(stage)).sum();
        out += &times(sum(|s| s.seconds), sum(|s| s.predicted), small.iter().map(|s| share(s)).sum());
        out += &format!("{} more\n", counted(small.len(), "stage"));
    }
    out += &times(smoke.stages.iter().map(|s| s.seconds).sum(), total, 1.0);
    out += "in all\n";
    if let Some(longest) = smoke.longest() {
        let name = plain(longest.label.as_ref().unwrap_or(&longest.text));
        out += &format!("\n{:.0} % of the time will go to: {}\n", 100.0 * share(longest), name.bold());
    }
    out + &held(smoke) + &not_judged(full)
}

fn is_done(smoke: &Smoke) -> bool {
    matches!(smoke.end, End::Done)
}

fn said_first(full: &Plan) -> String {
    let cells = full.blocks.iter().filter(|block| block.cells.len() > 1).count();
    let repeats = full.blocks.iter().map(|block| block.repeats).max().unwrap_or(1);
    let mut parts = vec!["1 % of the rows, 1,000 at least".to_string(), "1 epoch".into(), "few steps".into()];
    if cells > 0 {
        parts.push("the first, middle and last value of each axis".into());
    }
    if repeats > 2 {
        parts.push(format!("2 of {repeats} repeats"));
    }
    format!("tried out on {}\n\n", parts.join(", "))
}

fn line(stage: &Stage, share: f64) -> String {
    let label = stage.label.as_ref().map_or(String::new(), |label| format!("{}: ", plain(label)));
    let runs = match stage.runs {
        (1, _) => String::new(),
        (full, trial) => format!(" ({trial} of {full} runs)"),
    };
    let sentence = plain(&stage.text);
    format!("{}{}{sentence}{}\n", times(stage.seconds, stage.predicted, share), label.bold(), runs.dimmed())
}

fn times(seconds: f64, predicted: f64, share: f64) -> String {
    format!("{:>10} {:>12} {:>4.0} %  ", duration(seconds), duration(predicted), 100.0 * share)
}

fn held(smoke: &Smoke) -> String {
    let trial = smoke.peak.map_or(String::new(), |peak| format!("{} held in the trial, ", memory(peak)));
    format!("{trial}about {} in the full run\n", memory(smoke.predicted_peak))
}

fn not_judged(full: &Plan) -> String {
    match full.claims.len() {
        0 => String::new(),
        n => format!("{} not judged in smoke\n", counted(n, "claim")),
    }
}

/// The trial as `pipette smoke FILE --format json` prints it.
pub fn to_json(source: &Source, full: &Plan, smoke: &Smoke, findings: Vec<Value>, exit: u8) -> Value {
    let total = smoke.predicted();
    let foretold = |x: f64| is_done(smoke).then_some(x);
    let stage = |stage: &Stage| {
        json!({
            "label": stage.label, "words": stage.text, "line": source.line(stage.span.start),
            "runs": { "trial": stage.runs.1, "full": stage.runs.0 },
            "seconds": stage.seconds, "predicted": foretold(stage.predicted),
            "share": foretold(stage.predicted / total).filter(|share| share.is_finite()),
        })
    };
    let ended = match &smoke.end {
        End::Done => "done",
        End::Failed(_) => "failed",
        End::Interrupted { .. } => "interrupted",
    };
    let claim = |claim: &crate::check::ClaimPlan| json!({ "text": claim.text, "line": source.line(claim.span.start), "verdict": "not judged" });
    json!({
        "schema": super::schema::SMOKE, "pipette": env!("CARGO_PKG_VERSION"), "file": source.name(), "identity": full.identity().hex(),
        "stages": smoke.stages.iter().map(stage).collect::<Vec<_>>(),
        "seconds": smoke.seconds, "predicted": foretold(total),
        "bytes": { "trial": smoke.peak, "full": smoke.predicted_peak },
        "claims": full.claims.iter().map(claim).collect::<Vec<_>>(),
        "findings": findings, "status": ended, "exit": exit,
    })
}
