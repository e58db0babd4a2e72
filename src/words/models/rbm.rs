//! `rbm[784,500]`: a restricted Boltzmann machine with binary units, E(v,h) = -b.v - c.h - vWh, and
//! stacks of them, each on the hidden probabilities of the one below.

use super::divergence;
use crate::args;
use crate::data::{self, Dataset, Features, Shape};
use crate::models::Observer;
use crate::models::boltzmann::{self, RbmFault, RbmHistory, RbmTraining};
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use crate::source::{Diagnostic, Span};
use crate::vocabulary::{
    Abilities, Ability, Class, Context, Cost, Data, Epochs, Fault, Measure, Model, ModelKind, ModelWord,
    Order, Outcome, Reading, RestartedChains, Scene, Series, Share, Value, Widths, epochs_of,
};
use crate::words::lints::{batch_beyond_rows, rbm_visible_range};
use crate::words::measures::{FREE_ENERGY, FREE_ENERGY_GAP, HELD_OUT_FREE_ENERGY, RECONSTRUCTION};
use crate::words::methods::{cd::Cd, momentum::Momentum, pcd::Pcd, weight_decay::WeightDecay};
use crate::words::prices;
use ndarray::{Array1, Array2, CowArray, Ix2};
use std::sync::Arc;

args! {
    /// A restricted Boltzmann machine with binary units; in a stack, one for each pair of widths.
    pub struct Rbm {
        /// The widths from the visible units up; left out, the data's columns and 500 a machine.
        widths (list): Option<Widths> = None;
        /// The share of training rows held out to watch the free energy, where the data have no
        /// validation part.
        held_out: Share = Share::new(0.166_666_666_666_7), usual 0 ..= 0.5;
    }
}

const EPOCHS: usize = 10;
const HIDDEN: usize = 500;

impl Rbm {
    fn widths(&self) -> &[usize] {
        self.widths.value.as_ref().map_or(&[], |widths| &widths.list)
    }

    /// Rows that are taken out of the training part.
    fn holds_out(&self, shape: &Shape) -> Option<data::transform::Amount> {
        (shape.validation == 0 && self.held_out.get() > 0.0)
            .then_some(data::transform::Amount::Share(self.held_out.get()))
    }
}

