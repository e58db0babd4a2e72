//! Which cell of a search is the best, and which tries go on to the next budget: a function of the results alone, so
//! that it is the same for any number of threads and jobs, and after an interruption.
//!
//! A cell counts with the mean of its measure over all repeats. Equal ones stand in their order; a cell that failed,
//! or whose measure is no number, stands behind all others and is never chosen.

use super::record::MeasureRecord;
use super::summary::StepReport;
use super::table::{self, Results, Row};
use crate::check::{Operand, Plan, Search};
use crate::source::Span;
use crate::vocabulary::{MeasuredOn, Unit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

/// What a search has come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Searched {
    /// The measure that has chosen: `net.validation-error`, and its unit.
    pub by: String,
    pub unit: Unit,
    pub axes: Vec<String>,
    /// Every try at the highest budget that it has come to, the best first.
    pub tries: Vec<Tried>,
    /// Whether the first of them is the chosen one.
    pub has_best: bool,
    /// Cells that were run, and those that were left out.
    pub run: usize,
    pub left_out: usize,
}

/// A try.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// Which draw it was, from 1; the number of its cell; the values of its axes.
    pub draw: usize,
    pub cell: usize,
    pub values: Vec<f64>,
    /// What it is judged by; none where it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<f64>,
    /// What was measured on the test part, as means over repeats.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub test: BTreeMap<String, MeasureRecord>,
}

impl Searched {
    /// The chosen try.
    pub fn best(&self) -> Option<&Tried> {
        self.tries.first().filter(|_| self.has_best)
    }
}

/// A cell with what it is judged by.
struct Scored {
    cell: usize,
    by: Option<f64>,
}

