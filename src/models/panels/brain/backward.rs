//! The backward pass of one layer, block after block of its weights as in single precision. A group of strips is read for
//! what is handed down, W deltaᵀ, and is still near when its gradient, inputᵀ delta, has been summed up and it takes its step.
//! Meanwhile the next group comes nearer.

use super::Buffers;
use super::operands::{As, by_columns, by_rows};
use crate::models::panels::backward::{Below, Step};
use crate::models::panels::order::{MOST_ROWS, Panels};
use crate::models::panels::packs::Flat;
use crate::models::panels::update::{Descent, Held, Memory};
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

fn nothing() -> Rounded {
    [[[Tile::ZERO; 2]; GROUP]; MOST_ROWS / SIDE]
}

/// As `backward::layer` in single precision.
pub fn layer(
    (shape, weights): (Panels, &mut Memory),
    delta: ArrayView2<f32>,
    step: Step,
    below: Option<Below>,
    buffers: &mut Buffers,
) {
    let (unit, rows) = (Unit::best(), delta.nrows().div_ceil(SIDE));
    let (values, delta) = (Flat::new(step.input), Flat::new(delta));
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
        let session = unit.session();
        let handed = delta_below.is_some().then_some(Handed { shape, rows, across, sums });
        let mut work = Blocked { session, rule: step.rule, shape, rows, columns, delta, handed, held };
        tiles::run(&mut work);
        if let (Some(ColumnGroups(mut delta_below, _)), Some(handed)) = (delta_below, work.handed) {
            unpack(handed.sums, rows, delta_below.view_mut());
            if let Some(slope) = slope.flatten() {
                slope.multiply(delta_below, inputs);
            }
        }
    });
}

/// As `backward::hand_down` in single precision.
pub fn hand_down(
    (shape, weights): (Panels, &[f32]),
    delta: ArrayView2<f32>,
    out: ArrayViewMut2<f32>,
    buffers: &mut Buffers,
) {
    let (unit, rows) = (Unit::best(), delta.nrows().div_ceil(SIDE));
    by_rows(unit, Flat::new(delta), As::Transposed, &mut buffers.delta_across);
    let (pairs, across) = (shape.height / SIDE, &buffers.delta_across[..]);
    let sums = Chunks(&mut buffers.sums[..shape.blocks * pairs * rows], pairs * rows);
    let blocks = ((sums, ColumnGroups(out, shape.height)), 0..shape.blocks);
    for_blocks(blocks, 1, &|((Chunks(sums, _), ColumnGroups(out, _)), block)| {
        let weights = &weights[shape.at(block.start, 0)..][..shape.block()];
        let mut handed = Handed { shape, rows, across, sums };
        tiles::run(Down { session: unit.session(), handed: &mut handed, weights });
        unpack(handed.sums, rows, out);
    });
}

/// The groups of pairs of strips along the outputs.
fn groups(shape: Panels) -> impl Iterator<Item = Range<usize>> {
    let outputs = shape.outputs.div_ceil(DEPTH);
    (0..outputs).step_by(GROUP).map(move |first| first..outputs.min(first + GROUP))
}

/// Where a row of a strip begins in a block.
#[inline(always)]
fn at(shape: Panels, strip: usize, row: usize) -> usize {
    (strip * shape.height + row) * LANES
}

/// The work on one block of weights.
struct Blocked<'a> {
    session: Session,
    rule: &'a Descent,
    shape: Panels,
    /// Pairs of tiles of rows of the batch.
    rows: usize,
    /// The values that the block reads, transposed: a left operand.
    columns: &'a [[Tile; 2]],
    /// The gradient by the layer's sums as a right operand.
    delta: &'a [[Tile; 2]],
    /// Where the gradient is handed down.
    handed: Option<Handed<'a>>,
    held: Held<'a>,
}

