//! A comparison of two experiments as text and as JSON.

use super::plain::plain;
use super::text::{digits, value};
use crate::run::compare::{Change, Comparison, CurveChange, Found, MeasureChange, SentenceChange, Side};
use crate::vocabulary::Unit;
use owo_colors::OwoColorize;
use serde_json::{Value, json};

/// What differs, by sections; a section without differences is left out.
pub fn text(a: &Side, b: &Side, comparison: &Comparison) -> String {
    let mut out = format!("{} {}\n{} {}\n", "-".red(), plain(&a.name), "+".green(), plain(&b.name));
    if comparison.is_same() {
        let more = if a.record.is_some() && b.record.is_some() { ", with the same results" } else { "" };
        return format!("{out}\nthe same experiment{more}\n");
    }
    let changes = |list: &[Change]| list.iter().map(|it| change(it, 2)).collect();
    out += &section("settings", changes(&comparison.settings));
    out += &section("sentences", comparison.sentences.iter().map(sentence).collect());
    out += &section("claims", changes(&comparison.claims));
    out += &section("data", changes(&comparison.data));
    out += &section("included files", changes(&comparison.included));
    out += &section("measures", comparison.measures.iter().map(measure).collect());
    out += &section("curves", comparison.curves.iter().map(curve).collect());
    out
}

fn section(title: &str, lines: String) -> String {
    if lines.is_empty() { lines } else { format!("\n{}\n{lines}", title.bold()) }
}

fn change(change: &Change, indent: usize) -> String {
    let blank = " ".repeat(indent);
    let what = plain(&change.what);
    match (&change.from, &change.to) {
        (Some(from), Some(to)) => format!("{blank}{what}  {} -> {}\n", plain(from).red(), plain(to).green()),
        (Some(from), None) => format!("{blank}{} {what}  {}\n", "-".red(), plain(from).red()),
        (None, Some(to)) => format!("{blank}{} {what}  {}\n", "+".green(), plain(to).green()),
        (None, None) => String::new(),
    }
}

fn labelled(label: &Option<String>, text: &str) -> String {
    label.as_ref().map_or(plain(text), |label| format!("{}: {}", plain(label), plain(text)))
}

fn sentence(it: &SentenceChange) -> String {
    let shown = labelled(&it.label, &it.sentence);
    match it.found {
        Found::Removed => format!("  {} {}\n", "-".red(), shown.red()),
        Found::Added => format!("  {} {}\n", "+".green(), shown.green()),
        Found::Changed => {
            let changes: String = it.changes.iter().map(|it| change(it, 6)).collect();
            format!("    {shown}\n{changes}")
        }
    }
}

fn measure(it: &MeasureChange) -> String {
    let unit = Unit::named(&it.from.unit);
    let with_interval = |it: &crate::run::MeasureRecord| {
        let range = format!(" ({} to {})", value(it.low, unit), value(it.high, unit));
        value(it.value, unit) + if it.low < it.high { &range } else { "" }
    };
    let judged = match (&it.difference, it.chance) {
        (Some(difference), Some(chance)) => {
            let word = if chance { "may be chance" } else { "more than chance" };
            let (low, high) = (value(difference.low, unit), value(difference.high, unit));
            format!("{word}: {low} to {high} at 95 %, {}", difference.test)
        }
        _ => "nothing says how far another run would be".into(),
    };
    let name = labelled(&it.label, &it.measure);
    format!("  {name}  {} -> {}\n      {}\n", with_interval(&it.from), with_interval(&it.to), judged.dimmed())
}

fn curve(it: &CurveChange) -> String {
    let gap = &it.gap;
    let name = labelled(&it.label, &it.curve);
    let most = gap.at.map_or("equal where both have points".to_string(), |(x, from, to)| {
        let over = plain(&gap.over);
        format!("most apart at {over} = {x}: {} -> {}", digits(from), digits(to))
    });
    let points = match gap.points - gap.shared {
        0 => String::new(),
        alone => format!("; {alone} of {} points in one only", gap.points),
    };
    format!("  {name}  {most}{points}\n")
}

/// What `pipette diff --format json` prints.
pub fn to_json(a: &Side, b: &Side, comparison: &Comparison) -> Value {
    let side =
        |side: &Side| json!({ "name": side.name, "run": side.record.as_ref().map(|record| &record.run) });
    let mut shown = json!({
        "schema": super::schema::DIFF, "pipette": env!("CARGO_PKG_VERSION"), "a": side(a), "b": side(b), "same": comparison.is_same(),
    });
    if let (Some(shown), Value::Object(found)) = (shown.as_object_mut(), json!(comparison)) {
        shown.extend(found);
    }
    shown
}
