//! What verbs ask of data that a model is tested on: a test part, and the targets that the model predicts.

use crate::source::{Diagnostic, Span};
use crate::vocabulary::{DataKind, ModelKind};

/// That data have no test part, and what to do about it.
pub fn lacking(data: &DataKind) -> Option<(String, String)> {
    let draw = || "draw one: `draw 1000 of ...`".to_string();
    (data.shape.test == 0).then(|| (format!("`{}` has no test part", data.name), draw()))
}

/// What to say of data without a test part where they are named.
pub fn without_test_part(data: &DataKind, place: Span) -> Option<Diagnostic> {
    lacking(data).map(|(message, _)| {
        let finding = Diagnostic::error("missing-part", place, message);
        let help = format!("draw one: `draw {} of {}`", (data.shape.train / 2).max(1), data.name);
        finding.label("nothing to test on").help(help)
    })
}

/// What to say of data with other classes than the model predicts.
pub fn of_other_classes(model: &ModelKind, data: &DataKind, place: Span) -> Option<Diagnostic> {
    (data.shape.classes != model.outputs).then(|| {
        let counted = |n: Option<usize>| n.map_or("values".into(), |n| format!("{n} classes"));
        let (said, there) = (counted(model.outputs), counted(data.shape.classes));
        let message = format!("the model predicts {said}, `{}` has {there}", data.name);
        let finding = Diagnostic::error("shape-mismatch", place, message).label(there);
        finding.help(format!("test it on data with {said}"))
    })
}
