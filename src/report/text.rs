//! A run as text: the measures of every line, tables, the verdict of each claim.

use super::claims;
use super::plain::plain;
use super::search;
use super::spark::{Screen, sparkline};
use crate::run::{Comparisons, FailedCell, Report, Searched, StepReport};
use crate::source::amounts::duration;
use crate::vocabulary::{Series, TIMES, Table, Unit};
use owo_colors::OwoColorize;

/// The measures of a run, its curves as sparklines, its tables and its claims.
pub fn report(report: &Report, screen: Screen) -> String {
    let mut out = String::new();
    for step in report.steps.iter().filter(|step| has_something(step)) {
        out += &heading(step.label.as_deref(), &step.text, step.seconds, step.runs);
        for reading in &step.readings {
            out += &measure(
                &reading.name(),
                reading.value,
                reading.interval(0.95),
                reading.n(),
                reading.measure.unit,
            );
        }
        out += &curves(&step.series, |name| unit_of(step, name), screen);
        step.tables.iter().for_each(|t| out += &table(t));
    }
    let failed: Vec<FailedCell> = report.failed_cells.iter().map(FailedCell::new).collect();
    out + &blocks(&failed, &report.searches, &report.comparisons) + &claims::judged(&report.claims)
}

/// What is told of whole blocks: cells that failed, searches, repeated lines compared.
pub fn blocks(failed: &[FailedCell], searches: &[Searched], comparisons: &[Comparisons]) -> String {
    let searched: String = searches.iter().map(search::text).collect();
    let compared: String = comparisons.iter().map(claims::compared).collect();
    claims::failed(failed) + &searched + &compared
}

/// What a step measures is counted in, a cell of a sweep what its line does.
fn unit_of(step: &StepReport, name: &str) -> Unit {
    let mut readings = step.readings.iter().chain(step.cells.iter().flat_map(|(_, readings)| readings));
    readings.find(|reading| reading.name() == name).map_or(Unit::Number, |it| it.measure.unit)
}

/// What runs over time as sparklines, then what was swept as tables, in the unit that each is counted in.
pub fn curves(series: &[Series], unit: impl Fn(&str) -> Unit, screen: Screen) -> String {
    let (trained, over): (Vec<&Series>, Vec<&Series>) =
        series.iter().partition(|s| TIMES.contains(&s.over.as_str()));
    let trained = trained.into_iter().map(|series| curve(series, unit(&series.name), screen));
    let over = over.into_iter().map(|series| swept(series, unit(&series.name)));
    trained.chain(over).collect()
}

fn has_something(step: &StepReport) -> bool {
    !step.readings.is_empty() || !step.tables.is_empty() || !step.series.is_empty()
}

/// `training-loss   0.57 ▇▅▃▂▁ 0.02`
fn curve(series: &Series, unit: Unit, screen: Screen) -> String {
    let (Some(first), Some(last)) = (series.y.first(), series.y.last()) else { return String::new() };
    let line = sparkline(&series.y, Screen { width: SPARK, ..screen });
    format!("  {:24} {:>14} {line} {}\n", plain(&series.name), value(*first, unit), value(*last, unit))
}

/// Characters of a sparkline.
const SPARK: usize = 30;

pub fn heading(label: Option<&str>, sentence: &str, seconds: f64, runs: u64) -> String {
    let label = label.map_or(String::new(), |label| format!("{}: ", plain(label)));
    let runs = if runs > 1 { format!(", {runs} runs") } else { String::new() };
    let about = format!("({}{runs})", duration(seconds));
    format!("\n{}{} {}\n", label.bold(), plain(sentence).bold(), about.dimmed())
}

/// `error   1.60 %  95 %: 1.36 % to 1.87 %, n = 10000`
pub fn measure(name: &str, x: f64, (low, high): (f64, f64), n: u64, unit: Unit) -> String {
    let interval = if low < high {
        format!("  95 %: {} to {}", value(low, unit), value(high, unit))
    } else {
        String::new()
    };
    let n = if n > 1 { format!(", n = {n}") } else { String::new() };
    format!("  {:24} {:>14}{}\n", plain(name), value(x, unit), format!("{interval}{n}").dimmed())
}

/// A value in its unit: fractions as percentages.
pub fn value(x: f64, unit: Unit) -> String {
    match unit {
        Unit::Fraction => format!("{:.2} %", 100.0 * x),
        Unit::Nats => format!("{} nats", digits(x)),
        Unit::Number => digits(x),
    }
}

