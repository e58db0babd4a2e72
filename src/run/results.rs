//! What stages may ask of the results so far, and the files that they leave.

use super::store::RunFolder;
use super::table::{Results as Table, pool};
use crate::check::{Operand, Plan};
use crate::vocabulary::{Fault, MeasureRef, Reading, Results, Series};
use std::path::PathBuf;

/// The table of a worker.
pub struct Kept<'a> {
    plan: &'a Plan,
    pub table: Table,
    folder: &'a RunFolder,
    pub files: Vec<PathBuf>,
}

impl<'a> Kept<'a> {
    pub fn new(plan: &'a Plan, folder: &'a RunFolder) -> Self {
        Kept { plan, table: Table::default(), folder, files: Vec::new() }
    }
}

impl Results for Kept<'_> {
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

    fn keep(&mut self, name: &str, bytes: &[u8]) -> Result<PathBuf, Fault> {
        let path = self.folder.write_beside(name, bytes)?;
        self.files.push(path.clone());
        Ok(path)
    }
}
