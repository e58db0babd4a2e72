//! Tests of Boltzmann machines that need more than one file of the room.
//!
//! Reference values are computed independently in numpy by enumeration, for machines small enough to
//! print here; states are numbered sum_i v_i 2^i.

mod annealing;
mod enumeration;
mod sampled;
mod training;
mod units;

use ndarray::{Array1, Array2, array};

use super::{ExactRbm, Rbm, Units};
use std::ops::Range;

/// Three visible and two hidden units, rational parameters.
fn tiny() -> ExactRbm {
    ExactRbm::binary(
        array![[1.0, -0.5], [0.25, 0.75], [-1.5, 0.5]],
        array![0.1, -0.2, 0.3],
        array![-0.4, 0.6],
    )
}

/// Three states that the tiny machine is compared with.
fn tiny_data() -> Array2<f64> {
    array![[1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]
}

/// The 14 distinct bars and stripes on 3 x 3 pixels, in lexicographic order.
fn bars_and_stripes() -> Array2<f64> {
    let mut patterns: Vec<Vec<u8>> = Vec::new();
    for number in 0..8u8 {
        let bits: Vec<u8> = (0..3).map(|i| number >> i & 1).collect();
        patterns.push(bits.iter().flat_map(|&bit| [bit; 3]).collect());
        patterns.push(bits.repeat(3));
    }
    patterns.sort();
    patterns.dedup();
    Array2::from_shape_fn((patterns.len(), 9), |(row, column)| f64::from(patterns[row][column]))
}

/// Nine visible and eight hidden units, W = 0.3 sin(1.7 i + 2.3 j + 0.5), no biases.
fn sine_machine() -> ExactRbm {
    ExactRbm::binary(
        Array2::from_shape_fn((9, 8), |(i, j)| 0.3 * (1.7 * i as f64 + 2.3 * j as f64 + 0.5).sin()),
        Array1::zeros(9),
        Array1::zeros(8),
    )
}

/// States of binary units by their numbers.
fn states(units: usize, range: Range<usize>) -> Array2<f64> {
    Units::Binary.enumerated(units, range)
}

fn single(machine: &ExactRbm) -> Rbm {
    Rbm::from(machine)
}

fn assert_close(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() <= tolerance, "{value:.17} is not {expected:.17} within {tolerance:e}");
}

fn assert_all_close<'a>(
    values: impl IntoIterator<Item = &'a f64>,
    expected: impl IntoIterator<Item = &'a f64>,
    tolerance: f64,
) {
    let (values, expected): (Vec<_>, Vec<_>) = (values.into_iter().collect(), expected.into_iter().collect());
    assert_eq!(values.len(), expected.len());
    for (value, expected) in values.into_iter().zip(expected) {
        assert_close(*value, *expected, tolerance);
    }
}
