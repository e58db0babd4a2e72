//! Repeated lines of a block compared with each other, pair by pair: the difference with its interval, p as it is and corrected
//! for all pairs.

use super::super::claims::{chance, paired};
use super::super::text::value;
use super::Text;
use super::compare::judged;
use super::steps::interval;
use crate::run::{Comparisons, Pair};
use crate::source::amounts::{short, whole};
use crate::vocabulary::Unit;
use maud::{Markup, html};

/// A corrected p below this is called more than chance.
const LEVEL: f64 = 0.05;

pub(super) fn pairs(blocks: &[Comparisons]) -> Option<Markup> {
    (!blocks.is_empty()).then(|| html! { @for one in blocks { (block(one)) } })
}

fn block(block: &Comparisons) -> Markup {
    let axes = || block.pairs.iter().take(1).flat_map(|pair| &pair.at).map(|(axis, _)| axis);
    let title = paired(block);
    html! {
        div.wide tabindex="0" role="group" aria-label=(title) {
            table.sortable {
                caption { (title) }
                thead {
                    tr {
                        th scope="col" { "lines" }
                        @for axis in axes() { th.number scope="col" { (Text(axis)) } }
                        th.number scope="col" { "difference" } th.number scope="col" { "95 % interval" }
                        th.number scope="col" { "repeats" } th.number scope="col" { "p" }
                        th.number scope="col" { "corrected" } th scope="col" { "chance?" }
                    }
                }
                tbody { @for pair in &block.pairs { (row(pair, block.unit)) } }
            }
        }
    }
}

fn row(pair: &Pair, unit: Unit) -> Markup {
    html! {
        tr {
            th scope="row" { (Text(&pair.first)) " - " (Text(&pair.second)) }
            @for (_, at) in &pair.at { td.number data-value=(whole(*at)) { (short(*at)) } }
            td.number data-value=(whole(pair.difference)) { (value(pair.difference, unit)) }
            td.number data-value=(whole(pair.low)) { (interval(pair.low, pair.high, unit)) }
            td.number { (pair.n) }
            td.number data-value=[pair.p.map(whole)] { (chance(pair.p)) }
            td.number data-value=[pair.corrected.map(whole)] { (chance(pair.corrected)) }
            td { (judged(pair.corrected.map(|p| p >= LEVEL))) }
        }
    }
}
