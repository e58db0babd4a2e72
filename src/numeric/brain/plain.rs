//! The products of tiles without any instruction made for them, in the vectors that there are: what the others are tested
//! against, and what is left where there are no others.

use super::{Block, EDGE, Sums, Tile, row};
use crate::numeric::tiles::{self, Work};
use pulp::Simd;

/// The nearest number of 8 significant bits, the even one of two; what is no number stays none. As the instructions do it,
/// numbers below the normal ones are zero.
#[inline(always)]
pub fn rounded(x: f32) -> u16 {
    let bits = x.to_bits();
    let nearest = bits.wrapping_add(0x7fff + (bits >> 16 & 1));
    let normal = if bits & 0x7f80_0000 == 0 { bits & 0x8000_0000 } else { nearest };
    ((if x.is_nan() { bits | 0x40_0000 } else { normal }) >> 16) as u16
}

/// The number that was rounded, in single precision.
#[inline(always)]
pub fn widened(x: u16) -> f32 {
    f32::from_bits(u32::from(x) << 16)
}

pub fn block(left: &[[Tile; 2]], right: &[[Tile; 2]], sums: &mut Block, fresh: bool) {
    tiles::run(Product { left, right, sums, fresh });
}

struct Product<'a> {
    left: &'a [[Tile; 2]],
    right: &'a [[Tile; 2]],
    sums: &'a mut Block,
    fresh: bool,
}

impl Work for Product<'_> {
    #[inline(always)]
    fn run<S: Simd, const R: usize, const V: usize, const H: usize>(self, simd: S) {
        if self.fresh {
            *self.sums = [[Sums::ZERO; 2]; 2];
        }
        for (left, right) in self.left.iter().zip(self.right) {
            for (j, right) in right.iter().enumerate() {
                let columns = columns(right);
                for (left, sums) in left.iter().zip(self.sums.iter_mut()) {
                    add::<S>(simd, left, &columns, &mut sums[j]);
                }
            }
        }
    }
}

/// The rows of a right tile in single precision, the first numbers of all pairs apart from the second ones.
#[inline(always)]
fn columns(right: &Tile) -> [[[f32; EDGE]; 2]; EDGE] {
    let mut columns = [[[0.0; EDGE]; 2]; EDGE];
    for (columns, right) in columns.iter_mut().zip(&right.0) {
        for c in 0..EDGE {
            columns[0][c] = widened(right[2 * c]);
            columns[1][c] = widened(right[2 * c + 1]);
        }
    }
    columns
}

/// The terms of a tile are added up in two sums, of the first and of the second numbers of all pairs, as AMX does it.
#[inline(always)]
fn add<S: Simd>(simd: S, left: &Tile, columns: &[[[f32; EDGE]; 2]; EDGE], sums: &mut Sums) {
    for (left, sums) in left.0.iter().zip(&mut sums.0) {
        for (part, sums) in S::as_mut_simd_f32s(sums).0.iter_mut().enumerate() {
            let mut both = [simd.splat_f32s(0.0); 2];
            for (p, columns) in columns.iter().enumerate() {
                for (of, sum) in both.iter_mut().enumerate() {
                    let factor = simd.splat_f32s(widened(left[2 * p + of]));
                    *sum = simd.mul_add_e_f32s(factor, S::as_simd_f32s(&columns[of]).0[part], *sum);
                }
            }
            *sums = simd.add_f32s(*sums, simd.add_f32s(both[0], both[1]));
        }
    }
}

pub fn beside(first: &[f32], second: &[f32], stride: usize, to: &mut Tile) {
    tiles::run(Beside { halves: [first, second], stride, to });
}

struct Beside<'a> {
    halves: [&'a [f32]; 2],
    stride: usize,
    to: &'a mut Tile,
}

impl Work for Beside<'_> {
    #[inline(always)]
    fn run<S: Simd, const R: usize, const V: usize, const H: usize>(self, _: S) {
        for (r, to) in self.to.0.iter_mut().enumerate() {
            for (half, to) in self.halves.iter().zip(to.as_chunks_mut::<EDGE>().0) {
                let row = row(half, self.stride, r).unwrap_or(&[0.0; EDGE]);
                for c in 0..EDGE {
                    to[c] = rounded(row[c]);
                }
            }
        }
    }
}

pub fn pairs(rows: &[f32], stride: usize, to: &mut Tile) {
    tiles::run(Pairs { rows, stride, to });
}

struct Pairs<'a> {
    rows: &'a [f32],
    stride: usize,
    to: &'a mut Tile,
}

impl Work for Pairs<'_> {
    #[inline(always)]
    fn run<S: Simd, const R: usize, const V: usize, const H: usize>(self, _: S) {
        for (p, to) in self.to.0.iter_mut().enumerate() {
            for of in 0..2 {
                let row = row(self.rows, self.stride, 2 * p + of).unwrap_or(&[0.0; EDGE]);
                for c in 0..EDGE {
                    to[2 * c + of] = rounded(row[c]);
                }
            }
        }
    }
}