impl ModelWord for Rbm {
    const NAME: &'static str = "rbm";
    const CLASS: Class = Class::BOLTZMANN;
    const MADE_BY: &'static [&'static str] = &["train", "stack"];
    const ABILITIES: Abilities = &[Ability::Energy, Ability::Sample, Ability::Hidden, Ability::Reconstruct];
    const EXAMPLE: &'static str = "train rbm[784,100] with cd1 for 3 epochs, then check free-energy";

    fn settle(&mut self, order: &mut Order) {
        order.epochs.settle(Epochs::new(EPOCHS));
        if !order.methods.0.iter().any(|m| m.args::<Pcd>().is_some()) {
            order.methods.or_preset::<Cd>();
        }
        order.methods.or_preset::<Momentum>();
        order.methods.or_preset::<WeightDecay>();
        if self.widths.value.is_none() {
            let machines = order.times.map_or(1, |(times, _)| times.min(MOST_LAYERS) as usize);
            let hidden = std::iter::repeat_n(HIDDEN, machines);
            self.widths.value =
                Some(Widths::chosen(std::iter::once(order.data.shape.columns).chain(hidden).collect()));
        }
    }

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        let before = scene.findings.len();
        self.check_widths(order, scene);
        self.check_range(order, scene);
        let widths = self.widths();
        (scene.findings.len() == before).then(|| ModelKind {
            name: Self::NAME,
            inputs: widths[0],
            outputs: widths.last().copied(),
            layers: widths.len() - 1,
            parameters: parameters(widths) as u64,
            row: prices::energies(widths),
            abilities: Self::ABILITIES,
            settings: 1,
            chains: chains(order),
        })
    }

    fn lint(&self, order: &Order, scene: &mut Scene) {
        let rows = self.shape(order).train;
        let cd = order.methods.find::<Cd>().map(|cd| &cd.batch);
        let batch = cd.or(order.methods.find::<Pcd>().map(|pcd| &pcd.batch));
        scene.findings.extend(rbm_visible_range::find(&order.data, scene.verb));
        scene.findings.extend(batch.and_then(|batch| batch_beyond_rows::find(batch, rows)));
    }

    fn shape(&self, order: &Order) -> Shape {
        let shape = &order.data.shape;
        self.holds_out(shape)
            .and_then(|amount| data::transform::split_validation_shape(shape, amount).ok())
            .unwrap_or_else(|| shape.clone())
    }

    fn cost(&self, order: &Order) -> Cost {
        let before = &order.data.shape;
        let apart = self.holds_out(before).map(|_| prices::selected(before, before.train, before.train));
        let shape = self.shape(order);
        apart.unwrap_or_default()
            + prices::stack(self.widths(), &training(order), shape.train, shape.validation)
    }

    fn measures(&self, order: &Order) -> Vec<(&'static Measure, usize)> {
        let _ = order;
        vec![(&RECONSTRUCTION, self.widths().len().saturating_sub(1))]
    }

    /// What needs held-out rows has a curve where there are any.
    fn curves(&self, order: &Order) -> Vec<(&'static Measure, usize)> {
        let machines = self.widths().len().saturating_sub(1);
        let held_out = self.shape(order).validation > 0;
        let compared = [&HELD_OUT_FREE_ENERGY, &FREE_ENERGY_GAP].into_iter().filter(|_| held_out);
        [&RECONSTRUCTION, &FREE_ENERGY].into_iter().chain(compared).map(|m| (m, machines)).collect()
    }

    fn train(&self, order: &Order, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
        let set = self.held_apart(&data.set, &context.seed.child("held-out"))?;
        let rows = set.train.x.single();
        let held_out = set.validation.as_ref().map(|part| part.x.single());
        let training = training(order);
        let trained = boltzmann::train_stack(
            &self.widths()[1..],
            rows.view(),
            held_out.as_ref().map(|x| x.view()),
            &training,
            &context.seed.child("training"),
            context.observer,
        );
        if let Some(probe) = context.probe {
            let place = rate_place(order).unwrap_or(context.place);
            let found = probe.aside(|| {
                divergence::machine(trained.as_ref().err(), rows.view(), self.widths()[1], &training, place)
            });
            probe.find(found);
        }
        let (stack, histories) = trained.map_err(fault)?;
        let mut outcome = told(&histories);
        if set.validation.is_some() && data.set.validation.is_none() {
            let held = set.shape.validation;
            outcome.notes.push(format!("{held} rows were held out of training to watch the free energy"));
        }
        outcome.value = made(set, data, stack);
        Ok(outcome)
    }

    fn restored(
        &self,
        _order: &Order,
        data: &Data,
        kept: &Tensors,
        context: &mut Context,
    ) -> Result<Value, Fault> {
        let set = self.held_apart(&data.set, &context.seed.child("held-out"))?;
        Ok(made(set, data, boltzmann::Stack::of(kept, self.widths().len() - 1)?))
    }
}

/// What flows on: the machines, with the data of which some rows were held out.
fn made(set: Dataset, data: &Data, stack: boltzmann::Stack) -> Value {
    let data = Data { set: Arc::new(set), deformation: data.deformation.clone() };
    Value { data: Some(data), model: Some(Arc::new(Trained(stack))) }
}

/// No stack is higher; more is a slip of the pen.
const MOST_LAYERS: u64 = 1000;

impl Rbm {
    fn held_apart(&self, set: &Arc<Dataset>, seed: &Seed) -> Result<Dataset, Fault> {
        match self.holds_out(&set.shape) {
            Some(amount) => Ok(data::transform::split_validation(set, amount, *seed)?),
            None => Ok((**set).clone()),
        }
    }

