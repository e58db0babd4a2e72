//! The forward pass y = f(x W + b): pairs of strips of W are tasks. A task goes through the blocks of its strips once, as in
//! single precision: the weights of a block are rounded into the nearest cache, and all rows of the batch go by them, while
//! the weights that follow come nearer.

use super::Buffers;
use super::operands::{As, by_rows};
use crate::models::panels::activation;
use crate::models::panels::ascent::Layer;
use crate::models::panels::order::{MOST_ROWS, columns};
use crate::models::panels::packs::{Flat, copy};
use crate::numeric::blocks::{Chunks, ColumnGroups, for_blocks};
use crate::numeric::brain::{Block, DEPTH, EDGE, SIDE, Session, Sums, Tile, Unit};
use crate::numeric::tiles::{self, LANES, Work};
use crate::numeric::wide;
use ndarray::{ArrayView2, ArrayViewMut2, s};
use pulp::Simd;
use std::ops::Range;

/// Pairs of strips of one task.
const TASK: usize = 8;
/// Tiles along the depth of a block.
const PIECE: usize = MOST_ROWS / DEPTH;

/// Fills `out` (batch, outputs) from `input` (batch, inputs).
pub fn layer(layer: &Layer, input: ArrayView2<f32>, buffers: &mut Buffers, out: ArrayViewMut2<f32>) {
    let unit = Unit::best();
    by_rows(unit, Flat::new(input), As::Itself, &mut buffers.values);
    let (rows, pairs, shape) = (input.nrows().div_ceil(SIDE), layer.shape.strips.div_ceil(2), layer.shape);
    let values = &buffers.values[..];
    let sums = Chunks(&mut buffers.sums[..pairs * rows], rows);
    for_blocks(((sums, ColumnGroups(out, SIDE)), 0..pairs), TASK, &|(
        (Chunks(sums, _), ColumnGroups(mut out, _)),
        pairs,
    )| {
        let (session, first, blocks) = (unit.session(), pairs.start, 0..shape.blocks);
        tiles::run(Product { session, layer, values, rows, blocks, pairs, sums: &mut *sums });
        tiles::run(Finish { layer, first, rows, sums, out: out.view_mut() });
        if let Some(mask) = layer.mask {
            let start = first * SIDE;
            out *= &mask.slice(s![.., start..start + out.ncols()]);
        }
    });
}

/// As `ascent::layer_by_blocks` in single precision.
pub fn layer_by_blocks(
    layer: &Layer,
    input: ArrayView2<f32>,
    buffers: &mut Buffers,
    out: ArrayViewMut2<f32>,
) {
    let unit = Unit::best();
    by_rows(unit, Flat::new(input), As::Itself, &mut buffers.values);
    let (rows, all, shape) = (input.nrows().div_ceil(SIDE), layer.shape.strips.div_ceil(2), layer.shape);
    let length = all * rows;
    buffers.parts.resize(buffers.parts.len().max(shape.blocks * length), [[Sums::ZERO; 2]; 2]);
    let (parts, values) = (&mut buffers.parts[..shape.blocks * length], &buffers.values[..]);
    for_blocks((Chunks(&mut *parts, length), 0..shape.blocks), 1, &|(Chunks(sums, _), blocks)| {
        let session = unit.session();
        tiles::run(Product { session, layer, values, rows, blocks, pairs: 0..all, sums });
    });
    let sums = Chunks(&mut buffers.sums[..length], rows);
    for_blocks(((sums, ColumnGroups(out, SIDE)), 0..all), TASK, &|(
        (Chunks(sums, _), ColumnGroups(out, _)),
        pairs,
    )| {
        let mut parts = parts.chunks_exact(length).map(|part| &part[pairs.start * rows..]);
        sums.copy_from_slice(&parts.next().unwrap_or_default()[..sums.len()]);
        parts.for_each(|part| add(part, sums));
        tiles::run(Finish { layer, first: pairs.start, rows, sums, out });
    });
}

/// Adds up sums.
fn add(part: &[Block], sums: &mut [Block]) {
    for (sums, part) in
        sums.as_flattened_mut().as_flattened_mut().iter_mut().zip(part.as_flattened().as_flattened())
    {
        let (sums, part) = (sums.0.as_flattened_mut(), part.0.as_flattened());
        wide::update(sums.into(), part.into(), |sum, part| sum + part);
    }
}

/// x W over some blocks and pairs of strips.
struct Product<'a, 'l> {
    session: Session,
    layer: &'a Layer<'l>,
    values: &'a [[Tile; 2]],
    /// Pairs of tiles of rows.
    rows: usize,
    blocks: Range<usize>,
    pairs: Range<usize>,
    sums: &'a mut [Block],
}

impl Work for Product<'_, '_> {
    #[inline(always)]
    fn run<S: Simd, const R: usize, const V: usize, const H: usize>(self, _: S) {
        let shape = self.layer.shape;
        let (depth, piece) = (shape.inputs.div_ceil(DEPTH), shape.height / DEPTH);
        let mut weights = [[Tile::ZERO; 2]; PIECE];
        for block in self.blocks.clone() {
            let piece = block * piece..depth.min((block + 1) * piece);
            let weights = &mut weights[..piece.len()];
            for (at, pair) in self.pairs.clone().enumerate() {
                self.round((block, pair), weights);
                // The block after the last one is another task's.
                let end = shape.at(self.blocks.end, 0);
                let next = &self.layer.weights[shape.at(block, (2 * pair + 2).min(shape.strips))..end];
                for row in 0..self.rows {
                    let values = &self.values[row * depth..][piece.clone()];
                    let next = next.get(row * piece.len() * 256..).unwrap_or_default();
                    let sums = &mut self.sums[at * self.rows + row];
                    self.session.block(values, weights, sums, block == self.blocks.start, next);
                }
            }
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
}

/// Bias and activation of some pairs of strips, from the first one on, and where the values go.
struct Finish<'a, 'l> {
    layer: &'a Layer<'l>,
    first: usize,
    /// Pairs of tiles of rows.
    rows: usize,
    sums: &'a mut [Block],
    out: ArrayViewMut2<'a, f32>,
}

impl Work for Finish<'_, '_> {
    #[inline(always)]
    fn run<S: Simd, const R: usize, const V: usize, const H: usize>(mut self, _: S) {
        for at in 0..self.sums.len() / self.rows.max(1) {
            self.pair(at);
        }
    }
}

impl Finish<'_, '_> {
    #[inline(always)]
    fn pair(&mut self, at: usize) {
        let (shape, activation, pair) = (self.layer.shape, self.layer.activation, self.first + at);
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
