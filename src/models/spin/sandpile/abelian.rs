//! What is exact of the sandpile (Dhar 1990): the recurrent piles are a group under "add and relax"; there are det D of
//! them, with D the toppling matrix (4 on the diagonal, -1 between neighbours). A grain at i topples j on average
//! `(D^-1)_ij` times. With a = relax(6 everywhere), the identity is relax(6 - a).

use super::{Sandpile, Workspace};
use crate::numeric::lapack::{self, LapackError};
use ndarray::{Array1, Array2};
use std::f64::consts::PI;

/// Sides beyond which det D is no longer a whole number that f64 holds exactly.
pub const LARGEST_EXACT: usize = 5;

/// The toppling matrix (sites, sites).
pub fn laplacian(side: usize) -> Array2<f64> {
    Array2::from_shape_fn((side * side, side * side), |(i, j)| {
        let apart = (i / side).abs_diff(j / side) + (i % side).abs_diff(j % side);
        match apart {
            0 => 4.0,
            1 => -1.0,
            _ => 0.0,
        }
    })
}

/// The number of recurrent piles, by elimination without fractions (Bareiss 1968); none beyond [`LARGEST_EXACT`].
pub fn recurrent(side: usize) -> Option<u64> {
    if side == 0 || side > LARGEST_EXACT {
        return None;
    }
    let mut a: Vec<Vec<i128>> =
        laplacian(side).rows().into_iter().map(|row| row.iter().map(|&x| x as i128).collect()).collect();
    let (n, mut previous) = (a.len(), 1i128);
    for k in 0..n - 1 {
        let pivot = a[k].clone();
        for row in &mut a[k + 1..] {
            let head = row[k];
            for (x, p) in row.iter_mut().zip(&pivot).skip(k + 1) {
                *x = (*x * pivot[k] - head * p) / previous;
            }
        }
        previous = pivot[k];
    }
    u64::try_from(a[n - 1][n - 1]).ok()
}

/// ln of the number of recurrent piles, from the eigenvalues `4 - 2 cos(pi i / (L+1)) - 2 cos(pi j / (L+1))`.
pub fn log_recurrent(side: usize) -> f64 {
    let wave = |i: usize| 2.0 * (PI * i as f64 / (side + 1) as f64).cos();
    (1..=side).flat_map(|i| (1..=side).map(move |j| (4.0 - wave(i) - wave(j)).ln())).sum()
}

/// The mean size of avalanches: the mean over sites of the sum of a row of `D^-1`.
///
/// # Errors
/// Those of the linear equations.
pub fn mean_size(side: usize) -> Result<f64, LapackError> {
    let ones = Array1::ones(side * side);
    let sums = lapack::solve_positive_definite(laplacian(side).view(), ones.view(), 0.0)?;
    Ok(sums.sum() / (side * side) as f64)
}

/// The identity of the group.
pub fn identity(side: usize) -> Sandpile {
    let (sites, mut space): (Vec<usize>, _) = ((0..side * side).collect(), Workspace::default());
    let mut pile = Sandpile { side, heights: vec![6; side * side] };
    pile.relax(&sites, &mut space);
    pile.heights.iter_mut().for_each(|h| *h = 6 - *h);
    pile.relax(&sites, &mut space);
    pile
}

/// The shares of sites with 0, 1, 2 and 3 grains on the infinite lattice (Priezzhev 1994, with the integrals of Kenyon and
/// Wilson 2011 and Poghosyan, Priezzhev and Ruelle 2011); the mean is 17/8.
pub fn heights() -> [f64; 4] {
    let (p, p2, p3) = (1.0 / PI, 1.0 / (PI * PI), 1.0 / (PI * PI * PI));
    [
        2.0 * p2 - 4.0 * p3,
        0.25 - p / 2.0 - 3.0 * p2 + 12.0 * p3,
        0.375 + p - 12.0 * p3,
        0.375 - p / 2.0 + p2 + 4.0 * p3,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Integer determinants, computed independently in Python's whole numbers.
    #[test]
    fn recurrent_piles_are_counted_exactly() {
        let known = [4, 192, 100_352, 557_568_000, 32_565_539_635_200];
        for (side, number) in (1..).zip(known) {
            assert_eq!(recurrent(side), Some(number));
            assert!((log_recurrent(side) - (number as f64).ln()).abs() < 1e-12);
        }
        assert_eq!(recurrent(6), None);
    }

    #[test]
    fn mean_sizes_are_those_of_the_inverse() {
        for (side, mean) in [(4, 1.208_333_333_333_33), (8, 3.462_472_253_052_16), (16, 11.338_214_621_963_8)]
        {
            assert!((mean_size(side).unwrap() - mean).abs() < 1e-11);
        }
    }

    /// The identity is the known one, and adding it to itself changes nothing.
    #[test]
    fn the_identity_is_neutral() {
        assert_eq!(identity(3).heights, [2, 1, 2, 1, 0, 1, 2, 1, 2]);
        let mut twice = identity(16);
        assert_eq!(twice.heights.iter().sum::<u32>(), 544);
        let once = twice.clone();
        twice.heights.iter_mut().for_each(|h| *h *= 2);
        twice.relax(&(0..256).collect::<Vec<_>>(), &mut Workspace::default());
        assert_eq!(twice, once);
    }

    /// Their mean is 17/8.
    #[test]
    fn heights_of_the_infinite_lattice_sum_to_one() {
        let p = heights();
        assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-14);
        assert!((p[1] + 2.0 * p[2] + 3.0 * p[3] - 17.0 / 8.0).abs() < 1e-14);
    }
}