/// Five significant digits.
pub fn digits(x: f64) -> String {
    if x != 0.0 && !(1e-3..1e6).contains(&x.abs()) {
        return format!("{x:.4e}");
    }
    let whole = if x == 0.0 { 1 } else { x.abs().log10().floor() as i32 + 1 };
    format!("{x:.*}", (5 - whole).clamp(0, 7) as usize)
}

/// Values at either end of a long sweep that are shown; the record has all.
const ENDS: usize = 12;

/// A value of an axis as it would be written: `100`, `0.1`.
fn position(x: f64) -> String {
    let text = digits(x);
    let whole = |text: &str| text.trim_end_matches('0').trim_end_matches('.').to_string();
    if text.contains(['e', 'N', 'i']) || !text.contains('.') { text } else { whole(&text) }
}

fn swept(series: &Series, unit: Unit) -> String {
    let row = |(i, (x, y)): (usize, (&f64, &f64))| {
        let interval = match (series.low.get(i), series.high.get(i)) {
            (Some(low), Some(high)) if low < high => {
                format!("  95 %: {} to {}", value(*low, unit), value(*high, unit))
            }
            _ => String::new(),
        };
        format!("  {:>12} {:>14}{}\n", position(*x), value(*y, unit), interval.dimmed())
    };
    let head = format!("  {} over {}\n", plain(&series.name), plain(&series.over));
    let rows: Vec<String> = series.x.iter().zip(&series.y).enumerate().map(row).collect();
    let left_out = rows.len().saturating_sub(2 * ENDS);
    if left_out <= 1 {
        return head + &rows.concat();
    }
    let between = format!("  {:>12} {left_out} more, in the record's measures.csv\n", "...");
    head + &rows[..ENDS].concat() + &between + &rows[ENDS + left_out..].concat()
}

fn table(table: &Table) -> String {
    let cells =
        table.rows.iter().flat_map(|(name, cells)| std::iter::once(name).chain(cells)).chain(&table.columns);
    let width = cells.map(|cell| plain(cell).chars().count()).max().unwrap_or(1).clamp(1, 16) + 1;
    let row = |name: &str, cells: &[String]| {
        let cells: String = cells.iter().map(|cell| format!("{:>width$}", plain(cell))).collect();
        format!("  {:>width$}{cells}\n", plain(name))
    };
    let mut out = format!("  {}\n{}", plain(&table.title), row("", &table.columns));
    table.rows.iter().for_each(|(name, cells)| out += &row(name, cells));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A long sweep has its ends and how many lie between; one value more than fits is no reason to leave two out.
    #[test]
    fn a_long_sweep_is_cut_in_the_middle() {
        let lines = |n: usize| {
            let values: Vec<f64> = (0..n).map(|i| i as f64).collect();
            let series = Series::line("error", "rate", values.clone(), values);
            swept(&series, Unit::Number).lines().map(str::to_string).collect::<Vec<_>>()
        };
        assert_eq!(lines(25).len(), 26);
        let cut = lines(30);
        assert_eq!((cut.len(), cut[13].contains("6 more")), (26, true), "{cut:?}");
        assert!(cut[12].contains(" 11 ") && cut[14].contains(" 18 ") && cut[25].contains(" 29 "), "{cut:?}");
    }

    #[test]
    fn values_of_an_axis_stand_as_they_were_written() {
        assert_eq!([100.0, 1600.0, 0.1, 1e-6, 0.0].map(position), ["100", "1600", "0.1", "1.0000e-6", "0"]);
    }

    /// A share over a sweep is a percentage, as it is in a single run.
    #[test]
    fn what_is_swept_keeps_its_unit() {
        let (x, y) = (vec![100.0, 400.0], vec![0.2, 0.1]);
        let series =
            Series { low: vec![0.1, 0.05], high: vec![0.3, 0.15], ..Series::line("error", "n", x, y) };
        let text = curves(&[series], |_| Unit::Fraction, Screen { width: 80, unicode: false });
        for part in ["error over n", " 100 ", " 20.00 %", "95 %: 10.00 % to 30.00 %", " 400 "] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }

    #[test]
    fn numbers_keep_five_digits() {
        assert_eq!(
            [0.0, 1.0, 123.456789, -0.0012345, 1e-9, 1e7].map(digits),
            ["0.0000", "1.0000", "123.46", "-0.0012345", "1.0000e-9", "1.0000e7"]
        );
    }
}
