//! `fractal-net(columns: 3, blocks: 4)`: fully connected fractal blocks, one after the other, under softmax outputs (Larsson,
//! Maire and Shakhnarovich 2017). A block of c columns has 2^c - 1 layers and is 2^(c-1) layers deep; its columns meet in
//! joins, the mean of what arrives. Inputs and classes are those of the data.

use super::composed;
use super::history;
use super::init::Init;
use super::mlp::{EPOCHS, lint_schedule, settle, training};
use super::unit::HiddenUnit;
use crate::args;
use crate::models::network::composed::{Composed, Style};
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Count, Data, Epochs, Fault, Measure, ModelKind,
    ModelWord, Order, Outcome, Scene, Value, epochs_of,
};
use crate::words::lints::normalized_over_few;
use crate::words::prices::composed as prices;
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

/// More columns have more layers than any machine holds.
const MOST_COLUMNS: usize = 10;
/// More blocks are a slip of the pen.
const MOST_BLOCKS: usize = 1000;

impl FractalNet {
    /// Inputs and sums of every layer.
    fn layers(&self, order: &Order) -> Vec<(usize, usize)> {
        let (units, columns) = (self.units.get(), self.columns.get());
        let pieces = self.activation.value.plain().pieces();
        let block = |index: usize| {
            let below = if index == 0 { order.data.shape.columns } else { units };
            let inner = crate::models::network::composed::layers(columns) - columns;
            let first = std::iter::repeat_n((below, units * pieces), columns);
            first.chain(std::iter::repeat_n((units, units * pieces), inner))
        };
        let classes = order.data.shape.classes.unwrap_or(0);
        (0..self.blocks.get()).flat_map(block).chain([(units, classes)]).collect()
    }

    fn network(&self, order: &Order, seed: &Seed) -> Composed {
        let style = Style {
            unit: self.activation.value.plain(),
            normalize: composed::normalization(order),
            init: self.init.value.plain(),
        };
        let ends = (order.data.shape.columns, self.units.get(), order.data.shape.classes.unwrap_or(0));
        Composed::fractal(ends, (self.blocks.get(), self.columns.get()), &style, seed)
    }
}

impl ModelWord for FractalNet {
    const NAME: &'static str = "fractal-net";
    const CLASS: Class = Class::NETWORK;
    const MADE_BY: &'static [&'static str] = &["train"];
    const ABILITIES: Abilities = &[Ability::Predict, Ability::Columns];
    const CITES: Cites = &[&sources::networks::LARSSON];
    const EXAMPLE: &'static str = "train fractal-net(columns: 3, blocks: 2, units: 64) with sgd and drop-path(15 %) for 5 epochs, then test";

    fn settle(&mut self, order: &mut Order) {
        order.epochs.settle(Epochs::new(EPOCHS));
        settle(order);
    }

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        let before = scene.findings.len();
        let place = scene.verb;
        let mut refuse = |span, message: String, help: &str| {
            let finding = Diagnostic::error("too-large", scene.place(span), message).label("too many");
            scene.findings.push(finding.help(help.to_string()));
        };
        if self.columns.get() > MOST_COLUMNS {
            let message = format!("a block of {} columns has 2^{0} - 1 layers", self.columns.get());
            refuse(self.columns.span, message, "5 columns are 31 layers, 16 of them in a row");
        }
        if self.blocks.get() > MOST_BLOCKS {
            refuse(self.blocks.span, format!("{} blocks", self.blocks.get()), "a few blocks are usual");
        }
        if order.data.shape.classes.is_none() {
            let message = format!("`{}` has no classes to learn", order.data.name);
            let finding = Diagnostic::error("shape-mismatch", place, message).label("predicts classes");
            scene.findings.push(finding.help("values are fitted by `ridge`"));
        }
        super::mlp::review_stopping(order, scene);
        super::mlp::review_momentum(order, scene);
        composed::review_paths(order, self.columns.get(), scene);
        composed::review_precision(order, scene);
        super::tangents::review(order, false, scene);
        (scene.findings.len() == before).then(|| {
            let layers = self.layers(order);
            ModelKind {
                name: Self::NAME,
                inputs: order.data.shape.columns,
                outputs: order.data.shape.classes,
                layers: self.columns.get(),
                parameters: prices::parameters(&layers, composed::normalization(order).is_some()) as u64,
                row: prices::prediction(&layers),
                abilities: Self::ABILITIES,
                settings: 1,
                chains: None,
                machine: None,
                stack: Vec::new(),
                refit: None,
            }
        })
    }

    fn lint(&self, order: &Order, scene: &mut Scene) {
        scene.findings.extend(lint_schedule(order, &[order.data.shape.columns, self.units.get()]));
        scene.findings.extend(normalized_over_few::find(order));
    }

    fn cost(&self, order: &Order) -> Cost {
        let shape = &order.data.shape;
        let passes = shape.train as f64 * epochs_of(&order.epochs) as f64;
        prices::training(&self.layers(order), &training(order), shape.train, shape.validation)
            + order.data.row.clone() * passes
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
