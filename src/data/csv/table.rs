//! One pass over the records of a csv: cells to numbers, one column to labels.

use super::{Header, Label, Layout};
use crate::data::fault::{DataFault, printable};
use csv::{ByteRecord, ReaderBuilder};
use std::path::Path;

/// Numbers in row-major order, and the label cells.
pub(crate) struct Table {
    pub rows: usize,
    /// Features in a row.
    pub columns: usize,
    pub values: Vec<f64>,
    /// A cell a row; empty without a label column.
    pub labels: Vec<String>,
}

impl Table {
    /// Parses `content`, all records or all but the last; `path` is for messages.
    pub fn parse(content: &[u8], whole: bool, path: &Path, layout: &Layout) -> Result<Table, DataFault> {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter(content))
            .from_reader(content);
        let mut table = Table { rows: 0, columns: 0, values: Vec::new(), labels: Vec::new() };
        let mut record = ByteRecord::new();
        let mut lines: Option<Lines> = None;
        loop {
            let read =
                reader.read_byte_record(&mut record).map_err(|e| DataFault::format(path, e.to_string()))?;
            let at_end = reader.position().byte() >= content.len() as u64;
            if !read || (at_end && !whole) {
                return Ok(table);
            }
            let line = line_of(&record, content);
            match &lines {
                Some(lines) => lines.add(&record, line, &mut table)?,
                None => {
                    let first = Lines::begin(&record, line, path, layout)?;
                    table.columns = first.features();
                    // Where there is no room for all at once, it grows.
                    let _ = table.values.try_reserve_exact(numbers_in(content, table.columns));
                    if !first.named {
                        first.add(&record, line, &mut table)?;
                    }
                    lines = Some(first);
                }
            }
        }
    }
}

/// Numbers for which there is a place from the start: so many columns in each line, of at least a digit and a separator each.
fn numbers_in(content: &[u8], columns: usize) -> usize {
    let lines = content.iter().filter(|&&byte| byte == b'\n').count() + 1;
    columns.saturating_mul(lines).min(content.len() / 2 + 1)
}

/// The line on which a record begins, past the empty lines that the reader skips with it.
fn line_of(record: &ByteRecord, content: &[u8]) -> u64 {
    let Some(position) = record.position() else { return 0 };
    let start = usize::try_from(position.byte()).unwrap_or(0);
    let rest = content.get(start..).unwrap_or(&[]);
    let skipped =
        rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|&&b| b == b'\n').count();
    position.line() + skipped as u64
}

/// The separator that the first line has most of.
fn delimiter(content: &[u8]) -> u8 {
    let line = content.split(|&byte| byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or(&[]);
    let count = |separator: u8| line.iter().filter(|&&byte| byte == separator).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|&separator| count(separator)).unwrap_or(b',')
}

/// What the first line settled for all lines.
struct Lines<'a> {
    path: &'a Path,
    /// Cells in every line, as in this one.
    width: usize,
    first_line: u64,
    label: Option<usize>,
    skip: usize,
    /// Whether the first line is a header.
    named: bool,
}

impl<'a> Lines<'a> {
    fn begin(first: &ByteRecord, line: u64, path: &'a Path, layout: &Layout) -> Result<Self, DataFault> {
        let named = match layout.header {
            Header::Auto => {
                first.iter().all(|cell| number(cell).is_err()) && first.iter().any(|c| !c.is_empty())
            }
            Header::Yes => true,
            Header::No => false,
        };
        let label = label_column(first, named, path, layout)?;
        Ok(Lines { path, width: first.len(), first_line: line, label, skip: layout.skip, named })
    }

    fn features(&self) -> usize {
        let label = usize::from(self.label.is_some_and(|label| label >= self.skip));
        self.width.saturating_sub(self.skip + label)
    }

    fn add(&self, record: &ByteRecord, line: u64, table: &mut Table) -> Result<(), DataFault> {
        if record.len() != self.width {
            let what = format!("{} cells here, {} in line {}", record.len(), self.width, self.first_line);
            return Err(self.fault(line, record.len().min(self.width) + 1, what));
        }
        for (column, cell) in record.iter().enumerate() {
            let at_fault = |what| self.fault(line, column + 1, what);
            if Some(column) == self.label {
                table.labels.push(word(cell).map_err(at_fault)?.to_owned());
            } else if column >= self.skip {
                table.values.push(number(cell).map_err(at_fault)?);
            }
        }
        table.rows += 1;
        Ok(())
    }

    fn fault(&self, row: u64, column: usize, what: String) -> DataFault {
        DataFault::Cell { path: self.path.to_owned(), row, column, what }
    }
}

/// The index of the label column.
fn label_column(
    first: &ByteRecord,
    named: bool,
    path: &Path,
    layout: &Layout,
) -> Result<Option<usize>, DataFault> {
    let found = match &layout.label {
        Label::None => return Ok(None),
        Label::Last => first.len().checked_sub(1),
        Label::First => Some(layout.skip),
        Label::At(number) => number.checked_sub(1),
        Label::Named(name) if named => first.iter().position(|cell| cell.trim_ascii() == name.as_bytes()),
        Label::Named(_) => None,
    };
    if let Some(column) = found.filter(|&column| column < first.len()) {
        return Ok(Some(column));
    }
    let label = match &layout.label {
        Label::Named(name) => name.clone(),
        Label::At(number) => number.to_string(),
        _ => "for the label".into(),
    };
    let names =
        first.iter().filter(|_| named).map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
    Err(DataFault::NoColumn { path: path.to_owned(), label, columns: first.len(), names })
}

/// A cell as text that says something.
fn word(cell: &[u8]) -> Result<&str, String> {
    let text = std::str::from_utf8(cell).map_err(|e| {
        let byte = cell.get(e.valid_up_to()).copied().unwrap_or(0);
        format!("byte 0x{byte:02x} is not UTF-8, in '{}'", printable(&String::from_utf8_lossy(cell), 40))
    })?;
    let text = text.trim();
    let missing = ["", "?", "NA", "N/A", "NaN", "nan", "null"].contains(&text);
    if missing { Err(format!("the value is missing ('{text}')")) } else { Ok(text) }
}

/// A cell as a finite number.
fn number(cell: &[u8]) -> Result<f64, String> {
    let text = word(cell)?;
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        Ok(_) => Err(format!("'{}' is not a finite number", printable(text, 40))),
        Err(_) => Err(format!("'{}' is not a number", printable(text, 40))),
    }
}
