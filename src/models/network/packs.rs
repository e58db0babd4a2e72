//! The rows of a batch in the orders in which products read them, see [`crate::numeric::tiles`]. Making them costs a pass
//! over the batch, a hundredth of the product that it serves.

use super::panels::columns;
use crate::numeric::blocks::{Chunks, for_blocks};
use crate::numeric::tiles::{Form, LANES};
use ndarray::ArrayView2;

/// Pieces of a pack that one task makes.
const PIECES: usize = 8;

/// A matrix whose rows lie one after the other.
#[derive(Clone, Copy)]
pub(super) struct Flat<'a> {
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
}

/// x (rows, inputs) as tiles of rows, each (inputs, rows of the tile).
pub(super) fn row_tiles(form: Form, x: Flat, to: &mut [f32]) {
    let tiles = x.rows.div_ceil(form.rows);
    let to = Chunks(&mut to[..x.numbers.len()], form.rows * x.columns);
    for_blocks((to, 0..tiles), 1, &|(Chunks(to, _), tile)| {
        let first = tile.start * form.rows;
        for (start, size) in form.row_tiles(form.rows.min(x.rows - first)) {
            let to = &mut to[start * x.columns..][..size * x.columns];
            for r in 0..size {
                let row = x.row(first + start + r);
                to.iter_mut().skip(r).step_by(size).zip(row).for_each(|(to, from)| *to = *from);
            }
        }
    });
}

/// x (rows, outputs) as strips of columns, each (rows, 16), the last one filled up with zeros.
pub(super) fn strips(x: Flat, to: &mut [f32]) {
    let count = x.columns.div_ceil(LANES);
    let to = Chunks(&mut to[..count * x.rows * LANES], x.rows * LANES);
    for_blocks((to, 0..count), PIECES, &|(Chunks(to, length), range)| {
        for (strip, to) in range.zip(to.chunks_exact_mut(length)) {
            let columns = columns(strip, x.columns);
            for (row, to) in to.chunks_exact_mut(LANES).enumerate() {
                let (full, rest) = to.split_at_mut(columns.len());
                full.copy_from_slice(&x.row(row)[columns.clone()]);
                rest.fill(0.0);
            }
        }
    });
}

/// x (rows, outputs) as tiles of rows that are lanes, each (outputs filled up to strips, lanes).
pub(super) fn lane_tiles(form: Form, x: Flat, to: &mut [f32]) {
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

/// Columns `start..` of x as tiles of `height` columns, each (rows, height), up to `end`; what is missing in the last
/// tile is zero.
#[inline(always)]
pub(super) fn column_tiles(x: Flat, start: usize, end: usize, height: usize, to: &mut [f32]) {
    for (tile, to) in to.chunks_exact_mut(x.rows * height).enumerate() {
        let from = (start + tile * height).min(end);
        let count = height.min(end - from);
        for (row, to) in to.chunks_exact_mut(height).enumerate() {
            let (full, rest) = to.split_at_mut(count);
            full.copy_from_slice(&x.row(row)[from..from + count]);
            rest.fill(0.0);
        }
    }
}
