//! The backward pass of one layer, block after block of its weights as in single precision. A group of strips is read for
//! what is handed down, W deltaᵀ, and is still near when its gradient, inputᵀ delta, has been summed up and it takes its step.
//! Meanwhile the next group comes nearer.

use super::Buffers;
use super::operands::{As, by_columns, by_rows};
use crate::models::network::backward::Below;
use crate::models::network::packs::Flat;
use crate::models::network::panels::{MOST_ROWS, Panels};
use crate::models::network::update::{Descent, Held, Memory};
use crate::numeric::blocks::{Chunks, ColumnGroups, for_blocks};
use crate::numeric::brain::{Block, DEPTH, EDGE, SIDE, Session, Sums, Tile, Unit};
use crate::numeric::tiles::{self, LANES, Work};
use ndarray::{ArrayView2, ArrayViewMut2, Axis};
use pulp::Simd;
use std::ops::Range;

/// Tiles along the outputs that are handed down at a time: 512 outputs of a block are half a MiB of weights.
const GROUP: usize = 16;

/// The weights of a group of strips as left operands, a pair of tiles of rows after the other.
type Rounded = [[[Tile; 2]; GROUP]; MOST_ROWS / SIDE];

/// As `backward::layer` in single precision.
pub(in crate::models::network) fn layer(
    rule: &Descent,
    shape: Panels,
    weights: &mut Memory,
    input: ArrayView2<f32>,
    delta: ArrayView2<f32>,
    below: Option<Below>,
    buffers: &mut Buffers,
) {
    let (unit, rows) = (Unit::best(), input.nrows().div_ceil(SIDE));
    let (values, delta) = (Flat::new(input), Flat::new(delta));
    let outputs = shape.outputs.div_ceil(SIDE);
    by_columns(unit, delta, 0, As::Itself, &mut buffers.delta[..outputs * rows]);
    if below.is_some() {
        by_rows(unit, delta, As::Transposed, &mut buffers.delta_across);
    }
    let (pairs, height) = (shape.height / SIDE, shape.height);
    let columns = Chunks(&mut buffers.columns[..shape.blocks * pairs * rows], pairs * rows);
    let sums = Chunks(&mut buffers.sums[..shape.blocks * pairs * rows], pairs * rows);
    let (delta, across) = (&buffers.delta[..], &buffers.delta_across[..]);
    let (slope, delta_below) = below.map(|below| below.split(height)).unzip();
    let blocks = ((weights.held(shape.block()), delta_below), ((columns, sums), 0..shape.blocks));
    for_blocks(blocks, 1, &|((held, delta_below), ((Chunks(columns, _), Chunks(sums, _)), block))| {
        let inputs = shape.rows(block.start);
        by_columns(unit, values, inputs.start, As::Transposed, columns);
        let across = delta_below.is_some().then_some(across);
        let session = unit.session();
        tiles::run(Step { session, rule, shape, rows, columns, delta, across, sums, held });
        if let (Some(ColumnGroups(mut delta_below, _)), Some(slope)) = (delta_below, slope) {
            unpack(sums, rows, delta_below.view_mut());
            slope.multiply(delta_below, input, inputs);
        }
    });
}

/// The work on one block of weights.
struct Step<'a> {
    session: Session,
    rule: &'a Descent,
    shape: Panels,
    /// Pairs of tiles of rows of the batch.
    rows: usize,
    /// The values that the block reads, transposed: a left operand.
    columns: &'a [[Tile; 2]],
    /// The gradient by the layer's sums as a right operand.
    delta: &'a [[Tile; 2]],
    /// The same, transposed, where it is handed down.
    across: Option<&'a [[Tile; 2]]>,
    sums: &'a mut [Block],
    held: Held<'a>,
}

