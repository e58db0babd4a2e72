//! Training whose products are taken in brain floating point: the same passes as in `ascent` and `backward`, over the
//! same weights in panels, which stay in single precision. Values, gradients and weights are rounded when a product
//! reads them, the weights while they come by, so there is no second copy of them to be kept in step. Sums, biases,
//! activations, losses and the steps of every method are in single precision.

mod ascent;
mod backward;
mod operands;

pub use ascent::{layer as ascend, layer_by_blocks as ascend_by_blocks};
pub use backward::{hand_down, layer as descend};

use super::order::Panels;
use crate::numeric::brain::{Block, SIDE, Sums, Tile};

/// Buffers for the largest layer.
pub struct Buffers {
    /// The left operand of a layer's values, and that of their transposed matrix.
    values: Vec<[Tile; 2]>,
    columns: Vec<[Tile; 2]>,
    /// The right operand of the gradient by a layer's sums, and that of its transposed matrix.
    delta: Vec<[Tile; 2]>,
    delta_across: Vec<[Tile; 2]>,
    sums: Vec<Block>,
    /// The same of each block of weights, where they are wanted.
    parts: Vec<Block>,
}

impl Buffers {
    pub fn new(rows: usize, shapes: &[Panels]) -> Self {
        let largest = |of: &dyn Fn(&Panels) -> usize| shapes.iter().map(of).max().unwrap_or(0);
        let rows = rows.div_ceil(SIDE);
        let (inputs, outputs) =
            (largest(&|shape| shape.inputs.div_ceil(SIDE)), largest(&|shape| shape.outputs.div_ceil(SIDE)));
        let blocks = largest(&|shape| shape.blocks * shape.height / SIDE);
        let tiles = |count: usize| vec![[Tile::ZERO; 2]; count * rows];
        Buffers {
            values: tiles(inputs),
            columns: tiles(blocks),
            delta: tiles(outputs),
            delta_across: tiles(outputs),
            sums: vec![[[Sums::ZERO; 2]; 2]; rows * blocks.max(outputs)],
            parts: Vec::new(),
        }
    }
}
