//! Where the numbers come from: identity, seed, data and results with their hashes, machine, versions, and the command that
//! gives them again.

use super::report::moment;
use super::{Shown, Standing, Text};
use crate::run::cluster::shell_word;
use crate::run::{Record, StepRecord};
use maud::{Markup, html};
use std::collections::BTreeMap;

pub(super) fn origin(shown: &Shown) -> Markup {
    let record = &shown.record;
    html! {
        p { "This command gives the same numbers again, to the bit within the numeric class:" }
        pre { code { (Text(&command(record))) } }
        @if shown.standing != Standing::Plan && record.overrides.is_empty() {
            p { "And this one computes everything anew and compares it with the lock: "
                code { (Text(&format!("pipette verify {} --rerun", shell_word(&record.file)))) } }
        }
        dl {
            (fact("identity of the experiment", &record.identity))
            (fact("seed and edition", &format!("{}, {}", record.seed, record.edition)))
            (fact("program", &format!("Pipette {}", record.pipette)))
            @if let Some(class) = &record.numeric { (fact("numeric class", class)) }
            @if shown.standing == Standing::Run { (machine(record)) }
        }
        (pairs("Data", "set", &record.data))
        (pairs("Set on the command line", "name", &record.overrides))
        (pairs("Included files", "file", &record.included))
        (results(&record.steps))
        @if !record.files.is_empty() {
            details { summary { "Files of the run" } ul { @for file in &record.files { li { code { (Text(file)) } } } } }
        }
    }
}

fn machine(record: &Record) -> Markup {
    let machine = &record.machine;
    let cores =
        format!("{}, {}, {} of {} cores", machine.system, machine.processor, machine.threads, machine.cores);
    html! {
        (fact("machine", &cores))
        (fact("started and ended", &format!("{}, {}", moment(&record.started), moment(&record.ended))))
    }
}

fn fact(name: &str, value: &str) -> Markup {
    html! { dt { (name) } dd { (Text(value)) } }
}

fn pairs(title: &str, what: &str, pairs: &BTreeMap<String, String>) -> Markup {
    html! {
        @if !pairs.is_empty() {
            h3 { (title) }
            div.wide tabindex="0" role="group" aria-label=(title) {
                table {
                    thead { tr { th scope="col" { (what) } th scope="col" { "content" } } }
                    tbody { @for (name, value) in pairs { tr { td { code { (Text(name)) } } td { code.hash { (Text(value)) } } } } }
                }
            }
        }
    }
}

/// The keys of results in the store; swept steps have many, and are in the lock.
fn results(steps: &[StepRecord]) -> Markup {
    let kept: Vec<(&StepRecord, &String)> =
        steps.iter().filter_map(|it| Some((it, it.key.as_ref()?))).collect();
    html! {
        @if !kept.is_empty() {
            details {
                summary { "Keys of the results in the store" }
                ul { @for (step, key) in kept { li { code { (Text(&step.sentence)) } br; code.hash { (Text(key)) } } } }
            }
        }
    }
}

/// Numbers depend on no other option: not on threads, jobs or the store.
fn command(record: &Record) -> String {
    let sets = record
        .overrides
        .iter()
        .map(|(name, value)| format!(" --set {}", shell_word(&format!("{name}={value}"))));
    format!("pipette run {}{}", shell_word(&record.file), sets.collect::<String>())
}