impl Work for &mut Blocked<'_> {
    #[inline(always)]
    fn run<S: Simd, const R: usize, const V: usize, const H: usize>(self, _: S) {
        let mut rounded = self.handed.is_some().then(nothing);
        for group in groups(self.shape) {
            if let (Some(handed), Some(rounded)) = (&mut self.handed, &mut rounded) {
                handed.add(&self.session, self.held.value, group.clone(), rounded);
            }
            for pair in group {
                self.descend(pair);
            }
        }
    }
}

impl Blocked<'_> {
    /// Sums up the gradient of two strips, tile after tile, and takes the step.
    #[inline(always)]
    fn descend(&mut self, strips: usize) {
        let shape = self.shape;
        let delta = &self.delta[strips * self.rows..][..self.rows];
        let mut gradient = [[Sums::ZERO; 2]; 2];
        // Of a layer that hands nothing down nobody has read the weights yet.
        let ahead = if self.handed.is_none() { at(shape, 2 * strips + 2, 0) } else { self.held.value.len() };
        for pair in 0..shape.height / SIDE {
            let columns = &self.columns[pair * self.rows..][..self.rows];
            let next = self.held.value.get(ahead + pair * 2 * SIDE * LANES..).unwrap_or_default();
            self.session.block(columns, delta, &mut gradient, true, next);
            for (half, gradient) in gradient.iter().enumerate() {
                for (strip, gradient) in (2 * strips..shape.strips).zip(gradient) {
                    let held = self.held.part(at(shape, strip, pair * SIDE + half * EDGE), EDGE * LANES);
                    self.rule.descend(held, gradient.0.as_flattened());
                }
            }
        }
    }
}

/// A block of weights by which a gradient is handed down, and nothing else.
struct Down<'a, 'h> {
    session: Session,
    handed: &'a mut Handed<'h>,
    weights: &'a [f32],
}

impl Work for Down<'_, '_> {
    #[inline(always)]
    fn run<S: Simd, const R: usize, const V: usize, const H: usize>(self, _: S) {
        let mut rounded = nothing();
        for group in groups(self.handed.shape) {
            self.handed.add(&self.session, self.weights, group, &mut rounded);
        }
    }
}

/// What is handed down by a block of weights.
struct Handed<'a> {
    shape: Panels,
    rows: usize,
    /// The gradient by the layer's sums, transposed: a right operand.
    across: &'a [[Tile; 2]],
    sums: &'a mut [Block],
}

impl Handed<'_> {
    /// Adds W deltaᵀ over a group of pairs of strips.
    #[inline(always)]
    fn add(&mut self, session: &Session, weights: &[f32], group: Range<usize>, rounded: &mut Rounded) {
        let Handed { shape, rows, across, sums } = self;
        let (shape, rows, outputs) = (*shape, *rows, shape.outputs.div_ceil(DEPTH));
        let pairs = shape.height / SIDE;
        for (place, pair) in group.clone().enumerate() {
            for (rows, to) in rounded[..pairs].iter_mut().enumerate() {
                for (half, to) in to[place].iter_mut().enumerate() {
                    let first = at(shape, 2 * pair, rows * SIDE + half * EDGE);
                    let second = at(shape, 2 * pair + 1, rows * SIDE + half * EDGE);
                    let second = if 2 * pair + 1 < shape.strips { &weights[second..] } else { &[] };
                    session.unit.beside(&weights[first..], second, LANES, to);
                }
            }
        }
        let next = weights.get(at(shape, 2 * group.end, 0)..).unwrap_or_default();
        let mut next = next.chunks(group.len() * 256);
        for (pair, weights) in rounded[..pairs].iter().enumerate() {
            for row in 0..rows {
                let delta = &across[row * outputs..][group.clone()];
                let next = next.next().unwrap_or_default();
                let sums = &mut sums[pair * rows + row];
                session.block(&weights[..group.len()], delta, sums, group.start == 0, next);
            }
        }
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
