//! The experiment as it was meant: its graph, its sentences with every default filled in, its sweeps.

use super::{Text, graph};
use crate::run::{Record, Sweep};
use maud::{Markup, html};

/// Values of an axis that are listed.
const SHOWN: usize = 12;

pub(super) fn experiment(record: &Record) -> Markup {
    html! {
        @if let Some(graph) = graph::graph(&record.sentences) { (graph) }
        details open {
            summary { "The sentences, with every default filled in" }
            ol.sentences {
                @for it in &record.sentences {
                    li {
                        @if let Some(label) = &it.label { span.label { (Text(label)) ":" } " " }
                        code { (Text(&it.sentence)) }
                    }
                }
            }
        }
        @if !record.sweeps.is_empty() { ul { @for it in &record.sweeps { li { (sweep(it)) } } } }
    }
}

fn sweep(sweep: &Sweep) -> Markup {
    html! {
        @for (axis, values) in &sweep.axes {
            "sweep " code { (Text(axis)) } " in "
            (values.iter().take(SHOWN).map(f64::to_string).collect::<Vec<_>>().join(", "))
            @if values.len() > SHOWN { ", … " (values.len()) " values" }
            "; "
        }
        "repeated " (sweep.repeats) @if sweep.repeats == 1 { " time" } @else { " times" }
    }
}
