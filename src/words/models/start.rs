//! Trained machines that another model starts from: `train mlp[784,500,10] from layers` (Hinton and Salakhutdinov 2006).

use crate::models::boltzmann::Rbm;
use crate::source::{Diagnostic, Span};
use crate::vocabulary::{Context, Fault, Order};

/// What is wrong with the machines that a model of these widths starts from.
pub fn misfit(order: &Order, widths: &[usize], model: &str, place: Span) -> Option<Diagnostic> {
    let start = order.start.as_ref()?.0.kind();
    let stack = &start.stack;
    if stack.is_empty() {
        let message = format!("`{}` is no stack of machines to start from", start.name);
        let finding = Diagnostic::error("wrong-type", place, message).label("starts from it");
        return Some(finding.help("start from `layers: stack rbm[784,500,500] with cd1`"));
    }
    if stack.len() < widths.len() && widths.starts_with(stack) {
        return None;
    }
    let shown = |list: &[usize]| list.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
    let message = format!("the machines have the widths {}, the model {}", shown(stack), shown(widths));
    let finding = Diagnostic::error("shape-mismatch", place, message).label("other widths");
    Some(finding.help(format!("begin with the widths of the machines: `{model}[{},...]`", shown(stack))))
}

/// The machines that a model starts from, none where the sentence names none.
pub fn machines(order: &Order, context: &Context) -> Result<Vec<Rbm>, Fault> {
    let Some(start) = &order.start else { return Ok(Vec::new()) };
    let machines = context.model(&start.0)?.machines().unwrap_or_default();
    Ok(machines.iter().map(Rbm::from).collect())
}
