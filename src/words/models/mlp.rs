//! `mlp[784,1000,500,10]`: a multi-layer perceptron with softmax outputs, trained on cross-entropy.

use super::composed;
use super::divergence::Trial;
use super::history::{self, fault, told};
use super::init::Init;
use super::rows::{Deformed, LabelledRows};
use super::start;
use super::tangents;
use super::unit::HiddenUnit;
use crate::data::{Features, Targets};
use crate::models::network::composed::{self as composed_network, Composed};
use crate::models::network::{self, Decay as Schedule, Dropout as Silenced, Method, Training};
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use crate::source::{Diagnostic, Span};
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Data, Epochs, Fault, Measure, ModelKind, ModelWord,
    Order, Outcome, Prediction, Scene, Value, Widths, epochs_of,
};
use crate::words::lints::{
    batch_beyond_rows, decay_never, deep_sigmoid_cold, normalized_over_few, patience_beyond_epochs,
    rate_underflow, saturated_init, warm_up_beyond_epochs,
};
use crate::words::methods::{
    adam::Adam, averaging::Averaging, bf16::precision, clip::Clip, cosine::Cosine, decay::Decay,
    drop_path::DropPath, dropout::Dropout, early_stopping::EarlyStopping, label_smoothing::LabelSmoothing,
    max_norm::MaxNorm, rising_momentum::RisingMomentum, rmsprop::Rmsprop, sgd::Sgd, warm_up::WarmUp,
    weight_decay::WeightDecay,
};
use crate::words::prices;
use crate::words::sources;
use crate::{args, choice};
use ndarray::ArcArray2;
use std::sync::Arc;

choice! {
    /// The function of the hidden units.
    pub enum Activation, "an activation" {
        /// max(0, a)
        Relu = "relu",
        Tanh = "tanh",
        /// 1.7159 tanh(0.6666 a), Cireşan et al. 2010
        ScaledTanh = "scaled-tanh",
        /// 1 / (1 + exp(-a))
        Logistic = "logistic",
        /// a
        Linear = "linear",
    }
}

args! {
    /// A multi-layer perceptron: fully connected layers, softmax outputs, cross-entropy.
    pub struct Mlp {
        /// The widths from the inputs to the classes.
        widths (list): Widths;
        /// The function of the hidden units.
        activation: HiddenUnit = HiddenUnit::Each(Activation::Relu);
        /// How the weights start.
        init: Init = Init::He;
    }
}

pub const EPOCHS: usize = 20;

