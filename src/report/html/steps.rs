//! What each step came to: measures with intervals, curves, pictures, tables, remarks.

use super::super::pictures::charts;
use super::super::text::{digits, value};
use super::figures::{Frame, chart, figure};
use super::{Shown, Standing, Text};
use crate::run::{MeasureRecord, StepRecord};
use crate::source::amounts::{duration, whole};
use crate::vocabulary::{Series, Table, Unit};
use maud::{Markup, html};
use std::collections::BTreeMap;

pub(super) fn steps(shown: &Shown) -> Option<Markup> {
    let mut frame = Frame::default();
    let steps = shown.record.steps.iter().enumerate();
    let parts: Vec<Markup> = steps.filter_map(|(number, it)| step(shown, number, it, &mut frame)).collect();
    (!parts.is_empty()).then(|| html! { @for part in parts { (part) } })
}

/// Nothing of a step that nobody looks at.
fn step(shown: &Shown, number: usize, step: &StepRecord, frame: &mut Frame) -> Option<Markup> {
    let drawn: Vec<Markup> = shown.figures.of(number).map(|it| figure(it, &shown.images, frame)).collect();
    let curves: Vec<Markup> = curves(shown, step).iter().map(|it| chart(it, frame)).collect();
    let empty = drawn.is_empty() && curves.is_empty() && step.measures.is_empty();
    if empty && step.tables.is_empty() && step.notes.is_empty() {
        return None;
    }
    Some(html! {
        article {
            h3 {
                @if let Some(label) = &step.label { span.label { (Text(label)) ":" } " " }
                code { (Text(&step.sentence)) }
            }
            (about(shown, step))
            @if !step.measures.is_empty() { (measures(&step.measures)) }
            @for figure in drawn.iter().chain(&curves) { (figure) }
            @for it in &step.tables { (table(it)) }
            @if !step.notes.is_empty() { ul { @for note in &step.notes { li { (Text(note)) } } } }
        }
    })
}

fn about(shown: &Shown, step: &StepRecord) -> Markup {
    // What takes no time to speak of is not timed.
    let took = (shown.standing == Standing::Run && step.seconds >= 0.01).then(|| duration(step.seconds));
    let kept = if step.cached > 0 && step.cached >= step.runs { ", kept from an earlier run" } else { "" };
    html! {
        @if let Some(took) = took {
            p.muted { (took) (kept) @if step.runs > 1 { ", " (step.runs) " runs" } }
        }
    }
}

/// The curves of a step; where two axes were swept, its maps tell more than means over one of them.
fn curves(shown: &Shown, step: &StepRecord) -> Vec<super::super::chart::Chart> {
    let label = step.label.as_deref().unwrap_or_default();
    let mapped = shown.swept.iter().any(|swept| swept.label == label && swept.axes.len() > 1);
    let series: Vec<Series> = step.series.iter().map(|(name, it)| it.named(name)).collect();
    let shown: Vec<Series> = series
        .into_iter()
        .filter(|it| !mapped || crate::vocabulary::TIMES.contains(&it.over.as_str()))
        .collect();
    charts(&shown)
}

fn measures(measures: &BTreeMap<String, MeasureRecord>) -> Markup {
    html! {
        div.wide tabindex="0" role="group" aria-label="Measures" { table.measures {
            thead {
                tr {
                    th scope="col" { "measure" } th.number scope="col" { "value" }
                    th.number scope="col" { "95 % interval" } th.number scope="col" { "n" }
                }
            }
            tbody { @for (name, it) in measures { (measure(name, it)) } }
        } }
    }
}

fn measure(name: &str, it: &MeasureRecord) -> Markup {
    let unit = Unit::named(&it.unit);
    html! {
        tr {
            th scope="row" { (Text(name)) }
            td.number { strong { (value(it.value, unit)) } }
            td.number { @if it.low < it.high { (interval(it.low, it.high, unit)) } }
            td.number { (it.n) }
        }
    }
}

/// A table; where its cells are counts, such as of a confusion matrix, their ground shows how large they are.
fn table(table: &Table) -> Markup {
    let counts: Option<Vec<f64>> =
        table.rows.iter().flat_map(|(_, cells)| cells).map(|cell| cell.parse().ok()).collect();
    let most = counts
        .filter(|_| table.title.starts_with("confusion"))
        .map(|all| all.into_iter().fold(0.0, f64::max));
    let shade = |cell: &str| {
        let share = most.filter(|most| *most > 0.0).zip(cell.parse::<f64>().ok()).map(|(most, x)| x / most);
        share.map(|share| format!("--share: {:.0}%", 45.0 * share.sqrt()))
    };
    html! {
        div.wide tabindex="0" role="group" aria-label=(super::super::plain::plain(&table.title)) {
            table.small {
                caption { (Text(&table.title)) }
                thead { tr { td {} @for column in &table.columns { th scope="col" { (Text(column)) } } } }
                tbody {
                    @for (name, cells) in &table.rows {
                        tr {
                            th scope="row" { (Text(name)) }
                            @for cell in cells { td.number.shaded[most.is_some()] style=[shade(cell)] { (Text(cell)) } }
                        }
                    }
                }
            }
        }
    }
}

/// A measure as a cell of a table: its value with its interval.
pub(super) fn entry(x: f64, (low, high): (f64, f64), unit: Unit) -> Markup {
    html! {
        td.number data-value=(whole(x)) {
            (value(x, unit))
            @if low < high { " " span.muted { "[" (interval(low, high, unit)) "]" } }
        }
    }
}

/// An interval with its unit said once: `5.17 to 6.65 %`.
pub(super) fn interval(low: f64, high: f64, unit: Unit) -> String {
    match unit {
        Unit::Fraction => format!("{:.2} to {}", 100.0 * low, value(high, unit)),
        Unit::Nats | Unit::Number => format!("{} to {}", digits(low), value(high, unit)),
    }
}
