//! What a search has come to: its tries, the best first, with the measure that has chosen and what was measured on the
//! test part.

use super::plain::plain;
use super::text::value;
use crate::run::{Searched, Tried};
use crate::source::amounts::{counted, whole};
use crate::vocabulary::Unit;
use owo_colors::OwoColorize;
use serde_json::{Map, Value, json};

/// As many tries are shown; the others are in `--format json` and in the rows of the run.
const SHOWN: usize = 50;

/// The tries as a table.
pub fn text(searched: &Searched) -> String {
    let tries = counted(searched.tries.len(), "try");
    let title = match searched.best().map(|best| setting(&searched.axes, best)) {
        Some(best) => format!("best of {tries} by {}: {}", plain(&searched.by), plain(&best)),
        None => format!("{tries} by {}, none with a value", plain(&searched.by)),
    };
    let mut out = format!("\n{}\n", title.bold());
    let mut lines = vec![header(searched)];
    lines.extend(searched.tries.iter().take(SHOWN).map(|tried| line(searched, tried)));
    let columns = lines.first().map_or(0, Vec::len);
    let width =
        |at: usize| lines.iter().filter_map(|line| Some(line.get(at)?.chars().count())).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for line in &lines {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!("  {cell:>width$}"));
        out += &format!("{}\n", cells.collect::<String>());
    }
    if let more @ 1.. = searched.tries.len().saturating_sub(SHOWN) {
        out += &format!("  ... and {more} more\n");
    }
    if searched.left_out > 0 {
        out += &format!("  {} run, {} left out\n", counted(searched.run, "cell"), searched.left_out);
    }
    out
}

/// `rate = 0.01, momentum = 0.9`
pub(super) fn setting(axes: &[String], tried: &Tried) -> String {
    let values = axes.iter().zip(&tried.values).map(|(axis, value)| format!("{axis} = {}", whole(*value)));
    values.collect::<Vec<_>>().join(", ")
}

fn header(searched: &Searched) -> Vec<String> {
    let measured =
        searched.axes.iter().map(String::as_str).chain([judged_by(searched)]).chain(tested(searched));
    std::iter::once("draw").chain(measured).map(plain).collect()
}

/// The measure without its label.
pub(super) fn judged_by(searched: &Searched) -> &str {
    searched.by.rsplit('.').next().unwrap_or(&searched.by)
}

/// What the tries have measured on the test part.
pub(super) fn tested(searched: &Searched) -> impl Iterator<Item = &str> {
    searched.tries.first().into_iter().flat_map(|tried| tried.test.keys()).map(String::as_str)
}

fn line(searched: &Searched, tried: &Tried) -> Vec<String> {
    let by = tried.by.map_or("failed".into(), |by| value(by, searched.unit));
    let test = tested(searched)
        .map(|name| tried.test.get(name).map_or(String::new(), |it| value(it.value, Unit::named(&it.unit))));
    let drawn = std::iter::once(tried.draw.to_string()).chain(tried.values.iter().map(|value| whole(*value)));
    drawn.chain([by]).chain(test).collect()
}

/// The tries for machines.
pub fn object(searched: &Searched) -> Value {
    let tried = |tried: &Tried| {
        let at: Map<String, Value> =
            searched.axes.iter().cloned().zip(tried.values.iter().map(|x| json!(x))).collect();
        let test: Map<String, Value> =
            tried.test.iter().map(|(name, it)| (name.clone(), json!(it.value))).collect();
        json!({ "cell": tried.cell, "at": at, "by": tried.by, "test": test })
    };
    let best = searched.best().map(|best| best.cell);
    json!({
        "by": searched.by, "best": best, "tries": searched.tries.iter().map(tried).collect::<Vec<_>>(),
        "run": searched.run, "left_out": searched.left_out,
    })
}