impl ModelWord for Mlp {
    const NAME: &'static str = "mlp";
    const CLASS: Class = Class::NETWORK;
    const MADE_BY: &'static [&'static str] = &["train"];
    const ABILITIES: Abilities = &[Ability::Predict, Ability::Silence];
    const CITES: Cites = &[&sources::networks::RUMELHART_HINTON_WILLIAMS];
    const EXAMPLE: &'static str =
        "train mlp[784,100,10](activation: tanh, init: glorot) for 5 epochs, then test";

    fn settle(&mut self, order: &mut Order) {
        order.epochs.settle(Epochs::new(EPOCHS));
        // Machines have logistic units.
        if order.start.is_some() && self.activation.span.is_none() {
            self.activation.value = HiddenUnit::Each(Activation::Logistic);
        }
        settle(order);
    }

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        let widths = &self.widths.value.list;
        let place = scene.place(self.widths.span);
        let before = scene.findings.len();
        let (inputs, outputs) = (widths[0], widths[widths.len() - 1]);
        scene.findings.extend(misfit(&self.widths.value, order, place));
        scene.findings.extend(start::misfit(order, widths, Self::NAME, place));
        if order.start.is_some() && self.fast(order).is_none() {
            let finding =
                Diagnostic::error("not-in-this-place", place, "machines start a plain chain of layers only");
            scene
                .findings
                .push(finding.label("not a plain chain").help("leave normalization and maxout out"));
        }
        review_stopping(order, scene);
        review_momentum(order, scene);
        composed::review_paths(order, 1, scene);
        if self.fast(order).is_none() {
            composed::review_precision(order, scene);
        }
        tangents::review(order, self.fast(order).is_some(), scene);
        (scene.findings.len() == before).then(|| ModelKind {
            name: Self::NAME,
            inputs,
            outputs: Some(outputs),
            layers: 1,
            parameters: self.parameters(order) as u64,
            row: self.row(order),
            abilities: if self.fast(order).is_some() { Self::ABILITIES } else { &[Ability::Predict] },
            settings: 1,
            chains: None,
            machine: None,
            stack: Vec::new(),
            refit: None,
        })
    }

    fn lint(&self, order: &Order, scene: &mut Scene) {
        if order.start.is_none() {
            scene.findings.extend(self.lint_start(order, scene.verb));
        }
        scene.findings.extend(lint_schedule(order, &self.widths.value.list));
        scene.findings.extend(normalized_over_few::find(order));
    }

    fn cost(&self, order: &Order) -> Cost {
        let (plan, shape) = (training(order), &order.data.shape);
        let passes = shape.train as f64 * epochs_of(&order.epochs) as f64;
        let trained = match self.fast(order) {
            Some(function) => {
                prices::training(&self.widths.value.list, function, &plan, shape.train, shape.validation)
            }
            None => composed::trained(order, &self.layers()),
        };
        let still = tangents::cost(order, &self.widths.value.list, epochs_of(&order.epochs));
        trained + still + order.data.row.clone() * passes
    }

    fn measures(&self, order: &Order) -> Vec<(&'static Measure, usize)> {
        history::measures(order, self.widths.value.list.len() - 1)
    }

    /// All that it yields, but for what is about the curve as a whole.
    fn curves(&self, order: &Order) -> Vec<(&'static Measure, usize)> {
        history::curves(order, self.widths.value.list.len() - 1)
    }

    fn train(&self, order: &Order, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
        let seed = context.seed.child("init");
        let Some(function) = self.fast(order) else {
            return composed::train(self.composed(order, &seed), order, data, context);
        };
        let rows = labelled(data, context)?;
        let mut mlp = network::Mlp::new(&self.widths.value.list, function, self.init.value.plain(), &seed);
        for (layer, machine) in mlp.layers.iter_mut().zip(start::machines(order, context)?) {
            layer.weights = machine.weights;
            layer.bias = machine.hidden_bias;
        }
        let validation = watched(data);
        let watched = validation.as_ref().map(|(x, labels)| (x.view(), labels.as_ref()));
        let training = Training { tangents: tangents::of(order, data, context)?, ..training(order) };
        let seed = context.seed.child("training");
        let look = |mlp: &network::Mlp| network::curvature(mlp, &rows, &training, &seed);
        let start = context.probe.and_then(|probe| probe.aside(|| look(&mlp)));
        let trained = network::train(&mut mlp, &rows, watched, &training, &seed, context.observer);
        if let Some(probe) = context.probe {
            let place = rate_place(order).unwrap_or(context.place);
            Trial { place, training: &training, start }.judge(&trained, || look(&mlp), probe);
        }
        let mut outcome = told(&trained.map_err(fault)?, order);
        outcome.value = Value { data: Some(data.clone()), model: Some(Arc::new(Trained(mlp))) };
        Ok(outcome)
    }

    fn restored(
        &self,
        order: &Order,
        data: &Data,
        kept: &Tensors,
        context: &mut Context,
    ) -> Result<Value, Fault> {
        let Some(function) = self.fast(order) else {
            return composed::restored(self.composed(order, &context.seed), data, kept);
        };
        let mut mlp = network::Mlp::zeros(&self.widths.value.list, function);
        mlp.read(kept)?;
        Ok(Value { data: Some(data.clone()), model: Some(Arc::new(Trained(mlp))) })
    }
}

