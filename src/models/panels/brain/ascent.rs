//! The forward pass y = f(x W + b): pairs of strips of W are tasks. A task goes through the blocks of its strips once, as in
//! single precision: the weights of a block are rounded into the nearest cache, and all rows of the batch go by them, while
//! the weights that follow come nearer.

use super::Buffers;
use super::operands::{As, by_rows};
use crate::models::panels::activation;
use crate::models::panels::ascent::Layer;
use crate::models::panels::packs::{Flat, copy};
use crate::models::panels::order::{MOST_ROWS, columns};
use crate::numeric::blocks::{Chunks, ColumnGroups, for_blocks};
use crate::numeric::brain::{Block, DEPTH, EDGE, SIDE, Session, Tile, Unit};
use crate::numeric::tiles::{self, LANES, Work};
use ndarray::{ArrayView2, ArrayViewMut2, s};
use pulp::Simd;
use std::ops::Range;

/// Pairs of strips of one task.
const TASK: usize = 8;
/// Tiles along the depth of a block.
const PIECE: usize = MOST_ROWS / DEPTH;

/// Fills `out` (batch, outputs) from `input` (batch, inputs).
pub fn layer(
    layer: &Layer,
    input: ArrayView2<f32>,
    buffers: &mut Buffers,
    out: ArrayViewMut2<f32>,
) {
    let unit = Unit::best();
    by_rows(unit, Flat::new(input), As::Itself, &mut buffers.values);
    let (rows, pairs) = (input.nrows().div_ceil(SIDE), layer.shape.strips.div_ceil(2));
    let values = &buffers.values[..];
    let sums = Chunks(&mut buffers.sums[..pairs * rows], rows);
    for_blocks(((sums, ColumnGroups(out, SIDE)), 0..pairs), TASK, &|(
        (Chunks(sums, _), ColumnGroups(mut out, _)),
        range,
    )| {
        let session = unit.session();
        let here = out.view_mut();
        tiles::run(Product { session, layer, values, rows, range: range.clone(), sums, out: here });
        if let Some(mask) = layer.mask {
            let start = range.start * SIDE;
            out *= &mask.slice(s![.., start..start + out.ncols()]);
        }
    });
}

/// f(x W + b) over some pairs of strips.
struct Product<'a, 'l> {
    session: Session,
    layer: &'a Layer<'l>,
    values: &'a [[Tile; 2]],
    /// Pairs of tiles of rows.
    rows: usize,
    range: Range<usize>,
    sums: &'a mut [Block],
    out: ArrayViewMut2<'a, f32>,
}

impl Work for Product<'_, '_> {
    #[inline(always)]
    fn run<S: Simd, const R: usize, const V: usize, const H: usize>(mut self, _: S) {
        let shape = self.layer.shape;
        let (depth, piece) = (shape.inputs.div_ceil(DEPTH), shape.height / DEPTH);
        let mut weights = [[Tile::ZERO; 2]; PIECE];
        for block in 0..shape.blocks {
            let piece = block * piece..depth.min((block + 1) * piece);
            let weights = &mut weights[..piece.len()];
            for (at, pair) in self.range.clone().enumerate() {
                self.round((block, pair), weights);
                let next = &self.layer.weights[shape.at(block, (2 * pair + 2).min(shape.strips))..];
                for row in 0..self.rows {
                    let values = &self.values[row * depth..][piece.clone()];
                    let next = next.get(row * piece.len() * 256..).unwrap_or_default();
                    let sums = &mut self.sums[at * self.rows + row];
                    self.session.block(values, weights, sums, block == 0, next);
                }
            }
        }
        for (at, pair) in self.range.clone().enumerate() {
            self.finish(pair, at);
        }
    }
}

impl Product<'_, '_> {
    /// Rounds the weights of a block that lie in two strips.
    #[inline(always)]
    fn round(&self, (block, pair): (usize, usize), to: &mut [[Tile; 2]]) {
        let Layer { shape, weights, .. } = *self.layer;
        for half in 0..2 {
            let strip = 2 * pair + half;
            let weights = if strip < shape.strips { shape.strip(weights, (block, strip)) } else { &[] };
            for (d, to) in to.iter_mut().enumerate() {
                self.session.unit.pairs(
                    weights.get(d * DEPTH * LANES..).unwrap_or_default(),
                    LANES,
                    &mut to[half],
                );
            }
        }
    }

    /// Sums become values in their place.
    #[inline(always)]
    fn finish(&mut self, pair: usize, at: usize) {
        let Layer { shape, activation, .. } = *self.layer;
        for (half, strip) in (2 * pair..shape.strips.min(2 * pair + 2)).enumerate() {
            let (full, columns) = (self.layer.bias_of(strip), columns(strip, shape.outputs));
            let start = at * SIDE + half * EDGE;
            for (row, mut out) in self.out.rows_mut().into_iter().enumerate() {
                let Some(out) = out.as_slice_mut() else { continue };
                let block = &mut self.sums[at * self.rows + row / SIDE][row % SIDE / EDGE][half];
                let sums = &mut block.0[row % EDGE];
                activation::finish(sums, &full, activation);
                copy::<LANES>(&sums[..columns.len()], &mut out[start..start + columns.len()]);
            }
        }
    }
}
