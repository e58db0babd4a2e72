//! `pipette run FILE --curves FILE.csv`: the points of curves over epochs, a row each, added to a table as they are told. A point that
//! the table has is not added again, so a run that goes on where an earlier one was cut off goes on in its table, too.

use super::guarded::Guarded;
use super::places::Places;
use crate::check::Plan;
use crate::report::rows::Point;
use crate::report::tags::Tags;
use crate::run::Running;
use crate::vocabulary::Outcome;
use std::collections::HashMap;
use std::fs::OpenOptions;
use std::io::{Error, Read, Write};
use std::path::{Path, PathBuf};

/// The table of a run.
pub struct Curves {
    path: PathBuf,
    /// The beginning of the identity of what runs.
    experiment: String,
    places: Places,
    pub(super) state: Guarded<Table>,
}

/// Label, cell, curve and epoch.
type Place = (String, String, String, usize);

/// What a table has.
#[derive(Default)]
pub(super) struct Table {
    /// The values that it has of this experiment.
    has: HashMap<Place, f64>,
    tags: HashMap<(String, String), Tags>,
    /// Whether it was said that the table has other values.
    is_said: bool,
}

impl Curves {
    /// Goes on in a table, or begins one. A last row that was cut off is taken away.
    ///
    /// # Errors
    /// Where it can't be read or written, or is another table.
    pub fn open(path: &Path, plan: &Plan) -> std::io::Result<Self> {
        let experiment = plan.identity().short();
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        text.truncate(whole);
        if text.is_empty() {
            text = Point::head();
            file.set_len(0)?;
            file.write_all(text.as_bytes())?;
        }
        let other = || Error::other("it is another table: its head is not that of a log of curves");
        let points = Point::read(&text).ok_or_else(other)?;
        file.set_len(text.len() as u64)?;
        let own = points.into_iter().filter(|point| point.experiment == experiment);
        let has = own.map(|it| ((it.label, it.cell, it.curve, it.epoch), it.value)).collect();
        let state = Guarded::new("curves", Table { has, ..Table::default() });
        Ok(Curves { path: path.to_path_buf(), experiment, places: Places::of(plan), state })
    }

    /// A point of a curve of a step that runs.
    pub fn tells(&self, running: Running, curve: &str, epoch: usize, value: f64) {
        self.add(running, &[(curve, epoch, value)]);
    }

    /// What a step has come to, be it kept from an earlier run.
    pub fn yields(&self, running: Running, outcome: &Outcome) {
        for series in outcome.series.iter().filter(|series| series.over == "epoch") {
            let points = series.x.iter().zip(&series.y);
            let points: Vec<_> = points.map(|(x, y)| (series.name.as_str(), *x as usize, *y)).collect();
            self.add(running, &points);
        }
    }

    fn add(&self, running: Running, points: &[(&str, usize, f64)]) {
        let label = self.places.label(running.step).unwrap_or_default();
        let cell = self.places.cell(running).unwrap_or_default();
        self.state.work(&self.path, |table, unsaid| {
            let mut row = |point: &_| self.row((label, &cell), running.step, *point, (table, unsaid));
            let rows: String = points.iter().map(&mut row).collect();
            self.append(&rows)
        });
    }

    /// The row of a point; nothing of one that the table has.
    fn row(
        &self,
        (label, cell): (&str, &str),
        step: usize,
        (curve, epoch, value): (&str, usize, f64),
        (table, unsaid): (&mut Table, &mut Vec<String>),
    ) -> String {
        let tags = table.tags.entry((label.to_string(), cell.to_string())).or_default();
        let place = (label.to_string(), cell.to_string(), tags.of(step, curve), epoch);
        match table.has.get(&place) {
            Some(there) if there.to_bits() == value.to_bits() || (there.is_nan() && value.is_nan()) => {
                String::new()
            }
            Some(_) => {
                if !std::mem::replace(&mut table.is_said, true) {
                    let (path, curve) = (self.path.display(), &place.2);
                    unsaid
                        .push(format!("{path} has another value of {curve} at epoch {epoch}, and keeps it"));
                }
                String::new()
            }
            None => {
                let (label, cell, curve, epoch) = place.clone();
                table.has.insert(place, value);
                Point { experiment: self.experiment.clone(), label, cell, curve, epoch, value }.row()
            }
        }
    }

    fn append(&self, rows: &str) -> std::io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        OpenOptions::new().append(true).open(&self.path)?.write_all(rows.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(before: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("curves.csv");
        std::fs::write(&path, before).expect("written");
        (folder, path)
    }

    fn told(path: &Path, epochs: &[usize]) -> Option<Vec<usize>> {
        let curves = Curves::open(path, &Plan::default()).ok()?;
        let running = Running { step: 0, repeat: 0 };
        epochs.iter().for_each(|epoch| curves.tells(running, "loss", *epoch, 1.0 / *epoch as f64));
        assert_eq!((curves.state.fault(), curves.state.unsaid()), (None, Vec::new()));
        let text = std::fs::read_to_string(path).expect("a table");
        Some(Point::read(&text)?.into_iter().map(|point| point.epoch).collect())
    }

    /// The third row was cut off within its value.
    #[test]
    fn a_row_that_was_cut_off_is_told_again() {
        let (_folder, path) = table("");
        assert_eq!(told(&path, &[1, 2, 3]), Some(vec![1, 2, 3]));
        let text = std::fs::read_to_string(&path).expect("a table");
        std::fs::write(&path, &text[..text.len() - 5]).expect("written");
        assert_eq!(told(&path, &[2, 3, 4]), Some(vec![1, 2, 3, 4]));
    }

    #[test]
    fn another_table_stays_as_it_is() {
        for text in ["a,b\n1,2\n", "n\n\u{0}\n"] {
            let (_folder, path) = table(text);
            assert_eq!(told(&path, &[1]), None);
            assert_eq!(std::fs::read_to_string(&path).expect("a table"), text);
        }
    }
}