    fn check_widths(&self, order: &Order, scene: &mut Scene) {
        let (widths, place) = (self.widths(), scene.place(self.widths.span));
        let columns = order.data.shape.columns;
        if widths[0] != columns {
            let message = format!(
                "the machine has {} visible units, `{}` has {columns} columns",
                widths[0], order.data.name
            );
            let finding = Diagnostic::error("shape-mismatch", place, message);
            let first = self.widths.value.as_ref().and_then(Widths::ends).map_or(place, |(first, _)| first);
            scene.findings.push(
                finding
                    .label(format!("starts with {}", widths[0]))
                    .help(format!("start with {columns}"))
                    .fix(false, first, columns.to_string()),
            );
        }
        if !order.stacked && widths.len() > 2 {
            let message = format!("`train rbm` takes two widths, found {}", widths.len());
            let finding = Diagnostic::error("shape-mismatch", place, message).label("more than one machine");
            scene.findings.push(finding.help("write `stack` to train machines one on top of the other"));
        }
        if let (Some((times, span)), Some(list)) = (order.times, self.widths.span)
            && times as usize != widths.len() - 1
        {
            let message = format!("the list makes {} machines, `x{times}` says {times}", widths.len() - 1);
            let finding = Diagnostic::error("shape-mismatch", span, message).label("says otherwise");
            scene.findings.push(finding.also(list, "the list").help("leave one of them out"));
        }
        if let Some((times, span)) = order.times.filter(|(times, _)| *times > MOST_LAYERS) {
            let message = format!("a stack of {times} machines is too high");
            scene.findings.push(
                Diagnostic::error("too-large", span, message)
                    .label(format!("at most {MOST_LAYERS}"))
                    .help("stack fewer machines"),
            );
        }
    }

    fn check_range(&self, order: &Order, scene: &mut Scene) {
        let Some((low, high)) = order.data.shape.range else { return };
        if low < 0.0 || high > 1.0 {
            let name = &order.data.name;
            let message = match low.is_finite() && high.is_finite() {
                true => format!("binary units take values from 0 to 1, `{name}` runs from {low} to {high}"),
                false => format!("binary units take values from 0 to 1, `{name}` has no bounds"),
            };
            let finding = Diagnostic::error("range-mismatch", scene.verb, message).label("binary units");
            scene.findings.push(
                finding.help("map the data first: `use ... with scale(0, 1)` or `with threshold(0.5)`"),
            );
        }
    }
}

/// Weights and both biases of every machine.
fn parameters(widths: &[usize]) -> f64 {
    widths.windows(2).map(|p| p[0] as f64 * p[1] as f64 + p[0] as f64 + p[1] as f64).sum()
}

/// The chains of contrastive divergence; persistent ones go on from gradient to gradient.
fn chains(order: &Order) -> Option<RestartedChains> {
    let cd = order.methods.find::<Cd>()?;
    let place = order.methods.span_of::<Cd>().filter(|span| *span != Span::default());
    Some(RestartedChains { steps: cd.steps.get(), place })
}

/// The methods of the sentence as the plain numbers of the trainer.
fn training(order: &Order) -> RbmTraining {
    let mut training = RbmTraining { epochs: epochs_of(&order.epochs), ..RbmTraining::default() };
    if let Some(cd) = order.methods.find::<Cd>() {
        (training.steps, training.rate, training.batch) =
            (cd.steps.get(), cd.rate.get() as f32, cd.batch.get());
        training.persistent = None;
    }
    if let Some(pcd) = order.methods.find::<Pcd>() {
        (training.steps, training.rate, training.batch) =
            (pcd.steps.get(), pcd.rate.get() as f32, pcd.batch.get());
        training.persistent = Some(pcd.chains.get());
    }
    if let Some(momentum) = order.methods.find::<Momentum>() {
        training.momentum_start = momentum.start.get() as f32;
        training.momentum_final = momentum.factor.get() as f32;
        training.momentum_switch = momentum.switch.get();
    }
    training.weight_decay = order.methods.find::<WeightDecay>().map_or(0.0, |w| w.penalty.get() as f32);
    training
}

