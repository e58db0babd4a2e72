//! The measures of a run by line, cell and repeat, and the questions that are asked of them.

use super::search;
use crate::check::{Block, Line, Operand, Plan};
use crate::source::Span;
use crate::vocabulary::{Evidence, MeasureRef, Reading, Series};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The readings and curves of one line in one cell and repeat.
#[derive(Clone)]
pub struct Row {
    pub label: Option<String>,
    pub cell: Option<(usize, usize)>,
    /// The number of the repeat, and the place of the line.
    pub repeat: u64,
    pub line: Span,
    pub readings: Vec<Reading>,
    pub series: Vec<Series>,
}

#[derive(Default)]
pub struct Results {
    pub rows: Vec<Row>,
    /// Cells that failed, as (block, cell).
    pub failed: HashSet<(usize, usize)>,
}

impl Results {
    /// The readings of a measure, one a repeat, where the axes have these values.
    pub fn readings(&self, plan: &Plan, operand: &Operand) -> Vec<Reading> {
        self.repeats(plan, operand).into_iter().map(|(_, reading)| reading).collect()
    }

    /// The same with the number of each repeat, in its order.
    pub fn repeats(&self, plan: &Plan, operand: &Operand) -> Vec<(u64, Reading)> {
        in_order(self.rows_of(plan, operand).into_iter(), &operand.measure.measure)
    }

    /// The rows of a label where a measure of it is looked at.
    fn rows_of(&self, plan: &Plan, of: &Operand) -> Vec<&Row> {
        let chosen = of.best.then(|| search::chosen(plan, self, of)).flatten();
        let is_chosen =
            |row: &&Row| chosen.is_none_or(|(block, cell)| row.cell == cell.map(|cell| (block, cell)));
        let rows = self.rows.iter().filter(|row| row.label.as_ref() == Some(&of.measure.label));
        rows.filter(|row| of.is_at(plan, row.cell)).filter(is_chosen).collect()
    }

    /// What a line measured, one a repeat, whether it has a label or not.
    pub fn of_line(&self, line: Span, measure: &str) -> Vec<(u64, Reading)> {
        in_order(self.rows.iter().filter(|row| row.line == line), measure)
    }

    /// A measure at each value of an axis, one value a repeat.
    pub fn points(&self, plan: &Plan, of: &Operand, axis: &str) -> Vec<(f64, Vec<(u64, f64)>)> {
        let values = |rows: Vec<&Row>| {
            let readings = in_order(rows.into_iter(), &of.measure.measure).into_iter();
            readings.map(|(repeat, reading)| (repeat, reading.value)).collect()
        };
        self.along(plan, of, axis).into_iter().map(|(x, rows)| (x, values(rows))).collect()
    }

    /// The rows of a label by their value on an axis, in the order of the sweep.
    fn along(&self, plan: &Plan, of: &Operand, axis: &str) -> Vec<(f64, Vec<&Row>)> {
        let mut along: Vec<(f64, Vec<&Row>)> = Vec::new();
        let (mut places, mut is_drawn): (HashMap<u64, usize>, bool) = (HashMap::new(), false);
        for row in self.rows_of(plan, of) {
            let Some((block, cell)) = row.block(plan) else { continue };
            let Some(index) = block.axes.iter().position(|name| name == axis) else { continue };
            is_drawn |= block.search.is_some();
            let value = block.cells[cell].values[index];
            let place = *places.entry(value.to_bits()).or_insert(along.len());
            if place == along.len() {
                along.push((value, Vec::new()));
            }
            along[place].1.push(row);
        }
        // Values that were drawn come in no order.
        if is_drawn {
            along.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        }
        along
    }

    /// Whether a cell has failed in which a measure is looked at.
    pub fn lacks(&self, plan: &Plan, of: &Operand) -> bool {
        let has = |line: &Line| line.label.as_ref() == Some(&of.measure.label);
        self.failed_where(plan, |place| of.is_at(plan, Some(place)), has)
    }

