//! The backward pass of one layer, cut into the blocks of rows in which its weights lie. A tile of weights is read once:
//! it hands the gradient down, delta Wᵀ f'(a), as it was before the step, and then takes its step along inputᵀ delta, while
//! it is in the nearest cache.

use super::order::Panels;
use super::packs::{self, Flat};
use super::update::{Descent, Held, Memory};
use super::{Activation, kept};
use crate::numeric::blocks::{Chunks, ColumnGroups, for_blocks};
use crate::numeric::tiles::{self, Form, LANES, Sums, Work, across, across_both, lanes, load, store, total};
use ndarray::{ArrayView2, ArrayViewMut2, Axis, s};
use pulp::Simd;
use std::ops::Range;

/// Strips over which a tile of sums stays in registers.
const GROUP: usize = 8;
/// Batches of at most so many rows are handed down row by row: lanes would be empty.
const FEW: usize = 6;

/// Buffers for the largest layer.
#[derive(Default)]
pub struct Buffers {
    /// The gradient by a layer's sums, as strips of columns.
    strips: Vec<f32>,
    /// The same as tiles whose lanes are rows of the batch.
    lanes: Vec<f32>,
    /// The values that a layer reads, as tiles of columns.
    columns: Vec<f32>,
    /// Which of them are kept.
    lists: Vec<u32>,
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
            lists: vec![0; high / tiles::form().rows * kept::length(rows)],
            below: vec![0.0; lanes * high],
        }
    }
}

/// A step along inputᵀ delta, for the values (batch, inputs) that the layer read.
#[derive(Clone, Copy)]
pub struct Step<'a> {
    pub rule: &'a Descent,
    pub input: ArrayView2<'a, f32>,
}

/// The layer below, to which the gradient is handed down.
pub struct Below<'a> {
    /// Where its delta goes, (batch, inputs).
    pub delta: ArrayViewMut2<'a, f32>,
    pub slope: Option<Slope<'a>>,
}

/// What its delta is multiplied by in the end.
#[derive(Clone, Copy)]
pub struct Slope<'a> {
    pub activation: Activation,
    /// The values of the layer below, (batch, inputs).
    pub values: ArrayView2<'a, f32>,
    /// Its dropout multipliers and the probability of keeping a unit.
    pub mask: Option<(ArrayView2<'a, f32>, f32)>,
}

impl<'a> Below<'a> {
    /// The slope, and the delta in groups of so many columns.
    pub fn split(self, columns: usize) -> (Option<Slope<'a>>, ColumnGroups<'a, f32>) {
        (self.slope, ColumnGroups(self.delta, columns))
    }
}

impl Slope<'_> {
    /// Multiplies the delta of some units, whose values are among those of the layer.
    pub fn multiply(self, delta: ArrayViewMut2<f32>, units: Range<usize>) {
        let part = s![.., units];
        let mask = self.mask.map(|(mask, keep)| (mask.slice_move(part), keep));
        self.activation.multiply_slope(delta, self.values.slice(part), mask);
    }
}

