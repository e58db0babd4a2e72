//! Small products that stay in registers: the innermost loops of matrix products whose operands are already in the order
//! in which they are read. A tile is a few rows of [`LANES`] sums; it is added to along a depth, one term after the other,
//! so that a sum does not depend on how a matrix was cut into tiles, nor on how wide the processor's registers are.
//!
//! `pulp` chooses the instructions at run time (AVX-512, AVX2 with FMA, NEON, or none); [`Form`] is what follows from
//! the choice for the order of the operands: how many rows a tile has, and how few lanes its last one may have.

use pulp::{Arch, Simd, WithSimd};
use std::ops::Range;

/// Columns of a tile.
pub const LANES: usize = 16;

/// A computation over tiles, compiled once for each kind of processor. `R` rows of `V` registers make a tile, `H`
/// registers half of its lanes, or all of them where one register holds all. To be marked `#[inline(always)]`, as
/// everything that it calls in its loops.
pub trait Work {
    fn run<S: Simd, const R: usize, const V: usize, const H: usize>(self, simd: S);
}

/// What the processor's registers ask of the order of operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// Rows of a tile.
    pub rows: usize,
    /// Lanes of a tile that is not full, if they are enough.
    pub half: usize,
}

struct Chosen<W>(W);

impl<W: Work> WithSimd for Chosen<W> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match S::F32_LANES {
            16 => self.0.run::<S, 12, 1, 1>(simd),
            8 => self.0.run::<S, 6, 2, 1>(simd),
            4 => self.0.run::<S, 6, 4, 2>(simd),
            _ => self.0.run::<S, 6, 16, 8>(simd),
        }
    }
}

/// Over how many strips a loop goes at once: two where the sums of one leave half of the registers empty, of which AVX-512 has 32
/// for 16 lanes each.
pub const fn together<const V: usize>() -> usize {
    if V == 1 { 2 } else { 1 }
}

/// Runs a computation with the best instructions of this processor.
pub fn run(work: impl Work) {
    Arch::new().dispatch(Chosen(work));
}

/// The form of tiles on this processor.
pub fn form() -> Form {
    let mut form = Form { rows: 0, half: 0 };
    run(Asked(&mut form));
    form
}

struct Asked<'a>(&'a mut Form);

impl Work for Asked<'_> {
    #[inline(always)]
    fn run<S: Simd, const R: usize, const V: usize, const H: usize>(self, _: S) {
        *self.0 = Form { rows: R, half: H * S::F32_LANES };
    }
}

impl Form {
    /// The rows of each tile of `count` rows: as few tiles as there can be, all of about as many rows, for the sums of one or
    /// two rows would wait for each other.
    pub fn row_tiles(self, count: usize) -> impl Iterator<Item = Range<usize>> {
        let tiles = count.div_ceil(self.rows);
        (0..tiles).map(move |tile| tile * count / tiles..(tile + 1) * count / tiles)
    }

    /// `count` lanes as tiles (first lane, lanes): full ones, then one that may be half empty.
    pub fn lane_tiles(self, count: usize) -> impl Iterator<Item = (usize, usize)> {
        (0..count).step_by(LANES).map(move |start| {
            let size = if count - start <= self.half { self.half } else { LANES };
            (start, size)
        })
    }

    /// Lanes of all tiles together.
    pub fn all_lanes(self, count: usize) -> usize {
        self.lane_tiles(count).last().map_or(0, |(start, size)| start + size)
    }
}

/// Sums of `R` rows in `V` registers each.
pub type Sums<S, const R: usize, const V: usize> = [[<S as Simd>::f32s; V]; R];

/// Sums that were stored, row after row; zeros where the slice is too short.
#[inline(always)]
pub fn load<S: Simd, const R: usize, const V: usize>(simd: S, from: &[f32]) -> Sums<S, R, V> {
    match S::as_simd_f32s(from).0.as_chunks::<V>().0.first_chunk::<R>() {
        Some(sums) => *sums,
        None => [[simd.splat_f32s(0.0); V]; R],
    }
}

