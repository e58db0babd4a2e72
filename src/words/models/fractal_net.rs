//! `fractal-net(columns: 3, blocks: 4)`: fully connected fractal blocks, one after the other, under softmax outputs (Larsson,
//! Maire and Shakhnarovich 2017). A block of c columns has 2^c - 1 layers and is 2^(c-1) layers deep; its columns meet in
//! joins, the mean of what arrives. Inputs and classes are those of the data.

use super::composed;
use super::history;
use super::init::Init;
use super::mlp::{EPOCHS, lint_schedule, settle};
use super::unit::HiddenUnit;
use crate::args;
use crate::models::network::composed::Composed;
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Abilities, Cites, Class, Context, Cost, Count, Data, Epochs, Fault, Measure, ModelKind, ModelWord, Order,
    Outcome, Scene, Value,
};
use crate::words::lints::normalized_over_few;
use crate::words::prices::composed::Sums;
use crate::words::sources;

args! {
    /// Fractal blocks of fully connected layers, softmax outputs, cross-entropy.
    pub struct FractalNet {
        /// Columns of each block; the longest has 2^(columns - 1) layers.
        columns: Count = Count::new(3), usual 2 ..= 5;
        /// Blocks, one after the other.
        blocks: Count = Count::new(2), usual 1 ..= 8;
        /// Units of every hidden layer.
        units: Count = Count::new(256), usual 8 ..= 4096;
        /// What the hidden units make of their sums.
        activation: HiddenUnit = HiddenUnit::Each(super::mlp::Activation::Relu);
        /// How the weights start.
        init: Init = Init::He;
    }
}

impl FractalNet {
    fn layers(&self, order: &Order) -> Vec<Sums> {
        let units = self.units.get();
        let pieces = self.activation.value.plain().pieces();
        let block = |index: usize| {
            let below = if index == 0 { order.data.shape.columns } else { units };
            composed::block(self.columns.get(), move |first| {
                (if first { below } else { units }, units * pieces).into()
            })
        };
        let classes = order.data.shape.classes.unwrap_or(0);
        (0..self.blocks.get()).flat_map(block).chain([(units, classes).into()]).collect()
    }

    fn network(&self, order: &Order, seed: &Seed) -> Composed {
        let style = composed::style(order, &self.activation.value, self.init.value);
        let ends = (order.data.shape.columns, self.units.get(), order.data.shape.classes.unwrap_or(0));
        Composed::fractal(ends, (self.blocks.get(), self.columns.get()), &style, seed)
    }
}

impl ModelWord for FractalNet {
    const NAME: &'static str = "fractal-net";
    const CLASS: Class = Class::NETWORK;
    const MADE_BY: &'static [&'static str] = &["train"];
    const ABILITIES: Abilities = composed::FRACTAL;
    const CITES: Cites = &[&sources::networks::LARSSON];
    const EXAMPLE: &'static str = "train fractal-net(columns: 3, blocks: 2, units: 64) with sgd and drop-path(15 %) for 5 epochs, then test";

    fn settle(&mut self, order: &mut Order) {
        order.epochs.settle(Epochs::new(EPOCHS));
        settle(order);
    }

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        let before = scene.findings.len();
        composed::review(order, (&self.columns, &self.blocks), scene);
        (scene.findings.len() == before)
            .then(|| composed::kind(Self::NAME, order, self.columns.get(), &self.layers(order)))
    }

    fn lint(&self, order: &Order, scene: &mut Scene) {
        scene.findings.extend(lint_schedule(order, &[order.data.shape.columns, self.units.get()]));
        scene.findings.extend(normalized_over_few::find(order));
    }

    fn cost(&self, order: &Order) -> Cost {
        composed::cost(order, &self.layers(order))
    }

    fn measures(&self, order: &Order) -> Vec<(&'static Measure, usize)> {
        history::measures(order, self.layers(order).len())
    }

    fn curves(&self, order: &Order) -> Vec<(&'static Measure, usize)> {
        history::curves(order, self.layers(order).len())
    }

    fn train(&self, order: &Order, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
        composed::train(self.network(order, &context.seed.child("init")), order, data, context)
    }

    fn restored(
        &self,
        order: &Order,
        data: &Data,
        kept: &Tensors,
        context: &mut Context,
    ) -> Result<Value, Fault> {
        composed::restored(self.network(order, &context.seed), data, kept)
    }
}