impl Work for Step<'_> {
    #[inline(always)]
    fn run<S: Simd, const R: usize, const V: usize, const H: usize>(mut self, _: S) {
        let outputs = self.shape.outputs.div_ceil(DEPTH);
        let mut weights: Option<Rounded> = self.across.map(|_| [[[Tile::ZERO; 2]; GROUP]; MOST_ROWS / SIDE]);
        for first in (0..outputs).step_by(GROUP) {
            let group = first..outputs.min(first + GROUP);
            if let (Some(across), Some(weights)) = (self.across, &mut weights) {
                self.hand_down(across, group.clone(), weights);
            }
            for pair in group {
                self.descend(pair);
            }
        }
    }
}

impl Step<'_> {
    /// Adds W deltaᵀ over a group of pairs of strips.
    #[inline(always)]
    fn hand_down(&mut self, across: &[[Tile; 2]], group: Range<usize>, weights: &mut Rounded) {
        let (outputs, strips) = (self.shape.outputs.div_ceil(DEPTH), self.shape.strips);
        let pairs = self.shape.height / SIDE;
        for (at, pair) in group.clone().enumerate() {
            for (rows, to) in weights[..pairs].iter_mut().enumerate() {
                for (half, to) in to[at].iter_mut().enumerate() {
                    let first = self.at(2 * pair, rows * SIDE + half * EDGE);
                    let second = self.at(2 * pair + 1, rows * SIDE + half * EDGE);
                    let second = if 2 * pair + 1 < strips { &self.held.value[second..] } else { &[] };
                    self.session.unit.beside(&self.held.value[first..], second, LANES, to);
                }
            }
        }
        let mut next =
            self.held.value.get(self.at(2 * group.end, 0)..).unwrap_or_default().chunks(group.len() * 256);
        for (pair, weights) in weights[..pairs].iter().enumerate() {
            for row in 0..self.rows {
                let delta = &across[row * outputs..][group.clone()];
                let sums = &mut self.sums[pair * self.rows + row];
                let next = next.next().unwrap_or_default();
                self.session.block(&weights[..group.len()], delta, sums, group.start == 0, next);
            }
        }
    }

    /// Sums up the gradient of two strips, tile after tile, and takes the step.
    #[inline(always)]
    fn descend(&mut self, strips: usize) {
        let delta = &self.delta[strips * self.rows..][..self.rows];
        let mut gradient = [[Sums::ZERO; 2]; 2];
        // Of a layer that hands nothing down nobody has read the weights yet.
        let ahead = if self.across.is_none() { self.at(2 * strips + 2, 0) } else { self.held.value.len() };
        for pair in 0..self.shape.height / SIDE {
            let columns = &self.columns[pair * self.rows..][..self.rows];
            let next = self.held.value.get(ahead + pair * 2 * SIDE * LANES..).unwrap_or_default();
            self.session.block(columns, delta, &mut gradient, true, next);
            for (half, gradient) in gradient.iter().enumerate() {
                for (strip, gradient) in (2 * strips..self.shape.strips).zip(gradient) {
                    let held = self.held.part(self.at(strip, pair * SIDE + half * EDGE), EDGE * LANES);
                    self.rule.descend(held, gradient.0.as_flattened());
                }
            }
        }
    }

    /// Where a row of a strip begins.
    #[inline(always)]
    fn at(&self, strip: usize, row: usize) -> usize {
        (strip * self.shape.height + row) * LANES
    }
}

/// Sums (inputs, batch) as columns of the layer below, (batch, inputs), tile after tile.
fn unpack(sums: &[Block], rows: usize, mut to: ArrayViewMut2<f32>) {
    for (tile, mut to) in to.axis_chunks_iter_mut(Axis(1), EDGE).enumerate() {
        for (b, mut to) in to.rows_mut().into_iter().enumerate() {
            let Some(to) = to.as_slice_mut() else { continue };
            let sums = &sums[tile / 2 * rows + b / SIDE][tile % 2][b % SIDE / EDGE];
            to.iter_mut().zip(&sums.0).for_each(|(to, sums)| *to = sums[b % EDGE]);
        }
    }
}