/// Stores sums, row after row, where there is room for all.
#[inline(always)]
pub fn store<S: Simd, const R: usize, const V: usize>(sums: &Sums<S, R, V>, to: &mut [f32]) {
    if let Some(to) = S::as_mut_simd_f32s(to).0.as_chunks_mut::<V>().0.first_chunk_mut::<R>() {
        *to = *sums;
    }
}

// The loops below count, and go through no iterators: what is not inlined into them is compiled for another processor,
// and a call for every number is what is then left of the speed.

/// `sums[r] += Σ_d a[d][r] b[d]`, for a (depth, R) and b (depth, V registers).
#[inline(always)]
pub fn product<S: Simd, const R: usize, const V: usize>(
    simd: S,
    a: &[f32],
    b: &[f32],
    mut sums: Sums<S, R, V>,
) -> Sums<S, R, V> {
    let (a, b) = (a.as_chunks::<R>().0, S::as_simd_f32s(b).0.as_chunks::<V>().0);
    let depth = if a.len() < b.len() { a.len() } else { b.len() };
    let (a, b) = (&a[..depth], &b[..depth]);
    let mut d = 0;
    while d < depth {
        add::<S, R, V>(simd, &a[d], &b[d], &mut sums);
        d += 1;
    }
    sums
}

/// [`product`] over some rows of b: `sums[r] += Σ_i a[i][r] b[places[i]]`.
#[inline(always)]
pub fn product_at<S: Simd, const R: usize, const V: usize>(
    simd: S,
    a: &[f32],
    places: &[u32],
    b: &[f32],
    mut sums: Sums<S, R, V>,
) -> Sums<S, R, V> {
    let (a, b) = (a.as_chunks::<R>().0, S::as_simd_f32s(b).0.as_chunks::<V>().0);
    let count = if a.len() < places.len() { a.len() } else { places.len() };
    let (a, places) = (&a[..count], &places[..count]);
    let mut i = 0;
    while i < count {
        add::<S, R, V>(simd, &a[i], &b[places[i] as usize], &mut sums);
        i += 1;
    }
    sums
}

/// [`product`] of the same a with two b, whose sums fill the registers that those of one would leave empty.
#[inline(always)]
pub fn products<S: Simd, const R: usize, const V: usize>(
    simd: S,
    a: &[f32],
    b: [&[f32]; 2],
    mut sums: [Sums<S, R, V>; 2],
) -> [Sums<S, R, V>; 2] {
    let (a, b) = (a.as_chunks::<R>().0, b.map(|b| S::as_simd_f32s(b).0.as_chunks::<V>().0));
    let depth = a.len().min(b[0].len()).min(b[1].len());
    let (a, b) = (&a[..depth], [&b[0][..depth], &b[1][..depth]]);
    let mut d = 0;
    while d < depth {
        add_both::<S, R, V>(simd, &a[d], [&b[0][d], &b[1][d]], &mut sums);
        d += 1;
    }
    sums
}

/// [`products`] over some rows of both b, as [`product_at`].
#[inline(always)]
pub fn products_at<S: Simd, const R: usize, const V: usize>(
    simd: S,
    a: &[f32],
    places: &[u32],
    b: [&[f32]; 2],
    mut sums: [Sums<S, R, V>; 2],
) -> [Sums<S, R, V>; 2] {
    let (a, b) = (a.as_chunks::<R>().0, b.map(|b| S::as_simd_f32s(b).0.as_chunks::<V>().0));
    let count = if a.len() < places.len() { a.len() } else { places.len() };
    let (a, places) = (&a[..count], &places[..count]);
    let mut i = 0;
    while i < count {
        let place = places[i] as usize;
        add_both::<S, R, V>(simd, &a[i], [&b[0][place], &b[1][place]], &mut sums);
        i += 1;
    }
    sums
}

