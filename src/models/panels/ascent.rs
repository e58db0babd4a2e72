//! The forward pass of training, y = f(x W + b) for W in panels: strips of columns are tasks of their own. A task goes
//! through the blocks of its strips once; sums wait between blocks in a buffer that stays in cache.

use super::order::{Panels, columns};
use super::packs::{self, Flat};
use super::{Activation, Precision, activation, kept};
use crate::numeric::blocks::{Chunks, ColumnGroups, for_blocks, pieces};
use crate::numeric::tiles::{self, Form, LANES, Work, load, prefetch, store};
use crate::numeric::wide;
use ndarray::{ArrayView2, ArrayViewMut2, s};
use pulp::Simd;
use std::ops::Range;

/// Strips of one task.
const TASK: usize = 16;

/// Buffers for the largest layer.
#[derive(Default)]
pub struct Buffers {
    /// The values that a layer reads, as tiles of rows.
    pub tiles: Vec<f32>,
    /// Which of them are kept.
    lists: Vec<u32>,
    /// Sums, as strips of columns.
    pub sums: Vec<f32>,
    /// The same of each block of weights, where they are wanted.
    parts: Vec<f32>,
}

impl Buffers {
    pub fn new(rows: usize, shapes: &[Panels]) -> Self {
        let largest = |of: fn(&Panels) -> usize| shapes.iter().map(of).max().unwrap_or(0);
        let lists = shapes.iter().map(|&shape| packs::list_at(shape, 1, 0)).max().unwrap_or(0);
        Buffers {
            lists: vec![0; rows.div_ceil(tiles::form().rows) * lists],
            tiles: vec![0.0; rows * largest(|shape| shape.inputs)],
            sums: vec![0.0; rows * LANES * largest(|shape| shape.strips)],
            parts: Vec::new(),
        }
    }
}

/// A layer as the forward pass sees it; without an activation it stays linear. The mask holds dropout multipliers of
/// the layer's values.
pub struct Layer<'a> {
    pub shape: Panels,
    pub weights: &'a [f32],
    pub bias: &'a [f32],
    pub activation: Option<Activation>,
    pub mask: Option<ArrayView2<'a, f32>>,
}

impl Layer<'_> {
    /// The biases of a strip, filled up with zeros.
    #[inline(always)]
    pub fn bias_of(&self, strip: usize) -> [f32; LANES] {
        let (mut full, bias) = ([0.0; LANES], &self.bias[columns(strip, self.shape.outputs)]);
        full[..bias.len()].copy_from_slice(bias);
        full
    }
}

/// Fills `out` (batch, outputs) from `input` (batch, inputs).
pub fn layer(layer: &Layer, input: ArrayView2<f32>, buffers: &mut Buffers, out: ArrayViewMut2<f32>) {
    let (form, rows, shape) = (tiles::form(), input.nrows(), layer.shape);
    packs::row_tiles(form, Flat::new(input), shape, (&mut buffers.tiles, &mut buffers.lists));
    let sums = Chunks(&mut buffers.sums[..shape.strips * rows * LANES], rows * LANES);
    let values = (&buffers.tiles[..input.len()], &buffers.lists[..]);
    for_blocks(((sums, ColumnGroups(out, LANES)), 0..shape.strips), TASK, &|(
        (Chunks(sums, _), ColumnGroups(mut out, _)),
        strips,
    )| {
        let (blocks, first) = (0..shape.blocks, strips.start);
        tiles::run(Product { layer, form, rows, values, blocks, strips, sums });
        finish(layer, first, sums, rows, out.view_mut());
        if let Some(mask) = layer.mask {
            let start = first * LANES;
            out *= &mask.slice(s![.., start..start + out.ncols()]);
        }
    });
}

/// The same where a task has a block of the weights: a thread that has taken its rows through a step has them near, and the sums
/// of all blocks are less to be brought over than the weights of the others. No mask.
pub fn layer_by_blocks(
    layer: &Layer,
    input: ArrayView2<f32>,
    buffers: &mut Buffers,
    out: ArrayViewMut2<f32>,
) {
    let (form, rows, shape) = (tiles::form(), input.nrows(), layer.shape);
    packs::row_tiles(form, Flat::new(input), shape, (&mut buffers.tiles, &mut buffers.lists));
    let length = shape.strips * rows * LANES;
    buffers.parts.resize(buffers.parts.len().max(shape.blocks * length), 0.0);
    let parts = &mut buffers.parts[..shape.blocks * length];
    let values = (&buffers.tiles[..input.len()], &buffers.lists[..]);
    for_blocks((Chunks(&mut *parts, length), 0..shape.blocks), 1, &|(Chunks(sums, _), blocks)| {
        let strips = 0..shape.strips;
        tiles::run(Product { layer, form, rows, values, blocks, strips, sums });
    });
    let sums = Chunks(&mut buffers.sums[..length], rows * LANES);
    for_blocks(((sums, ColumnGroups(out, LANES)), 0..shape.strips), TASK, &|(
        (Chunks(sums, _), ColumnGroups(out, _)),
        strips,
    )| {
        let mut parts = parts.chunks_exact(length).map(|part| &part[strips.start * rows * LANES..]);
        let range = sums.len();
        sums.copy_from_slice(&parts.next().unwrap_or_default()[..range]);
        for part in parts {
            wide::update((&mut *sums).into(), part[..range].into(), |sum, part| sum + part);
        }
        finish(layer, strips.start, sums, rows, out);
    });
}

