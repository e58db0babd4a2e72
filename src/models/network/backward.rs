//! The backward pass of one layer, cut into the blocks of rows in which its weights lie. A tile of weights is read once:
//! it hands the gradient down, delta Wᵀ f'(a), as it was before the step, and then takes its step along inputᵀ delta, while
//! it is in the nearest cache.

use super::Activation;
use super::packs::{self, Flat};
use super::panels::Panels;
use super::update::{Descent, Held, Memory};
use crate::numeric::blocks::{Chunks, ColumnGroups, for_blocks};
use crate::numeric::tiles::{self, Form, LANES, Work, across, lanes, load, product, store, total};
use ndarray::{ArrayView2, ArrayViewMut2, Axis, s};
use pulp::Simd;
use std::ops::Range;

/// Strips over which a tile of sums stays in registers.
const GROUP: usize = 8;
/// Batches of at most so many rows are handed down row by row: lanes would be empty.
const FEW: usize = 6;

/// Buffers for the largest layer.
#[derive(Default)]
pub(super) struct Buffers {
    /// The gradient by a layer's sums, as strips of columns.
    strips: Vec<f32>,
    /// The same as tiles whose lanes are rows of the batch.
    lanes: Vec<f32>,
    /// The values that a layer reads, as tiles of columns.
    columns: Vec<f32>,
    /// What is handed down, as tiles.
    below: Vec<f32>,
}

impl Buffers {
    pub fn new(rows: usize, shapes: &[Panels]) -> Self {
        let largest = |of: fn(&Panels) -> usize| shapes.iter().map(of).max().unwrap_or(0);
        let lanes = tiles::form().all_lanes(rows);
        let (wide, high) =
            (largest(|shape| shape.strips * LANES), largest(|shape| shape.blocks * shape.height));
        Buffers {
            strips: vec![0.0; rows * wide],
            lanes: vec![0.0; lanes * wide],
            columns: vec![0.0; rows * high],
            below: vec![0.0; lanes * high],
        }
    }
}

/// The layer below, to which the gradient is handed down.
pub(super) struct Below<'a> {
    pub activation: Activation,
    /// Where its delta goes, (batch, inputs).
    pub delta: ArrayViewMut2<'a, f32>,
    /// Its dropout multipliers and the probability of keeping a unit.
    pub mask: Option<(ArrayView2<'a, f32>, f32)>,
}

/// What its delta is multiplied by in the end.
#[derive(Clone, Copy)]
pub(super) struct Slope<'a> {
    activation: Activation,
    mask: Option<(ArrayView2<'a, f32>, f32)>,
}

impl<'a> Below<'a> {
    /// The slope, and the delta in groups of so many columns.
    pub fn split(self, columns: usize) -> (Slope<'a>, ColumnGroups<'a, f32>) {
        (Slope { activation: self.activation, mask: self.mask }, ColumnGroups(self.delta, columns))
    }
}

impl Slope<'_> {
    /// Multiplies the delta of some units, whose values are among those of the layer.
    pub fn multiply(self, delta: ArrayViewMut2<f32>, values: ArrayView2<f32>, units: Range<usize>) {
        let part = s![.., units];
        let mask = self.mask.map(|(mask, keep)| (mask.slice_move(part), keep));
        self.activation.multiply_slope(delta, values.slice(part), mask);
    }
}

/// One layer: input (batch, inputs) are the values below, delta (batch, outputs) is the gradient of the mean loss by
/// the layer's sums. A gradient that is kept is kept, and no step is taken.
pub(super) fn layer(
    rule: &Descent,
    shape: Panels,
    weights: &mut Memory,
    input: ArrayView2<f32>,
    delta: ArrayView2<f32>,
    below: Option<Below>,
    buffers: &mut Buffers,
) {
    let (form, rows) = (tiles::form(), input.nrows());
    let (values, delta) = (Flat::new(input), Flat::new(delta));
    packs::strips(delta, &mut buffers.strips);
    if below.is_some() && rows > FEW {
        packs::lane_tiles(form, delta, &mut buffers.lanes);
    }
    let (all_lanes, height) = (form.all_lanes(rows), shape.height);
    let columns = Chunks(&mut buffers.columns[..shape.blocks * height * rows], height * rows);
    let sums = Chunks(&mut buffers.below[..shape.blocks * height * all_lanes], height * all_lanes);
    let (strips, lanes) = (&buffers.strips[..], &buffers.lanes[..]);
    let (slope, delta_below) = below.map(|below| below.split(height)).unzip();
    let blocks = ((weights.held(shape.block()), delta_below), ((columns, sums), 0..shape.blocks));
    for_blocks(blocks, 1, &|((held, delta_below), ((Chunks(columns, _), Chunks(sums, _)), block))| {
        let inputs = shape.rows(block.start);
        let hands_down = delta_below.is_some();
        tiles::run(Step {
            rule,
            shape,
            form,
            values,
            inputs: inputs.clone(),
            strips,
            lanes,
            columns,
            sums,
            held,
            hands_down,
        });
        if let (Some(ColumnGroups(mut delta_below, _)), Some(slope)) = (delta_below, slope) {
            unpack(form, sums, delta_below.view_mut());
            slope.multiply(delta_below, input, inputs);
        }
    });
}

/// The bias is a row of weights whose input is always 1.
pub(super) fn bias(rule: &Descent, bias: &mut Memory, delta: ArrayView2<f32>) {
    let gradient = delta.sum_axis(Axis(0));
    let len = bias.value.len();
    rule.without_decay().descend(bias.held(len), gradient.as_slice().unwrap_or_default());
}

