//! What words make of composed networks: how one is trained, priced and asked, whichever word declares it.

use super::divergence::Trial;
use super::history::{fault, told};
use super::init::Init;
use super::unit::HiddenUnit;
use super::{mlp, tangents};
use crate::data::Features;
use crate::models::network::composed::{self, Composed, Normalize, Style};
use crate::models::network::{self};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Abilities, Ability, Arg, Context, Cost, Count, Data, Fault, Model, ModelKind, Order, Outcome, Prediction,
    Scene, Value, epochs_of,
};
use crate::words::methods::{
    batch_normalization::BatchNormalization, bf16::Bf16, drop_path::DropPath,
    layer_normalization::LayerNormalization,
};
use crate::words::prices::composed::{self as prices, Sums};
use ndarray::Array2;
use std::sync::Arc;

/// The normalization that a sentence asks for.
pub fn normalization(order: &Order) -> Option<Normalize> {
    let batch = order.methods.find::<BatchNormalization>().map(|_| Normalize::Batch);
    batch.or(order.methods.find::<LayerNormalization>().map(|_| Normalize::Layer))
}

/// Paths can only be dropped where there are two.
pub fn review_paths(order: &Order, columns: usize, scene: &mut Scene) {
    let place = scene.place(order.methods.span_of::<DropPath>());
    if order.methods.find::<DropPath>().is_some() && columns < 2 {
        let message = "there is a single path through this network: `drop-path` can drop none";
        let finding = Diagnostic::error("no-effect", place, message).label("without effect");
        scene
            .findings
            .push(finding.help("train `fractal-net(columns: 3, blocks: 4)`, or drop units: `dropout`"));
    }
}

/// Composed networks have no products in bfloat16.
pub fn review_precision(order: &Order, scene: &mut Scene) {
    if order.methods.find::<Bf16>().is_some() {
        let place = scene.place(order.methods.written::<Bf16>());
        let message = "networks with joins, normalization or maxout are trained in `f32`";
        let finding = Diagnostic::error("not-in-this-place", place, message).label("not in bfloat16");
        scene.findings.push(finding.help("leave it out; `bf16` is for plain chains of layers"));
    }
}

/// More columns have more layers than any machine holds.
const MOST_COLUMNS: usize = 10;
/// More blocks are a slip of the pen.
const MOST_BLOCKS: usize = 1000;

/// What is wrong with fractal blocks of so many columns, so many of them, on the data of an order.
pub fn review(order: &Order, (columns, blocks): (&Arg<Count>, &Arg<Count>), scene: &mut Scene) {
    let place = scene.verb;
    let mut refuse = |span, message: String, help: &str| {
        let finding = Diagnostic::error("too-large", scene.place(span), message).label("too many");
        scene.findings.push(finding.help(help.to_string()));
    };
    if columns.get() > MOST_COLUMNS {
        let message = format!("a block of {} columns has 2^{0} - 1 layers", columns.get());
        refuse(columns.span, message, "5 columns are 31 layers, 16 of them in a row");
    }
    if blocks.get() > MOST_BLOCKS {
        refuse(blocks.span, format!("{} blocks", blocks.get()), "a few blocks are usual");
    }
    if order.data.shape.classes.is_none() {
        let message = format!("`{}` has no classes to learn", order.data.name);
        let finding = Diagnostic::error("shape-mismatch", place, message).label("predicts classes");
        scene.findings.push(finding.help("values are fitted by `ridge`"));
    }
    mlp::review_stopping(order, scene);
    mlp::review_momentum(order, scene);
    review_paths(order, columns.get(), scene);
    review_precision(order, scene);
    tangents::review(order, false, scene);
}

/// The kind of a fractal network of so many columns, with these layers.
pub fn kind(name: &'static str, order: &Order, columns: usize, layers: &[Sums]) -> ModelKind {
    ModelKind {
        name,
        inputs: order.data.shape.columns,
        outputs: order.data.shape.classes,
        layers: columns,
        parameters: prices::parameters(layers, normalization(order).is_some()) as u64,
        row: prices::prediction(layers),
        abilities: FRACTAL,
        settings: 1,
        chains: None,
        machine: None,
        stack: Vec::new(),
        refit: None,
    }
}

/// What a fractal network can do.
pub const FRACTAL: Abilities = &[Ability::Predict, Ability::Columns];

/// What its training costs.
pub fn cost(order: &Order, layers: &[Sums]) -> Cost {
    let passes = order.data.shape.train as f64 * epochs_of(&order.epochs) as f64;
    trained(order, layers) + order.data.row.clone() * passes
}

/// The same without the making of its rows.
pub fn trained(order: &Order, layers: &[Sums]) -> Cost {
    let (shape, normalized) = (&order.data.shape, normalization(order).is_some());
    prices::training(layers, normalized, &mlp::training(order), shape.train, shape.validation)
}

/// How the layers of a network are made.
pub fn style(order: &Order, unit: &HiddenUnit, init: Init) -> Style {
    Style { unit: unit.plain(), normalize: normalization(order), init: init.plain() }
}

/// The layers of a block, each as `layer` says of the first ones of columns, which read what the block reads, and of the rest.
pub fn block(columns: usize, layer: impl Fn(bool) -> Sums) -> impl Iterator<Item = Sums> {
    let inner = composed::layers(columns) - columns;
    std::iter::repeat_n(layer(true), columns).chain(std::iter::repeat_n(layer(false), inner))
}

/// Trains a network on the rows of an order.
pub fn train(mut net: Composed, order: &Order, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
    let rows = mlp::labelled(data, context)?;
    let validation = mlp::watched(data);
    let watched = validation.as_ref().map(|(x, labels)| (x.view(), labels.as_ref()));
    let training = mlp::training(order);
    let seed = context.seed.child("training");
    let trained = network::train_composed(&mut net, &rows, watched, &training, &seed, context.observer);
    if let Some(probe) = context.probe {
        let place = mlp::rate_place(order).unwrap_or(context.place);
        Trial { place, training: &training, start: None }.judge(&trained, || None, probe);
    }
    let mut outcome = told(&trained.map_err(fault)?, order);
    outcome.value = value(net, data);
    Ok(outcome)
}

/// The network once more, from what was kept.
pub fn restored(mut net: Composed, data: &Data, kept: &Tensors) -> Result<Value, Fault> {
    net.read(kept)?;
    Ok(value(net, data))
}

fn value(net: Composed, data: &Data) -> Value {
    Value { data: Some(data.clone()), model: Some(Arc::new(Trained(net))) }
}

/// A trained network.
struct Trained(Composed);

/// What is read off ln p(class | x), (rows, classes).
pub fn told_classes(logs: Array2<f32>) -> Prediction {
    let best = |row: ndarray::ArrayView1<f32>| {
        let at = row.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        at.map_or(0, |(class, _)| class as u32)
    };
    let classes = Some(logs.rows().into_iter().map(best).collect());
    Prediction { classes, log_probabilities: Some(logs), values: None }
}

impl Model for Trained {
    fn predict(&self, x: &Features) -> Prediction {
        told_classes(self.0.predict_log_probabilities(x.single().view(), None))
    }

    fn column(&self, x: &Features, column: usize) -> Option<Prediction> {
        let there = column < self.0.columns();
        there.then(|| told_classes(self.0.predict_log_probabilities(x.single().view(), Some(column))))
    }

    fn tensors(&self) -> Tensors {
        self.0.tensors()
    }
}