    /// Whether a cell has failed in which this line stands.
    pub fn lacks_line(&self, plan: &Plan, span: Span) -> bool {
        self.failed_where(plan, |_| true, |line| line.span == span)
    }

    fn failed_where(
        &self,
        plan: &Plan,
        is_at: impl Fn((usize, usize)) -> bool,
        is_line: impl Fn(&Line) -> bool,
    ) -> bool {
        let mut failed = self.failed.iter().copied().filter(|place| is_at(*place));
        failed.any(|(block, cell)| plan.blocks[block].cells[cell].lines.iter().any(&is_line))
    }

    /// Measures of a label over an axis.
    pub fn all_over(&self, plan: &Plan, label: &str, measures: BTreeSet<String>, axis: &str) -> Vec<Series> {
        let of = |name: String| {
            let measure =
                MeasureRef { label: label.to_string(), measure: name.clone(), ..MeasureRef::default() };
            Series { name, ..self.over(plan, &measure, axis, &[]) }
        };
        measures.into_iter().map(of).collect()
    }

    /// A measure over an axis: the mean over repeats and everything else that varies, with its 95 % interval.
    pub fn over(&self, plan: &Plan, measure: &MeasureRef, axis: &str, at: &[(String, f64)]) -> Series {
        let along =
            self.along(plan, &Operand { measure: measure.clone(), at: at.to_vec(), best: false }, axis);
        let pooled = |rows: &Vec<&Row>| {
            let readings = in_order(rows.iter().copied(), &measure.measure);
            pool(&readings.into_iter().map(|(_, reading)| reading).collect::<Vec<_>>())
        };
        let readings: Vec<Option<Reading>> = along.iter().map(|(_, rows)| pooled(rows)).collect();
        let of =
            |f: &dyn Fn(&Reading) -> f64| readings.iter().map(|r| r.as_ref().map_or(f64::NAN, f)).collect();
        Series {
            name: format!("{}.{}", measure.label, measure.measure),
            over: axis.to_string(),
            x: along.iter().map(|(x, _)| *x).collect(),
            y: of(&|r| r.value),
            low: of(&|r| r.interval(0.95).0),
            high: of(&|r| r.interval(0.95).1),
        }
    }
}

fn in_order<'r>(rows: impl Iterator<Item = &'r Row>, measure: &str) -> Vec<(u64, Reading)> {
    let of = |row: &Row| row.readings.iter().rev().find(|reading| reading.name() == measure).cloned();
    let mut found: Vec<(u64, Reading)> = rows.filter_map(|row| Some((row.repeat, of(row)?))).collect();
    found.sort_by_key(|(repeat, _)| *repeat);
    found
}

impl Row {
    fn block<'p>(&self, plan: &'p Plan) -> Option<(&'p Block, usize)> {
        self.cell.map(|(block, cell)| (&plan.blocks[block], cell))
    }
}

/// Readings of each name as one, in the order of names.
pub fn pooled(readings: impl IntoIterator<Item = Reading>) -> Vec<Reading> {
    let mut by_name: BTreeMap<String, Vec<Reading>> = BTreeMap::new();
    for reading in readings {
        by_name.entry(reading.name()).or_default().push(reading);
    }
    by_name.values().filter_map(|same| pool(same)).collect()
}

/// Several readings of one measure as one: the mean with its standard error.
pub fn pool(readings: &[Reading]) -> Option<Reading> {
    let first = readings.first()?;
    if readings.len() == 1 {
        return Some(first.clone());
    }
    let n = readings.len() as f64;
    let mean = readings.iter().map(|r| r.value).sum::<f64>() / n;
    let variance = readings.iter().map(|r| (r.value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let evidence = Evidence::Sample { mean, standard_error: (variance / n).sqrt(), n: readings.len() as u64 };
    Some(Reading { value: mean, evidence, ..first.clone() })
}
