//! `rbm[784,500]`: a restricted Boltzmann machine, E(v,h) = -b.v - c.h - vWh, and stacks of them, each on the hidden
//! probabilities of the one below.

mod assumed;
mod check;
mod declared;
pub mod outcome;
mod precise;
mod saved;
mod trained;
mod training;

pub use training::training;

use super::divergence;
use crate::data::{self, Dataset, Shape};
use crate::models::boltzmann::{self, RbmTraining, Units};
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Data, Epochs, Fault, Measure, Model, ModelKind,
    ModelWord, Order, Outcome, Rate, Reals, Scene, Share, Value, Widths, epochs_of,
};
use crate::words::lints::{batch_beyond_rows, rbm_visible_range};
use crate::words::measures::{FREE_ENERGY, FREE_ENERGY_GAP, HELD_OUT_FREE_ENERGY, RECONSTRUCTION};
use crate::words::methods::{cd::Cd, decay::Decay, momentum::Momentum, pcd::Pcd, weight_decay::WeightDecay};
use crate::words::prices;
use crate::words::sources;
use crate::{args, choice};
use outcome::{fault, told};
use std::sync::Arc;
use trained::Trained;
use training::{chains, rate_place};

choice! {
    /// What the units of a layer are.
    pub enum Kind, "a kind of units" {
        /// 0 or 1
        Binary = "binary",
        /// -1 or 1
        Spin = "spin",
        /// any number, with unit variance
        Gaussian = "normal",
        /// any number that is not negative
        Relu = "relu",
        /// one unit of the layer is 1, the others are 0
        Softmax = "softmax",
    }
}

impl Kind {
    /// For a layer of so many columns.
    fn units(self, columns: usize) -> Units {
        match self {
            Kind::Binary => Units::Binary,
            Kind::Spin => Units::Spin,
            Kind::Gaussian => Units::Gaussian,
            Kind::Relu => Units::Relu,
            Kind::Softmax => Units::Softmax(columns),
        }
    }
}

args! {
    /// A restricted Boltzmann machine; in a stack, one for each pair of widths.
    pub struct Rbm {
        /// The widths from the visible units up; left out, the data's columns and 500 a machine.
        widths (list): Option<Widths> = None;
        /// What the visible units are; left out, binary.
        visible: Option<Kind> = None;
        /// What the hidden units are; left out, binary.
        hidden: Option<Kind> = None;
        /// Standard deviation of weights that are drawn; left out, 0.01.
        spread: Option<Rate> = None, usual 0 ..= 1;
        /// The weights themselves, row by row: a row for each visible unit.
        weights: Option<Reals> = None;
        /// The biases of the visible units; without them what the data say, or 0.
        visible_bias: Option<Reals> = None;
        /// The biases of the hidden units; without them 0.
        hidden_bias: Option<Reals> = None;
        /// The share of training rows held out to watch the free energy, where the data have no
        /// validation part.
        held_out: Share = Share::new(HELD_OUT), usual 0 ..= 0.5;
    }
}

const EPOCHS: usize = 10;
/// A sixth of the rows.
const HELD_OUT: f64 = 0.166_666_666_666_7;
const HIDDEN: usize = 500;
/// Hinton (2010), section 8.1.
const SPREAD: f64 = 0.01;

impl Rbm {
    fn widths(&self) -> &[usize] {
        self.widths.value.as_ref().map_or(&[], |widths| &widths.list)
    }

    fn spread(&self) -> f64 {
        self.spread.value.map_or(SPREAD, Rate::get)
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
    const MADE_BY: &'static [&'static str] = &["train", "stack", "consider", "load"];
    const ABILITIES: Abilities =
        &[Ability::Energy, Ability::Sample, Ability::Hidden, Ability::Fields, Ability::Reconstruct];
    const CITES: Cites = &[&sources::boltzmann::SMOLENSKY];
    const EXAMPLE: &'static str = "train rbm[784,100] with cd1 for 3 epochs, then check free-energy";

    fn settle(&mut self, order: &mut Order) {
        order.epochs.settle(Epochs::new(EPOCHS));
        order.methods.or_preset::<Cd>();
        let epochs = epochs_of(&order.epochs);
        if let Some(decay) = order.methods.find_mut::<Decay>() {
            decay.settle(epochs);
        }
        if !training::is_precise(order) {
            order.methods.or_preset::<Momentum>();
            order.methods.or_preset::<WeightDecay>();
        }
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
        self.check_start(order, scene);
        self.check_shape(order, scene);
        self.check_precision(order, scene);
        self.check_expansion(order, scene);
        (scene.findings.len() == before).then(|| self.as_kind(chains(order)))
    }

    fn assumed_kind(&self, scene: &mut Scene) -> Option<ModelKind> {
        self.stated(scene)
    }

    fn assumed(&self, seed: &Seed) -> Result<Arc<dyn Model>, Fault> {
        Ok(Arc::new(trained::Machine(self.with_its_numbers(seed))))
    }

    fn stored_kind(&self, scene: &mut Scene) -> Option<ModelKind> {
        self.saved_kind(scene)
    }

    fn stored(&self, kept: &Tensors) -> Result<Arc<dyn Model>, Fault> {
        self.saved(kept)
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
        let trained = match self.is_precise(order) {
            true => prices::precise(self.two_layers().as_ref(), &training::ascent(order), shape.train),
            false => prices::stack(self.widths(), &training(order), shape.train, shape.validation),
        };
        apart.unwrap_or_default() + trained
    }

    fn measures(&self, _order: &Order) -> Vec<(&'static Measure, usize)> {
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
        if self.is_precise(order) {
            return self.train_precisely(order, set, data, context);
        }
        let rows = set.train.x.single();
        let held_out = set.validation.as_ref().map(|part| part.x.single());
        let training = RbmTraining { spread: self.spread() as f32, ..training(order) };
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
        outcome.notes.extend(held_apart(&set, data));
        outcome.value = made(set, data, Arc::new(Trained(stack)));
        Ok(outcome)
    }

    fn restored(
        &self,
        order: &Order,
        data: &Data,
        kept: &Tensors,
        context: &mut Context,
    ) -> Result<Value, Fault> {
        let set = self.held_apart(&data.set, &context.seed.child("held-out"))?;
        let model: Arc<dyn Model> = match self.is_precise(order) {
            true => Arc::new(self.restored_precisely(kept)?),
            false => Arc::new(Trained(boltzmann::Stack::of(kept, self.widths().len() - 1)?)),
        };
        Ok(made(set, data, model))
    }
}

/// What flows on: the machines, with the data of which some rows were held out.
fn made(set: Dataset, data: &Data, model: Arc<dyn Model>) -> Value {
    let data = Data { set: Arc::new(set), deformation: data.deformation.clone() };
    Value { data: Some(data), model: Some(model) }
}

/// What to say of rows that the file did not hold out.
fn held_apart(set: &Dataset, data: &Data) -> Option<String> {
    let held = set.shape.validation;
    let unasked = set.validation.is_some() && data.set.validation.is_none();
    unasked.then(|| format!("{held} rows were held out of training to watch the free energy"))
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
}

/// Weights and both biases of every machine.
fn parameters(widths: &[usize]) -> f64 {
    widths.windows(2).map(|p| p[0] as f64 * p[1] as f64 + p[0] as f64 + p[1] as f64).sum()
}
