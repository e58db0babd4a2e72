//! What a run measured as CSV, for spreadsheets and data frames: numbers in full, one row each.

use crate::check::Plan;
use crate::run::{Record, Row};
use crate::source::Source;
use crate::vocabulary::Reading;

/// Every measure of every line, cell and repeat, with its 95 % interval, in the order of the run. An axis that a
/// line does not vary with is empty.
pub fn measures(plan: &Plan, source: &Source, rows: &[Row]) -> String {
    let mut axes: Vec<&str> = Vec::new();
    for axis in plan.blocks.iter().flat_map(|block| &block.axes) {
        if !axes.contains(&axis.as_str()) {
            axes.push(axis);
        }
    }
    let mut table = Table::new(&[&["line", "label"], &axes[..], &["repeat", "measure"], &MEASURED].concat());
    for row in rows {
        let mut place = vec![source.line(row.line.start).to_string(), row.label.clone().unwrap_or_default()];
        place.extend(axes.iter().map(|axis| value_of(plan, row, axis).map_or(String::new(), number)));
        place.push(row.repeat.to_string());
        row.readings.iter().for_each(|reading| table.row([place.clone(), measured(reading)].concat()));
    }
    table.text
}

const MEASURED: [&str; 5] = ["value", "low", "high", "n", "unit"];

fn measured(reading: &Reading) -> Vec<String> {
    let (low, high) = reading.interval(0.95);
    let (n, unit) = (reading.n().to_string(), reading.measure.unit.word().to_string());
    vec![reading.name(), number(reading.value), number(low), number(high), n, unit]
}

/// The value of an axis in the cell of a row.
fn value_of(plan: &Plan, row: &Row, axis: &str) -> Option<f64> {
    let (block, cell) = row.cell?;
    let block = plan.blocks.get(block)?;
    let at = block.axes.iter().position(|name| name == axis)?;
    block.cells.get(cell)?.values.get(at).copied()
}

/// The points of every curve of a record.
pub fn curves(record: &Record) -> String {
    let mut table = Table::new(&["label", "curve", "over", "x", "y", "low", "high"]);
    for step in &record.steps {
        for (name, series) in &step.series {
            for (at, (x, y)) in series.x.iter().zip(&series.y).enumerate() {
                let bound = |list: &[f64]| list.get(at).copied().map_or(String::new(), number);
                let (low, high) = (bound(&series.low), bound(&series.high));
                let label = step.label.clone().unwrap_or_default();
                table.row(vec![label, name.clone(), series.over.clone(), number(*x), number(*y), low, high]);
            }
        }
    }
    table.text
}

/// The shortest digits that are read as this number again; `nan` and `inf` as NumPy and pandas read them.
fn number(x: f64) -> String {
    if x.is_nan() { "nan".into() } else { x.to_string() }
}

/// A table as RFC 4180 describes it, with `\n` at the ends of lines.
struct Table {
    text: String,
}

impl Table {
    fn new(head: &[&str]) -> Self {
        let mut table = Table { text: String::new() };
        table.row(head.iter().map(|name| (*name).to_string()).collect());
        table
    }

    fn row(&mut self, fields: Vec<String>) {
        let quoted = |field: String| match field.contains(['"', ',', '\n', '\r']) {
            true => format!("\"{}\"", field.replace('"', "\"\"")),
            false => field,
        };
        self.text += &fields.into_iter().map(quoted).collect::<Vec<_>>().join(",");
        self.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_and_numbers_whole() {
        let mut table = Table::new(&["a", "b"]);
        table.row(vec!["x, \"y\"".into(), number(0.1 + 0.2)]);
        table.row(vec![number(f64::NAN), number(f64::NEG_INFINITY)]);
        assert_eq!(table.text, "a,b\n\"x, \"\"y\"\"\",0.30000000000000004\nnan,-inf\n");
    }
}
