//! `autoencoder[784,500]`: a network that gives its inputs back through a layer of hidden units; the list is its encoder, the
//! decoder mirrors it. `train` trains all layers at once, `stack` one after the other (Vincent et al. 2010).

use super::history;
use super::init::Init;
use super::mlp::{self, Activation};
use crate::data::{Features, Shape};
use crate::models::autoencoder::{deep, energy, mirrored, stack};
use crate::models::boltzmann::{ExactRbm, Rbm};
use crate::models::network::{self, Autoencoding, History, Training};
use crate::numeric::tensors::Tensors;
use crate::source::{Diagnostic, Span};
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Data, Epochs, Fault, Flag, Measure, Model, ModelKind,
    ModelWord, Open, Order, Outcome, Reading, Scene, Series, Value, Widths, epochs_of,
};
use crate::words::lints::identity_autoencoder;
use crate::words::measures::{HELD_OUT_RECONSTRUCTION_LOSS, RECONSTRUCTION_LOSS};
use crate::words::methods::{
    contraction::Contraction,
    corruption::{Corruption, Damage},
    decay::Decay,
    early_stopping::EarlyStopping,
    sgd::Sgd,
    weight_decay::WeightDecay,
};
use crate::words::prices;
use crate::words::sources;
use crate::{args, choice};
use ndarray::{Array1, Array2};
use std::sync::Arc;

choice! {
    /// What the outputs are and how they are compared.
    pub enum Output, "an output" {
        /// Any numbers, by squared distance.
        Linear = "linear",
        /// Numbers from 0 to 1, by cross-entropy.
        Logistic = "logistic",
    }
}

args! {
    /// A network that gives rows back through hidden layers.
    pub struct Autoencoder {
        /// The widths of the encoder, from the inputs to the innermost layer.
        widths (list): Widths;
        /// The function of the hidden units.
        activation: Activation = Activation::Logistic;
        /// The outputs; left out, logistic for data from 0 to 1 and else linear.
        output: Open<Output> = Open::Auto;
        /// Whether the decoder is the transpose of the encoder.
        tied: Flag = Flag::On;
        /// How the weights start.
        init: Init = Init::Glorot;
    }
}

const EPOCHS: usize = 20;
const ABILITIES: Abilities = &[Ability::Hidden, Ability::Fields, Ability::Reconstruct];
/// One tied layer of logistic units under linear outputs climbs an energy.
const WITH_ENERGY: Abilities = &[Ability::Hidden, Ability::Fields, Ability::Reconstruct, Ability::Energy];

impl Autoencoder {
    fn widths(&self) -> &[usize] {
        &self.widths.value.list
    }

    fn output(&self) -> network::Output {
        match self.output.value.or(Output::Linear) {
            Output::Linear => network::Output::Linear,
            Output::Logistic => network::Output::Logistic,
        }
    }

    fn has_energy(&self) -> bool {
        let single = self.widths().len() == 2 && self.activation.value == Activation::Logistic;
        single && self.tied.is_on() && self.output() == network::Output::Linear
    }

    /// The methods of the sentence as the plain numbers of the trainer.
    fn training(&self, order: &Order) -> Training {
        let autoencoding = Autoencoding {
            output: self.output(),
            tied: self.tied.is_on(),
            contraction: order.methods.find::<Contraction>().map_or(0.0, |c| c.penalty.get() as f32),
            corruption: order.methods.find::<Corruption>().map(Corruption::plain),
        };
        Training { autoencoding: Some(autoencoding), ..mlp::training(order) }
    }

    fn model(&self, net: network::Mlp) -> Trained {
        Trained { net, output: self.output(), depth: self.widths().len() - 1, has_energy: self.has_energy() }
    }

    fn made(&self, data: &Data, net: network::Mlp) -> Value {
        Value { data: Some(data.clone()), model: Some(Arc::new(self.model(net))) }
    }

    /// Autoencoders that are trained one by one.
    fn layers(&self, order: &Order) -> usize {
        if order.stacked { self.widths().len() - 1 } else { 1 }
    }
}