impl Mlp {
    /// The function of its units where it is a plain chain, which has kernels of its own.
    fn fast(&self, order: &Order) -> Option<network::Activation> {
        let function = self.activation.value.function().map(activation);
        function.filter(|_| composed::normalization(order).is_none())
    }

    fn composed(&self, order: &Order, seed: &Seed) -> Composed {
        let style = composed::style(order, &self.activation.value, self.init.value);
        Composed::chain(&self.widths.value.list, &style, seed)
    }

    fn layers(&self) -> Vec<prices::composed::Sums> {
        let widths = &self.widths.value.list;
        let (last, pieces) = (widths.len() - 2, self.activation.value.plain().pieces());
        let sums = |l: usize, units: usize| if l < last { units.saturating_mul(pieces) } else { units };
        widths.windows(2).enumerate().map(|(l, pair)| (pair[0], sums(l, pair[1])).into()).collect()
    }

    fn parameters(&self, order: &Order) -> f64 {
        prices::composed::parameters(&self.layers(), composed::normalization(order).is_some())
    }

    fn row(&self, order: &Order) -> Cost {
        match self.fast(order) {
            Some(function) => prices::prediction(&self.widths.value.list, function),
            None => prices::composed::prediction(&self.layers()),
        }
    }

    /// What is unwise before the first step.
    fn lint_start(&self, order: &Order, verb: Span) -> Vec<Diagnostic> {
        if self.fast(order).is_none() {
            return Vec::new();
        }
        let cold = deep_sigmoid_cold::find(self);
        let saturated = saturated_init::find(self, &order.data, verb);
        saturated.into_iter().chain(cold).collect()
    }
}

/// Fills in an optimizer, and a decay that fits the epochs.
pub fn settle(order: &mut Order) {
    let epochs = epochs_of(&order.epochs);
    order.methods.or_preset::<Sgd>();
    if let Some(decay) = order.methods.find_mut::<Decay>() {
        decay.settle(epochs);
    }
}

/// Momentum can only rise to one that there is.
pub fn review_momentum(order: &Order, scene: &mut Scene) {
    let Some(span) = order.methods.span_of::<RisingMomentum>() else { return };
    if order.methods.find::<Sgd>().is_none_or(|sgd| sgd.momentum.get() == 0.0) {
        let message = "there is no momentum that could rise";
        let finding = Diagnostic::error("no-effect", span, message).label("without effect");
        scene.findings.push(finding.help("descend with `sgd(momentum: 0.99)`"));
    }
}

/// Early stopping needs rows to watch.
pub fn review_stopping(order: &Order, scene: &mut Scene) {
    if order.methods.find::<EarlyStopping>().is_some() && order.data.shape.validation == 0 {
        let span = scene.place(order.methods.span_of::<EarlyStopping>());
        let finding = Diagnostic::error("missing-part", span, "early stopping needs a validation part");
        let help = format!("split one off: `use {}, then split validation 10 %`", order.data.name);
        scene.findings.push(finding.label("watches the validation error").help(help));
    }
}

/// What is unwise about batches, rates and the end of training.
pub fn lint_schedule(order: &Order, widths: &[usize]) -> Vec<Diagnostic> {
    let methods = &order.methods;
    let sgd = methods.find::<Sgd>().map(|sgd| (&sgd.rate, &sgd.batch));
    let rmsprop = methods.find::<Rmsprop>().map(|rmsprop| (&rmsprop.rate, &rmsprop.batch));
    let adam = methods.find::<Adam>().map(|adam| (&adam.rate, &adam.batch));
    let Some((rate, batch)) = sgd.or(rmsprop).or(adam) else { return Vec::new() };
    let training = Training { warm_up: 0.0, ..training(order) };
    let found = [
        batch_beyond_rows::find(batch, order.data.shape.train),
        decay_never::find(methods, &training, rate.span),
        rate_underflow::find(methods, &training, widths, rate.span),
        patience_beyond_epochs::find(methods, training.epochs),
        warm_up_beyond_epochs::find(methods, training.epochs),
    ];
    found.into_iter().flatten().collect()
}

