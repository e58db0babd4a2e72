//! Cells that failed where the others went on, each with why and where.

use super::Text;
use crate::run::FailedCell;
use crate::source::amounts::counted;
use maud::{Markup, html};

/// More cells are not listed; the record has them all.
const MOST: usize = 200;

pub(super) fn failures(cells: &[FailedCell]) -> Option<Markup> {
    (!cells.is_empty()).then(|| {
        html! {
            p.fault { (counted(cells.len(), "cell")) " failed. Means and curves are over the others." }
            ul.findings {
                @for it in cells.iter().take(MOST) {
                    li {
                        code { (Text(&it.cell)) } ": " (Text(&it.message))
                        p.muted { "in " code { (Text(&it.step)) } }
                        @if let Some(help) = &it.help { p.muted { (Text(help)) } }
                    }
                }
            }
            @if cells.len() > MOST { p.muted { "The other " (cells.len() - MOST) " are in the record of the run." } }
        }
    })
}