impl ModelWord for Autoencoder {
    const NAME: &'static str = "autoencoder";
    const CLASS: Class = Class::AUTOENCODER;
    const MADE_BY: &'static [&'static str] = &["train", "stack"];
    const ABILITIES: Abilities = ABILITIES;
    const CITES: Cites = &[&sources::networks::VINCENT_2010];
    const EXAMPLE: &'static str = "seed 1\nedition 1\ntrain autoencoder[784,500] with corruption(25 %) for 30 epochs, then iterate 200 to fixed-point";

    fn settle(&mut self, order: &mut Order) {
        order.epochs.settle(Epochs::new(EPOCHS));
        let epochs = epochs_of(&order.epochs);
        order.methods.or_preset::<Sgd>();
        if let Some(decay) = order.methods.find_mut::<Decay>() {
            decay.settle(epochs);
        }
        let from_zero_to_one = order.data.shape.range.is_some_and(|(low, high)| low >= 0.0 && high <= 1.0);
        self.output.value.settle(if from_zero_to_one { Output::Logistic } else { Output::Linear });
    }

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        let before = scene.findings.len();
        self.check(order, scene);
        let (widths, whole) = (self.widths(), mirrored(self.widths()));
        let shown = prices::prediction(&whole, mlp::activation(self.activation.value));
        // Its energy holds a row and its hidden units in double precision.
        let peak = 8.0 * whole.iter().map(|&units| units as f64).sum::<f64>();
        (scene.findings.len() == before).then(|| ModelKind {
            name: Self::NAME,
            inputs: widths[0],
            outputs: widths.last().copied(),
            layers: 1,
            parameters: prices::parameters(&whole) as u64,
            row: Cost { peak, ..shown },
            abilities: if self.has_energy() { WITH_ENERGY } else { ABILITIES },
            settings: 1,
            chains: None,
            machine: None,
            stack: if self.activation.value == Activation::Logistic { widths.to_vec() } else { Vec::new() },
            refit: None,
        })
    }

    fn lint(&self, order: &Order, scene: &mut Scene) {
        let methods = &order.methods;
        let restrained = methods.find::<Corruption>().is_some()
            || methods.find::<Contraction>().is_some()
            || methods.find::<WeightDecay>().is_some();
        let place = scene.place(self.widths.span);
        scene.findings.extend(identity_autoencoder::find(self.widths(), restrained, place));
        scene.findings.extend(mlp::lint_schedule(order, &mirrored(self.widths())));
    }

    fn cost(&self, order: &Order) -> Cost {
        let shape = &order.data.shape;
        let (activation, plan) = (mlp::activation(self.activation.value), self.training(order));
        let rows = order.data.row.clone() * (shape.train as f64 * epochs_of(&order.epochs) as f64);
        let trained = |widths: &[usize], validation| {
            prices::training(&mirrored(widths), activation, &plan, shape.train, validation)
        };
        if order.stacked {
            // Hidden values of all rows are the data of the next layer.
            let hidden = |units: usize| 4.0 * (shape.train * units) as f64;
            let layer = |(index, pair): (usize, &[usize])| {
                let below = if index > 0 { hidden(pair[0]) } else { 0.0 };
                trained(pair, 0).with(Cost::holding(below)) + Cost::holding(below + hidden(pair[1]))
            };
            return self.widths().windows(2).enumerate().map(layer).sum::<Cost>() + rows;
        }
        trained(self.widths(), shape.validation) + rows
    }

    fn measures(&self, order: &Order) -> Vec<(&'static Measure, usize)> {
        let held_out = order.data.shape.validation > 0 && !order.stacked;
        let held_out = held_out.then_some((&HELD_OUT_RECONSTRUCTION_LOSS, 1));
        [(&RECONSTRUCTION_LOSS, self.layers(order))].into_iter().chain(held_out).collect()
    }

    /// All that it yields.
    fn curves(&self, order: &Order) -> Vec<(&'static Measure, usize)> {
        self.measures(order)
    }

    fn train(&self, order: &Order, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
        let (plan, activation) = (self.training(order), mlp::activation(self.activation.value));
        let init = self.init.value.plain();
        let seed = context.seed.child("training");
        if order.stacked {
            let x = data.set.train.x.single();
            let start = (activation, init);
            let trained = stack(x.view(), self.widths(), start, &plan, &seed, context.observer);
            let (net, histories) = trained.map_err(history::fault)?;
            return Ok(Outcome { value: self.made(data, net), ..told(&histories) });
        }
        let labels = vec![0; data.set.train.rows()];
        let rows = mlp::afresh(data, labels.into(), 1, context)?;
        let mut net = deep(self.widths(), activation, init, self.tied.is_on(), &context.seed.child("init"));
        let validation = data.set.validation.as_ref().map(|part| part.x.single());
        let watched = validation.as_ref().map(|x| (x.view(), &[][..]));
        let trained = network::train(&mut net, &rows, watched, &plan, &seed, context.observer);
        let history = trained.map_err(history::fault)?;
        Ok(Outcome { value: self.made(data, net), ..told(&[history]) })
    }

    fn restored(&self, _: &Order, data: &Data, kept: &Tensors, _: &mut Context) -> Result<Value, Fault> {
        let activation = mlp::activation(self.activation.value);
        let mut net = network::Mlp::zeros(&mirrored(self.widths()), activation);
        net.read(kept)?;
        Ok(self.made(data, net))
    }
}

