//! `conv-fractal-net(columns: 3, blocks: 3, channels: 8)`: fractal blocks of convolutions, one after the other, with pooling after
//! each, under softmax outputs (Larsson, Maire and Shakhnarovich 2017). A convolution sees 3 x 3 places, goes place by place and
//! takes what lies beyond the edge for 0; pooling takes the largest of 2 x 2 places, so that an image of 28 x 28 goes down to 14, 7,
//! 3 and 1. As published, each block has twice the channels of the one before it. The size of images is that of the data.

use super::composed;
use super::history;
use super::init::Init;
use super::mlp::{EPOCHS, lint_schedule, settle};
use super::unit::HiddenUnit;
use crate::args;
use crate::models::network::composed::{Composed, Grid, Images, PATCH};
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Abilities, Cites, Class, Context, Cost, Count, Data, Epochs, Fault, Flag, Measure, ModelKind, ModelWord,
    Order, Outcome, Scene, Value,
};
use crate::words::lints::normalized_over_few;
use crate::words::prices::composed::Sums;
use crate::words::sources;

args! {
    /// Fractal blocks of convolutions of 3 x 3 places, each with 2 x 2 max-pooling after it, softmax outputs, cross-entropy.
    pub struct ConvFractalNet {
        /// Columns of each block; the longest has 2^(columns - 1) convolutions.
        columns: Count = Count::new(3), usual 2 ..= 5;
        /// Blocks, one after the other; each halves height and width.
        blocks: Count = Count::new(3), usual 1 ..= 5;
        /// Channels of every convolution of the first block.
        channels: Count = Count::new(8), usual 4 ..= 64;
        /// Whether each block has twice the channels of the one before it.
        doubling: Flag = Flag::On;
        /// What the hidden units make of their sums.
        activation: HiddenUnit = HiddenUnit::Each(super::mlp::Activation::Relu);
        /// How the weights start.
        init: Init = Init::He;
    }
}

/// The places of the images, where rows are images.
fn grid(order: &Order) -> Option<Grid> {
    let (height, width) = order.data.shape.image?;
    let grid = Grid { height, width };
    (grid.places() == order.data.shape.columns).then_some(grid)
}

/// Grids that blocks see, from that of the images on, as long as there is a place.
fn grids(order: &Order) -> impl Iterator<Item = Grid> {
    let there = |grid: &Grid| grid.places() > 0;
    std::iter::successors(grid(order).filter(there), move |grid| Some(grid.pooled()).filter(there))
}

impl ConvFractalNet {
    /// Channels of every block.
    fn widths(&self) -> Vec<usize> {
        let factor = if self.doubling.is_on() { 2 } else { 1 };
        let next = |channels: &usize| Some(channels.saturating_mul(factor));
        std::iter::successors(Some(self.channels.get()), next).take(self.blocks.get()).collect()
    }

    fn layers(&self, order: &Order) -> Vec<Sums> {
        let pieces = self.activation.value.plain().pieces();
        let widths = self.widths();
        let read = std::iter::once(1).chain(widths.iter().copied());
        let blocks = grids(order).zip(&widths).zip(read).flat_map(|((grid, &channels), below)| {
            composed::block(self.columns.get(), move |first| Sums {
                places: grid.places(),
                inputs: if first { below } else { channels }.saturating_mul(PATCH),
                sums: channels.saturating_mul(pieces),
            })
        });
        let left = grids(order).nth(widths.len()).map_or(0, Grid::places);
        let classes = order.data.shape.classes.unwrap_or(0);
        let top = (left.saturating_mul(widths.last().copied().unwrap_or(1)), classes);
        blocks.chain([top.into()]).collect()
    }

    fn network(&self, order: &Order, seed: &Seed) -> Composed {
        let style = composed::style(order, &self.activation.value, self.init.value);
        let images = Images { grid: grid(order).unwrap_or(Grid { height: 0, width: 0 }), channels: 1 };
        let classes = order.data.shape.classes.unwrap_or(0);
        Composed::convolutional(images, (&self.widths(), self.columns.get(), classes), &style, seed)
    }

    /// Data that are no images, and images that are pooled away.
    fn review_images(&self, order: &Order, scene: &mut Scene) {
        let (name, columns) = (&order.data.name, order.data.shape.columns);
        let Some(Grid { height, width }) = grid(order) else {
            let message = format!("convolutions need images, `{name}` has {columns} columns");
            let finding = Diagnostic::error("wrong-type", scene.verb, message).label("no images");
            let help = "take `mnist`, `fashion`, `strokes` or images of your own, `idx` or `npz`; or `fractal-net`, which is fully connected";
            scene.findings.push(finding.help(help));
            return;
        };
        let most = grids(order).skip(1).count();
        if self.blocks.get() > most {
            let message = format!(
                "images of {height} x {width} can be halved {most} times, {} blocks leave no place",
                self.blocks.get()
            );
            let place = scene.place(self.blocks.span);
            let finding = Diagnostic::error("shape-mismatch", place, message).label("pooled away");
            let help = match most {
                0 => "use larger images: `pad` adds a border".to_string(),
                _ => format!("`blocks: {most}` at most, or larger images: `pad` adds a border"),
            };
            scene.findings.push(finding.help(help));
        }
    }
}

impl ModelWord for ConvFractalNet {
    const NAME: &'static str = "conv-fractal-net";
    const CLASS: Class = Class::NETWORK;
    const MADE_BY: &'static [&'static str] = &["train"];
    const ABILITIES: Abilities = composed::FRACTAL;
    const CITES: Cites = &[&sources::networks::LARSSON];
    const EXAMPLE: &'static str = "train conv-fractal-net(columns: 3, blocks: 3, channels: 8) with sgd and drop-path(15 %) and batch-normalization for 5 epochs, then test";

    fn settle(&mut self, order: &mut Order) {
        order.epochs.settle(Epochs::new(EPOCHS));
        settle(order);
    }

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        let before = scene.findings.len();
        composed::review(order, (&self.columns, &self.blocks), scene);
        self.review_images(order, scene);
        (scene.findings.len() == before)
            .then(|| composed::kind(Self::NAME, order, self.columns.get(), &self.layers(order)))
    }

    fn lint(&self, order: &Order, scene: &mut Scene) {
        let inputs: Vec<usize> = self.layers(order).iter().map(|layer| layer.inputs).collect();
        scene.findings.extend(lint_schedule(order, &[inputs.as_slice(), &[0]].concat()));
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