/// Widths that do not fit the data.
fn misfit(widths: &Widths, order: &Order, place: Span) -> Vec<Diagnostic> {
    let data = &order.data;
    let (inputs, outputs) = (widths.list[0], widths.list[widths.list.len() - 1]);
    let (first, last) = widths.ends().unwrap_or((place, place));
    let mut findings = Vec::new();
    if inputs != data.shape.columns {
        let message =
            format!("the first layer has {inputs} units, `{}` has {} columns", data.name, data.shape.columns);
        let finding = Diagnostic::error("shape-mismatch", place, message);
        let columns = data.shape.columns;
        findings.push(
            finding.label(format!("starts with {inputs}")).help(format!("start with {columns}")).fix(
                false,
                first,
                columns.to_string(),
            ),
        );
    }
    match data.shape.classes {
        None => {
            let message = format!("`{}` has no classes to learn", data.name);
            findings.push(
                Diagnostic::error("shape-mismatch", place, message)
                    .label("predicts classes")
                    .help("values are fitted by `ridge`"),
            );
        }
        Some(classes) if classes != outputs => {
            let message =
                format!("the last layer has {outputs} units, `{}` has {classes} classes", data.name);
            let finding = Diagnostic::error("shape-mismatch", place, message);
            findings.push(
                finding.label(format!("ends with {outputs}")).help(format!("end with {classes}")).fix(
                    false,
                    last,
                    classes.to_string(),
                ),
            );
        }
        Some(_) => {}
    }
    findings
}

pub fn activation(word: Activation) -> network::Activation {
    match word {
        Activation::Relu => network::Activation::Relu,
        Activation::Tanh => network::Activation::Tanh,
        Activation::ScaledTanh => network::Activation::ScaledTanh,
        Activation::Logistic => network::Activation::Logistic,
        Activation::Linear => network::Activation::Linear,
    }
}

fn classes(y: &Targets) -> Arc<[u32]> {
    match y {
        Targets::Classes(labels) => labels.clone(),
        _ => Arc::new([]),
    }
}

/// Validation rows and their labels.
pub fn watched(data: &Data) -> Option<(ArcArray2<f32>, Arc<[u32]>)> {
    data.set.validation.as_ref().map(|part| (part.x.single(), classes(&part.y)))
}

pub fn labelled(data: &Data, context: &Context) -> Result<LabelledRows, Fault> {
    let Targets::Classes(labels) = &data.set.train.y else {
        return Err(Fault::new("the data have no classes"));
    };
    afresh(data, labels.clone(), data.set.shape.classes.unwrap_or(0), context)
}

/// The training rows with these labels, deformed afresh in every epoch where the data are augmented.
pub fn afresh(
    data: &Data,
    labels: Arc<[u32]>,
    classes: usize,
    context: &Context,
) -> Result<LabelledRows, Fault> {
    let rows = data.set.train.rows();
    let known = data.deformation.as_ref().and_then(|by| by.rows());
    if let Some(known) = known.filter(|known| *known != rows) {
        let message = format!("the images were made for {known} training rows, there are {rows} now");
        return Err(Fault::new(message).help("leave the rows as they are from `augment` to `train`"));
    }
    let seed = context.seed.child("deform");
    let deformed = data.deformation.clone().map(|by| Deformed { by, seed });
    Ok(LabelledRows { x: data.set.train.x.single(), labels, classes, deformed })
}