impl Autoencoder {
    /// What is wrong with widths, ranges and methods.
    fn check(&self, order: &Order, scene: &mut Scene) {
        mlp::review_momentum(order, scene);
        let (data, place) = (&order.data, scene.place(self.widths.span));
        let (inputs, columns) = (self.widths()[0], data.shape.columns);
        if inputs != columns {
            let message =
                format!("the first layer has {inputs} units, `{}` has {columns} columns", data.name);
            let first = self.widths.value.ends().map_or(place, |(first, _)| first);
            let finding =
                Diagnostic::error("shape-mismatch", place, message).label(format!("starts with {inputs}"));
            scene.findings.push(finding.help(format!("start with {columns}")).fix(
                false,
                first,
                columns.to_string(),
            ));
        }
        let methods = &order.methods;
        let salted = methods.find::<Corruption>().filter(|c| c.kind.value == Damage::SaltAndPepper);
        let salted = salted.and(methods.span_of::<Corruption>());
        let logistic = (self.output() == network::Output::Logistic).then(|| scene.place(self.output.span));
        let uses =
            [(logistic, "logistic outputs are compared with"), (salted, "salt and pepper are the ends of")];
        scene
            .findings
            .extend(uses.into_iter().filter_map(|(place, use_of)| beyond(&data.shape, place?, use_of)));
        if let Some(span) =
            methods.span_of::<Contraction>().filter(|_| self.widths().len() > 2 && !order.stacked)
        {
            let finding =
                Diagnostic::error("not-in-this-place", span, "a contraction is of one hidden layer");
            let help = "write `stack autoencoder[...]` to train one layer after the other";
            scene.findings.push(finding.label("this encoder has several").help(help));
        }
        if let Some(span) = methods.span_of::<EarlyStopping>() {
            scene.findings.extend(unwatched(&data.name, data.shape.validation, order.stacked, span));
        }
    }
}

/// Why early stopping can't be.
fn unwatched(name: &str, validation: usize, stacked: bool, span: Span) -> Option<Diagnostic> {
    if stacked {
        let finding = Diagnostic::error("no-effect", span, "the layers of a stack are trained to the end");
        return Some(finding.label("has no effect").help("say how many epochs each is trained"));
    }
    let finding = Diagnostic::error("missing-part", span, "early stopping needs a validation part");
    let help = format!("split one off: `use {name}, then split validation 10 %`");
    (validation == 0).then(|| finding.label("watches the validation loss").help(help))
}

