//! The largest eigenvalues of a symmetric operator that is known by what it does to vectors: Lanczos' method with full
//! reorthogonalization, restarted thickly (Wu and Simon, SIAM J. Matrix Anal. Appl. 22:602, 2000). The operator is
//! projected on a basis of some tens of vectors; the best Ritz vectors and the last direction start the next basis.
//!
//! A single start sees one vector of each eigenspace. So what was found is deflated and the search begins anew, until
//! it finds nothing that is larger than the least of those.

use super::lapack::{LapackError, eigh};
use super::random::Seed;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut1, Axis, concatenate, s};
use rand::RngExt;
use rand_distr::StandardNormal;
use std::ops::ControlFlow;

/// A symmetric operator: writes what it makes of a vector.
pub type Operator<'a> = &'a dyn Fn(ArrayView1<f64>, ArrayViewMut1<f64>);

/// Why there are no eigenvalues.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LanczosFault {
    /// After so many restarts the largest residual was this.
    NotConverged {
        residual: f64,
    },
    Lapack(LapackError),
    Interrupted,
}

/// Eigenvalues, largest first, and eigenvectors as columns (order, count).
#[derive(Clone, Debug, PartialEq)]
pub struct Leading {
    pub values: Vec<f64>,
    pub vectors: Array2<f64>,
}

/// Vectors of a basis beyond twice the number wanted.
const SPARE: usize = 40;
const RESTARTS: usize = 1000;

/// The `count` largest eigenvalues on the complement of `apart` (order, any), whose columns are orthonormal; residuals
/// are below `tolerance`. `pause` is asked at every restart.
///
/// # Errors
/// [`LanczosFault`]; `count` is at most the dimension of the complement, or what there is is found.
pub fn largest(
    operator: Operator,
    apart: ArrayView2<f64>,
    count: usize,
    tolerance: f64,
    seed: &Seed,
    pause: &dyn Fn() -> ControlFlow<()>,
) -> Result<Leading, LanczosFault> {
    let order = apart.nrows();
    let count = count.min(order - apart.ncols().min(order));
    let mut found = Leading { values: Vec::new(), vectors: Array2::zeros((order, 0)) };
    for round in 0.. {
        let left = order - apart.ncols() - found.values.len();
        if count == 0 || left == 0 {
            break;
        }
        let known = joined(apart, found.vectors.view());
        // Once there are enough, one more vector shows whether any was missed.
        let wanted = if found.values.len() < count { count - found.values.len() } else { 1 };
        let search = Search { operator, apart: known.view(), tolerance, seed: seed.at(round) };
        let more = search.run(wanted.min(left), pause)?;
        let least = found.values.get(count - 1).copied();
        let missed = least.is_none_or(|least| more.values.iter().any(|&value| value > least + tolerance));
        if !missed {
            break;
        }
        found = merged(found, more);
    }
    found.values.truncate(count);
    found.vectors = found.vectors.slice(s![.., ..found.values.len()]).to_owned();
    Ok(found)
}

fn joined(a: ArrayView2<f64>, b: ArrayView2<f64>) -> Array2<f64> {
    concatenate![Axis(1), a, b]
}

/// Both together, largest first.
fn merged(a: Leading, b: Leading) -> Leading {
    let values: Vec<f64> = a.values.into_iter().chain(b.values).collect();
    let vectors = joined(a.vectors.view(), b.vectors.view());
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&i, &j| values[j].total_cmp(&values[i]));
    let vectors = vectors.select(Axis(1), &order);
    Leading { values: order.iter().map(|&at| values[at]).collect(), vectors }
}

struct Search<'a> {
    operator: Operator<'a>,
    /// Orthonormal columns that the search stays clear of.
    apart: ArrayView2<'a, f64>,
    tolerance: f64,
    seed: Seed,
}

