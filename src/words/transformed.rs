//! What stages that turn data into data share: the shape before the run, the data in it.

use crate::data::{DataFault, Dataset, Shape};
use crate::source::{Diagnostic, Span};
use crate::vocabulary::{Context, Data, DataInput, DataKind, Fault, Kind, Outcome, Scene, Transform, Value};
use std::sync::Arc;

/// A data fault found before the run, with a place.
pub fn finding(fault: &DataFault, span: Span) -> Diagnostic {
    Diagnostic::error(fault.code(), span, fault.to_string()).label(fault.label()).help(fault.help())
}

/// Data of a new shape, or the finding that says why not.
pub fn reshaped(
    from: &DataKind,
    shape: Result<Shape, DataFault>,
    span: Span,
    scene: &mut Scene,
) -> Option<Kind> {
    match shape {
        Ok(shape) => Some(Kind { data: Some(DataKind { shape, ..from.clone() }), ..Kind::default() }),
        Err(fault) => {
            scene.findings.push(finding(&fault, span));
            None
        }
    }
}

/// New data with the same augmentation.
pub fn outcome(from: &Data, set: Dataset) -> Outcome {
    let data = Data { set: Arc::new(set), deformation: from.deformation.clone() };
    Outcome { value: Value { data: Some(data), model: None }, ..Outcome::default() }
}

/// The kind that a transform yields.
pub fn kind(data: &DataInput, transform: &dyn Transform, scene: &mut Scene) -> Option<Kind> {
    let place = scene.span;
    reshaped(data.kind(), transform.shape(&data.kind().shape), place, scene)
}

/// A transform applied.
pub fn run(data: &DataInput, transform: &dyn Transform, context: &mut Context) -> Result<Outcome, Fault> {
    let data = context.data(data)?;
    let set = transform.apply(&data.set, &context.seed)?;
    Ok(outcome(&data, set))
}