/// Data that leave 0..1 where that is not taken.
fn beyond(shape: &Shape, place: Span, use_of: &str) -> Option<Diagnostic> {
    let (low, high) = shape.range?;
    let message = format!("{use_of} values from 0 to 1, the data run from {low} to {high}");
    let finding = Diagnostic::error("range-mismatch", place, message).label("from 0 to 1");
    (low < 0.0 || high > 1.0)
        .then(|| finding.help("map the data first, `with scale(0, 1)`, or write `output: linear`"))
}

/// Readings and curves of the layers.
fn told(histories: &[History]) -> Outcome {
    let mut outcome = Outcome::default();
    for (layer, history) in histories.iter().enumerate() {
        let index = (histories.len() > 1).then_some(layer + 1);
        let x: Vec<f64> = (1..=history.epochs.len()).map(|epoch| epoch as f64).collect();
        let mut say = |measure: &'static Measure, y: Vec<f64>, at: usize| {
            let Some(&value) = y.get(at) else { return };
            let reading = Reading::exact(measure, index, value);
            outcome.series.push(Series::line(reading.name(), "epoch", x.clone(), y));
            outcome.readings.push(reading);
        };
        let last = history.epochs.len().saturating_sub(1);
        say(&RECONSTRUCTION_LOSS, history.epochs.iter().map(|epoch| epoch.train_loss).collect(), last);
        let watched: Option<Vec<f64>> = history.epochs.iter().map(|epoch| epoch.validation_loss).collect();
        say(&HELD_OUT_RECONSTRUCTION_LOSS, watched.unwrap_or_default(), history.best_epoch);
        if history.stopped_early {
            let best = history.best_epoch + 1;
            outcome.notes.push(format!("stopped early; the weights of epoch {best} were kept"));
        }
    }
    outcome
}

/// A trained autoencoder.
struct Trained {
    net: network::Mlp,
    output: network::Output,
    /// Layers of the encoder.
    depth: usize,
    has_energy: bool,
}

impl Model for Trained {
    fn hidden(&self, x: &Features) -> Option<Features> {
        Some(Features::Single(self.net.hidden(x.single().view(), self.depth).into_shared()))
    }

    /// The layers of its encoder: logistic units given those below are what they are in a machine of the same weights.
    fn machines(&self) -> Option<Vec<ExactRbm>> {
        let layers = &self.net.layers;
        let (encoder, decoder) = (layers.iter().take(self.depth), layers.iter().rev());
        let machine = |(up, down): (&network::Dense, &network::Dense)| Rbm {
            weights: up.weights.clone(),
            visible_bias: down.bias.clone(),
            hidden_bias: up.bias.clone(),
        };
        Some(encoder.zip(decoder).map(|pair| ExactRbm::from(&machine(pair))).collect())
    }

    /// Those of the first layer: what lies above is no linear function of the inputs.
    fn weights(&self) -> Option<Vec<Array2<f32>>> {
        Some(self.net.layers.iter().take(1).map(|layer| layer.weights.clone()).collect())
    }

    fn reconstruct(&self, x: &Features) -> Option<Features> {
        let sums = self.net.outputs(x.single().view());
        Some(Features::Single(self.output.values(sums).into_shared()))
    }

    /// The energy that its flow descends, less what is constant; see `models::autoencoder`.
    fn free_energies(&self, x: &Features) -> Option<Vec<Array1<f64>>> {
        let [encoder, decoder] = self.net.layers.as_slice() else { return None };
        let double = |bias: &Array1<f32>| bias.mapv(f64::from);
        let weights = encoder.weights.mapv(f64::from);
        let (hidden, visible) = (double(&encoder.bias), double(&decoder.bias));
        let climbed = || energy(x.double().view(), weights.view(), hidden.view(), visible.view());
        self.has_energy.then(|| vec![-climbed()])
    }

    fn tensors(&self) -> Tensors {
        self.net.tensors()
    }
}