/// One layer: delta (batch, outputs) is the gradient of the mean loss by the layer's sums. A gradient that is kept is kept, and
/// no step is taken.
pub fn layer(
    (shape, weights): (Panels, &mut Memory),
    delta: ArrayView2<f32>,
    step: Step,
    below: Option<Below>,
    buffers: &mut Buffers,
) {
    let (form, rows) = (tiles::form(), delta.nrows());
    let (values, delta) = (Flat::new(step.input), Flat::new(delta));
    packs::strips(delta, &mut buffers.strips);
    if below.is_some() && rows > FEW {
        packs::lane_tiles(form, delta, &mut buffers.lanes);
    }
    let (all_lanes, height) = (form.all_lanes(rows), shape.height);
    let columns = Chunks(&mut buffers.columns[..shape.blocks * height * rows], height * rows);
    let length = height / form.rows * kept::length(rows);
    let lists = Chunks(&mut buffers.lists[..shape.blocks * length], length);
    let sums = Chunks(&mut buffers.below[..shape.blocks * height * all_lanes], height * all_lanes);
    let (strips, lanes) = (&buffers.strips[..], &buffers.lanes[..]);
    let (slope, delta_below) = below.map(|below| below.split(height)).unzip();
    let blocks = ((weights.held(shape.block()), delta_below), ((columns, lists), (sums, 0..shape.blocks)));
    for_blocks(blocks, 1, &|((held, delta_below), (columns, (Chunks(sums, _), block)))| {
        let (Chunks(columns, _), Chunks(lists, _)) = columns;
        let inputs = shape.rows(block.start);
        let handed = delta_below.is_some().then_some(Handed { shape, form, rows, strips, lanes, sums });
        let (rule, range) = (step.rule, inputs.clone());
        let mut work = Blocked { rule, shape, values, inputs: range, strips, columns, lists, handed, held };
        tiles::run(&mut work);
        if let (Some(ColumnGroups(mut delta_below, _)), Some(handed)) = (delta_below, work.handed) {
            unpack(form, handed.sums, delta_below.view_mut());
            if let Some(slope) = slope.flatten() {
                slope.multiply(delta_below, inputs);
            }
        }
    });
}

/// Fills `out` (batch, inputs) with delta Wᵀ, for delta (batch, outputs).
pub fn hand_down(
    (shape, weights): (Panels, &[f32]),
    delta: ArrayView2<f32>,
    out: ArrayViewMut2<f32>,
    buffers: &mut Buffers,
) {
    let (form, rows, delta) = (tiles::form(), delta.nrows(), Flat::new(delta));
    match rows > FEW {
        true => packs::lane_tiles(form, delta, &mut buffers.lanes),
        false => packs::strips(delta, &mut buffers.strips),
    }
    let length = shape.height * form.all_lanes(rows);
    let sums = Chunks(&mut buffers.below[..shape.blocks * length], length);
    let (strips, lanes) = (&buffers.strips[..], &buffers.lanes[..]);
    let blocks = ((sums, ColumnGroups(out, shape.height)), 0..shape.blocks);
    for_blocks(blocks, 1, &|((Chunks(sums, _), ColumnGroups(out, _)), block)| {
        let inputs = shape.rows(block.start).len();
        let weights = &weights[shape.at(block.start, 0)..][..shape.block()];
        let mut handed = Handed { shape, form, rows, strips, lanes, sums };
        tiles::run(Down { handed: &mut handed, weights, inputs });
        unpack(form, handed.sums, out);
    });
}

/// The bias is a row of weights whose input is always 1.
pub fn bias(rule: &Descent, bias: &mut Memory, delta: ArrayView2<f32>) {
    let gradient = delta.sum_axis(Axis(0));
    let len = bias.value.len();
    rule.without_decay().descend(bias.held(len), gradient.as_slice().unwrap_or_default());
}

/// The work on one block of weights.
struct Blocked<'a> {
    rule: &'a Descent,
    shape: Panels,
    /// The values that the layer reads, (batch, inputs), and which of them are the block's.
    values: Flat<'a>,
    inputs: Range<usize>,
    strips: &'a [f32],
    columns: &'a mut [f32],
    lists: &'a mut [u32],
    /// Where the gradient is handed down.
    handed: Option<Handed<'a>>,
    held: Held<'a>,
}

impl Work for &mut Blocked<'_> {
    #[inline(always)]
    fn run<S: Simd, const R: usize, const V: usize, const H: usize>(self, simd: S) {
        let rows = self.values.rows;
        let tiles = self.inputs.len().div_ceil(R);
        let columns = &mut self.columns[..tiles * R * rows];
        packs::column_tiles::<R>(self.values, self.inputs.clone(), (columns, self.lists));
        if let Some(handed) = &mut self.handed {
            handed.sums.fill(0.0);
        }
        for first in (0..self.shape.strips).step_by(GROUP) {
            let group = first..self.shape.strips.min(first + GROUP);
            if let Some(handed) = &mut self.handed {
                handed.add::<S, R, V, H>(simd, self.held.value, tiles, group.clone());
            }
            let together = tiles::together::<V>();
            for strip in group.clone().step_by(together) {
                match strip + 1 < group.end && together == 2 {
                    true => self.descend_both::<S, R, V>(simd, tiles, strip),
                    false => self.descend::<S, R, V>(simd, tiles, strip),
                }
            }
        }
    }
}

