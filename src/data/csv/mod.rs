//! Tables of text: `csv("path", label: last)`.
//!
//! Cells are parted by commas, semicolons or tabs, whichever the first line has most of; they may be
//! quoted as RFC 4180 says. One column may be the label (see `labels`), every other cell is a finite
//! number. The first line is a header when none of its cells is a number. Every other cell that is
//! missing, not a number, or not UTF-8, and every line with too many or too few cells, is refused
//! with its place; lines are counted from 1, header and empty lines included.
//!
//! [`peek`] reads the first mebibyte. For a smaller file its answer is exact. For a larger one the
//! rows are judged from the mean length of those seen, plus a tenth so that no request which the file
//! can fulfil is refused before the run, and the classes are those seen.

mod table;
#[cfg(test)]
mod tests;

use super::bounded::{self, WINDOW};
use super::dataset::{Dataset, Part, Shape, Targets};
use super::fault::{DataFault, bytes};
use super::features::Features;
use super::labels;
use ndarray::Array2;
use std::path::Path;
pub(crate) use table::Table;

/// Which column is the label.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Label {
    #[default]
    Last,
    First,
    /// By its name in the header.
    Named(String),
    /// By its number, from 1.
    At(usize),
    None,
}

/// Whether the first line names the columns.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Header {
    #[default]
    Auto,
    Yes,
    No,
}

/// How a table is laid out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    pub label: Label,
    pub header: Header,
    /// Leading columns that are neither features nor labels, such as a number of the row.
    pub skip: usize,
}

/// Reads a table; all rows are the training part.
pub fn read(path: &Path, layout: &Layout) -> Result<Dataset, DataFault> {
    let content = bounded::text(path)?;
    let (part, names) = part(&content, true, path, layout)?;
    let name = path.file_stem().map_or_else(|| "csv".into(), |stem| stem.to_string_lossy().into_owned());
    let mut data = Dataset::new(&name, part, None, names);
    data.digest = bounded::sha256(&content);
    Ok(data)
}

/// Features, targets and class names out of the content of a file, or out of the beginning of it: then
/// the last record, which may be cut, is left out.
pub(crate) fn part(
    content: &[u8],
    whole: bool,
    path: &Path,
    layout: &Layout,
) -> Result<(Part, Vec<String>), DataFault> {
    let table = Table::parse(content, whole, path, layout)?;
    let empty = || DataFault::Empty { path: path.to_owned() };
    if table.rows == 0 || table.columns == 0 {
        return Err(empty());
    }
    let (y, names) = match layout.label {
        Label::None => (Targets::None, Vec::new()),
        _ => labels::from_text(&table.labels, path)?,
    };
    let x = Array2::from_shape_vec((table.rows, table.columns), table.values).map_err(|_| empty())?;
    Ok((Part { x: Features::Double(x.into_shared()), y }, names))
}

/// The shape, as far as the first mebibyte tells.
pub fn peek(path: &Path, layout: &Layout) -> Result<Shape, DataFault> {
    let head = bounded::head(path)?;
    let (part, names) = match part(&head.bytes, head.whole, path, layout) {
        Err(DataFault::Empty { .. }) if !head.whole => {
            let what = format!("no row ends in its first {}", bytes(WINDOW.into()));
            return Err(DataFault::format(path, what));
        }
        other => other?,
    };
    let mut shape = Dataset::new("", part, None, names).shape;
    if !head.whole {
        shape.train = (shape.train as f64 * head.times * 1.1).ceil() as usize;
        shape.range = None;
    }
    Ok(shape)
}
