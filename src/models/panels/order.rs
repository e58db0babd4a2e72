//! The order in which a training keeps weights (inputs, outputs): blocks of rows, in each block strips of 16 columns, in
//! each strip row after row. Whatever reads or updates weights then goes straight through memory, and a block is one
//! piece that a thread has for itself. Columns and rows that fill the last strip and block are zero and stay zero.

use super::Precision;
use crate::numeric::blocks::{Chunks, for_blocks};
use crate::numeric::tiles::LANES;
use ndarray::{Array2, ArrayView2, s};
use std::ops::Range;

/// Rows of a block, about: small enough that a strip of it stays in the nearest cache.
const HEIGHT: usize = 200;
/// Blocks come in this number, so that a few threads have equal work.
const BLOCKS: usize = 4;
/// In single precision rows of a block are a multiple of this, which the rows of every tile divide.
const UNIT: usize = 12;
/// The same where tiles are of brain floating point.
const BRAIN_UNIT: usize = 32;
/// A block has at most so many.
pub const MOST_ROWS: usize = HEIGHT.next_multiple_of(BRAIN_UNIT);

/// The shape of a weight matrix in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panels {
    pub inputs: usize,
    pub outputs: usize,
    /// Rows of a block.
    pub height: usize,
    pub blocks: usize,
    pub strips: usize,
}

impl Panels {
    pub fn new(inputs: usize, outputs: usize, precision: Precision) -> Self {
        let unit = if precision == Precision::Brain { BRAIN_UNIT } else { UNIT };
        let wanted = inputs.div_ceil(HEIGHT).next_multiple_of(BLOCKS).max(BLOCKS);
        let height = inputs.div_ceil(wanted).next_multiple_of(unit).max(unit);
        Panels { inputs, outputs, height, blocks: inputs.div_ceil(height), strips: outputs.div_ceil(LANES) }
    }

    /// Numbers in a block.
    pub fn block(&self) -> usize {
        self.height * self.strips * LANES
    }

    /// Numbers in all.
    pub fn len(&self) -> usize {
        self.blocks * self.block()
    }

    /// Where a strip of a block begins.
    pub fn at(&self, block: usize, strip: usize) -> usize {
        block * self.block() + strip * self.height * LANES
    }

    /// A strip of a block, empty beyond the last block.
    pub fn strip<'a>(&self, packed: &'a [f32], (block, strip): (usize, usize)) -> &'a [f32] {
        let start = self.at(block, strip);
        packed.get(start..start + self.height * LANES).unwrap_or_default()
    }

    /// So many strips of a block, or those that are left.
    pub fn strips<'a>(&self, packed: &'a [f32], (block, strip): (usize, usize), count: usize) -> &'a [f32] {
        &packed[self.at(block, strip)..self.at(block, self.strips.min(strip + count))]
    }

    /// The rows of the matrix that lie in a block.
    pub fn rows(&self, block: usize) -> Range<usize> {
        let start = (block * self.height).min(self.inputs);
        start..(start + self.height).min(self.inputs)
    }

    /// A matrix in this order.
    pub fn pack(&self, matrix: ArrayView2<f32>) -> Vec<f32> {
        let mut packed = vec![0.0; self.len()];
        let blocks = (Chunks(&mut packed[..], self.block()), 0..self.blocks);
        for_blocks(blocks, 1, &|(Chunks(packed, _), block)| {
            let rows = matrix.slice(s![self.rows(block.start), ..]);
            for (strip, packed) in packed.chunks_exact_mut(self.height * LANES).enumerate() {
                for (row, packed) in rows.rows().into_iter().zip(packed.chunks_exact_mut(LANES)) {
                    let row = row.slice(s![columns(strip, self.outputs)]);
                    packed.iter_mut().zip(row).for_each(|(to, from)| *to = *from);
                }
            }
        });
        packed
    }

    /// The matrix again.
    pub fn unpack(&self, packed: &[f32]) -> Array2<f32> {
        let mut numbers = vec![0.0; self.inputs * self.outputs];
        let blocks = (Chunks(&mut numbers[..], self.height * self.outputs), 0..self.blocks);
        for_blocks(blocks, 1, &|(Chunks(rows, _), block)| {
            for strip in 0..self.strips {
                let (columns, packed) =
                    (columns(strip, self.outputs), self.strip(packed, (block.start, strip)));
                for (row, packed) in rows.chunks_exact_mut(self.outputs).zip(packed.chunks_exact(LANES)) {
                    row[columns.clone()].iter_mut().zip(packed).for_each(|(to, from)| *to = *from);
                }
            }
        });
        Array2::from_shape_vec((self.inputs, self.outputs), numbers).unwrap_or_default()
    }

    /// Changes every number of a matrix by that of another one in its mirrored place (which has as many inputs as this one
    /// has outputs, and the reverse).
    pub fn fold_transposed(
        &self,
        packed: &mut [f32],
        (other, mirrored): (&Panels, &[f32]),
        change: impl Fn(&mut f32, f32) + Sync,
    ) {
        let blocks = (Chunks(packed, self.block()), 0..self.blocks);
        for_blocks(blocks, 1, &|(Chunks(packed, _), block)| {
            let rows = self.rows(block.start);
            for (strip, packed) in packed.chunks_exact_mut(self.height * LANES).enumerate() {
                for (lane, column) in columns(strip, self.outputs).enumerate() {
                    let start = other.at(column / other.height, 0) + column % other.height * LANES;
                    let place = |row: usize| start + row / LANES * other.height * LANES + row % LANES;
                    let numbers = packed[lane..].iter_mut().step_by(LANES).zip(rows.clone());
                    numbers.for_each(|(to, row)| change(to, mirrored[place(row)]));
                }
            }
        });
    }

    /// Shrinks each column (the weights that lead into one unit) to at most `limit` in norm.
    pub fn bound_columns(&self, packed: &mut [f32], limit: f32) {
        let mut factors = vec![0.0f32; self.strips * LANES];
        let strips = (Chunks(&mut factors[..], LANES), 0..self.strips);
        for_blocks(strips, 1, &|(Chunks(factors, _), strip)| {
            self.factors(packed, strip.start, limit, factors)
        });
        let blocks = Chunks(packed, self.block());
        for_blocks(blocks, 1, &|Chunks(packed, _)| {
            let strips = packed.chunks_exact_mut(self.height * LANES);
            for (packed, factors) in strips.zip(factors.chunks_exact(LANES)) {
                for row in packed.chunks_exact_mut(LANES) {
                    row.iter_mut().zip(factors).for_each(|(w, factor)| *w *= factor);
                }
            }
        });
    }

    /// What the columns of a strip have to be multiplied by.
    fn factors(&self, packed: &[f32], strip: usize, limit: f32, factors: &mut [f32]) {
        let length = self.height * LANES;
        for block in packed.chunks_exact(self.block().max(1)) {
            for row in block[strip * length..][..length].chunks_exact(LANES) {
                factors.iter_mut().zip(row).for_each(|(sum, w)| *sum += w * w);
            }
        }
        for factor in factors {
            *factor = if *factor > limit * limit { limit / factor.sqrt() } else { 1.0 };
        }
    }
}