impl Blocked<'_> {
    /// Sums up the gradient of one tile of weights of a strip after the other, and takes the step.
    #[inline(always)]
    fn descend<S: Simd, const R: usize, const V: usize>(&mut self, simd: S, tiles: usize, strip: usize) {
        for tile in 0..tiles {
            let (columns, delta) = (self.columns::<R>(tile), self.delta(strip));
            let zero = load::<S, R, V>(simd, &[]);
            let gradient = kept::product::<S, R, V>(simd, columns, delta, zero);
            self.step::<S, R, V>((strip, tile), &gradient);
        }
    }

    /// The same for a strip and the one behind it.
    #[inline(always)]
    fn descend_both<S: Simd, const R: usize, const V: usize>(&mut self, simd: S, tiles: usize, strip: usize) {
        for tile in 0..tiles {
            let (columns, delta) = (self.columns::<R>(tile), [self.delta(strip), self.delta(strip + 1)]);
            let zero = load::<S, R, V>(simd, &[]);
            let gradient = kept::products::<S, R, V>(simd, columns, delta, [zero, zero]);
            self.step::<S, R, V>((strip, tile), &gradient[0]);
            self.step::<S, R, V>((strip + 1, tile), &gradient[1]);
        }
    }

    /// A tile of columns, with the list of what of it is kept.
    #[inline(always)]
    fn columns<const R: usize>(&self, tile: usize) -> (&[f32], &[u32]) {
        let (rows, length) = (self.values.rows, kept::length(self.values.rows));
        (&self.columns[tile * R * rows..][..R * rows], &self.lists[tile * length..][..length])
    }

    #[inline(always)]
    fn delta(&self, strip: usize) -> &[f32] {
        let length = self.values.rows * LANES;
        &self.strips[strip * length..][..length]
    }

    /// Takes the step of a tile of weights along its gradient, while those of the next group come nearer.
    #[inline(always)]
    fn step<S: Simd, const R: usize, const V: usize>(
        &mut self,
        (strip, tile): (usize, usize),
        gradient: &Sums<S, R, V>,
    ) {
        self.held.prefetch(at(self.shape, strip + GROUP, tile * R), R * LANES);
        let mut stored = [[0.0f32; LANES]; R];
        store::<S, R, V>(gradient, stored.as_flattened_mut());
        let held = self.held.part(at(self.shape, strip, tile * R), R * LANES);
        self.rule.descend(held, stored.as_flattened());
    }
}

/// Where a tile of weights lies in a block.
#[inline(always)]
fn at(shape: Panels, strip: usize, row: usize) -> usize {
    (strip * shape.height + row) * LANES
}

/// A block of weights by which a gradient is handed down, and nothing else.
struct Down<'a, 'h> {
    handed: &'a mut Handed<'h>,
    weights: &'a [f32],
    inputs: usize,
}

impl Work for Down<'_, '_> {
    #[inline(always)]
    fn run<S: Simd, const R: usize, const V: usize, const H: usize>(self, simd: S) {
        let Down { handed, weights, inputs } = self;
        handed.sums.fill(0.0);
        for first in (0..handed.shape.strips).step_by(GROUP) {
            let group = first..handed.shape.strips.min(first + GROUP);
            handed.add::<S, R, V, H>(simd, weights, inputs.div_ceil(R), group);
        }
    }
}

/// What is handed down by a block of weights.
struct Handed<'a> {
    shape: Panels,
    form: Form,
    /// Of the batch.
    rows: usize,
    strips: &'a [f32],
    lanes: &'a [f32],
    sums: &'a mut [f32],
}