/// Readings and curves of every machine.
fn told(histories: &[RbmHistory]) -> Outcome {
    let mut outcome = Outcome::default();
    for (layer, history) in histories.iter().enumerate() {
        let index = (histories.len() > 1).then_some(layer + 1);
        let name =
            |measure: &Measure| index.map_or(measure.name.to_string(), |i| format!("{}{i}", measure.name));
        let x: Vec<f64> = (1..=history.epochs.len()).map(|epoch| epoch as f64).collect();
        let mut curve = |measure: &Measure, y: Option<Vec<f64>>| {
            outcome.series.extend(y.map(|y| Series::line(name(measure), "epoch", x.clone(), y)));
        };
        let epochs = || history.epochs.iter();
        curve(&RECONSTRUCTION, Some(epochs().map(|e| e.reconstruction_error).collect()));
        curve(&FREE_ENERGY, Some(epochs().map(|e| e.training_free_energy).collect()));
        curve(&HELD_OUT_FREE_ENERGY, epochs().map(|e| e.held_out_free_energy).collect());
        curve(&FREE_ENERGY_GAP, epochs().map(|e| e.gap()).collect());
        if let Some(last) = history.epochs.last() {
            outcome.readings.push(Reading::exact(&RECONSTRUCTION, index, last.reconstruction_error));
        }
    }
    outcome
}

/// Where the rate is written, or else its method.
fn rate_place(order: &Order) -> Option<Span> {
    let methods = &order.methods;
    let cd = methods.find::<Cd>().map(|cd| cd.rate.span.or(methods.span_of::<Cd>()));
    let pcd = methods.find::<Pcd>().map(|pcd| pcd.rate.span.or(methods.span_of::<Pcd>()));
    cd.or(pcd).flatten().filter(|span| *span != Span::default())
}

fn fault(fault: RbmFault) -> Fault {
    match fault {
        RbmFault::Interrupted => Fault::interrupted(),
        RbmFault::Diverged { .. } => Fault::new(fault.to_string()).help("lower the rate: `cd1(rate: 0.01)`"),
        RbmFault::NotAProbability { .. } => Fault::new(fault.to_string())
            .help("map the data first: `with scale(0, 1)` or `with threshold(0.5)`"),
        other => Fault::new(other.to_string()),
    }
}

/// A trained stack; a single machine is a stack of one.
struct Trained(boltzmann::Stack);

impl Model for Trained {
    fn free_energies(&self, x: &Features) -> Option<Vec<Array1<f64>>> {
        let x = x.single();
        let mut below: CowArray<f32, Ix2> = CowArray::from(x.view());
        let mut energies = Vec::new();
        for layer in &self.0.layers {
            energies.push(layer.free_energy(below.view()));
            below = layer.hidden_given_visible(below.view()).into();
        }
        Some(energies)
    }

    /// Probabilities of the topmost hidden units.
    fn hidden(&self, x: &Features) -> Option<Features> {
        Some(Features::Single(self.0.hidden_given_visible(x.single().view()).into_shared()))
    }

    /// Up and down once, by probabilities.
    fn reconstruct(&self, x: &Features) -> Option<Features> {
        let top = self.0.hidden_given_visible(x.single().view());
        let down = |h: Array2<f32>, layer: &boltzmann::Rbm| layer.visible_given_hidden(h.view());
        Some(Features::Single(self.0.layers.iter().rev().fold(top, down).into_shared()))
    }

    /// The top machine's chains, carried down to the visible units by probabilities.
    fn sample(
        &self,
        n: usize,
        steps: usize,
        seed: &Seed,
        observer: &dyn Observer,
    ) -> Option<Result<Array2<f32>, Fault>> {
        let (top, below) = self.0.layers.split_last()?;
        let samples = boltzmann::sample(top, n, steps, None, seed, observer).map_err(fault);
        let down = |samples: Array2<f32>| {
            below.iter().rev().fold(samples, |h, layer| layer.visible_given_hidden(h.view()))
        };
        Some(samples.map(down))
    }

    fn tensors(&self) -> Tensors {
        self.0.tensors()
    }
}