/// These cells of a block that searches, the best first.
fn ranking(
    results: &Results,
    repeats: u64,
    block: usize,
    search: &Search,
    cells: Range<usize>,
) -> Vec<Scored> {
    let mut values: BTreeMap<usize, Vec<f64>> = cells.map(|cell| (cell, Vec::new())).collect();
    for row in results.rows.iter().filter(|row| row.label.as_ref() == Some(&search.by.label)) {
        let Some((_, cell)) = row.cell.filter(|(of, _)| *of == block) else { continue };
        let of_row = row.readings.iter().rev().find(|reading| reading.name() == search.by.measure);
        if let (Some(values), Some(reading)) = (values.get_mut(&cell), of_row) {
            values.push(reading.value);
        }
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let by = |cell: usize, values: &[f64]| {
        let whole = values.len() as u64 == repeats && !results.failed.contains(&(block, cell));
        whole.then(|| mean(values)).filter(|mean| mean.is_finite())
    };
    let mut scored: Vec<Scored> =
        values.iter().map(|(&cell, values)| Scored { cell, by: by(cell, values) }).collect();
    // Sorting keeps the order of equal ones.
    scored.sort_by(|a, b| match (a.by, b.by) {
        (Some(a), Some(b)) if search.lower => a.total_cmp(&b),
        (Some(a), Some(b)) => b.total_cmp(&a),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    scored
}

/// The cells that run on a budget, once those on the budget before it have run.
pub fn going_on(plan: &Plan, results: &Results, block: usize, rung: usize) -> Vec<usize> {
    let Some(search) = &plan.blocks[block].search else { return Vec::new() };
    let Some(before) = rung.checked_sub(1) else { return search.cells_on(0).collect() };
    let ranked = ranking(results, plan.blocks[block].repeats, block, search, search.cells_on(before));
    let valued = ranked.into_iter().filter(|scored| scored.by.is_some());
    let mut chosen: Vec<usize> =
        valued.take(search.rungs[rung]).map(|scored| scored.cell + search.tries()).collect();
    chosen.sort_unstable();
    chosen
}

/// The chosen cell of a block that searches: the best one on the highest budget.
pub fn best(plan: &Plan, results: &Results, block: usize) -> Option<usize> {
    let search = plan.blocks[block].search.as_ref()?;
    let last = search.cells_on(search.rungs.len().saturating_sub(1));
    let ranked = ranking(results, plan.blocks[block].repeats, block, search, last);
    ranked.first().filter(|first| first.by.is_some()).map(|first| first.cell)
}

/// The cell that `at best` means for a measure; no block where its line stands in no search.
pub fn chosen(plan: &Plan, results: &Results, of: &Operand) -> Option<(usize, Option<usize>)> {
    let holds = |block: &crate::check::Block| {
        let lines = block.cells.first().map_or(&[][..], |cell| &cell.lines);
        block.search.is_some() && lines.iter().any(|line| line.label.as_ref() == Some(&of.measure.label))
    };
    let block = plan.blocks.iter().position(holds)?;
    Some((block, best(plan, results, block)))
}

/// What every search of a plan has come to.
pub fn searched(plan: &Plan, results: &Results) -> Vec<Searched> {
    (0..plan.blocks.len()).filter_map(|block| of_block(plan, results, block)).collect()
}

fn of_block(plan: &Plan, results: &Results, index: usize) -> Option<Searched> {
    let block = &plan.blocks[index];
    let search = block.search.as_ref()?;
    let mut rows: BTreeMap<usize, Vec<&Row>> = BTreeMap::new();
    for row in &results.rows {
        if let Some((_, cell)) = row.cell.filter(|(of, _)| *of == index) {
            rows.entry(cell).or_default().push(row);
        }
    }
    let (mut tries, mut seen) = (Vec::new(), vec![false; search.tries()]);
    for rung in (0..search.rungs.len()).rev() {
        for Scored { cell, by } in ranking(results, block.repeats, index, search, search.cells_on(rung)) {
            let Some(rows) = rows.get(&cell).filter(|_| !seen[cell % search.tries()]) else { continue };
            seen[cell % search.tries()] = true;
            let (draw, values) = (cell % search.tries() + 1, block.cells[cell].values.clone());
            tries.push(Tried { draw, cell, values, by, test: on_test(rows) });
        }
    }
    let best = best(plan, results, index);
    let unit = rows.values().flatten().flat_map(|row| &row.readings).find(|r| r.name() == search.by.measure);
    Some(Searched {
        by: format!("{}.{}", search.by.label, search.by.measure),
        unit: unit.map_or(Unit::Number, |reading| reading.measure.unit),
        axes: block.axes.clone(),
        has_best: best.is_some() && tries.first().map(|first| first.cell) == best,
        tries,
        run: rows.len(),
        left_out: block.cells.len() - rows.len(),
    })
}

/// What these rows of one cell have measured on the test part, by name, over repeats.
fn on_test(rows: &[&Row]) -> BTreeMap<String, MeasureRecord> {
    let readings = rows.iter().flat_map(|row| &row.readings);
    let pooled = table::pooled(readings.filter(|reading| reading.measure.on == MeasuredOn::Test).cloned());
    pooled.iter().map(|reading| (reading.name(), MeasureRecord::new(reading))).collect()
}

/// The report of a step over all cells as one of the chosen cell: its sentence, its measures over repeats. Tables and
/// pictures are those of the last cell, which says nothing of the chosen one: they are left out.
pub fn of_best(
    plan: &Plan,
    results: &Results,
    (block, line): (usize, Span),
    mut all: StepReport,
) -> StepReport {
    let (series, tables, pictures) = (Vec::new(), Vec::new(), Vec::new());
    let Some(cell) = best(plan, results, block) else {
        return StepReport { readings: Vec::new(), series, tables, pictures, ..all };
    };
    let readings = all.by_cell().remove(&cell).unwrap_or_default();
    let text = sentence(plan, (block, cell), line, &all.text).unwrap_or(all.text);
    StepReport { text, readings, series, tables, pictures, ..all }
}

/// The sentence of the step in a cell whose sentence in the first cell is `first`.
fn sentence(plan: &Plan, (block, cell): (usize, usize), line: Span, first: &str) -> Option<String> {
    let cells = &plan.blocks[block].cells;
    let steps = |cell: usize| cells.get(cell)?.lines.iter().find(|it| it.span == line).map(|it| &it.steps);
    let at = steps(0)?.iter().position(|&id| *plan.steps[id].text == first)?;
    Some(plan.steps[*steps(cell)?.get(at)?].text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Block, Cell, Line};
    use crate::vocabulary::{Better, Measure, MeasureRef, Reading};

    static MISS: Measure = Measure {
        name: "miss",
        doc: "Share of validation rows missed.",
        unit: Unit::Fraction,
        better: Better::Lower,
        on: MeasuredOn::Validation,
        counts_rows: false,
        caution: None,
        check: None,
    };

    /// A search of one line with as many tries and budgets as `rungs` says, repeated.
    fn plan(rungs: &[usize], repeats: u64, lower: bool) -> Plan {
        let by = MeasureRef { label: "net".into(), measure: "miss".into(), ..MeasureRef::default() };
        let search = Search { by, lower, rungs: rungs.to_vec(), budget: Some(0), seed: 0 };
        let line = || Line { label: Some("net".into()), steps: Vec::new(), span: Span::default() };
        let cell = |number: usize| Cell { values: vec![number as f64], lines: vec![line()] };
        let cells = (0..rungs[0] * rungs.len()).map(cell).collect();
        let (axes, head) = (vec!["x".into()], Span::default());
        let block = Block { axes, repeats, cells, head, search: Some(search) };
        Plan { blocks: vec![block], ..Plan::default() }
    }

    fn results(values: &[(usize, &[f64])]) -> Results {
        let row = |cell: usize, repeat: usize, value: f64| Row {
            label: Some("net".into()),
            cell: Some((0, cell)),
            repeat: repeat as u64,
            line: Span::default(),
            readings: vec![Reading::exact(&MISS, None, value)],
            series: Vec::new(),
        };
        let rows = values.iter().flat_map(|(cell, values)| {
            values.iter().enumerate().map(move |(repeat, value)| row(*cell, repeat, *value))
        });
        Results { rows: rows.collect(), ..Results::default() }
    }

    #[test]
    fn the_best_third_goes_on_to_the_next_budget() {
        let plan = plan(&[9, 3, 1], 1, true);
        assert_eq!(going_on(&plan, &Results::default(), 0, 0), (0..9).collect::<Vec<_>>());
        let values = [0.9, 0.2, 0.8, 0.1, 0.7, 0.6, 0.3, 0.5, 0.4];
        let first: Vec<(usize, &[f64])> =
            values.iter().enumerate().map(|(cell, value)| (cell, std::slice::from_ref(value))).collect();
        let mut all = results(&first);
        assert_eq!(going_on(&plan, &all, 0, 1), [9 + 1, 9 + 3, 9 + 6]);
        all.rows.extend(results(&[(10, &[0.3]), (12, &[0.2]), (15, &[0.1])]).rows);
        assert_eq!(going_on(&plan, &all, 0, 2), [18 + 6]);
        // What was best on less is not chosen: the last budget decides.
        assert_eq!(best(&plan, &all, 0), None);
        all.rows.extend(results(&[(24, &[0.5])]).rows);
        assert_eq!(best(&plan, &all, 0), Some(24));
        let searched = searched(&plan, &all).remove(0);
        assert_eq!((searched.run, searched.left_out), (13, 14));
        let best = searched.best().expect("a chosen one");
        assert_eq!(
            (best.cell, best.draw),
            (24, 7),
            "the seventh of nine draws, on the last of three budgets"
        );
        let order: Vec<usize> = searched.tries.iter().map(|tried| tried.cell).collect();
        assert_eq!(order, [24, 12, 10, 8, 7, 5, 4, 2, 0], "the highest budget first, and each try once");
    }

    #[test]
    fn repeats_are_averaged_and_the_lower_number_wins_a_tie() {
        let plan = plan(&[3], 2, true);
        // 0.4 = (0.1 + 0.7) / 2 is worse than (0.3 + 0.3) / 2; cells 1 and 2 tie.
        let all = results(&[(2, &[0.3, 0.3]), (1, &[0.3, 0.3]), (0, &[0.1, 0.7])]);
        assert_eq!(best(&plan, &all, 0), Some(1));
    }

    #[test]
    fn higher_may_be_better() {
        assert_eq!(best(&plan(&[2], 1, false), &results(&[(0, &[0.3]), (1, &[0.4])]), 0), Some(1));
    }

    #[test]
    fn a_failed_cell_is_the_worst_whatever_it_had_measured() {
        let plan = plan(&[4], 2, true);
        let mut all = results(&[(0, &[0.0, 0.0]), (1, &[0.1]), (2, &[f64::NAN, 0.0]), (3, &[0.9, 0.9])]);
        all.failed.insert((0, 0));
        assert_eq!(best(&plan, &all, 0), Some(3));
        all.failed.insert((0, 3));
        assert_eq!(best(&plan, &all, 0), None);
        assert_eq!(searched(&plan, &all)[0].best(), None);
    }
}
