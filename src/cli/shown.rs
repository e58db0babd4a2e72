//! What a page shows of a run, gathered from its folder.

use super::export::MEASURES;
use crate::report::cells;
use crate::report::figure::{Figure, Figures};
use crate::report::html::{Shown, Standing};
use crate::run::Record;
use std::collections::BTreeMap;
use std::path::Path;

/// The file in the folder of a run that has its pictures as data.
pub const FIGURES: &str = "figures.cbor";

/// A run with what its folder has beside the record. What is missing or damaged there is not shown: the record is whole.
pub fn of_run(folder: &Path, record: Record) -> Shown {
    let figures = std::fs::read(folder.join(FIGURES)).ok().and_then(|bytes| Figures::from_bytes(&bytes));
    let figures = figures.unwrap_or_default();
    let measures = std::fs::read_to_string(folder.join(MEASURES)).unwrap_or_default();
    let images = images(folder, &figures);
    Shown { images, figures, swept: cells::swept(&measures), ..of_record(record, Standing::Run) }
}

/// What a record says, and nothing else.
pub fn of_record(record: Record, standing: Standing) -> Shown {
    Shown {
        record,
        standing,
        figures: Figures::default(),
        images: BTreeMap::new(),
        swept: Vec::new(),
        remarks: Vec::new(),
        home: None,
    }
}

fn images(folder: &Path, figures: &Figures) -> BTreeMap<String, Vec<u8>> {
    let named = figures.0.iter().filter_map(|(_, figure)| match figure {
        Figure::Images { file, .. } => Some(file),
        Figure::Chart(_) | Figure::HeatMap(_) => None,
    });
    // A name is that of a file in this folder, whatever else it may say.
    let inside = named.filter(|name| Path::new(name).file_name().is_some_and(|file| file == name.as_str()));
    inside.filter_map(|name| Some((name.clone(), std::fs::read(folder.join(name)).ok()?))).collect()
}
