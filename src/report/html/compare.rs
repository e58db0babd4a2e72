//! Two runs, or files, side by side: what they say and what they measured otherwise, and the curves of both in one frame.

use super::super::chart::{Chart, Line};
use super::super::text::digits;
use super::figures::{Frame, chart};
use super::page::{Changes, page};
use super::steps::{entry, interval};
use super::{Text, report};
use crate::run::compare::{Change, Comparison, CurveChange, Found, MeasureChange, SentenceChange, Side};
use crate::run::{MeasureRecord, Record, SeriesRecord};
use crate::vocabulary::Unit;
use maud::{Markup, html};

/// The page of a comparison; `home` is the way to the list that it was chosen from.
pub fn compare(a: &Side, b: &Side, comparison: &Comparison, home: Option<&str>) -> String {
    let sections = [
        ("measures", "Measures", measures(&comparison.measures)),
        ("curves", "Curves", curves(a, b, &comparison.curves)),
        ("sentences", "Sentences", sentences(&comparison.sentences)),
        ("settings", "Settings", changes(&comparison.settings)),
        ("claims", "Claims", changes(&comparison.claims)),
        ("data", "Data", changes(&comparison.data)),
        ("included", "Included files", changes(&comparison.included)),
    ];
    let sections: Vec<(&str, &str, Markup)> =
        sections.into_iter().filter_map(|(id, name, content)| Some((id, name, content?))).collect();
    let navigation = html! {
        nav aria-label="Sections" {
            ul {
                @if let Some(home) = home { li { a href=(home) { "All runs" } } }
                @for (id, name, _) in &sections { li { a href={ "#" (id) } { (name) } } }
            }
        }
    };
    let main = html! {
        header {
            h1 { "Two experiments side by side" }
            dl { dt { "A" } dd { (side(a)) } dt { "B" } dd { (side(b)) } }
            @if comparison.is_same() { p.remark { "The same experiment, with the same results." } }
        }
        @for (id, name, content) in &sections {
            section aria-labelledby=(id) { h2 id=(id) { (name) } (content) }
        }
    };
    page("Two experiments side by side", Changes::Never, navigation, main)
}

fn side(side: &Side) -> Markup {
    html! {
        (Text(&side.name))
        @if let Some(record) = &side.record {
            " " (report::badge(&record.status)) " started " (report::moment(&record.started))
        }
    }
}

fn measures(list: &[MeasureChange]) -> Option<Markup> {
    (!list.is_empty()).then(|| {
        html! {
            div.wide tabindex="0" role="group" aria-label="Measures" {
                table.sortable {
                    thead {
                        tr {
                            th scope="col" { "measure" } th.number scope="col" { "A" } th.number scope="col" { "B" }
                            th.number scope="col" { "B - A, 95 %" } th scope="col" { "chance?" }
                        }
                    }
                    tbody { @for it in list { (measure(it)) } }
                }
            }
        }
    })
}

fn measure(it: &MeasureChange) -> Markup {
    let unit = Unit::named(&it.from.unit);
    let name = named(&it.label, &it.measure);
    let shown = |one: &MeasureRecord| entry(one.value, (one.low, one.high), unit);
    html! {
        tr {
            th scope="row" { (Text(&name)) }
            (shown(&it.from)) (shown(&it.to))
            td.number {
                @if let Some(gap) = &it.difference {
                    (interval(gap.low, gap.high, unit)) br; span.muted { (gap.test) }
                }
            }
            td { (judged(it.chance)) }
        }
    }
}

/// Whether a difference may be chance, in words.
pub(super) fn judged(chance: Option<bool>) -> &'static str {
    match chance {
        Some(true) => "may be chance",
        Some(false) => "more than chance",
        None => "can't be said",
    }
}

fn named(label: &Option<String>, name: &str) -> String {
    label.as_ref().map_or(name.to_string(), |label| format!("{label}.{name}"))
}

fn curves(a: &Side, b: &Side, list: &[CurveChange]) -> Option<Markup> {
    let mut frame = Frame::default();
    let drawn: Vec<Markup> = list.iter().map(|it| curve(a, b, it, &mut frame)).collect();
    (!drawn.is_empty()).then(|| html! { @for one in &drawn { (one) } })
}

fn curve(a: &Side, b: &Side, it: &CurveChange, frame: &mut Frame) -> Markup {
    let line = |side: &Side, name: &str| {
        side.record.as_ref().and_then(|record| found(record, it)).map(|s| as_line(s, name))
    };
    let lines: Vec<Line> = [line(a, "A"), line(b, "B")].into_iter().flatten().collect();
    let name = named(&it.label, &it.curve);
    let both = Chart {
        title: name.clone(),
        x_label: it.gap.over.clone(),
        y_label: it.curve.clone(),
        lines,
        ..Chart::default()
    };
    html! {
        (chart(&both, frame))
        p.caption {
            (Text(&name)) ": "
            @match it.gap.at {
                Some((x, from, to)) => { "most apart at " (Text(&it.gap.over)) " = " (x) ", " (digits(from)) " and " (digits(to)) },
                None => "equal where both have points",
            }
        }
    }
}

fn found<'r>(record: &'r Record, it: &CurveChange) -> Option<&'r SeriesRecord> {
    record.steps.iter().filter(|step| step.label == it.label).find_map(|step| step.series.get(&it.curve))
}

fn as_line(series: &SeriesRecord, name: &str) -> Line {
    let SeriesRecord { x, y, low, high, .. } = series.clone();
    Line { name: name.to_string(), x, y, low, high }
}

fn sentences(list: &[SentenceChange]) -> Option<Markup> {
    (!list.is_empty()).then(|| html! { ul { @for it in list { li { (sentence(it)) } } } })
}

fn sentence(it: &SentenceChange) -> Markup {
    let word = match it.found {
        Found::Changed => "changed",
        Found::Removed => "only in A",
        Found::Added => "only in B",
    };
    html! {
        span.badge { (word) } " "
        @if let Some(label) = &it.label { span.label { (Text(label)) ":" } " " }
        code { (Text(&it.sentence)) }
        @if let Some(list) = changes(&it.changes) { (list) }
    }
}

fn changes(list: &[Change]) -> Option<Markup> {
    let side = |text: &Option<String>| html! { td { @if let Some(text) = text { code { (Text(text)) } } } };
    (!list.is_empty()).then(|| {
        html! {
            table {
                thead { tr { th scope="col" { "what" } th scope="col" { "A" } th scope="col" { "B" } } }
                tbody { @for it in list { tr { th scope="row" { (Text(&it.what)) } (side(&it.from)) (side(&it.to)) } } }
            }
        }
    })
}