/// `sums[r] += a[r] b`
#[inline(always)]
fn add<S: Simd, const R: usize, const V: usize>(
    simd: S,
    a: &[f32; R],
    b: &[S::f32s; V],
    sums: &mut Sums<S, R, V>,
) {
    let mut r = 0;
    while r < R {
        let a = simd.splat_f32s(a[r]);
        let mut v = 0;
        while v < V {
            sums[r][v] = simd.mul_add_e_f32s(a, b[v], sums[r][v]);
            v += 1;
        }
        r += 1;
    }
}

/// `sums[i][r] += a[r] b[i]`. Two loops, half of the rows each: one of all rows would be too long for the compiler to unroll,
/// and sums that are not all unrolled are in no registers.
#[inline(always)]
fn add_both<S: Simd, const R: usize, const V: usize>(
    simd: S,
    a: &[f32; R],
    b: [&[S::f32s; V]; 2],
    sums: &mut [Sums<S, R, V>; 2],
) {
    let mut r = 0;
    while r < R / 2 {
        add_row_both::<S, R, V>(simd, (a[r], r), b, sums);
        r += 1;
    }
    while r < R {
        add_row_both::<S, R, V>(simd, (a[r], r), b, sums);
        r += 1;
    }
}

#[inline(always)]
fn add_row_both<S: Simd, const R: usize, const V: usize>(
    simd: S,
    (a, r): (f32, usize),
    b: [&[S::f32s; V]; 2],
    sums: &mut [Sums<S, R, V>; 2],
) {
    let a = simd.splat_f32s(a);
    let mut v = 0;
    while v < V {
        sums[0][r][v] = simd.mul_add_e_f32s(a, b[0][v], sums[0][r][v]);
        sums[1][r][v] = simd.mul_add_e_f32s(a, b[1][v], sums[1][r][v]);
        v += 1;
    }
}

/// `sums[r] += Σ_n a[r][n] b[n]`, for a (R, 16) and b (16, V registers): a is read across the order it lies in.
#[inline(always)]
pub fn across<S: Simd, const R: usize, const V: usize>(
    simd: S,
    a: &[f32],
    b: &[f32],
    mut sums: Sums<S, R, V>,
) -> Sums<S, R, V> {
    let b = S::as_simd_f32s(b).0.as_chunks::<V>().0.first_chunk::<LANES>();
    let (Some(a), Some(b)) = (a.as_chunks::<LANES>().0.first_chunk::<R>(), b) else { return sums };
    let mut n = 0;
    while n < LANES {
        let mut column = [0.0; R];
        let mut r = 0;
        while r < R {
            column[r] = a[r][n];
            r += 1;
        }
        add::<S, R, V>(simd, &column, &b[n], &mut sums);
        n += 1;
    }
    sums
}

/// [`across`] of the same a with two b, as [`products`].
#[inline(always)]
pub fn across_both<S: Simd, const R: usize, const V: usize>(
    simd: S,
    a: &[f32],
    b: [&[f32]; 2],
    mut sums: [Sums<S, R, V>; 2],
) -> [Sums<S, R, V>; 2] {
    let b = b.map(|b| S::as_simd_f32s(b).0.as_chunks::<V>().0.first_chunk::<LANES>());
    let (Some(a), [Some(first), Some(second)]) = (a.as_chunks::<LANES>().0.first_chunk::<R>(), b) else {
        return sums;
    };
    let mut n = 0;
    while n < LANES {
        let mut column = [0.0; R];
        let mut r = 0;
        while r < R {
            column[r] = a[r][n];
            r += 1;
        }
        add_both::<S, R, V>(simd, &column, [&first[n], &second[n]], &mut sums);
        n += 1;
    }
    sums
}

