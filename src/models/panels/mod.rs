//! Layers of weights in training: the order in which weights are kept ([`order`]), and the passes that go over them, forward
//! and backward, with products in single precision or in brain floating point. Networks and machines are trained by them.
//!
//! x (batch, inputs) and W (inputs, outputs) as everywhere; the order of the batch's rows for the products is made in [`packs`].

pub mod activation;
pub mod ascent;
pub mod backward;
mod brain;
mod kept;
pub mod order;
mod packs;
pub mod update;

#[cfg(test)]
mod tests;

pub use activation::Activation;
pub use update::Method;

use ascent::Layer;
use backward::{Below, Step};
use ndarray::{ArrayView2, ArrayViewMut2};
use order::Panels;
use update::Memory;

/// The numbers that are multiplied; sums are always in single precision, and so are weights between steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precision {
    #[default]
    Single,
    /// Brain floating point, with 8 significant bits.
    Brain,
}

/// The passes of a precision, with what they need for the largest layer.
pub enum Products {
    Single(ascent::Buffers, backward::Buffers),
    Brain(brain::Buffers),
}

impl Products {
    /// For batches of at most so many rows.
    pub fn new(precision: Precision, rows: usize, shapes: &[Panels]) -> Self {
        match precision {
            Precision::Single => {
                Products::Single(ascent::Buffers::new(rows, shapes), backward::Buffers::new(rows, shapes))
            }
            Precision::Brain => Products::Brain(brain::Buffers::new(rows, shapes)),
        }
    }

    /// Fills `out` (batch, outputs) from `input` (batch, inputs).
    pub fn forward(&mut self, layer: &Layer, input: ArrayView2<f32>, out: ArrayViewMut2<f32>) {
        match self {
            Products::Single(buffers, _) => ascent::layer(layer, input, buffers, out),
            Products::Brain(buffers) => brain::ascend(layer, input, buffers, out),
        }
    }

    /// The same with a task for each block of weights, as `hand_down` and `backward` have it: for weights that stay near
    /// from step to step. Sums are rounded otherwise; no mask.
    pub fn forward_by_blocks(&mut self, layer: &Layer, input: ArrayView2<f32>, out: ArrayViewMut2<f32>) {
        match self {
            Products::Single(buffers, _) => ascent::layer_by_blocks(layer, input, buffers, out),
            Products::Brain(buffers) => brain::ascend_by_blocks(layer, input, buffers, out),
        }
    }

    /// Fills `out` (batch, inputs) with delta Wᵀ, for delta (batch, outputs).
    pub fn hand_down(&mut self, weights: (Panels, &[f32]), delta: ArrayView2<f32>, out: ArrayViewMut2<f32>) {
        match self {
            Products::Single(_, buffers) => backward::hand_down(weights, delta, out, buffers),
            Products::Brain(buffers) => brain::hand_down(weights, delta, out, buffers),
        }
    }

    /// Takes a step, and hands delta (batch, outputs) down where that is wanted.
    pub fn backward(
        &mut self,
        weights: (Panels, &mut Memory),
        delta: ArrayView2<f32>,
        step: Step,
        below: Option<Below>,
    ) {
        match self {
            Products::Single(_, buffers) => backward::layer(weights, delta, step, below, buffers),
            Products::Brain(buffers) => brain::descend(weights, delta, step, below, buffers),
        }
    }
}
