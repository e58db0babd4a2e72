//! The rows of a batch in the orders in which products read them, see [`crate::numeric::tiles`]. Making them costs a pass
//! over the batch, a hundredth of the product that it serves.

use super::kept;
use super::order::{Panels, columns};
use crate::numeric::blocks::{Block, Chunks, for_blocks};
use crate::numeric::tiles::{Form, LANES};
use ndarray::ArrayView2;
use std::ops::Range;

/// Pieces of a pack that one task makes.
const PIECES: usize = 8;

/// A matrix whose rows lie one after the other.
#[derive(Clone, Copy)]
pub struct Flat<'a> {
    numbers: &'a [f32],
    pub rows: usize,
    pub columns: usize,
}

impl<'a> Flat<'a> {
    /// The first rows of a buffer; any other view would be a mistake of this module's callers.
    pub fn new(x: ArrayView2<'a, f32>) -> Self {
        let (rows, columns) = x.dim();
        Flat { numbers: x.to_slice().expect("rows of a buffer lie one after the other"), rows, columns }
    }

    #[inline(always)]
    pub fn row(&self, row: usize) -> &'a [f32] {
        &self.numbers[row * self.columns..][..self.columns]
    }

    /// Some rows, from a column on.
    pub fn part(&self, rows: Range<usize>, column: usize) -> Part<'a> {
        let numbers = &self.numbers[rows.start * self.columns..rows.end * self.columns];
        Part {
            numbers: numbers.get(column..).unwrap_or_default(),
            rows: rows.len(),
            stride: self.columns,
            columns: self.columns.saturating_sub(column),
        }
    }
}

/// Rows that start some numbers apart.
pub struct Part<'a> {
    numbers: &'a [f32],
    rows: usize,
    stride: usize,
    columns: usize,
}

impl<'a> Part<'a> {
    /// The numbers and how far apart rows start, for a reader of `N` numbers a row: copied into a spare place, filled up with
    /// zeros, where there are fewer.
    pub fn padded<const N: usize>(&self, spare: &'a mut [f32]) -> (&'a [f32], usize) {
        if self.columns >= N {
            return (self.numbers, self.stride);
        }
        let spare = &mut spare[..self.rows * N];
        for (from, to) in self.numbers.chunks(self.stride.max(1)).zip(spare.chunks_exact_mut(N)) {
            to[..self.columns].copy_from_slice(&from[..self.columns]);
        }
        (spare, N)
    }
}

/// x (rows, inputs) as tiles of rows, in each of them block after block of the shape's inputs (inputs that are kept, rows of
/// the tile), and the lists of what is kept, each behind [`list_at`].
pub fn row_tiles(form: Form, x: Flat, shape: Panels, (to, lists): (&mut [f32], &mut [u32])) {
    let tiles: Vec<Range<usize>> = form.row_tiles(x.rows).collect();
    let length = list_at(shape, tiles.len(), 0);
    let to =
        RowTiles { columns: x.columns, tiles, to: &mut to[..x.numbers.len()], lists: &mut lists[..length] };
    for_blocks(to, 1, &|RowTiles { tiles, mut to, mut lists, .. }| {
        for rows in tiles {
            let (here, after) = to.split_at_mut(rows.len() * x.columns);
            let (list, others) = lists.split_at_mut(list_at(shape, 1, 0));
            row_tile(x, rows, shape, (here, list));
            (to, lists) = (after, others);
        }
    });
}

/// Where the list of a block of inputs begins, for a tile of rows.
pub fn list_at(shape: Panels, tile: usize, block: usize) -> usize {
    // Each block's list is one longer than the block.
    tile * (shape.inputs + shape.blocks) + shape.rows(block).start + block
}

fn row_tile(x: Flat, rows: Range<usize>, shape: Panels, (mut to, mut lists): (&mut [f32], &mut [u32])) {
    for block in 0..shape.blocks {
        let inputs = shape.rows(block);
        let (here, after) = to.split_at_mut(rows.len() * inputs.len());
        let (list, others) = lists.split_at_mut(kept::length(inputs.len()));
        list.fill(0);
        for row in rows.clone() {
            let bits = list[1..].iter_mut().zip(&x.row(row)[inputs.clone()]);
            bits.for_each(|(bits, value)| *bits |= value.to_bits());
        }
        let places = kept::list(list);
        for (r, row) in rows.clone().enumerate() {
            let (here, row) = (here.iter_mut().skip(r).step_by(rows.len()), &x.row(row)[inputs.clone()]);
            match places {
                Some(places) => here.zip(places).for_each(|(to, &place)| *to = row[place as usize]),
                None => here.zip(row).for_each(|(to, from)| *to = *from),
            }
        }
        (to, lists) = (after, others);
    }
}