/// Sums of some strips become values in their place.
fn finish(layer: &Layer, first: usize, sums: &mut [f32], rows: usize, out: ArrayViewMut2<f32>) {
    tiles::run(Finish { layer, first, sums, length: rows * LANES });
    unpack(sums, rows, out);
}

/// How many tasks a layer's forward and backward passes are.
pub fn parts(inputs: usize, outputs: usize) -> (usize, usize) {
    let shape = Panels::new(inputs, outputs, Precision::Single);
    (pieces(shape.strips, TASK), shape.blocks.max(1))
}

/// Strips (rows, 16) as columns of a matrix.
fn unpack(sums: &[f32], rows: usize, mut out: ArrayViewMut2<f32>) {
    for (row, mut out) in out.rows_mut().into_iter().enumerate() {
        let Some(out) = out.as_slice_mut() else { continue };
        for (out, sums) in out.chunks_mut(LANES).zip(sums.chunks_exact(rows * LANES)) {
            packs::copy::<LANES>(&sums[row * LANES..][..out.len()], out);
        }
    }
}

/// What is done for as many rows as a tile has, which the compiler has to know.
macro_rules! for_rows {
    ($add:ident, $size:expr, $simd:ty, $registers:ident, $full:ident, $numbers:tt) => {
        for_rows!($add, $size, $simd, $registers, $full, $numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    };
    ($add:ident, $size:expr, $simd:ty, $registers:ident, $full:ident, $numbers:tt, [$($rows:literal),+]) => {
        match $size {
            $($rows => $add::<$simd, $rows, $registers>$numbers,)+
            _ => $add::<$simd, $full, $registers>$numbers,
        }
    };
}

/// A tile of rows, with the list of what of it is kept.
type Tile<'a> = (&'a [f32], &'a [u32]);

/// x W over some blocks and strips, for x in tiles of rows.
struct Product<'a, 'l> {
    layer: &'a Layer<'l>,
    form: Form,
    rows: usize,
    /// With the lists of what is kept.
    values: (&'a [f32], &'a [u32]),
    blocks: Range<usize>,
    strips: Range<usize>,
    sums: &'a mut [f32],
}

impl Work for Product<'_, '_> {
    #[inline(always)]
    fn run<S: Simd, const R: usize, const V: usize, const H: usize>(self, simd: S) {
        let Product { layer, form, rows, values: (values, lists), blocks, strips, sums } = self;
        let Layer { shape, weights, .. } = *layer;
        sums.fill(0.0);
        let (together, length) = (tiles::together::<V>(), rows * LANES);
        // While strips are worked on, the next ones come nearer, a share with each tile of rows.
        let share = (together * shape.height * LANES).div_ceil(rows.div_ceil(R)).next_multiple_of(LANES);
        for block in blocks.clone() {
            let depth = shape.rows(block);
            let all = strips.clone().step_by(together);
            for (strip, sums) in all.zip(sums.chunks_mut(together * length)) {
                let after = strip + together;
                let next = if after < strips.end { (block, after) } else { (block + 1, strips.start) };
                // The block after the last one is another task's.
                let next = if next.0 < blocks.end { shape.strips(weights, next, together) } else { &[] };
                let mut ahead = next.chunks(share);
                let (first, second) = sums.split_at_mut(length);
                let of = |strip: usize| &weights[shape.at(block, strip)..][..depth.len() * LANES];
                for (index, rows) in form.row_tiles(rows).enumerate() {
                    prefetch(ahead.next().unwrap_or_default());
                    let size = rows.len();
                    let tile =
                        &values[rows.start * shape.inputs + depth.start * size..][..depth.len() * size];
                    let list = &lists[packs::list_at(shape, index, block)..][..kept::length(depth.len())];
                    let place = rows.start * LANES..rows.end * LANES;
                    let first = &mut first[place.clone()];
                    match second.get_mut(place) {
                        Some(second) => {
                            let numbers = ((tile, list), [of(strip), of(strip + 1)], [first, second]);
                            for_rows!(add_both, size, S, V, R, (simd, numbers));
                        }
                        None => for_rows!(add, size, S, V, R, (simd, ((tile, list), of(strip), first))),
                    }
                }
            }
        }
    }
}

/// Bias and activation of some strips, from the first one on.
struct Finish<'a, 'l> {
    layer: &'a Layer<'l>,
    first: usize,
    sums: &'a mut [f32],
    /// Of the sums of a strip.
    length: usize,
}

impl Work for Finish<'_, '_> {
    #[inline(always)]
    fn run<S: Simd, const R: usize, const V: usize, const H: usize>(self, _: S) {
        for (strip, sums) in self.sums.chunks_exact_mut(self.length.max(1)).enumerate() {
            activation::finish(sums, &self.layer.bias_of(self.first + strip), self.layer.activation);
        }
    }
}

#[inline(always)]
fn add<S: Simd, const R: usize, const V: usize>(simd: S, (tile, weights, sums): (Tile, &[f32], &mut [f32])) {
    let all = load::<S, R, V>(simd, sums);
    store::<S, R, V>(&kept::product::<S, R, V>(simd, tile, weights, all), sums);
}

/// [`add`] for two strips.
#[inline(always)]
fn add_both<S: Simd, const R: usize, const V: usize>(
    simd: S,
    (tile, weights, [first, second]): (Tile, [&[f32]; 2], [&mut [f32]; 2]),
) {
    let all = [load::<S, R, V>(simd, first), load::<S, R, V>(simd, second)];
    let all = kept::products::<S, R, V>(simd, tile, weights, all);
    store::<S, R, V>(&all[0], first);
    store::<S, R, V>(&all[1], second);
}
