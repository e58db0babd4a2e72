//! The rows of a batch in the orders in which products read them, see [`crate::numeric::tiles`]. Making them costs a pass
//! over the batch, a hundredth of the product that it serves.

use super::order::columns;
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

/// x (rows, inputs) as tiles of rows, each (inputs, rows of the tile).
pub fn row_tiles(form: Form, x: Flat, to: &mut [f32]) {
    let tiles = form.row_tiles(x.rows).collect();
    let to = RowTiles { columns: x.columns, tiles, to: &mut to[..x.numbers.len()] };
    for_blocks(to, 1, &|RowTiles { tiles, mut to, .. }| {
        for rows in tiles {
            let (here, after) = to.split_at_mut(rows.len() * x.columns);
            for (r, row) in rows.clone().enumerate() {
                let here = here.iter_mut().skip(r).step_by(rows.len());
                here.zip(x.row(row)).for_each(|(to, from)| *to = *from);
            }
            to = after;
        }
    });
}

/// Some tiles of rows, and where they go.
struct RowTiles<'a> {
    columns: usize,
    tiles: Vec<Range<usize>>,
    to: &'a mut [f32],
}

impl Block for RowTiles<'_> {
    fn extent(&self) -> usize {
        self.tiles.len()
    }
    fn split(mut self, at: usize) -> (Self, Self) {
        let tiles = self.tiles.split_off(at);
        let rows: usize = self.tiles.iter().map(Range::len).sum();
        let (left, right) = self.to.split_at_mut(rows * self.columns);
        (RowTiles { to: left, ..self }, RowTiles { to: right, tiles, columns: self.columns })
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

/// Columns `start..` of x as tiles of `R` columns, each (rows, R), up to `end`; what is missing in the last tile is zero.
#[inline(always)]
pub fn column_tiles<const R: usize>(x: Flat, start: usize, end: usize, to: &mut [f32]) {
    for (tile, to) in to.chunks_exact_mut(x.rows * R).enumerate() {
        let from = (start + tile * R).min(end);
        let count = R.min(end - from);
        for (row, to) in to.chunks_exact_mut(R).enumerate() {
            copy::<R>(&x.row(row)[from..from + count], to);
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
