//! What the verbs that make a model share: an order settled, checked, priced and carried out.

use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Ability, BoundModel, Charted, Class, Context, Cost, DataInput, Fault, Kind, Method, Order, Outcome,
    Scene, Value, epochs_of,
};
use crate::words::methods::bf16::Bf16;

/// Whether this verb makes this model; a finding says which one does.
pub fn is_made_by(
    model: &BoundModel,
    verb: &str,
    scene: &mut Scene,
    span: Option<crate::source::Span>,
) -> bool {
    if model.made_by().contains(&verb) {
        return true;
    }
    let message = format!("`{verb}` does not make `{}`", model.name());
    let finding =
        Diagnostic::error("not-in-this-place", scene.place(span), message).label("not made like this");
    let verbs: Vec<String> = model.made_by().iter().map(|v| format!("`{v} {}`", model.name())).collect();
    scene.findings.push(finding.help(format!("write {}", verbs.join(" or "))));
    false
}

/// Where the file wants bfloat16, the order gets it, as if it had been written there.
pub fn in_precision(order: &mut Order, scene: &Scene) {
    if scene.settings.brain {
        order.methods.or_preset::<Bf16>();
    }
}

/// What an order costs: curves over epochs are drawn where there are several.
pub fn cost(model: &BoundModel, order: &Order) -> Cost {
    let cost = model.cost(order);
    match epochs_of(&order.epochs) > 1 && !model.curves(order).is_empty() {
        true => cost.charted(Charted::Curves),
        false => cost,
    }
}

/// What an order would cost in bfloat16.
pub fn in_brain(model: &BoundModel, mut order: Order) -> Option<(Cost, &'static str)> {
    let single = order.methods.find::<Bf16>().is_none();
    order.methods.or_preset::<Bf16>();
    (single && Bf16::CLASSES.contains(&model.class())).then(|| (model.cost(&order), "`with bf16`"))
}

/// The classes of models that are trained on rows made afresh in every epoch.
const LEARNS_AFRESH: [Class; 2] = [Class::NETWORK, Class::AUTOENCODER];

/// The classes of models that can start from trained machines, or that learn from what another has decided.
const STARTS: [Class; 3] = [Class::NETWORK, Class::BELIEF_NET, Class::POLICY];

/// The kind that an order yields: the model, with its data.
pub fn kind(model: &BoundModel, order: &Order, scene: &mut Scene) -> Option<Kind> {
    order.methods.only(model.class(), &format!("`{}`", model.name()), scene.findings);
    if let Some(how) = order.data.augmented.as_ref().filter(|_| !LEARNS_AFRESH.contains(&model.class())) {
        let message = format!("`{}` is not trained on rows that change every epoch ({how})", model.name());
        let finding =
            Diagnostic::error("no-effect", scene.verb, message).label("the augmentation has no effect");
        scene.findings.push(finding.help("leave `augment` out: only networks learn from augmented data"));
        return None;
    }
    if let Some(start) = order.start.as_ref().filter(|_| !STARTS.contains(&model.class())) {
        let message = format!("`{}` does not start from another model", model.name());
        let finding = Diagnostic::error("not-in-this-place", scene.verb, message);
        let finding = finding.label(format!("from `{}`", start.0.kind().name));
        scene.findings.push(
            finding.help(
                "leave `from` out: networks start from stacked machines, policies learn from decisions",
            ),
        );
        return None;
    }
    let made = model.kind(order, scene)?;
    let mut data = order.data.clone();
    data.shape = model.shape(order);
    Some(Kind { data: Some(data), model: Some(made), ..Kind::default() })
}

/// A model that predicts is tested where there is a test part.
pub fn completed_by(model: &BoundModel, data: &DataInput) -> Option<&'static str> {
    let tested = model.abilities().contains(&Ability::Predict) && data.kind().shape.test > 0;
    tested.then_some("test")
}

/// What an order yielded, from the tensors of the model.
pub fn restored(
    model: &BoundModel,
    order: &Order,
    data: &DataInput,
    kept: &Tensors,
    context: &mut Context,
) -> Result<Value, Fault> {
    let data = context.data(data)?;
    model.restored(order, &data, kept, context)
}

/// Carries an order out.
pub fn run(
    model: &BoundModel,
    order: &Order,
    data: &DataInput,
    context: &mut Context,
) -> Result<Outcome, Fault> {
    let data = context.data(data)?;
    model.train(order, &data, context)
}
