//! Every unit of this processor beside plain sums in double precision, and the orders of operands beside their definitions.

use super::*;
use crate::numeric::random::Seed;
use rand::RngExt;

fn widened(x: u16) -> f64 {
    f64::from(f32::from_bits(u32::from(x) << 16))
}

fn numbers(count: usize, seed: u64) -> Vec<f32> {
    let mut stream = Seed::root(seed).stream();
    (0..count).map(|_| stream.random_range(-1.0f32..1.0)).collect()
}

fn tiles(depth: usize, seed: u64) -> Vec<[Tile; 2]> {
    let numbers = numbers(depth * 2 * EDGE * DEPTH, seed);
    let tile = |from: &[f32]| {
        let mut tile = Tile::ZERO;
        Unit::Plain.beside(from, &from[EDGE..], DEPTH, &mut tile);
        tile
    };
    numbers.chunks(2 * EDGE * DEPTH).map(|two| [tile(two), tile(&two[EDGE * DEPTH..])]).collect()
}

/// One sum by its definition, and the sum of the sizes of its terms.
fn sum(left: &[[Tile; 2]], right: &[[Tile; 2]], row: usize, column: usize) -> (f64, f64) {
    let terms = left.iter().zip(right).flat_map(|(left, right)| {
        let (left, right) = (&left[row / EDGE].0[row % EDGE], &right[column / EDGE]);
        (0..DEPTH).map(|k| widened(left[k]) * widened(right.0[k / 2][2 * (column % EDGE) + k % 2]))
    });
    terms.fold((0.0, 0.0), |(sum, size), term| (sum + term, size + term.abs()))
}

#[test]
fn every_unit_gives_the_sums_of_the_definition() {
    for unit in Unit::all() {
        for depth in [1, 2, 5, 17] {
            let (left, right) = (tiles(depth, 1), tiles(depth, 2));
            let mut sums = [[Sums([[f32::NAN; EDGE]; EDGE]); 2]; 2];
            unit.session().block(&left, &right, &mut sums, true, &[]);
            let once = sums;
            unit.session().block(&left, &right, &mut sums, false, &[0.0; 300]);
            for (row, column) in (0..SIDE).flat_map(|row| (0..SIDE).map(move |column| (row, column))) {
                let at =
                    |sums: &Block| f64::from(sums[row / EDGE][column / EDGE].0[row % EDGE][column % EDGE]);
                let (wanted, size) = sum(&left, &right, row, column);
                // Each of at most depth * 32 roundings is 2^-24 of what is summed up so far.
                let bound = size * (depth * DEPTH) as f64 / f64::from(1 << 24);
                assert!((at(&once) - wanted).abs() <= bound, "{}: {} {wanted}", unit.name(), at(&once));
                assert!((at(&sums) - 2.0 * wanted).abs() <= 4.0 * bound, "{}, added", unit.name());
            }
        }
    }
}

#[test]
fn no_depth_is_no_sum() {
    for unit in Unit::all() {
        let mut sums = [[Sums([[1.0; EDGE]; EDGE]); 2]; 2];
        unit.session().block(&[], &[], &mut sums, false, &[]);
        assert_eq!(sums[1][1].0[3][4], 1.0);
        unit.session().block(&[], &[], &mut sums, true, &[]);
        assert_eq!(sums, [[Sums::ZERO; 2]; 2]);
    }
}

/// Rounding by its definition: the nearer of two neighbours, found in double precision.
#[test]
fn every_unit_rounds_to_nearest_and_ties_to_even() {
    let mut some = numbers(500, 3);
    let halfway = |bits: u32| f32::from_bits(bits);
    some.extend([
        0.0,
        -0.0,
        1.0,
        halfway(0x3f80_8000),
        halfway(0x3f81_8000),
        halfway(0x3f80_8001),
        1e38,
        -1e-30,
    ]);
    some.resize(EDGE * DEPTH, 0.25);
    for unit in Unit::all() {
        let mut tile = Tile::ZERO;
        unit.beside(&some, &some[EDGE..], DEPTH, &mut tile);
        for (found, x) in tile.0.as_flattened().iter().zip(&some) {
            let below = (x.to_bits() >> 16) as u16;
            let distance = |bits: u16| (widened(bits) - f64::from(*x)).abs();
            let (near, far) = (distance(below), distance(below + 1));
            let wanted =
                if near < far || (near == far && below.is_multiple_of(2)) { below } else { below + 1 };
            assert_eq!(*found, wanted, "{x} by {}", unit.name());
        }
        unit.beside(&[f32::NAN; EDGE], &[f32::INFINITY; EDGE], EDGE, &mut tile);
        assert!(widened(tile.0[0][0]).is_nan() && widened(tile.0[0][EDGE]) == f64::INFINITY);
        assert_eq!(tile.0[1], [0; DEPTH], "rows that are not there are zero");
    }
}

#[test]
fn operands_lie_as_they_are_described() {
    let (rows, stride) = (21, 40);
    let matrix: Vec<f32> = (0..rows * stride).map(|i| (i % 200) as f32).collect();
    for unit in Unit::all() {
        let (mut pairs, mut beside) = (Tile::ZERO, Tile::ZERO);
        unit.pairs(&matrix[7..], stride, &mut pairs);
        unit.beside(&matrix[3..], &matrix[3 + EDGE..], stride, &mut beside);
        for (p, c) in (0..EDGE).flat_map(|p| (0..EDGE).map(move |c| (p, c))) {
            for of in 0..2 {
                let row = 2 * p + of;
                let wanted = if row < rows { matrix[7 + row * stride + c] } else { 0.0 };
                assert_eq!(widened(pairs.0[p][2 * c + of]), f64::from(wanted), "{}", unit.name());
                assert_eq!(widened(beside.0[p][2 * c + of]), f64::from(matrix[3 + p * stride + 2 * c + of]));
                assert_eq!(beside.transposed().0[c][2 * p + of], beside.0[p][2 * c + of]);
            }
        }
    }
}

/// A session inside of another one ends without ending it.
#[test]
fn sessions_may_lie_in_each_other() {
    for unit in Unit::all() {
        let (left, right) = (tiles(2, 6), tiles(2, 7));
        let mut sums = [[[Sums::ZERO; 2]; 2]; 2];
        let outer = unit.session();
        unit.session().block(&left, &right, &mut sums[0], true, &[]);
        outer.block(&left, &right, &mut sums[1], true, &[]);
        assert_eq!(sums[0], sums[1]);
    }
}

/// Whatever adds up in the same order with fused products gives the same bits.
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
#[test]
fn single_precision_does_what_amx_does() {
    let Some(amx) = Unit::all().into_iter().find(|unit| unit.name() == "AMX") else { return };
    let (left, right) = (tiles(3, 4), tiles(3, 5));
    let (mut here, mut there) = ([[Sums::ZERO; 2]; 2], [[Sums::ZERO; 2]; 2]);
    amx.session().block(&left, &right, &mut here, true, &[]);
    Unit::Plain.session().block(&left, &right, &mut there, true, &[]);
    assert_eq!(here, there);
}
