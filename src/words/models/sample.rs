//! What models of a single column of numbers share: `pareto`, `known-law`.

use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{Cost, Data, Model, ModelKind, Order, Scene, Value};
use std::sync::Arc;

/// A model that has said all it knows in its measures.
struct Said;

impl Model for Said {
    fn tensors(&self) -> Tensors {
        Tensors::default()
    }
}

/// What flows on: the data, and a model without abilities.
pub fn made(data: &Data) -> Value {
    Value { data: Some(data.clone()), model: Some(Arc::new(Said)) }
}

/// The numbers of the only column.
pub fn values(data: &Data) -> Vec<f64> {
    data.set.train.x.double().iter().copied().collect()
}

/// Data of more than one column are refused.
pub fn kind(name: &'static str, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
    let columns = order.data.shape.columns;
    if columns != 1 {
        let message = format!("`{name}` takes one column of numbers, `{}` has {columns}", order.data.name);
        let finding = Diagnostic::error("shape-mismatch", scene.verb, message);
        scene.findings.push(
            finding.label("one column only").help("fit it on `designs(...)` or on a table of one column"),
        );
        return None;
    }
    Some(ModelKind {
        name,
        inputs: 1,
        outputs: None,
        layers: 1,
        parameters: 1,
        row: Cost::default(),
        abilities: &[],
        settings: 1,
        chains: None,
        machine: None,
        stack: Vec::new(),
        refit: None,
    })
}