/// `sums[r] += a[r] * b` lane by lane, for a (R, 16) and b (16): what is left is to add up the lanes.
#[inline(always)]
pub fn lanes<S: Simd, const R: usize, const V: usize>(
    simd: S,
    a: &[f32],
    b: &[f32],
    mut sums: Sums<S, R, V>,
) -> Sums<S, R, V> {
    let a = S::as_simd_f32s(a).0.as_chunks::<V>().0.first_chunk::<R>();
    let (Some(a), Some(b)) = (a, S::as_simd_f32s(b).0.first_chunk::<V>()) else { return sums };
    let mut r = 0;
    while r < R {
        let mut v = 0;
        while v < V {
            sums[r][v] = simd.mul_add_e_f32s(a[r][v], b[v], sums[r][v]);
            v += 1;
        }
        r += 1;
    }
    sums
}

/// The sum of all lanes of a row.
#[inline(always)]
pub fn total<S: Simd, const V: usize>(simd: S, row: &[S::f32s; V]) -> f32 {
    let mut sum = 0.0;
    let mut v = 0;
    while v < V {
        sum += simd.reduce_sum_f32s(row[v]);
        v += 1;
    }
    sum
}

/// Asks for numbers that are to be read soon, so that they are near by then. A hint, of which no result depends.
#[inline(always)]
pub fn prefetch(numbers: &[f32]) {
    #[cfg(target_arch = "x86_64")]
    if let Some(sse) = pulp::core_arch::x86::Sse::try_new() {
        let mut at = 0;
        while at < numbers.len() {
            sse._mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(numbers[at..].as_ptr().cast());
            at += LANES;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Seed;
    use pulp::Scalar;
    use rand::RngExt;

    /// All loops on one tile of `R` rows: product, across, lanes with their total; over some rows of b, and over two b.
    struct Trial<'a> {
        depth: usize,
        a: &'a [f32],
        b: &'a [f32],
        out: &'a mut Vec<Vec<f32>>,
    }

    impl Work for Trial<'_> {
        #[inline(always)]
        fn run<S: Simd, const R: usize, const V: usize, const H: usize>(self, simd: S) {
            let Trial { depth, a, b, out } = self;
            let zero = load::<S, R, V>(simd, &[]);
            let mut stored = vec![0.0; R * LANES];
            store::<S, R, V>(
                &product::<S, R, V>(simd, &a[..depth * R], &b[..depth * LANES], zero),
                &mut stored,
            );
            out.push(stored.clone());
            let again = load::<S, R, V>(simd, &stored);
            store::<S, R, V>(&across::<S, R, V>(simd, a, b, again), &mut stored);
            out.push(stored);
            let half = load::<S, R, H>(simd, &[]);
            let mut stored = vec![0.0; R * H * S::F32_LANES];
            store::<S, R, H>(&across::<S, R, H>(simd, a, b, half), &mut stored);
            out.push(stored);
            let rows = lanes::<S, R, V>(simd, a, b, load::<S, R, V>(simd, &[]));
            out.push(rows.iter().map(|row| total::<S, V>(simd, row)).collect());
            let mut keep = |sums: &Sums<S, R, V>| {
                let mut stored = vec![0.0; R * LANES];
                store::<S, R, V>(sums, &mut stored);
                out.push(stored);
            };
            let (places, zero) = (places(depth), [load::<S, R, V>(simd, &[]); 2]);
            let both = [&b[..depth * LANES], &a[..depth * LANES]];
            let some = &a[..places.len() * R];
            keep(&product_at::<S, R, V>(simd, some, &places, both[0], zero[0]));
            products_at::<S, R, V>(simd, some, &places, both, zero).iter().for_each(&mut keep);
            products::<S, R, V>(simd, &a[..depth * R], both, zero).iter().for_each(&mut keep);
            across_both::<S, R, V>(simd, a, [b, a], zero).iter().for_each(&mut keep);
        }
    }

    /// Every other row of b.
    fn places(depth: usize) -> Vec<u32> {
        (0..depth as u32).step_by(2).collect()
    }

    /// The same in f64.
    fn plain(form: Form, depth: usize, a: &[f32], b: &[f32]) -> Vec<Vec<f64>> {
        let (a, b) = (|i: usize| f64::from(a[i]), |i: usize| f64::from(b[i]));
        let tile = |width: usize, cell: &dyn Fn(usize, usize) -> f64| {
            (0..form.rows * width).map(|at| cell(at / width, at % width)).collect::<Vec<f64>>()
        };
        let product = |r, l| (0..depth).map(|d| a(d * form.rows + r) * b(d * LANES + l)).sum::<f64>();
        let across = |width: usize| {
            move |r: usize, l: usize| (0..LANES).map(|n| a(r * LANES + n) * b(n * width + l)).sum::<f64>()
        };
        let both = |r, l| product(r, l) + across(LANES)(r, l);
        let dots = |r, _| (0..LANES).map(|n| a(r * LANES + n) * b(n)).sum::<f64>();
        let some =
            |r, l| (0..depth.div_ceil(2)).map(|i| a(i * form.rows + r) * b(2 * i * LANES + l)).sum::<f64>();
        let some_a =
            |r, l| (0..depth.div_ceil(2)).map(|i| a(i * form.rows + r) * a(2 * i * LANES + l)).sum::<f64>();
        let product_a = |r, l| (0..depth).map(|d| a(d * form.rows + r) * a(d * LANES + l)).sum::<f64>();
        let across_a =
            |r: usize, l: usize| (0..LANES).map(|n| a(r * LANES + n) * a(n * LANES + l)).sum::<f64>();
        vec![
            tile(LANES, &product),
            tile(LANES, &both),
            tile(form.half, &across(form.half)),
            tile(1, &dots),
            tile(LANES, &some),
            tile(LANES, &some),
            tile(LANES, &some_a),
            tile(LANES, &product),
            tile(LANES, &product_a),
            tile(LANES, &across(LANES)),
            tile(LANES, &across_a),
        ]
    }

    fn close(found: &[Vec<f32>], wanted: &[Vec<f64>]) {
        assert_eq!(found.len(), wanted.len());
        for (found, wanted) in found.iter().zip(wanted) {
            assert_eq!(found.len(), wanted.len());
            // Sums of 40 products below 1 in size: each of 40 roundings is 2^-24 of at most 40.
            assert!(found.iter().zip(wanted).all(|(f, w)| (f64::from(*f) - w).abs() < 1e-4));
        }
    }

    #[test]
    fn every_loop_agrees_with_plain_sums_with_and_without_vectors() {
        let mut stream = Seed::root(3).stream();
        let mut numbers = |n: usize| (0..n).map(|_| stream.random_range(-1.0f32..1.0)).collect::<Vec<_>>();
        for depth in [1, 2, 7, 24] {
            let (a, b) = (numbers(24 * 16), numbers(24 * 16));
            let mut out = Vec::new();
            run(Trial { depth, a: &a, b: &b, out: &mut out });
            close(&out, &plain(form(), depth, &a, &b));
            let mut out = Vec::new();
            Chosen(Trial { depth, a: &a, b: &b, out: &mut out }).with_simd(Scalar);
            close(&out, &plain(Form { rows: 6, half: 8 }, depth, &a, &b));
        }
    }

    #[test]
    fn tiles_cover_every_row_and_lane_once() {
        for form in [Form { rows: 6, half: 8 }, Form { rows: 12, half: 16 }] {
            for count in 0..60 {
                let mut next = 0;
                for rows in form.row_tiles(count) {
                    assert_eq!(rows.start, next);
                    assert!((1..=form.rows).contains(&rows.len()));
                    next = rows.end;
                }
                assert_eq!(next, count);
                assert!(form.all_lanes(count) >= count && form.all_lanes(count) < count + LANES);
            }
        }
    }
}
