//! What can be wrong with measures that are to be plotted.

use crate::source::{Diagnostic, Span, Spanned, did_you_mean};
use crate::vocabulary::MeasureRef;

/// `plot net.error over rate`, where no sweep over `rate` holds `net`.
pub(super) fn not_its_axis(measure: &MeasureRef, axis: &str, place: Span) -> Diagnostic {
    let label = &measure.label;
    let message = format!("`{label}` does not vary with `{axis}`");
    let near = did_you_mean(axis, measure.axes.iter().map(String::as_str));
    let help = match (near, measure.axes.first()) {
        (Some(near), _) => near,
        (None, Some(its)) => format!("its sweep varies `{its}`: write `over {its}`"),
        (None, None) => format!("put the line of `{label}` into a `sweep {axis} in ... {{ }}`"),
    };
    Diagnostic::error("unknown-name", place, message).label("not an axis of its sweep").help(help)
}

/// `plot net.error` of a sweep.
pub(super) fn of_many_cells(measure: &Spanned<MeasureRef>, axis: &str) -> Diagnostic {
    let message = format!("`{}.{}` has a value for every `{axis}`", measure.label, measure.measure);
    let finding = Diagnostic::error("missing-argument", measure.span, message);
    finding.label("over what?").help(format!("write `over {axis}`"))
}

/// `plot net.error` of a single line.
pub(super) fn one_number(measure: &Spanned<MeasureRef>) -> Diagnostic {
    let label = &measure.label;
    let message = format!("`{label}.{}` is one number, with nothing to plot it over", measure.measure);
    let finding = Diagnostic::error("missing-argument", measure.span, message).label("no curve over epochs");
    let sweep = "put the line into a sweep and plot it `over` the swept value";
    match measure.curves.first() {
        Some(curve) => finding.help(format!("{sweep}, or plot a curve of its training: `{label}.{curve}`")),
        None => finding.help(sweep),
    }
}

/// `plot a.error over n and penalty`
pub(super) fn too_many_axes(measure: &MeasureRef, axes: &[String], place: Span) -> Diagnostic {
    let (label, name) = (&measure.label, &measure.measure);
    let finding = Diagnostic::error("no-effect", place, "a line has one axis");
    let over = axes.iter().take(2).cloned().collect::<Vec<_>>().join(" and ");
    finding.label("too many").help(format!("write `plot phase-diagram of {label}.{name} over {over}`"))
}

/// `plot phase-diagram of a.error over n`
pub(super) fn too_few_axes(measure: &MeasureRef, place: Span) -> Diagnostic {
    let finding = Diagnostic::error("missing-argument", place, "a phase diagram has two axes");
    let finding = finding.label("over what?");
    match measure.axes.as_slice() {
        [x, y, ..] => finding.help(format!("write `over {x} and {y}`")),
        [x] => finding.help(format!("sweep another value beside `{x}`, or plot the measure over it")),
        [] => finding.help(format!("put the line of `{}` into a sweep of two values", measure.label)),
    }
}

/// `plot phase-diagram over n and p`
pub(super) fn without_measure(place: Span) -> Diagnostic {
    let finding = Diagnostic::error("missing-argument", place, "a phase diagram of what?");
    finding.label("no measure").help("write `plot phase-diagram of risk.error over p and penalty`")
}
