//! The report of one run: first what came out, then how, then where the numbers come from.

use super::page::{Changes, page};
use super::{
    Shown, Standing, Text, claims, experiment, failures, origin, pairs, searches, steps, sweeps, times,
};
use crate::run::Record;
use crate::source::amounts::duration;
use maud::{Markup, html};

/// The page of a run, or of what a lock or a plan says of one.
pub fn report(shown: &Shown) -> String {
    let record = &shown.record;
    let title = record.title.clone().unwrap_or_else(|| record.file.clone());
    let sections = sections(shown);
    let navigation = html! {
        nav aria-label="Sections" {
            ul {
                @if let Some(home) = shown.home { li { a href=(home) { "All runs" } } }
                @for (id, name, _) in &sections { li { a href={ "#" (id) } { (name) } } } }
        }
    };
    let main = html! {
        (head(&title, shown))
        @for (id, name, content) in &sections {
            section aria-labelledby=(id) { h2 id=(id) { (name) } (content) }
        }
        footer { "Written by Pipette " (env!("CARGO_PKG_VERSION")) ". This file needs no network." }
    };
    page(&title, Changes::Never, navigation, main)
}

/// The sections that have something to say: an anchor, a heading, the content.
fn sections(shown: &Shown) -> Vec<(&'static str, &'static str, Markup)> {
    let record = &shown.record;
    let all = [
        ("failures", "Cells that failed", failures::failures(&record.failed_cells)),
        ("claims", "Claims", claims::claims(&record.claims)),
        ("results", "Results", steps::steps(shown)),
        ("searches", "Searches", searches::searches(&record.searches)),
        ("pairs", "Lines compared", pairs::pairs(&record.comparisons)),
        ("sweeps", "Sweeps, cell by cell", sweeps::sweeps(&shown.swept)),
        ("experiment", "The experiment", Some(experiment::experiment(record))),
        ("times", "Foretold and actual time", times::times(shown)),
        ("findings", "Findings", findings(record)),
        ("origin", "Where the numbers come from", Some(origin::origin(shown))),
    ];
    all.into_iter().filter_map(|(id, name, content)| Some((id, name, content?))).collect()
}

fn head(title: &str, shown: &Shown) -> Markup {
    let record = &shown.record;
    html! {
        header {
            h1 { (Text(title)) }
            @for remark in &shown.remarks { p.remark { (Text(remark)) } }
            p.facts {
                (standing(shown))
                code { (Text(&record.file)) }
                @if shown.standing == Standing::Run {
                    span { "run " code { (Text(&record.run)) } }
                    span { "started " time datetime=(Text(&record.started)) { (moment(&record.started)) } }
                    span { "took " (duration(record.seconds)) }
                }
                span { "seed " (record.seed) }
            }
            @if let Some(fault) = &record.fault { p.fault { (Text(fault)) } }
            @if !record.sources.is_empty() {
                p { "After:" }
                ul { @for source in &record.sources { li { (Text(source)) } } }
            }
        }
    }
}

fn standing(shown: &Shown) -> Markup {
    match shown.standing {
        Standing::Run => badge(&shown.record.status),
        Standing::Lock => html! { span.badge { "from the lock file" } },
        Standing::Plan => html! { span.badge { "not run" } },
    }
}

/// A status or a verdict as a word on its colour.
pub(super) fn badge(word: &str) -> Markup {
    let class = match word {
        "done" | "held" | "chosen" => "badge good",
        "failed" | "killed" => "badge bad",
        "interrupted" | "undecided" => "badge open",
        _ => "badge",
    };
    html! { span class=(class) { (Text(word)) } }
}

/// A time of a record, in UTC.
pub(super) fn moment(text: &str) -> String {
    match text.parse::<jiff::Timestamp>() {
        Ok(time) => time.strftime("%Y-%m-%d %H:%M UTC").to_string(),
        Err(_) => super::super::plain::plain(text),
    }
}

fn findings(record: &Record) -> Option<Markup> {
    (!record.findings.is_empty()).then(|| {
        html! {
            ul.findings {
                @for it in &record.findings {
                    li {
                        span.badge { (Text(&it.level)) } " "
                        code { (Text(&it.code)) } " line " (it.line) ": " (Text(&it.message))
                        @if let Some(help) = &it.help { p.muted { (Text(help)) } }
                    }
                }
            }
        }
    })
}
