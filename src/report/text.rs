//! A run as text: the measures of every line, tables, the verdict of each claim.

use super::plain::plain;
use super::spark::{Screen, sparkline};
use crate::run::{Judgement, Report, StepReport, Verdict};
use crate::vocabulary::{Reading, Series, Table, Unit};
use owo_colors::OwoColorize;

/// Seconds for people: `12 s`, `3 min 20 s`, `1 h 5 min`.
pub fn duration(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    match seconds {
        s if !s.is_finite() => "no end".to_string(),
        s if s < 0.0995 => format!("{:.0} ms", 1000.0 * s),
        s if s < 9.95 => format!("{s:.1} s"),
        s if s < 59.5 => format!("{whole} s"),
        _ if whole < 3600 => format!("{} min {} s", whole / 60, whole % 60),
        _ if whole < 864_000 => format!("{} h {} min", whole / 3600, whole / 60 % 60),
        s => format!("{:.0} days", s / 86_400.0),
    }
}

/// The measures of a run, its curves as sparklines, its tables and its claims.
pub fn report(report: &Report, screen: Screen) -> String {
    let mut out = String::new();
    for step in report.steps.iter().filter(|step| has_something(step)) {
        out += &heading(step);
        step.readings.iter().for_each(|reading| out += &format!("  {}\n", measure(reading)));
        let (curves, swept_over): (Vec<&Series>, Vec<&Series>) =
            step.series.iter().partition(|s| s.over == EPOCH);
        curves.into_iter().for_each(|series| out += &curve(series, screen));
        swept_over.into_iter().for_each(|series| out += &swept(series));
        step.tables.iter().for_each(|t| out += &table(t));
    }
    if !report.claims.is_empty() {
        out += "\nclaims\n";
        report.claims.iter().for_each(|claim| out += &judgement(claim));
    }
    out
}

/// Training curves are drawn, not listed.
const EPOCH: &str = "epoch";

fn has_something(step: &StepReport) -> bool {
    !step.readings.is_empty() || !step.tables.is_empty() || !step.series.is_empty()
}

/// `training-loss   0.57 ▇▅▃▂▁ 0.02`
fn curve(series: &Series, screen: Screen) -> String {
    let (Some(first), Some(last)) = (series.y.first(), series.y.last()) else { return String::new() };
    let line = sparkline(&series.y, Screen { width: SPARK, ..screen });
    format!("  {:24} {:>14} {line} {}\n", plain(&series.name), digits(*first), digits(*last))
}

/// Characters of a sparkline.
const SPARK: usize = 30;

fn heading(step: &StepReport) -> String {
    let label = step.label.as_ref().map_or(String::new(), |label| format!("{}: ", plain(label)));
    let runs = if step.runs > 1 { format!(", {} runs", step.runs) } else { String::new() };
    let sentence = plain(&step.text);
    format!(
        "\n{}{} {}\n",
        label.bold(),
        sentence.bold(),
        format!("({}{runs})", duration(step.seconds)).dimmed()
    )
}

fn measure(reading: &Reading) -> String {
    let (low, high) = reading.interval(0.95);
    let interval = if low < high {
        format!("  95 %: {} to {}", value(low, reading.measure.unit), value(high, reading.measure.unit))
    } else {
        String::new()
    };
    let n = if reading.n() > 1 { format!(", n = {}", reading.n()) } else { String::new() };
    let about = format!("{interval}{n}");
    format!("{:24} {:>14}{}", reading.name(), value(reading.value, reading.measure.unit), about.dimmed())
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
fn digits(x: f64) -> String {
    if x != 0.0 && !(1e-3..1e6).contains(&x.abs()) {
        return format!("{x:.4e}");
    }
    let whole = if x == 0.0 { 1 } else { x.abs().log10().floor() as i32 + 1 };
    format!("{x:.*}", (5 - whole).clamp(0, 7) as usize)
}

fn swept(series: &Series) -> String {
    let mut out = format!("  {} over {}\n", plain(&series.name), plain(&series.over));
    for (i, (x, y)) in series.x.iter().zip(&series.y).enumerate() {
        let interval = match (series.low.get(i), series.high.get(i)) {
            (Some(low), Some(high)) if low < high => format!("  95 %: {} to {}", digits(*low), digits(*high)),
            _ => String::new(),
        };
        out += &format!("  {:>12} {:>14}{}\n", digits(*x), digits(*y), interval.dimmed());
    }
    out
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

fn judgement(claim: &Judgement) -> String {
    let verdict = match claim.verdict {
        Verdict::Held => claim.verdict.word().green().to_string(),
        Verdict::Failed => claim.verdict.word().red().to_string(),
        Verdict::Undecided => claim.verdict.word().yellow().to_string(),
    };
    format!("  {verdict}: {} ({})\n", plain(&claim.text), plain(&claim.evidence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_people_say_them() {
        let said = [0.0, 0.05, 3.12, 42.0, 59.7, 200.0, 4000.0, 1e6, f64::INFINITY].map(duration);
        assert_eq!(
            said,
            ["0 ms", "50 ms", "3.1 s", "42 s", "1 min 0 s", "3 min 20 s", "1 h 6 min", "12 days", "no end"]
        );
    }

    #[test]
    fn numbers_keep_five_digits() {
        assert_eq!(
            [0.0, 1.0, 123.456789, -0.0012345, 1e-9, 1e7].map(digits),
            ["0.0000", "1.0000", "123.46", "-0.0012345", "1.0000e-9", "1.0000e7"]
        );
    }
}