impl Search<'_> {
    fn run(&self, count: usize, pause: &dyn Fn() -> ControlFlow<()>) -> Result<Leading, LanczosFault> {
        let order = self.apart.nrows();
        let room = order - self.apart.ncols();
        let size = (2 * count + SPARE).min(room);
        // A basis vector a row, so that each lies in one piece.
        let mut basis = Array2::<f64>::zeros((size, order));
        let mut projected = Array2::<f64>::zeros((size, size));
        let (mut filled, mut residual) = (0, f64::INFINITY);
        let mut next = self.fresh(&basis, 0, 0);
        for restart in 0..RESTARTS {
            if pause().is_break() {
                return Err(LanczosFault::Interrupted);
            }
            let mut last = 0.0;
            for at in filled..size {
                basis.row_mut(at).assign(&next);
                (next, last) = self.extend(&basis, &mut projected, at);
                if last <= f64::EPSILON && at + 1 < size {
                    // The basis spans an invariant space: go on in another direction, without coupling.
                    next = self.fresh(&basis, at + 1, restart * size + at + 1);
                }
            }
            let ritz = eigh(projected.view()).map_err(LanczosFault::Lapack)?;
            let chosen: Vec<usize> = (0..size).rev().take(count).collect();
            residual = chosen.iter().map(|&c| (last * ritz.vectors[(size - 1, c)]).abs()).fold(0.0, f64::max);
            if residual <= self.tolerance || size == room {
                let vectors = basis.t().dot(&ritz.vectors.select(Axis(1), &chosen));
                return Ok(Leading { values: chosen.iter().map(|&c| ritz.values[c]).collect(), vectors });
            }
            let kept: Vec<usize> = (0..size).rev().take(count + SPARE / 2).collect();
            let vectors = ritz.vectors.select(Axis(1), &kept).t().dot(&basis);
            filled = kept.len();
            basis.slice_mut(s![..filled, ..]).assign(&vectors);
            projected.fill(0.0);
            for (at, &c) in kept.iter().enumerate() {
                projected[(at, at)] = ritz.values[c];
            }
        }
        Err(LanczosFault::NotConverged { residual })
    }

    /// Applies the operator to vector `at`, fills in its row and column of the projection, and gives the rest as the next
    /// direction with its norm.
    fn extend(&self, basis: &Array2<f64>, projected: &mut Array2<f64>, at: usize) -> (Array1<f64>, f64) {
        let mut image = Array1::zeros(basis.ncols());
        (self.operator)(basis.row(at), image.view_mut());
        let before = image.dot(&image).sqrt();
        let known = basis.slice(s![..=at, ..]);
        // Twice is enough (Kahan and Parlett).
        for _ in 0..2 {
            let along = known.dot(&image);
            image -= &known.t().dot(&along);
            for (i, along) in along.iter().enumerate() {
                projected[(at, i)] += along;
                if i < at {
                    projected[(i, at)] = projected[(at, i)];
                }
            }
            image -= &self.apart.dot(&self.apart.t().dot(&image));
        }
        let norm = image.dot(&image).sqrt();
        let negligible = norm <= 1e-13 * before.max(f64::MIN_POSITIVE);
        if negligible { (image, 0.0) } else { (image / norm, norm) }
    }

    /// A random direction of norm 1 clear of the first `filled` vectors and of what is apart.
    fn fresh(&self, basis: &Array2<f64>, filled: usize, number: usize) -> Array1<f64> {
        let mut stream = self.seed.at(number as u64).stream();
        let mut vector = Array1::from_shape_simple_fn(basis.ncols(), || stream.sample(StandardNormal));
        let known = basis.slice(s![..filled, ..]);
        for _ in 0..2 {
            vector -= &known.t().dot(&known.dot(&vector));
            vector -= &self.apart.dot(&self.apart.t().dot(&vector));
        }
        let norm = vector.dot(&vector).sqrt();
        vector / norm.max(f64::MIN_POSITIVE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(values: &[f64], apart: ArrayView2<f64>, count: usize) -> Leading {
        let operator = |v: ArrayView1<f64>, mut out: ArrayViewMut1<f64>| {
            out.iter_mut().zip(v).zip(values).for_each(|((out, v), value)| *out = value * v);
        };
        let go_on = || ControlFlow::Continue(());
        largest(&operator, apart, count, 1e-11, &Seed::root(1), &go_on).expect("a diagonal operator")
    }

    /// 1 - (i / n)^2 crowds at the top, as a Laplacian does; residuals of 1e-11 leave errors of their square.
    #[test]
    fn crowded_eigenvalues_are_found_one_by_one() {
        let values: Vec<f64> = (0..800).map(|i| 1.0 - (f64::from(i) / 800.0).powi(2)).collect();
        let found = search(&values, Array2::zeros((800, 0)).view(), 6);
        for (at, (found, value)) in found.values.iter().zip(&values).enumerate() {
            assert!((found - value).abs() < 1e-13, "{at}: {found} {value}");
        }
        let gram = found.vectors.t().dot(&found.vectors);
        assert!((gram - Array2::<f64>::eye(6)).iter().all(|error| error.abs() < 1e-12));
    }

    #[test]
    fn equal_eigenvalues_are_found_as_often_as_there_are() {
        let values: Vec<f64> = (0..300).map(|i| f64::from(300 - i / 3)).collect();
        let found = search(&values, Array2::zeros((300, 0)).view(), 7);
        let expected = [300.0, 300.0, 300.0, 299.0, 299.0, 299.0, 298.0];
        assert!(found.values.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9), "{:?}", found.values);
    }

    #[test]
    fn what_is_set_apart_is_not_found_and_small_spaces_are_searched_whole() {
        let mut apart = Array2::zeros((5, 1));
        apart[(0, 0)] = 1.0;
        let found = search(&[9.0, 4.0, 3.0, 2.0, 1.0], apart.view(), 10);
        assert_eq!(found.values.len(), 4);
        assert!(found.values.iter().zip([4.0, 3.0, 2.0, 1.0]).all(|(a, b)| (a - b).abs() < 1e-12));
    }
}
