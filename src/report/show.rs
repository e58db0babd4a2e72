//! One run as its record tells it: what the run printed when it ended, and where its numbers come from.

use super::claims::judgement;
use super::plain::plain;
use super::runs::run_to_json;
use super::spark::Screen;
use super::text::{blocks, curves, heading, measure};
use crate::run::index::Listed;
use crate::run::{Record, StepRecord};
use crate::source::amounts::duration;
use crate::vocabulary::{Series, Unit};
use owo_colors::OwoColorize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A run with its record, as text.
pub fn show(run: &Listed, record: &Record, screen: Screen) -> String {
    let mut out = head(run);
    if let Some(fault) = &record.fault {
        out += &format!("{}\n", plain(fault).red());
    }
    record.sources.iter().for_each(|source| out += &format!("source {}\n", plain(source)));
    record.steps.iter().for_each(|it| out += &step(it, screen));
    out += &blocks(&record.failed_cells, &record.searches, &record.comparisons);
    if !record.claims.is_empty() {
        out += "\nclaims\n";
        record
            .claims
            .iter()
            .for_each(|it| out += &judgement(&it.claim, &it.verdict, &it.evidence, it.cure.as_deref()));
    }
    out + &origin(record)
}

/// What the index knows: all that there is of a run which has left no record.
pub fn head(run: &Listed) -> String {
    let took =
        run.ended.as_ref().map_or(String::new(), |ended| format!(", took {}", duration(ended.seconds)));
    let title =
        run.started.title.as_ref().map_or(String::new(), |title| format!("{}\n", plain(title).bold()));
    format!("{title}run {} of {}: {}{took}\n", plain(run.id()), plain(&run.started.file), run.status.word())
}

fn step(step: &StepRecord, screen: Screen) -> String {
    let mut out = heading(step.label.as_deref(), &step.sentence, step.seconds, step.runs);
    for (name, it) in &step.measures {
        out += &measure(name, it.value, (it.low, it.high), it.n, Unit::named(&it.unit));
    }
    let series: Vec<Series> = step.series.iter().map(|(name, it)| it.named(name)).collect();
    let unit = |name: &str| step.measures.get(name).map_or(Unit::Number, |it| Unit::named(&it.unit));
    out += &curves(&series, unit, screen);
    step.notes.iter().for_each(|note| out += &format!("  {}\n", plain(note)));
    out
}

/// Data, machine, versions, seeds: where the numbers come from.
fn origin(record: &Record) -> String {
    let mut out = pairs("data", &record.data)
        + &pairs("set by --set", &record.overrides)
        + &pairs("included", &record.included);
    let machine = &record.machine;
    out += &format!(
        "\nidentity {}\nseed {}, edition {}, Pipette {}\nstarted {}, ended {}\non {}, {}, {} of {} cores\n",
        plain(&record.identity),
        record.seed,
        record.edition,
        plain(&record.pipette),
        plain(&record.started),
        plain(&record.ended),
        plain(&machine.system),
        plain(&machine.processor),
        machine.threads,
        machine.cores
    );
    if !record.files.is_empty() {
        out += "\nfiles\n";
        record.files.iter().for_each(|file| out += &format!("  {}\n", plain(file)));
    }
    out
}

fn pairs(title: &str, pairs: &BTreeMap<String, String>) -> String {
    let lines = pairs.iter().map(|(name, value)| format!("  {}: {}\n", plain(name), plain(value)));
    if pairs.is_empty() { String::new() } else { format!("\n{title}\n{}", lines.collect::<String>()) }
}

/// What `pipette show --format json` prints: the run as the index knows it, and its record where there is one.
pub fn to_json(run: &Listed, record: Option<&Record>) -> Value {
    let mut shown = run_to_json(run);
    shown["schema"] = json!(super::schema::SHOW);
    shown["pipette"] = json!(env!("CARGO_PKG_VERSION"));
    shown["record"] = json!(record);
    shown
}