impl Handed<'_> {
    /// Adds W delta ᵀ over a group of strips.
    #[inline(always)]
    fn add<S: Simd, const R: usize, const V: usize, const H: usize>(
        &mut self,
        simd: S,
        weights: &[f32],
        tiles: usize,
        group: Range<usize>,
    ) {
        if self.rows > FEW {
            return self.many::<S, R, V, H>(simd, weights, tiles, group);
        }
        for tile in 0..tiles {
            self.few::<S, R, V>(simd, weights, tile, group.clone());
        }
    }

    /// For all rows of the batch: as many as fill the lanes of a tile stay in the nearest cache while the weights go by.
    #[inline(always)]
    fn many<S: Simd, const R: usize, const V: usize, const H: usize>(
        &mut self,
        simd: S,
        weights: &[f32],
        tiles: usize,
        group: Range<usize>,
    ) {
        let all_lanes = self.form.all_lanes(self.rows);
        let together = tiles::together::<V>() * LANES;
        for first in (0..all_lanes).step_by(together) {
            let lanes = together.min(all_lanes - first);
            for tile in 0..tiles {
                let start = (tile * all_lanes + first) * R;
                let (tile, sums) = ((tile, group.clone()), start..start + lanes * R);
                match lanes {
                    LANES => self.tile::<S, R, V>(simd, weights, tile, first, sums),
                    _ if lanes == together => self.both::<S, R, V>(simd, weights, tile, first, sums),
                    _ => self.tile::<S, R, H>(simd, weights, tile, first, sums),
                }
            }
        }
    }

    #[inline(always)]
    fn tile<S: Simd, const R: usize, const V: usize>(
        &mut self,
        simd: S,
        weights: &[f32],
        (tile, group): (usize, Range<usize>),
        lane: usize,
        place: Range<usize>,
    ) {
        let size = V * S::F32_LANES;
        let length = self.shape.strips * LANES;
        let mut sums = load::<S, R, V>(simd, &self.sums[place.clone()]);
        for strip in group {
            let weights = &weights[at(self.shape, strip, tile * R)..][..R * LANES];
            let delta = &self.lanes[lane * length + strip * LANES * size..][..LANES * size];
            sums = across::<S, R, V>(simd, weights, delta, sums);
        }
        store::<S, R, V>(&sums, &mut self.sums[place]);
    }

    /// The same for two tiles of lanes.
    #[inline(always)]
    fn both<S: Simd, const R: usize, const V: usize>(
        &mut self,
        simd: S,
        weights: &[f32],
        (tile, group): (usize, Range<usize>),
        lane: usize,
        place: Range<usize>,
    ) {
        let length = self.shape.strips * LANES;
        let (first, second) = self.sums[place].split_at_mut(R * LANES);
        let mut sums = [load::<S, R, V>(simd, first), load::<S, R, V>(simd, second)];
        for strip in group {
            let weights = &weights[at(self.shape, strip, tile * R)..][..R * LANES];
            let delta = |lane: usize| &self.lanes[lane * length + strip * LANES * LANES..][..LANES * LANES];
            sums = across_both::<S, R, V>(simd, weights, [delta(lane), delta(lane + LANES)], sums);
        }
        store::<S, R, V>(&sums[0], first);
        store::<S, R, V>(&sums[1], second);
    }

    /// The same row by row, with lanes along the strips.
    #[inline(always)]
    fn few<S: Simd, const R: usize, const V: usize>(
        &mut self,
        simd: S,
        weights: &[f32],
        tile: usize,
        group: Range<usize>,
    ) {
        let all_lanes = self.form.all_lanes(self.rows);
        for row in 0..self.rows {
            let mut sums = load::<S, R, V>(simd, &[]);
            for strip in group.clone() {
                let weights = &weights[at(self.shape, strip, tile * R)..][..R * LANES];
                let delta = &self.strips[(strip * self.rows + row) * LANES..][..LANES];
                sums = lanes::<S, R, V>(simd, weights, delta, sums);
            }
            for (r, sums) in sums.iter().enumerate() {
                self.sums[(tile * R + r) * all_lanes + row] += total::<S, V>(simd, sums);
            }
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
