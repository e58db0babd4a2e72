//! Block spins by majority, and the renormalization group from samples (Ma 1976; Swendsen 1979).
//!
//! A block of 2 x 2 spins becomes the sign of their sum; a tie is broken by a coin. The even couplings
//! are the sums over the lattice of neighbours, of next neighbours and of plaquettes, the odd one that of spins. With
//! the operators S of a level and S' of the next, the flow has the Jacobian
//!
//! ```text
//! T = <S' S'>_c^-1 <S' S>_c
//! ```
//! whose largest eigenvalue is 2^y.

use super::torus::Torus;
use super::words::Words;
use crate::numeric::lapack::{self, LapackError};
use ndarray::Array2;

/// Neighbours, next neighbours, plaquettes; then the spins.
pub const EVEN: usize = 3;

/// The lattice of majorities, with sides half as long (they have to be even).
pub fn blocked(torus: &Torus, words: &mut Words) -> Torus {
    let (rows, columns) = (torus.rows / 2, torus.columns / 2);
    let mut spins = Vec::with_capacity(rows * columns);
    for r in 0..rows {
        for c in 0..columns {
            let at = 2 * r * torus.columns + 2 * c;
            let below = at + torus.columns;
            let up = torus.spins[at] + torus.spins[at + 1] + torus.spins[below] + torus.spins[below + 1];
            spins.push(match up {
                2 => (words.word() >> 31) as u8,
                more => u8::from(more > 2),
            });
        }
    }
    Torus { rows, columns, spins }
}

/// The three even sums and the odd one.
pub fn operators(torus: &Torus) -> [f64; EVEN + 1] {
    let (rows, columns) = (torus.rows, torus.columns);
    let s = |r: usize, c: usize| f64::from(torus.spins[(r % rows) * columns + c % columns]) * 2.0 - 1.0;
    let mut sums = [0.0; EVEN + 1];
    for r in 0..rows {
        for c in 0..columns {
            let (a, right, down, across) = (s(r, c), s(r, c + 1), s(r + 1, c), s(r + 1, c + 1));
            sums[0] += a * (right + down);
            sums[1] += a * across + right * down;
            sums[2] += a * right * down * across;
            sums[EVEN] += a;
        }
    }
    sums
}

/// The operators of a state and of its blocks, level by level, until a side is short or odd.
pub fn levels(torus: &Torus, most: usize, words: &mut Words) -> Vec<[f64; EVEN + 1]> {
    let mut all = vec![operators(torus)];
    let mut now = torus.clone();
    while all.len() <= most
        && now.rows.is_multiple_of(2)
        && now.columns.is_multiple_of(2)
        && now.rows.min(now.columns) >= 4
    {
        now = blocked(&now, words);
        all.push(operators(&now));
    }
    all
}

/// The covariance of operators `rows` of one level with operators `columns` of another, over samples.
fn covariance(
    samples: &[&[[f64; EVEN + 1]]],
    rows: (usize, &[usize]),
    columns: (usize, &[usize]),
) -> Array2<f64> {
    let n = samples.len().max(1) as f64;
    let mean = |level: usize, i: usize| samples.iter().map(|sample| sample[level][i]).sum::<f64>() / n;
    Array2::from_shape_fn((rows.1.len(), columns.1.len()), |(i, j)| {
        let (i, j) = (rows.1[i], columns.1[j]);
        let (a, b) = (mean(rows.0, i), mean(columns.0, j));
        samples.iter().map(|s| (s[rows.0][i] - a) * (s[columns.0][j] - b)).sum::<f64>() / n
    })
}

/// The exponents y_T and y_H of the step from `level` to the next, from samples of [`levels`].
///
/// # Errors
/// Those of the linear equations, where the samples do not vary.
pub fn exponents(samples: &[&[[f64; EVEN + 1]]], level: usize) -> Result<(f64, f64), LapackError> {
    let largest = |which: &[usize]| -> Result<f64, LapackError> {
        let square = covariance(samples, (level + 1, which), (level + 1, which));
        let mixed = covariance(samples, (level + 1, which), (level, which));
        let mut jacobian = Array2::zeros(mixed.raw_dim());
        for (j, column) in mixed.columns().into_iter().enumerate() {
            let solution = lapack::solve_positive_definite(square.view(), column, 1e-14)?;
            jacobian.column_mut(j).assign(&solution);
        }
        Ok(lapack::eigenvalues(jacobian.view())?.first().map_or(f64::NAN, |(re, _)| *re))
    };
    Ok((largest(&[0, 1, 2])?.log2(), largest(&[EVEN])?.log2()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Seed;

    #[test]
    fn majorities_win_and_ordered_states_stay() {
        let mut words = Words::new(&Seed::root(1));
        let mut torus = Torus::start(8, 8, true, &mut words);
        torus.spins[9] = 0;
        let block = blocked(&torus, &mut words);
        assert_eq!((block.rows, block.columns), (4, 4));
        assert!(block.spins.iter().all(|&s| s == 1));
        assert_eq!(operators(&block), [32.0, 32.0, 16.0, 16.0]);
        assert_eq!(levels(&torus, 9, &mut words).len(), 3);
    }
}
