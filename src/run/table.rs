//! The measures of a run by line, cell and repeat, and the questions that are asked of them.

use crate::check::{Block, Operand, Plan};
use crate::vocabulary::{Evidence, MeasureRef, Reading, Series};

/// The readings and curves of one line in one cell and repeat.
pub struct Row {
    pub label: Option<String>,
    pub cell: Option<(usize, usize)>,
    pub readings: Vec<Reading>,
    pub series: Vec<Series>,
}

#[derive(Default)]
pub struct Results {
    pub rows: Vec<Row>,
}

impl Results {
    /// The readings of a measure, one a repeat, where the axes have these values.
    pub fn readings(&self, plan: &Plan, operand: &Operand) -> Vec<Reading> {
        let rows = self.rows.iter().filter(|row| row.label.as_ref() == Some(&operand.measure.label));
        rows.filter(|row| operand.is_at(plan, row.cell))
            .filter_map(|row| {
                row.readings.iter().rev().find(|r| r.name() == operand.measure.measure).cloned()
            })
            .collect()
    }

    /// The swept values of an axis for which a label has results, in the order of the sweep.
    pub fn axis(&self, plan: &Plan, label: &str, axis: &str) -> Vec<f64> {
        let mut values: Vec<f64> = Vec::new();
        for row in self.rows.iter().filter(|row| row.label.as_deref() == Some(label)) {
            let value = row.block(plan).and_then(|(block, cell)| {
                block.axes.iter().position(|name| name == axis).map(|at| block.cells[cell].values[at])
            });
            values.extend(value.filter(|v| !values.contains(v)));
        }
        values
    }

    /// A measure over an axis: the mean over repeats and everything else that varies, with its 95 % interval.
    pub fn over(&self, plan: &Plan, measure: &MeasureRef, axis: &str, at: &[(String, f64)]) -> Series {
        let x = self.axis(plan, &measure.label, axis);
        let pooled = |value: f64| {
            let mut here = at.to_vec();
            here.push((axis.to_string(), value));
            pool(&self.readings(plan, &Operand { measure: measure.clone(), at: here }))
        };
        let readings: Vec<Option<Reading>> = x.iter().map(|&value| pooled(value)).collect();
        let of =
            |f: &dyn Fn(&Reading) -> f64| readings.iter().map(|r| r.as_ref().map_or(f64::NAN, f)).collect();
        Series {
            name: format!("{}.{}", measure.label, measure.measure),
            over: axis.to_string(),
            y: of(&|r| r.value),
            low: of(&|r| r.interval(0.95).0),
            high: of(&|r| r.interval(0.95).1),
            x,
        }
    }
}

impl Row {
    fn block<'p>(&self, plan: &'p Plan) -> Option<(&'p Block, usize)> {
        self.cell.map(|(block, cell)| (&plan.blocks[block], cell))
    }
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
