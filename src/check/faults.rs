//! The cells of a sweep repeat what is wrong in its lines: the first cell with a mistake speaks for the others.

use super::plan::Block;
use crate::source::{Diagnostic, Level, Span};
use crate::syntax::ast;
use std::collections::HashMap;

/// What is found in the cells of a sweep.
#[derive(Default)]
pub struct Faults {
    findings: Vec<Diagnostic>,
    /// By code and place: the first cell, the last one, how many.
    cells: HashMap<(&'static str, Span), (usize, usize, usize)>,
}

impl Faults {
    pub fn add(&mut self, cell: usize, found: Vec<Diagnostic>) {
        for finding in found {
            let (first, last, count) =
                self.cells.entry((finding.code, finding.span())).or_insert((cell, cell, 1));
            if *last != cell {
                (*last, *count) = (cell, *count + 1);
            }
            if *first == cell {
                self.findings.push(finding);
            }
        }
    }

    /// Adds what is found in later cells.
    pub fn join(&mut self, later: Faults) {
        let Faults { findings, cells } = later;
        let place = |finding: &Diagnostic| (finding.code, finding.span());
        self.findings
            .extend(findings.into_iter().filter(|finding| !self.cells.contains_key(&place(finding))));
        for (place, (first, last, count)) in cells {
            let known = self.cells.entry(place).or_insert((first, last, 0));
            (known.1, known.2) = (last, known.2 + count);
        }
    }

    /// The findings; of one that not every cell has, the values where it was found first.
    pub fn said(self, sweep: &ast::Sweep, block: &Block) -> Vec<Diagnostic> {
        let Faults { findings, cells } = self;
        let all = block.cells.len();
        // What stands outside the sweep is read once, in the first cell that uses it.
        let inside = |place: Span| (sweep.span.start..sweep.span.end).contains(&place.start);
        let placed = |finding: Diagnostic| match cells.get(&(finding.code, finding.span())) {
            Some((first, _, count))
                if *count < all && finding.level > Level::Note && inside(finding.span()) =>
            {
                let values = sweep.axes.iter().zip(&block.cells[*first].values);
                let values: Vec<String> =
                    values.map(|(axis, value)| format!("{} = {value}", axis.name)).collect();
                let place = format!("where {}, in {count} of {all} cells", values.join(" and "));
                finding.also(sweep.head, place)
            }
            _ => finding,
        };
        findings.into_iter().map(placed).collect()
    }
}
