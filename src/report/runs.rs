//! The runs of a store as a table and as JSON.

use super::plain::plain;
use super::text::digits;
use crate::run::index::{Ended, Listed, Status};
use crate::source::amounts::duration;
use owo_colors::OwoColorize;
use serde_json::{Value, json};

/// One line a run.
pub fn table(runs: &[Listed]) -> String {
    let head = ["run", "started", "status", "took", "claims", "file", "measures"].map(str::to_string);
    let rows: Vec<[String; 7]> = std::iter::once(head).chain(runs.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    // Nothing stands behind the last column.
    let widths: [usize; 7] = std::array::from_fn(|column| if column < 6 { width(column) } else { 0 });
    let mut out = String::new();
    for (number, row) in rows.iter().enumerate() {
        let cell = |column: usize| format!("{:width$}", row[column], width = widths[column]);
        let status = number.checked_sub(1).and_then(|number| runs.get(number)).map(|run| run.status);
        let cells = (0..7).map(|column| match (column, status) {
            (_, None) => cell(column).bold().to_string(),
            (2, Some(status)) => coloured(status, &cell(column)),
            _ => cell(column),
        });
        out += cells.collect::<Vec<_>>().join("  ").trim_end();
        out.push('\n');
    }
    out
}

fn coloured(status: Status, cell: &str) -> String {
    match status {
        Status::Done => cell.green().to_string(),
        Status::Failed | Status::Killed => cell.red().to_string(),
        Status::Interrupted => cell.yellow().to_string(),
        Status::Running => cell.cyan().to_string(),
    }
}

fn row(run: &Listed) -> [String; 7] {
    let ended = run.ended.as_ref();
    let begun = run.started.started.parse::<jiff::Timestamp>();
    let zone = jiff::tz::TimeZone::system();
    let begun = begun.map(|time| time.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string());
    [
        plain(run.id()),
        begun.unwrap_or_default(),
        run.status.word().to_string(),
        ended.map_or(String::new(), |ended| duration(ended.seconds)),
        ended.map_or(String::new(), claims),
        plain(&run.started.file),
        ended.map_or(String::new(), measures),
    ]
}

/// `2 held, 1 failed`
pub(super) fn claims(ended: &Ended) -> String {
    let words = ended.claims.iter().zip(["held", "failed", "undecided"]).filter(|(count, _)| **count > 0);
    words.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
}

pub(super) fn measures(ended: &Ended) -> String {
    /// As many fit on a line.
    const SHOWN: usize = 3;
    let shown = ended.measures.iter().take(SHOWN);
    let mut shown: Vec<String> =
        shown.map(|(name, value)| format!("{} {}", plain(name), digits(*value))).collect();
    if ended.measures.len() > SHOWN {
        shown.push("...".into());
    }
    shown.join(", ")
}

/// What `pipette runs --format json` prints.
pub fn to_json(runs: &[Listed]) -> Value {
    json!({ "schema": super::schema::RUNS, "pipette": env!("CARGO_PKG_VERSION"), "runs": runs.iter().map(run_to_json).collect::<Vec<_>>() })
}

/// A run as the index knows it.
pub fn run_to_json(run: &Listed) -> Value {
    let ended = run.ended.as_ref().map(|ended| {
        let [held, failed, undecided] = ended.claims;
        json!({
            "ended": ended.ended, "seconds": ended.seconds, "measures": ended.measures,
            "claims": { "held": held, "failed": failed, "undecided": undecided },
        })
    });
    let started = &run.started;
    json!({
        "run": started.run, "status": run.status.word(), "file": started.file, "identity": started.identity,
        "title": started.title, "started": started.started, "host": started.host, "pid": started.pid, "end": ended,
    })
}
