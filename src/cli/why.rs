//! `pipette why FILE STEP`: why a step would run again, or that it would not.

use super::arguments::{Format, WhyOptions};
use super::{complain, hand_out, show};
use crate::check::Plan;
use crate::report::plain::plain;
use crate::report::schema;
use crate::run::store::Store;
use crate::run::why::{self, Reason};
use crate::vocabulary::StepId;
use serde_json::json;
use std::collections::BTreeSet;

pub fn why(options: &WhyOptions) -> u8 {
    let (loaded, _) = match options.file.load(None) {
        Ok(loaded) => loaded,
        Err(unreadable) => return complain(&unreadable.message, Some(&unreadable.help)),
    };
    loaded.print();
    if !loaded.is_runnable() {
        return loaded.refuse("no steps");
    }
    let asked = asked(&loaded.plan, options.step.as_deref());
    if asked.is_empty() {
        return complain("there is no such step", Some(&labels(&loaded.plan)));
    }
    let store = match Store::existing(&loaded.store(options.store.as_deref())) {
        Ok(store) => store,
        Err(fault) => return complain(&fault.to_string(), Some(&fault.help())),
    };
    let reasons = why::why(&loaded.plan, store.as_ref(), &loaded.folder);
    let damage = store.map(|store| store.take_damage()).unwrap_or_default();
    damage.iter().for_each(|line| anstream::eprintln!("{}", plain(line)));
    match options.file.format {
        Format::Text => {
            show(&asked.iter().map(|&id| text(&loaded.plan, id, &reasons[id])).collect::<String>())
        }
        Format::Json => {
            let steps: Vec<_> = asked.iter().map(|&id| json(&loaded.plan, id, &reasons[id])).collect();
            hand_out(format!(
                "{}\n",
                json!({ "schema": schema::WHY, "pipette": env!("CARGO_PKG_VERSION"), "steps": steps })
            ))
        }
    }
}

/// What can be asked for.
fn labels(plan: &Plan) -> String {
    let labels: BTreeSet<&str> = plan.lines().filter_map(|line| line.label.as_deref()).collect();
    match labels.is_empty() {
        true => "no line has a label: write the first words of a sentence".into(),
        false => {
            let labels: Vec<&str> = labels.into_iter().collect();
            format!("the labels are: {}; or write the first words of a sentence", labels.join(", "))
        }
    }
}

/// A time as people of this place read it.
fn local(time: &jiff::Timestamp) -> String {
    time.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// The steps of a label, or whose sentences begin with these words; of a sweep, those of the first cell.
fn asked(plan: &Plan, what: Option<&str>) -> Vec<StepId> {
    let first = |id: &StepId| plan.steps[*id].cell.is_none_or(|(_, cell)| cell == 0);
    let of_label: Vec<StepId> = plan
        .lines()
        .filter(|line| what.is_some() && line.label.as_deref() == what)
        .flat_map(|line| line.steps.clone())
        .filter(first)
        .collect();
    if !of_label.is_empty() {
        return of_label;
    }
    let begins = |id: &StepId| what.is_none_or(|what| plan.steps[*id].text.starts_with(what));
    plan.needed().into_iter().filter(first).filter(begins).collect()
}

fn text(plan: &Plan, id: StepId, reason: &Reason) -> String {
    let sentence = plain(&plan.steps[id].text);
    match reason {
        Reason::Kept { made } => {
            format!("kept     {sentence}\n         its result of {} is in the store\n", local(made))
        }
        Reason::Always => {
            format!("always   {sentence}\n         it is carried out whenever something needs it\n")
        }
        Reason::New => format!("runs     {sentence}\n         nothing like it was run here before\n"),
        Reason::Unreadable => {
            format!("unclear  {sentence}\n         the data that it starts from can't be read\n")
        }
        Reason::Changed { since, changes } => {
            let list: String = changes.iter().map(|change| format!("         {}\n", plain(change))).collect();
            format!("runs     {sentence}\n         since the result of {}:\n{list}", local(since))
        }
    }
}

fn json(plan: &Plan, id: StepId, reason: &Reason) -> serde_json::Value {
    let (word, since, changes) = match reason {
        Reason::Kept { made } => ("kept", Some(made), &[][..]),
        Reason::Always => ("always", None, &[][..]),
        Reason::New => ("new", None, &[][..]),
        Reason::Unreadable => ("unreadable", None, &[][..]),
        Reason::Changed { since, changes } => ("changed", Some(since), changes.as_slice()),
    };
    json!({ "step": id, "words": &*plan.steps[id].text, "reason": word, "since": since, "changes": changes })
}