/// Some tiles of rows, and where they go.
struct RowTiles<'a> {
    columns: usize,
    tiles: Vec<Range<usize>>,
    to: &'a mut [f32],
    lists: &'a mut [u32],
}

impl Block for RowTiles<'_> {
    fn extent(&self) -> usize {
        self.tiles.len()
    }
    fn split(mut self, at: usize) -> (Self, Self) {
        let tiles = self.tiles.split_off(at);
        let rows: usize = self.tiles.iter().map(Range::len).sum();
        let (left, right) = self.to.split_at_mut(rows * self.columns);
        let length = self.lists.len() / (at + tiles.len()) * at;
        let (lists, others) = self.lists.split_at_mut(length);
        let right = RowTiles { to: right, lists: others, tiles, columns: self.columns };
        (RowTiles { to: left, lists, ..self }, right)
    }
}

/// x (rows, outputs) as strips of columns, each (rows, 16), the last one filled up with zeros.
pub fn strips(x: Flat, to: &mut [f32]) {
    let count = x.columns.div_ceil(LANES);
    let to = Chunks(&mut to[..count * x.rows * LANES], x.rows * LANES);
    for_blocks((to, 0..count), PIECES, &|(Chunks(to, length), range)| {
        for (strip, to) in range.zip(to.chunks_exact_mut(length)) {
            let columns = columns(strip, x.columns);
            for (row, to) in to.chunks_exact_mut(LANES).enumerate() {
                copy::<LANES>(&x.row(row)[columns.clone()], to);
            }
        }
    });
}

/// x (rows, outputs) as tiles of rows that are lanes, each (outputs filled up to strips, lanes).
pub fn lane_tiles(form: Form, x: Flat, to: &mut [f32]) {
    let length = x.columns.next_multiple_of(LANES);
    let all = &mut to[..form.all_lanes(x.rows) * length];
    let blocks = (Chunks(all, LANES * length), 0..x.rows.div_ceil(LANES));
    for_blocks(blocks, 1, &|(Chunks(to, _), tile)| {
        let first = tile.start * LANES;
        let size = to.len() / length.max(1);
        to.fill(0.0);
        for lane in 0..size.min(x.rows - first) {
            to.iter_mut()
                .skip(lane)
                .step_by(size)
                .zip(x.row(first + lane))
                .for_each(|(to, from)| *to = *from);
        }
    });
}

/// Some columns of x as tiles of `R` columns, each (rows that are kept, R), and the list of each; what is missing in the last
/// tile is zero.
#[inline(always)]
pub fn column_tiles<const R: usize>(x: Flat, columns: Range<usize>, (to, lists): (&mut [f32], &mut [u32])) {
    let lists = lists.chunks_exact_mut(kept::length(x.rows));
    for ((tile, to), list) in to.chunks_exact_mut(x.rows * R).enumerate().zip(lists) {
        let from = (columns.start + tile * R).min(columns.end);
        let columns = from..columns.end.min(from + R);
        for (row, bits) in list[1..].iter_mut().enumerate() {
            *bits = kept::bits(&x.row(row)[columns.clone()]);
        }
        let (places, mut to) = (kept::list(list), to.chunks_exact_mut(R));
        let mut copy_row = |row: usize| {
            if let Some(to) = to.next() {
                copy::<R>(&x.row(row)[columns.clone()], to);
            }
        };
        match places {
            Some(places) => places.iter().for_each(|&row| copy_row(row as usize)),
            None => (0..x.rows).for_each(copy_row),
        }
    }
}

/// Copies `N` numbers, and zeros where there are fewer. That there are mostly all spares a call for a few bytes.
#[inline(always)]
pub fn copy<const N: usize>(from: &[f32], to: &mut [f32]) {
    if let (Some(from), Some(to)) = (from.first_chunk::<N>(), to.first_chunk_mut::<N>()) {
        *to = *from;
    } else {
        let (full, rest) = to.split_at_mut(from.len().min(to.len()));
        full.copy_from_slice(&from[..full.len()]);
        rest.fill(0.0);
    }
}
