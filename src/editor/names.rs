//! What the names of a file stand for: the kind of a result, its measures, the sentence that says so.

use super::document::Document;
use super::outline::Definition;
use super::reading::{Defined, Role};
use crate::check::Line;
use crate::source::Span;
use crate::vocabulary::{Kind, Measure, Need};

/// What a name yields, where the plan knows: a label the kind of its last step, a `let` that of the last
/// step that its sentence makes.
pub fn kind_of<'d>(document: &'d Document, definition: &Definition) -> Option<&'d Kind> {
    let plan = &document.analysis().plan;
    let sentence = definition.sentence;
    let within = |span: Span| sentence.start <= span.start && span.end <= sentence.end;
    match definition.defined {
        Defined::Label => line_of(document, definition)?.steps.last().and_then(|&id| plan.steps.get(id)),
        Defined::Let => plan.steps.iter().rev().find(|step| within(step.span)),
        Defined::Axis => None,
    }
    .map(|step| &*step.kind)
}

/// The first line that a label names.
fn line_of<'d>(document: &'d Document, definition: &Definition) -> Option<&'d Line> {
    document.analysis().plan.lines().find(|line| line.label.as_ref() == Some(&definition.name))
}

/// The measures that can be asked of a label, with the number of values each has.
pub fn measures_of(document: &Document, definition: &Definition) -> Vec<(&'static Measure, usize)> {
    let mut measures =
        line_of(document, definition).map_or(Vec::new(), |line| document.analysis().plan.measures(line));
    let mut seen = std::collections::HashSet::new();
    measures.retain(|(measure, _)| seen.insert(measure.name));
    measures
}

/// Whether a name may stand where data or a model are wanted; one that is not understood may.
pub fn yields(document: &Document, definition: &Definition, need: Need) -> bool {
    match (kind_of(document, definition), definition.defined) {
        (_, Defined::Axis) => false,
        (Some(kind), _) => need.is_met_by(kind),
        (None, Defined::Label) => true,
        (None, Defined::Let) => matches!(definition.holds, Some(Role::Verb | Role::Data | Role::Name) | None),
    }
}

/// A name in Markdown: what it is, the sentence that defines it, what it yields.
pub fn card(document: &Document, definition: &Definition) -> String {
    let what = match definition.defined {
        Defined::Let => "defined by `let`",
        Defined::Label => "the result of a line",
        Defined::Axis => "a swept value",
    };
    let sentence = document.source.slice(definition.sentence);
    let mut parts = vec![format!("**`{}`**: {what}", definition.name), format!("```pipe\n{sentence}\n```")];
    parts.extend(kind_of(document, definition).map(|kind| format!("Yields {kind}.")));
    let measures = measures_of(document, definition);
    if !measures.is_empty() {
        let names: Vec<String> = measures.iter().map(|(measure, count)| counted(measure, *count)).collect();
        parts.push(format!("Measures: {}.", names.join(", ")));
    }
    parts.join("\n\n")
}

fn counted(measure: &Measure, count: usize) -> String {
    match count {
        0 | 1 => format!("`{}`", measure.name),
        count => format!("`{0}1` to `{0}{count}`", measure.name),
    }
}