/// The columns of a matrix that lie in a strip.
pub fn columns(strip: usize, outputs: usize) -> Range<usize> {
    (strip * LANES).min(outputs)..((strip + 1) * LANES).min(outputs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_comes_back_and_what_fills_up_is_zero() {
        for (inputs, outputs) in [(1, 1), (12, 16), (13, 17), (784, 300), (1000, 10), (500, 31)] {
            let panels = Panels::new(inputs, outputs, Precision::Single);
            let matrix = Array2::from_shape_fn((inputs, outputs), |(i, j)| 1.0 + (i * outputs + j) as f32);
            let packed = panels.pack(matrix.view());
            assert_eq!(panels.unpack(&packed), matrix);
            let total: f64 = packed.iter().map(|&w| f64::from(w)).sum();
            assert_eq!(total, matrix.iter().map(|&w| f64::from(w)).sum::<f64>());
            assert_eq!(panels.height % UNIT, 0);
        }
    }

    #[test]
    fn a_matrix_takes_what_stands_in_the_mirrored_place() {
        for (inputs, outputs) in [(1, 1), (12, 16), (13, 17), (784, 300), (500, 31)] {
            let (here, there) = (
                Panels::new(inputs, outputs, Precision::Brain),
                Panels::new(outputs, inputs, Precision::Brain),
            );
            let matrix = Array2::from_shape_fn((inputs, outputs), |(i, j)| (i * outputs + j) as f32);
            let mirrored = Array2::from_shape_fn((outputs, inputs), |(j, i)| (j * j + 3 * i) as f32);
            let mut packed = here.pack(matrix.view());
            here.fold_transposed(&mut packed, (&there, &there.pack(mirrored.view())), |to, from| *to -= from);
            assert_eq!(here.unpack(&packed), &matrix - &mirrored.t());
            assert_eq!(packed, here.pack(here.unpack(&packed).view()), "what fills up stays zero");
        }
    }

    #[test]
    fn long_columns_are_shortened_and_short_ones_left() {
        let matrix = ndarray::arr2(&[[3.0f32, 0.3], [4.0, 0.4]]);
        let panels = Panels::new(2, 2, Precision::Single);
        let mut packed = panels.pack(matrix.view());
        panels.bound_columns(&mut packed, 2.0);
        let wanted = [[1.2f32, 0.3], [1.6, 0.4]];
        let found = panels.unpack(&packed);
        assert!(found.iter().zip(wanted.iter().flatten()).all(|(a, b)| (a - b).abs() < 1e-6), "{found}");
    }
}
