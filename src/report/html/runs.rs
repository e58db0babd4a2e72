//! The runs of a store as a page: a table that can be sorted, from which a run is opened and two are compared.

use super::super::runs::{claims, measures};
use super::Text;
use super::page::{Changes, page};
use super::report::{badge, moment};
use crate::run::index::Listed;
use crate::source::amounts::{counted, duration};
use maud::{Markup, html};

/// More runs are not listed: `pipette runs` has options to choose by.
const MOST: usize = 1000;

/// The list, newest first.
pub fn runs(store: &str, runs: &[Listed]) -> String {
    let main = html! {
        header {
            h1 { "Runs" }
            p.facts { code { (Text(store)) } span { (counted(runs.len(), "run")) } }
        }
        @if runs.is_empty() {
            p { "Nothing was run here yet. This page shows a run as soon as it starts." }
        } @else {
            form action="compare" method="get" {
                (table(runs))
                p { button type="submit" { "Compare the two runs that are ticked" } }
            }
        }
        @if runs.len() > MOST { p.muted { "The newest " (MOST) " are shown." } }
    };
    page("Runs", Changes::WhileWorking, html! {}, main)
}

fn table(runs: &[Listed]) -> Markup {
    html! {
        div.wide tabindex="0" role="group" aria-label="Runs" {
            table.sortable {
                thead {
                    tr {
                        th.tick scope="col" data-fixed { "compare" }
                        th scope="col" { "started" } th scope="col" { "status" } th scope="col" { "file" }
                        th scope="col" { "took" } th scope="col" { "claims" } th scope="col" data-fixed { "measures" }
                    }
                }
                tbody { @for run in runs.iter().take(MOST) { (row(run)) } }
            }
        }
    }
}

fn row(run: &Listed) -> Markup {
    let ended = run.ended.as_ref();
    let title = run.started.title.as_deref().filter(|title| !title.is_empty());
    html! {
        tr {
            td { input type="checkbox" name="run" value=(Text(run.id())) aria-label={ "compare " (Text(run.id())) }; }
            td data-value=(Text(&run.started.started)) {
                a href={ "run/" (Text(run.id())) } { (moment(&run.started.started)) }
            }
            td { (badge(run.status.word())) }
            td { code { (Text(&run.started.file)) } @if let Some(title) = title { br; (Text(title)) } }
            td.number data-value=[ended.map(|it| it.seconds)] { @if let Some(it) = ended { (duration(it.seconds)) } }
            td { @if let Some(it) = ended { (claims(it)) } }
            td { @if let Some(it) = ended { (measures(it)) } }
        }
    }
}
