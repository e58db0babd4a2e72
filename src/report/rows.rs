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

/// A point of a curve over epochs, as a run adds it to a table while it works.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The beginning of the identity: a table can hold the curves of several experiments.
    pub experiment: String,
    pub label: String,
    /// The values of the axes and the repeat; empty outside of blocks.
    pub cell: String,
    pub curve: String,
    pub epoch: usize,
    pub value: f64,
}

const POINT: [&str; 6] = ["experiment", "label", "cell", "curve", "epoch", "value"];

impl Point {
    /// The head of the table.
    pub fn head() -> String {
        Table::new(&POINT).text
    }

    pub fn row(&self) -> String {
        let Point { experiment, label, cell, curve, epoch, value } = self.clone();
        let mut table = Table { text: String::new() };
        table.row(vec![experiment, label, cell, curve, epoch.to_string(), number(value)]);
        table.text
    }

    /// The points of such a table; none of another table.
    pub fn read(text: &str) -> Option<Vec<Point>> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        if reader.headers().ok()?.iter().ne(POINT) {
            return None;
        }
        let point = |row: csv::StringRecord| {
            let field = |at: usize| row.get(at).unwrap_or_default().to_string();
            let (epoch, value) = (row.get(4)?.parse().ok()?, row.get(5)?.parse().ok()?);
            Some(Point {
                experiment: field(0),
                label: field(1),
                cell: field(2),
                curve: field(3),
                epoch,
                value,
            })
        };
        Some(reader.records().filter_map(Result::ok).filter_map(point).collect())
    }
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
    fn points_are_read_as_they_were_written() {
        let point = |label: &str, value| Point {
            experiment: "ab12".into(),
            label: label.into(),
            cell: "rate = 0.1, repeat 2".into(),
            curve: "loss".into(),
            epoch: 7,
            value,
        };
        let points = [point("a \"b\",\nc", 0.1 + 0.2), point("", f64::INFINITY)];
        let text = Point::head() + &points.iter().map(Point::row).collect::<String>();
        assert_eq!(Point::read(&text).as_deref(), Some(&points[..]));
        assert!(Point::read(&(text + "ab12,net,,loss,9,much\nshort\n")).is_some_and(|read| read.len() == 2));
        assert_eq!((Point::read("a,b\n1,2\n"), Point::read("")), (None, None));
    }

    #[test]
    fn fields_are_quoted_and_numbers_whole() {
        let mut table = Table::new(&["a", "b"]);
        table.row(vec!["x, \"y\"".into(), number(0.1 + 0.2)]);
        table.row(vec![number(f64::NAN), number(f64::NEG_INFINITY)]);
        assert_eq!(table.text, "a,b\n\"x, \"\"y\"\"\",0.30000000000000004\nnan,-inf\n");
    }
}