/// The work on one block of weights.
struct Step<'a> {
    rule: &'a Descent,
    shape: Panels,
    form: Form,
    /// The values that the layer reads, (batch, inputs), and which of them are the block's.
    values: Flat<'a>,
    inputs: Range<usize>,
    strips: &'a [f32],
    lanes: &'a [f32],
    columns: &'a mut [f32],
    sums: &'a mut [f32],
    held: Held<'a>,
    hands_down: bool,
}

impl Work for Step<'_> {
    #[inline(always)]
    fn run<S: Simd, const R: usize, const V: usize, const H: usize>(mut self, simd: S) {
        let rows = self.values.rows;
        let tiles = self.inputs.len().div_ceil(R);
        let columns = &mut self.columns[..tiles * R * rows];
        packs::column_tiles::<R>(self.values, self.inputs.start, self.inputs.end, columns);
        if self.hands_down {
            self.sums.fill(0.0);
        }
        for first in (0..self.shape.strips).step_by(GROUP) {
            let group = first..self.shape.strips.min(first + GROUP);
            if self.hands_down && rows > FEW {
                self.hand_down::<S, R, V, H>(simd, tiles, group.clone());
            } else if self.hands_down {
                (0..tiles).for_each(|tile| self.hand_down_few::<S, R, V>(simd, tile, group.clone()));
            }
            for strip in group {
                self.descend::<S, R, V>(simd, tiles, strip);
            }
        }
    }
}

impl Step<'_> {
    /// Where a tile of weights lies in a block.
    #[inline(always)]
    fn at(&self, strip: usize, row: usize) -> usize {
        (strip * self.shape.height + row) * LANES
    }

    /// Adds W delta ᵀ over a group of strips, for all rows of the batch: as many as fill the lanes of a tile stay in the
    /// nearest cache while the weights go by.
    #[inline(always)]
    fn hand_down<S: Simd, const R: usize, const V: usize, const H: usize>(
        &mut self,
        simd: S,
        tiles: usize,
        group: Range<usize>,
    ) {
        let rows = self.values.rows;
        let all_lanes = self.form.all_lanes(rows);
        for (first, size) in self.form.lane_tiles(rows) {
            for tile in 0..tiles {
                let start = (tile * all_lanes + first) * R;
                let at = start..start + size * R;
                if size == LANES {
                    self.add_across::<S, R, V>(simd, tile, group.clone(), first, at);
                } else {
                    self.add_across::<S, R, H>(simd, tile, group.clone(), first, at);
                }
            }
        }
    }

    #[inline(always)]
    fn add_across<S: Simd, const R: usize, const V: usize>(
        &mut self,
        simd: S,
        tile: usize,
        group: Range<usize>,
        lane: usize,
        at: Range<usize>,
    ) {
        let size = V * S::F32_LANES;
        let length = self.shape.strips * LANES;
        let mut sums = load::<S, R, V>(simd, &self.sums[at.clone()]);
        for strip in group {
            let weights = &self.held.value[self.at(strip, tile * R)..][..R * LANES];
            let delta = &self.lanes[lane * length + strip * LANES * size..][..LANES * size];
            sums = across::<S, R, V>(simd, weights, delta, sums);
        }
        store::<S, R, V>(&sums, &mut self.sums[at]);
    }

    /// The same row by row, with lanes along the strips.
    #[inline(always)]
    fn hand_down_few<S: Simd, const R: usize, const V: usize>(
        &mut self,
        simd: S,
        tile: usize,
        group: Range<usize>,
    ) {
        let rows = self.values.rows;
        let all_lanes = self.form.all_lanes(rows);
        for row in 0..rows {
            let mut sums = load::<S, R, V>(simd, &[]);
            for strip in group.clone() {
                let weights = &self.held.value[self.at(strip, tile * R)..][..R * LANES];
                let delta = &self.strips[(strip * rows + row) * LANES..][..LANES];
                sums = lanes::<S, R, V>(simd, weights, delta, sums);
            }
            for (r, sums) in sums.iter().enumerate() {
                self.sums[(tile * R + r) * all_lanes + row] += total::<S, V>(simd, sums);
            }
        }
    }

    /// Sums up the gradient of one tile of weights of a strip after the other, and takes the step. Meanwhile the weights
    /// of the next group come nearer.
    #[inline(always)]
    fn descend<S: Simd, const R: usize, const V: usize>(&mut self, simd: S, tiles: usize, strip: usize) {
        let rows = self.values.rows;
        let delta = &self.strips[strip * rows * LANES..][..rows * LANES];
        for tile in 0..tiles {
            self.held.prefetch(self.at(strip + GROUP, tile * R), R * LANES);
            let columns = &self.columns[tile * R * rows..][..R * rows];
            let zero = load::<S, R, V>(simd, &[]);
            let mut gradient = [[0.0f32; LANES]; R];
            store::<S, R, V>(&product::<S, R, V>(simd, columns, delta, zero), gradient.as_flattened_mut());
            let held = self.held.part(self.at(strip, tile * R), R * LANES);
            self.rule.descend(held, gradient.as_flattened());
        }
    }
}

/// Tiles of what is handed down, as columns of the layer below.
fn unpack(form: Form, sums: &[f32], mut to: ArrayViewMut2<f32>) {
    let rows = to.nrows();
    let tile = form.rows * form.all_lanes(rows);
    for (first, size) in form.lane_tiles(rows) {
        let lanes = rows.min(first + size) - first;
        for (lane, mut to) in to.slice_mut(s![first..first + lanes, ..]).rows_mut().into_iter().enumerate() {
            let Some(to) = to.as_slice_mut() else { continue };
            for (to, sums) in to.chunks_mut(form.rows).zip(sums.chunks_exact(tile)) {
                let from = sums[first * form.rows + lane..].iter().step_by(size);
                to.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
            }
        }
    }
}
