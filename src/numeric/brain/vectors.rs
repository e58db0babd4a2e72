//! AVX512-BF16: rounding, and products of pairs. `unsafe` is said where functions are called that are compiled for these
//! instructions: a [`There`] is only made where the processor has them.

use super::{Block, EDGE, Sums, Tile};
use std::arch::x86_64::{
    __m512, __m512bh, __m512i, _mm512_cvtne2ps_pbh, _mm512_dpbf16_ps, _mm512_permutexvar_epi16,
    _mm512_set1_epi32, _mm512_setzero_ps,
};

/// That the processor has AVX-512 with BF16.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct There(());

/// Rows of sums that stay in registers at a time, twice: for both tiles of columns.
const ROWS: usize = 8;

impl There {
    pub fn look() -> Option<There> {
        let has = std::arch::is_x86_feature_detected!("avx512bf16")
            && std::arch::is_x86_feature_detected!("avx512bw")
            && std::arch::is_x86_feature_detected!("avx512f");
        has.then_some(There(()))
    }

    pub fn block(self, left: &[[Tile; 2]], right: &[[Tile; 2]], sums: &mut Block, fresh: bool) {
        // SAFETY: the processor has what the function is compiled for, or there were no `There`.
        unsafe { block(left, right, sums, fresh) }
    }

    pub fn beside(self, first: &[f32], second: &[f32], stride: usize, to: &mut Tile) {
        // SAFETY: as above.
        unsafe { beside(first, second, stride, to) }
    }

    pub fn pairs(self, rows: &[f32], stride: usize, to: &mut Tile) {
        // SAFETY: as above.
        unsafe { pairs(rows, stride, to) }
    }
}

/// A register of 16 numbers. Plain copies, which the compiler makes one instruction of.
#[target_feature(enable = "avx512f,avx512bw,avx512bf16")]
fn register(numbers: &[f32; EDGE]) -> __m512 {
    // SAFETY: both are 64 bytes, and every pattern of bits is a value of both.
    unsafe { std::mem::transmute::<[f32; EDGE], __m512>(*numbers) }
}

#[target_feature(enable = "avx512f,avx512bw,avx512bf16")]
fn numbers(register: __m512) -> [f32; EDGE] {
    // SAFETY: as above.
    unsafe { std::mem::transmute::<__m512, [f32; EDGE]>(register) }
}

#[target_feature(enable = "avx512f,avx512bw,avx512bf16")]
fn halves(row: &[u16; 2 * EDGE]) -> __m512i {
    // SAFETY: as above.
    unsafe { std::mem::transmute::<[u16; 2 * EDGE], __m512i>(*row) }
}

/// The same under the name that products of pairs take.
#[target_feature(enable = "avx512f,avx512bw,avx512bf16")]
fn pairs_of(register: __m512i) -> __m512bh {
    // SAFETY: as above.
    unsafe { std::mem::transmute::<__m512i, __m512bh>(register) }
}

/// Two registers rounded, the numbers of the first before those of the second.
#[target_feature(enable = "avx512f,avx512bw,avx512bf16")]
fn rounded(first: __m512, second: __m512) -> [u16; 2 * EDGE] {
    // SAFETY: as above.
    unsafe { std::mem::transmute::<__m512bh, [u16; 2 * EDGE]>(_mm512_cvtne2ps_pbh(second, first)) }
}

/// A row as a register, zero if it is not there.
#[target_feature(enable = "avx512f,avx512bw,avx512bf16")]
fn row(rows: &[f32], stride: usize, r: usize) -> __m512 {
    match super::row(rows, stride, r) {
        Some(row) => register(row),
        None => _mm512_setzero_ps(),
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512bf16")]
fn beside(first: &[f32], second: &[f32], stride: usize, to: &mut Tile) {
    for (r, to) in to.0.iter_mut().enumerate() {
        *to = rounded(row(first, stride, r), row(second, stride, r));
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512bf16")]
fn pairs(rows: &[f32], stride: usize, to: &mut Tile) {
    let mut places = [0u16; 2 * EDGE];
    for (i, pair) in places.as_chunks_mut::<2>().0.iter_mut().enumerate() {
        *pair = [i as u16, (EDGE + i) as u16];
    }
    let places = halves(&places);
    for (p, to) in to.0.iter_mut().enumerate() {
        let both = rounded(row(rows, stride, 2 * p), row(rows, stride, 2 * p + 1));
        let mixed = _mm512_permutexvar_epi16(places, halves(&both));
        // SAFETY: as above.
        *to = unsafe { std::mem::transmute::<__m512i, [u16; 2 * EDGE]>(mixed) };
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512bf16")]
fn block(left: &[[Tile; 2]], right: &[[Tile; 2]], sums: &mut Block, fresh: bool) {
    for (i, sums) in sums.iter_mut().enumerate() {
        for first in (0..EDGE).step_by(ROWS) {
            rows(left, right, (i, first), sums, fresh);
        }
    }
}

/// A few rows of both tiles of columns, along the whole depth.
#[target_feature(enable = "avx512f,avx512bw,avx512bf16")]
fn rows(
    left: &[[Tile; 2]],
    right: &[[Tile; 2]],
    (i, first): (usize, usize),
    to: &mut [Sums; 2],
    fresh: bool,
) {
    let mut sums = [[_mm512_setzero_ps(); 2]; ROWS];
    if !fresh {
        for (r, sums) in sums.iter_mut().enumerate() {
            *sums = [register(&to[0].0[first + r]), register(&to[1].0[first + r])];
        }
    }
    for (left, right) in left.iter().zip(right) {
        for p in 0..EDGE {
            let columns = [halves(&right[0].0[p]), halves(&right[1].0[p])];
            for (r, sums) in sums.iter_mut().enumerate() {
                let row = &left[i].0[first + r];
                let pair = u32::from(row[2 * p]) | u32::from(row[2 * p + 1]) << 16;
                let pair = _mm512_set1_epi32(pair.cast_signed());
                for (sums, columns) in sums.iter_mut().zip(columns) {
                    *sums = _mm512_dpbf16_ps(*sums, pairs_of(pair), pairs_of(columns));
                }
            }
        }
    }
    for (r, sums) in sums.into_iter().enumerate() {
        to[0].0[first + r] = numbers(sums[0]);
        to[1].0[first + r] = numbers(sums[1]);
    }
}
