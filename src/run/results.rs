//! What stages may ask of the results so far, and the files that they leave.

use super::store::RunFolder;
use super::table::{Results as Table, pool};
use crate::check::{Operand, Plan};
use crate::vocabulary::{Fault, MeasureRef, Reading, Results, Series};
use std::path::PathBuf;

/// The table of a worker.
pub struct SoFar<'a> {
    plan: &'a Plan,
    pub table: Table,
    folder: &'a RunFolder,
    /// The cell and repeat that they are of, for people; empty outside of blocks.
    cell: String,
    pub files: Vec<PathBuf>,
}

impl<'a> SoFar<'a> {
    pub fn new(plan: &'a Plan, folder: &'a RunFolder, cell: String) -> Self {
        SoFar { plan, table: Table::default(), folder, cell, files: Vec::new() }
    }
}

impl Results for SoFar<'_> {
    fn reading(&self, measure: &MeasureRef) -> Option<Reading> {
        let operand = Operand { measure: measure.clone(), at: Vec::new(), best: false };
        pool(&self.table.readings(self.plan, &operand))
    }

    fn series(&self, measure: &MeasureRef, over: Option<&str>) -> Option<Series> {
        match over {
            Some(axis) => {
                let series = self.table.over(self.plan, measure, axis, &[]);
                (!series.x.is_empty()).then_some(series)
            }
            None => {
                let row =
                    self.table.rows.iter().rev().find(|row| row.label.as_ref() == Some(&measure.label))?;
                let series = row.series.iter().find(|series| series.name == measure.measure)?;
                Some(Series { name: format!("{}.{}", measure.label, measure.measure), ..series.clone() })
            }
        }
    }

    fn series_by(&self, measure: &MeasureRef, over: &str, by: &str) -> Vec<(f64, Series)> {
        let values = self.plan.swept(&measure.label, by).unwrap_or_default();
        let at = |value: f64| (value, self.table.over(self.plan, measure, over, &[(by.to_string(), value)]));
        values.into_iter().map(at).collect()
    }

    fn keep(&mut self, name: &str, bytes: &[u8]) -> Result<PathBuf, Fault> {
        let path = self.folder.write_beside(&of_cell(name, &self.cell), bytes)?;
        self.files.push(path.clone());
        Ok(path)
    }
}

/// The name of the file that a cell writes where the sentence names one for all: `a.npz` is `a-rate=0.1-repeat=3.npz`.
fn of_cell(name: &str, cell: &str) -> String {
    if cell.is_empty() {
        return name.to_string();
    }
    let cell = cell.replace(" = ", "=").replace("repeat ", "repeat=").replace(", ", "-");
    match name.rsplit_once('.').filter(|(_, ending)| !ending.contains(['/', '\\'])) {
        Some((stem, ending)) => format!("{stem}-{cell}.{ending}"),
        None => format!("{name}-{cell}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_has_a_file_of_its_own() {
        assert_eq!(of_cell("a/b.npz", ""), "a/b.npz");
        assert_eq!(of_cell("a/b.npz", "rate = 0.1, repeat 3"), "a/b-rate=0.1-repeat=3.npz");
        assert_eq!(of_cell("a.d/b", "n = 5"), "a.d/b-n=5");
    }
}
