//! What searches have chosen, and from what: every try with its draw, what it is judged by, and what it has measured on the
//! test part, which takes no part in the choice.

use super::super::search::{judged_by, setting, tested};
use super::super::text::value;
use super::Text;
use super::report::badge;
use super::steps::entry;
use crate::run::{Searched, Tried};
use crate::source::amounts::{counted, short, whole};
use crate::vocabulary::Unit;
use maud::{Markup, html};

/// Tries of all searches together that a page lists; the record has them all.
const TRIES: usize = 500;

pub(super) fn searches(searches: &[Searched]) -> Option<Markup> {
    let mut left = TRIES;
    let parts: Vec<Markup> = searches.iter().map(|it| search(it, &mut left)).collect();
    (!parts.is_empty()).then(|| html! { @for part in parts { (part) } })
}

fn search(it: &Searched, left: &mut usize) -> Markup {
    let shown = it.tries.len().min(*left);
    *left -= shown;
    html! {
        article {
            h3 { (counted(it.tries.len(), "try")) " by " code { (Text(&it.by)) } }
            @match it.best() {
                Some(best) => p { "Chosen: draw " (best.draw) ", " code { (Text(&setting(&it.axes, best))) } },
                None => p.remark { "None of them has a value: none was chosen." },
            }
            p.muted { "The choice rests on " code { (Text(&it.by)) } " alone; the measures after it are of the test part." }
            @if shown > 0 { (table(it, shown)) }
            @if shown < it.tries.len() {
                p.muted { "The other " (it.tries.len() - shown) " are in the record of the run." }
            }
            @if it.left_out > 0 {
                p.muted { (counted(it.run, "cell")) " run, " (it.left_out) " left out: on lower budgets others were better." }
            }
        }
    }
}

fn table(it: &Searched, shown: usize) -> Markup {
    html! {
        div.wide tabindex="0" role="group" aria-label={ "Tries by " (Text(&it.by)) } {
            table.sortable {
                thead {
                    tr {
                        th.number scope="col" { "draw" } th scope="col" { "chosen" }
                        @for axis in &it.axes { th.number scope="col" { (Text(axis)) } }
                        th.number scope="col" { (Text(judged_by(it))) }
                        @for name in tested(it) { th.number scope="col" { (Text(name)) } }
                    }
                }
                tbody { @for tried in it.tries.iter().take(shown) { (row(it, tried)) } }
            }
        }
    }
}

fn row(it: &Searched, tried: &Tried) -> Markup {
    let is_chosen = it.best().is_some_and(|best| best.cell == tried.cell);
    html! {
        tr {
            td.number data-value=(tried.draw) { (tried.draw) }
            td { @if is_chosen { (badge("chosen")) } }
            @for at in &tried.values { td.number data-value=(whole(*at)) { (short(*at)) } }
            @match tried.by {
                Some(by) => td.number data-value=(whole(by)) { (value(by, it.unit)) },
                None => td.number { (badge("failed")) },
            }
            @for name in tested(it) {
                @match tried.test.get(name) {
                    Some(it) => (entry(it.value, (it.low, it.high), Unit::named(&it.unit))),
                    None => td {},
                }
            }
        }
    }
}