/// The methods of the sentence as the plain numbers of the trainer.
pub fn training(order: &Order) -> Training {
    let methods = &order.methods;
    let (method, batch) = optimizer(order);
    let schedule = match (methods.find::<Decay>(), methods.find::<Cosine>()) {
        (Some(decay), _) => Schedule::Exponential {
            per_epoch: decay.factor.value.or(crate::vocabulary::PerEpoch::new(1.0)).get(),
            floor: decay.floor.get(),
        },
        (None, Some(_)) => Schedule::Cosine,
        (None, None) => Schedule::Constant,
    };
    let dropout = methods.find::<Dropout>().map_or(Silenced::default(), |d| Silenced {
        input: d.input.get() as f32,
        hidden: d.hidden.get() as f32,
    });
    Training {
        epochs: epochs_of(&order.epochs),
        batch,
        method,
        precision: precision(order),
        rising_momentum: methods.find::<RisingMomentum>().map(|r| r.steps.get()),
        schedule,
        warm_up: methods.find::<WarmUp>().map_or(0.0, |w| w.duration.get() as f64),
        weight_decay: methods.find::<WeightDecay>().map_or(0.0, |w| w.penalty.get() as f32),
        dropout,
        drop_path: methods.find::<DropPath>().map(|d| composed_network::DropPath {
            share: d.share.get() as f32,
            global: d.global.get() as f32,
        }),
        max_norm: methods.find::<MaxNorm>().map(|m| m.bound.get() as f32),
        clip: methods.find::<Clip>().map(|c| c.norm.get() as f32),
        label_smoothing: methods.find::<LabelSmoothing>().map_or(0.0, |l| l.share.get() as f32),
        autoencoding: None,
        tangents: None,
        averaging: methods.find::<Averaging>().map(|a| a.memory.get() as f32),
        early_stopping: methods.find::<EarlyStopping>().map(|e| e.patience.get()),
    }
}

fn optimizer(order: &Order) -> (Method, usize) {
    if let Some(r) = order.methods.find::<Rmsprop>() {
        let (rate, rho, epsilon) = (r.rate.get() as f32, r.forgetting.get() as f32, r.epsilon.get() as f32);
        return (Method::RmsProp { rate, rho, epsilon }, r.batch.get());
    }
    if let Some(a) = order.methods.find::<Adam>() {
        let (beta1, beta2) = (a.beta1.get() as f32, a.beta2.get() as f32);
        let (rate, epsilon) = (a.rate.get() as f32, a.epsilon.get() as f32);
        return (Method::Adam { rate, beta1, beta2, epsilon }, a.batch.get());
    }
    let sgd = order.methods.find::<Sgd>().expect("settling puts an optimizer into every order");
    let (rate, momentum) = (sgd.rate.get() as f32, sgd.momentum.get() as f32);
    (Method::Sgd { rate, momentum, nesterov: sgd.nesterov.is_on() && momentum > 0.0 }, sgd.batch.get())
}

/// Where the rate is written, or else its optimizer.
pub fn rate_place(order: &Order) -> Option<Span> {
    let methods = &order.methods;
    let rmsprop = methods.find::<Rmsprop>().map(|r| r.rate.span.or(methods.written::<Rmsprop>()));
    let adam = methods.find::<Adam>().map(|a| a.rate.span.or(methods.written::<Adam>()));
    let sgd = methods.find::<Sgd>().map(|s| s.rate.span.or(methods.written::<Sgd>()));
    rmsprop.or(adam).or(sgd).flatten()
}

/// A trained network.
struct Trained(network::Mlp);

impl crate::vocabulary::Model for Trained {
    fn predict(&self, x: &Features) -> Prediction {
        composed::told_classes(self.0.predict_log_probabilities(x.single().view()))
    }

    fn silenced(&self, x: &Features, input: f64, hidden: f64, seed: &Seed) -> Option<Prediction> {
        let dropout = Silenced { input: input as f32, hidden: hidden as f32 };
        Some(composed::told_classes(self.0.predict_silenced(x.single().view(), dropout, seed)))
    }

    fn tensors(&self) -> Tensors {
        self.0.tensors()
    }
}
