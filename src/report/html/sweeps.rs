//! What each cell of a sweep measured: heat maps where two axes vary, and tables that can be sorted.

use super::super::cells::Swept;
use super::super::plain::plain;
use super::Text;
use super::figures::{Frame, figure};
use super::steps::entry;
use crate::report::figure::Figure;
use crate::source::amounts::short;
use crate::vocabulary::Unit;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Cells of all tables together that a page lists; the table of the run has them all.
const CELLS: usize = 1500;
/// Measures of a line that are drawn as maps.
const MAPS: usize = 4;

pub(super) fn sweeps(swept: &[Swept]) -> Option<Markup> {
    let (mut frame, mut left) = (Frame::default(), CELLS);
    let parts: Vec<Markup> = swept.iter().map(|it| line(it, &mut frame, &mut left)).collect();
    (!parts.is_empty()).then(|| html! { @for part in parts { (part) } })
}

fn line(swept: &Swept, frame: &mut Frame, left: &mut usize) -> Markup {
    let name = if swept.label.is_empty() { format!("line {}", swept.line) } else { swept.label.clone() };
    let over = swept.axes.join(" and ");
    let maps = (0..swept.measures.len().min(MAPS)).filter_map(|measure| swept.heat_map(measure));
    let maps: Vec<Markup> = maps.map(|map| figure(&Figure::HeatMap(map), &BTreeMap::new(), frame)).collect();
    let shown = swept.cells.len().min((*left / swept.measures.len().max(1)).max(1));
    *left = left.saturating_sub(shown * swept.measures.len());
    html! {
        article {
            h3 { span.label { (Text(&name)) } " over " (Text(&over)) }
            @for map in &maps { (map) }
            details open[swept.cells.len() <= 30] {
                summary { "Table of " (swept.cells.len()) " cells, means with 95 % intervals" }
                (table(swept, shown, &name))
                @if shown < swept.cells.len() {
                    p.muted { "The other " (swept.cells.len() - shown) " cells are in measures.csv in the folder of the run." }
                }
            }
        }
    }
}

fn table(swept: &Swept, shown: usize, name: &str) -> Markup {
    let repeats =
        swept.cells.iter().flat_map(|cell| cell.values.iter().flatten()).map(|over| over.repeats).max();
    html! {
        div.wide tabindex="0" role="group" aria-label={ "Cells of " (plain(name)) } {
            table.sortable {
                thead {
                    tr {
                        @for axis in &swept.axes { th.number scope="col" { (Text(axis)) } }
                        @for measure in &swept.measures { th.number scope="col" { (Text(&measure.name)) } }
                    }
                }
                tbody {
                    @for cell in swept.cells.iter().take(shown) {
                        tr {
                            @for at in &cell.at { td.number data-value=(at) { (short(*at)) } }
                            @for (value, measure) in cell.values.iter().zip(&swept.measures) {
                                @match value {
                                    Some(over) => (entry(over.value, (over.low, over.high), Unit::named(&measure.unit))),
                                    None => td {},
                                }
                            }
                        }
                    }
                }
            }
        }
        @if let Some(repeats) = repeats.filter(|repeats| *repeats > 1) {
            p.muted { "Each over " (repeats) " repeats; Student's t." }
        }
    }
}
