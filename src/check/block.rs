//! Sweeps and repeats: the values of each axis, the body checked once a cell, so that shapes are
//! right for every value.

use super::cells::Cells;
use super::names::{GivenBy, Meaning, Name, unused};
use super::plan::{Block, Cell, Item};
use super::statement::Checker;
use crate::source::{Diagnostic, Span};
use crate::syntax::ast::{self, Expr, Expression, Scale, Statement};
use crate::vocabulary::{Form, Given, Number, Spaced};
use std::collections::HashMap;

/// More lines in all cells are a slip of the pen.
const MOST_CELLS: u64 = 1_000_000;
/// Bytes that a line of a cell takes at most in plan, tables and report: a plan of more lines would not fit into memory.
const LINE: f64 = 65_536.0;
/// More runs than this would not end.
const MOST_RUNS: f64 = 1e9;

impl Checker<'_> {
    pub fn block(&mut self, sweep: &ast::Sweep) {
        if self.cell.is_some() {
            let finding =
                Diagnostic::error("not-in-this-place", sweep.head, "a sweep can't stand inside a sweep");
            self.findings.push(
                finding.label("nested").help("name all axes in one head: `sweep a in .., b in .. { }`"),
            );
            self.uses(sweep.span);
            return;
        }
        let repeats = sweep.repeat.as_ref().map_or(1, |r| r.value);
        let cells = match &sweep.search {
            Some(search) => self.drawn(sweep, search, repeats).map(|(cells, search)| (cells, Some(search))),
            None => self.all_cells(sweep, repeats).map(|cells| (cells, None)),
        };
        let Some((cells, search)) = cells else { return };
        let index = self.plan.blocks.len();
        let names = sweep.axes.iter().map(|axis| axis.name.value.clone()).collect();
        self.plan.blocks.push(Block { axes: names, repeats, cells: Vec::new(), head: sweep.head, search });
        let faults = self.cells(&Cells { sweep, block: index, values: &cells });
        self.findings.extend(faults.said(sweep, &self.plan.blocks[index]));
        self.plan.items.push(Item::Block(index));
        self.show_outside(sweep, index);
        if let Some(search) = &sweep.search {
            self.selection(search, index);
        }
    }

    /// Every combination of the values of the axes.
    fn all_cells(&mut self, sweep: &ast::Sweep, repeats: u64) -> Option<Vec<Vec<f64>>> {
        let axes: Vec<Option<Vec<f64>>> = sweep.axes.iter().map(|axis| self.axis(&axis.values)).collect();
        let axes = axes.into_iter().collect::<Option<Vec<_>>>()?;
        let cells = axes.iter().map(|values| values.len() as f64).product();
        self.fits(sweep, cells, repeats).then(|| product(&axes))
    }

    pub fn fits(&mut self, sweep: &ast::Sweep, cells: f64, repeats: u64) -> bool {
        let lines = cells * sweep.body.len().max(1) as f64;
        let runs = cells * repeats as f64;
        let most = (self.around.memory / LINE).floor().min(MOST_CELLS as f64);
        if lines <= most && runs <= MOST_RUNS {
            return true;
        }
        let body = sweep.body.len();
        let message = format!("{cells} cells of {body} lines, repeated {repeats} times, are {runs} runs");
        let finding = Diagnostic::error("too-large", sweep.head, message);
        let limit = format!("at most {most} lines in all cells, and {MOST_RUNS} runs");
        self.findings.push(finding.label(limit).help("sweep fewer values, or repeat less often"));
        false
    }

    /// Checks one cell; its findings are added to the others.
    pub fn cell(&mut self, sweep: &ast::Sweep, block: usize, number: usize, values: Vec<f64>) {
        self.cell = Some((block, number));
        self.open_cell();
        self.names.open();
        for (axis, value) in sweep.axes.iter().zip(&values) {
            let given = Given { form: Form::Number(Number::plain(*value)), span: axis.name.span };
            self.define(Name::new(&axis.name, Meaning::Values(vec![given]), GivenBy::Axis));
        }
        let closed = self.source.slice(sweep.span).ends_with('}');
        let mut lines: Vec<_> =
            sweep.body.iter().filter_map(|statement| self.inside(statement, closed)).collect();
        lines.shrink_to_fit();
        if number == 0 {
            self.read_unused();
        }
        let names = self.names.close();
        self.findings.extend(unused(&names));
        self.cell = None;
        self.plan.blocks[block].cells.push(Cell { values, lines });
    }

    /// A claim below a block that was never closed is not blamed for standing in it.
    fn inside(&mut self, statement: &Statement, closed: bool) -> Option<super::Line> {
        if let Statement::Claim(claim) = statement {
            if !closed {
                return None;
            }
            let finding =
                Diagnostic::error("not-in-this-place", claim.span, "a claim stands outside its sweep");
            self.findings.push(finding.label("inside a block").help("move it below the closing `}`"));
            return None;
        }
        self.statement(statement)
    }

    /// Labels and axes stay visible below the block, for claims and plots.
    fn show_outside(&mut self, sweep: &ast::Sweep, block: usize) {
        for axis in &sweep.axes {
            self.define(Name::new(&axis.name, Meaning::Axis, GivenBy::Label));
        }
        for statement in &sweep.body {
            if let Statement::Pipeline(ast::Pipeline { label: Some(label), .. }) = statement {
                self.axes.insert(label.value.clone(), block);
                self.define(Name::new(label, Meaning::Swept, GivenBy::Label));
            }
        }
    }

    /// The values of an axis: a list, or a range with a spacing.
    pub fn axis(&mut self, values: &Expression) -> Option<Vec<f64>> {
        match &values.value {
            Expr::Range { low, high, spacing } => {
                self.range(low, high, spacing.as_ref(), values.span).map(Spaced::values)
            }
            _ => self.listed(values),
        }
    }

    fn listed(&mut self, values: &Expression) -> Option<Vec<f64>> {
        let given = self.value(values)?;
        if let Form::Range(range) = given.form {
            return Some(range.values());
        }
        let Form::List(items) = given.form else {
            let message = format!("an axis needs a list or a range, found {}", given.describe());
            let finding = Diagnostic::error("wrong-type", given.span, message);
            return self.refuse(
                finding.label("not a list").help("write `n in [10, 20, 50]` or `n in 1..100 log 5`"),
            );
        };
        let numbers: Vec<Option<f64>> = items.iter().map(|item| self.plain(item)).collect();
        let numbers: Vec<f64> = numbers.into_iter().collect::<Option<_>>()?;
        if numbers.is_empty() {
            let finding = Diagnostic::error("missing-argument", given.span, "an axis needs a value or more");
            return self.refuse(finding.label("no value").help("write `n in [10, 20, 50]`"));
        }
        self.no_value_twice(&items, &numbers).then_some(numbers)
    }

    /// Two equal cells would have equal seeds: one run counted twice.
    fn no_value_twice(&mut self, items: &[Given], numbers: &[f64]) -> bool {
        let mut seen = HashMap::new();
        for (item, value) in items.iter().zip(numbers) {
            // Adding zero makes one of 0 and -0.
            if let Some(first) = seen.insert((value + 0.0).to_bits(), item.span) {
                let message = format!("{value} is listed twice");
                let finding =
                    Diagnostic::error("duplicate-argument", item.span, message).label("listed again");
                let help = "delete one of them; `repeat` runs a cell more than once";
                self.findings.push(finding.also(first, "listed first").help(help));
                return false;
            }
        }
        true
    }

    pub fn plain(&mut self, given: &Given) -> Option<f64> {
        match &given.form {
            Form::Number(n) if n.unit.is_none() && n.per.is_none() => Some(n.value),
            _ => {
                let message = format!("an axis runs over plain numbers, found {}", given.describe());
                let finding = Diagnostic::error("wrong-type", given.span, message);
                self.refuse(
                    finding
                        .label("not plain")
                        .help("write a number alone; a unit stands where the value is used"),
                )
            }
        }
    }

    /// What a range with a spacing runs over.
    pub fn range(
        &mut self,
        low: &Expression,
        high: &Expression,
        spacing: Option<&ast::Spacing>,
        span: Span,
    ) -> Option<Spaced> {
        let (a, b) =
            (self.value(low).and_then(|g| self.plain(&g)), self.value(high).and_then(|g| self.plain(&g)));
        let (a, b) = (a?, b?);
        let Some(spacing) = spacing else {
            let finding = Diagnostic::error("missing-argument", span, "a swept range needs a spacing");
            return self.refuse(
                finding.label("how many values?").help("write `1..100 linear 10` or `1e-3..1 log 4`"),
            );
        };
        let count = spacing.count.value;
        if count > MOST_CELLS {
            let finding =
                Diagnostic::error("too-large", spacing.count.span, format!("{count} values are too many"));
            return self.refuse(finding.label(format!("at most {MOST_CELLS}")).help("sweep fewer values"));
        }
        let valid = count >= 1 && a <= b && (spacing.scale == Scale::Linear || a > 0.0);
        if !valid || !(b - a).is_finite() {
            let message = format!("{count} values from {a} to {b} can't be spaced like this");
            let finding = Diagnostic::error("out-of-range", span, message).label("no such values");
            return self
                .refuse(finding.help("one value or more, the lower end first, and above 0 on a log scale"));
        }
        let whole = whole(low) && whole(high);
        Some(Spaced { low: a, high: b, scale: spacing.scale, count, whole })
    }
}

/// Whether both ends are written as whole numbers: then so are the values between.
pub fn whole(end: &Expression) -> bool {
    matches!(&end.value, Expr::Quantity(q) if q.text.chars().all(|c| c.is_ascii_digit() || c == '_'))
}

/// Every combination, the last axis fastest.
fn product(axes: &[Vec<f64>]) -> Vec<Vec<f64>> {
    axes.iter().fold(vec![Vec::new()], |cells, values| {
        cells.iter().flat_map(|cell| values.iter().map(|v| [cell.as_slice(), &[*v]].concat())).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_axis_runs_fastest() {
        assert_eq!(product(&[vec![1.0, 2.0], vec![3.0, 4.0]])[1], [1.0, 4.0]);
        assert_eq!(product(&[]), [Vec::<f64>::new()]);
    }
}
