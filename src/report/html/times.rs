//! How long each step was foretold to take, and how long it took: on one logarithmic axis, the interval that was foretold
//! as a bar and what it took as a mark.

use super::{Shown, Standing, Text};
use crate::run::StepRecord;
use crate::source::amounts::duration;
use maud::{Markup, html};

/// Shorter times are not compared: nobody waits for them.
const SHORTEST: f64 = 0.05;
const WIDTH: f64 = 200.0;

pub(super) fn times(shown: &Shown) -> Option<Markup> {
    if shown.standing != Standing::Run {
        return None;
    }
    let long = |step: &&StepRecord| step.seconds.max(step.predicted[1]) >= SHORTEST;
    let steps: Vec<&StepRecord> = shown.record.steps.iter().filter(long).collect();
    if steps.is_empty() {
        return None;
    }
    let scale = Scale::over(&steps);
    let left_out = shown.record.steps.len() - steps.len();
    Some(html! {
        div.wide tabindex="0" role="group" aria-label="Times" {
            table.sortable {
                thead {
                    tr {
                        th scope="col" { "step" } th.number scope="col" { "foretold" } th.number scope="col" { "took" }
                        th scope="col" data-fixed { "bar: foretold, line: took, " (scale.words()) }
                    }
                }
                tbody { @for step in &steps { (row(step, &scale)) } }
            }
        }
        @if left_out > 0 { p.muted { (left_out) " steps of less than " (duration(SHORTEST)) " are left out." } }
    })
}

fn row(step: &StepRecord, scale: &Scale) -> Markup {
    let [low, high] = step.predicted;
    let name = match &step.label {
        Some(label) => format!("{label}: {}", step.sentence),
        None => step.sentence.clone(),
    };
    let kept = step.cached > 0 && step.cached >= step.runs;
    let took = if kept { "kept from an earlier run".to_string() } else { duration(step.seconds) };
    html! {
        tr {
            td { code.clipped { (Text(&name)) } }
            td.number data-value=(high) { (duration(low)) " to " (duration(high)) }
            td.number data-value=(step.seconds) { (took) }
            td { (bar(step, scale, kept)) }
        }
    }
}

fn bar(step: &StepRecord, scale: &Scale, kept: bool) -> Markup {
    let [low, high] = step.predicted.map(|seconds| scale.place(seconds));
    let took = scale.place(step.seconds);
    html! {
        svg.bar viewBox={ "0 0 " (WIDTH) " 16" } width=(WIDTH) height="16" aria-hidden="true" {
            rect.foretold x=(format!("{low:.1}")) y="3" width=(format!("{:.1}", (high - low).max(2.0))) height="10" {}
            @if !kept { rect.took x=(format!("{:.1}", took - 1.0)) y="0" width="2.5" height="16" {} }
        }
    }
}

/// A logarithmic axis of seconds.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn over(steps: &[&StepRecord]) -> Self {
        let all = || steps.iter().flat_map(|step| [step.seconds, step.predicted[0], step.predicted[1]]);
        let all = || all().filter(|seconds| seconds.is_finite()).map(|seconds| seconds.max(1e-3));
        Scale { low: all().fold(f64::MAX, f64::min) / 1.2, high: all().fold(1e-3, f64::max) * 1.2 }
    }

    fn place(&self, seconds: f64) -> f64 {
        let share = (seconds.max(1e-3) / self.low).ln() / (self.high / self.low).ln();
        if share.is_finite() { WIDTH * share.clamp(0.0, 1.0) } else { 0.0 }
    }

    fn words(&self) -> String {
        format!("{} to {}, logarithmic", duration(self.low), duration(self.high))
    }
}
