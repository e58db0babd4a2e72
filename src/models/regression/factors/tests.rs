//! Every way against the singular value decomposition of the table itself.

use super::super::selection::{Criterion, Grid, Path, Rows};
use super::super::{Family, Filter, Seminorm, Spectral};
use super::*;
use crate::numeric::random::Seed;
use ndarray::{Array1, concatenate};
use rand_distr::{Distribution, StandardNormal};

fn normal(rows: usize, columns: usize, seed: u64) -> Array2<f64> {
    let mut stream = Seed::root(seed).stream();
    Array2::from_shape_simple_fn((rows, columns), || StandardNormal.sample(&mut stream))
}

fn target(rows: usize) -> Array1<f64> {
    normal(rows, 1, 9).remove_axis(Axis(1))
}

/// Where nothing is fitted freely.
fn of(x: ArrayView2<f64>, least: Option<f64>) -> Result<Factors, LapackError> {
    Factors::of(x, least, Array2::zeros((x.nrows(), 0)).view())
}

fn size(vector: &Array1<f64>) -> f64 {
    vector.dot(vector).sqrt()
}

fn worst(a: &Array2<f64>, b: &Array2<f64>) -> f64 {
    assert_eq!(a.dim(), b.dim());
    a.iter().zip(b).fold(0.0, |worst, (a, b)| f64::max(worst, (a - b).abs()))
}

/// Columns of very different lengths that nearly depend on each other: a condition number of about 1e8.
fn uneven(rows: usize) -> Array2<f64> {
    let mut x = normal(rows, 12, 1);
    let near = &x.column(0) + &(1e-3 * &x.column(2));
    x.column_mut(2).assign(&near);
    x * &Array1::from_shape_fn(12, |column| 10f64.powf(column as f64 / 2.0 - 2.0))
}

/// A table made square first loses no digit, whatever its columns' units: 1e-13 of the largest singular value is some
/// hundred roundings.
#[test]
fn a_long_or_a_wide_table_has_the_factors_of_its_own_decomposition() {
    for x in [normal(300, 20, 2), uneven(300), uneven(24)] {
        assert!(through_square(x.view()).unwrap().is_some(), "it goes through a square one");
        for x in [x.view(), x.t()] {
            let Factors { svd: Svd { u, singular_values, vt }, is_orthonormal } = of(x, None).unwrap();
            assert!(is_orthonormal);
            let largest = singular_values[0];
            assert!(worst(&(&u * &singular_values).dot(&vt), &x.to_owned()) < 1e-13 * largest);
            let k = singular_values.len();
            assert!(worst(&u.t().dot(&u), &Array2::eye(k)) < 1e-13);
            assert!(worst(&vt.dot(&vt.t()), &Array2::eye(k)) < 1e-13);
            let by_itself = svd(x).unwrap().singular_values;
            assert!((&singular_values - &by_itself).iter().all(|apart| apart.abs() < 1e-13 * largest));
        }
    }
}

/// Columns that depend on each other, or are nothing: the decomposition of the table itself, to the bit.
#[test]
fn a_table_that_determines_too_little_goes_through_its_own_decomposition() {
    let x = normal(60, 5, 3);
    let doubled = concatenate![Axis(1), x, x.slice(s![.., ..1])];
    let with_zeros = concatenate![Axis(1), x, Array2::zeros((60, 1))];
    for x in [doubled, with_zeros, Array2::zeros((9, 3))] {
        for x in [x.view(), x.t()] {
            let (found, own) = (of(x, Some(1.0)).unwrap().svd, svd(x).unwrap());
            assert_eq!((found.u, found.singular_values, found.vt), (own.u, own.singular_values, own.vt));
        }
    }
}

/// About square tables, one of them without full rank once it is centred, at and above the least penalty that the products
/// of rows may serve: fits, leverages, scores and weights within the 1e-7 that the head of the file promises.
#[test]
fn products_of_rows_serve_penalties_that_are_large_enough() {
    let shapes = [(300, 300), (330, 270), (280, 500)];
    for ((rows, columns), seminorm) in
        shapes.into_iter().flat_map(|shape| [(shape, Seminorm::Norm), (shape, Seminorm::Curvature)])
    {
        let (x, y) = (normal(rows, columns, 4), target(rows));
        let exact = Spectral::new(x.view(), seminorm.clone(), true).unwrap();
        let largest = exact.singular_values[0].powi(2);
        let grid = Grid { least: Some(1.001 * LEAST_SHARE * largest), largest: Some(largest), points: 30 };
        let quick = Spectral::along(x.view(), seminorm.clone(), true, grid.least).unwrap();
        assert!(!quick.is_orthonormal && exact.is_orthonormal);
        let targets = [&exact, &quick].map(|spectral| spectral.target(y.view()).unwrap());
        let rows = Rows { x: x.view(), y: y.view(), seminorm, intercept: true };
        let paths = [
            Path::new(rows.clone(), &exact, &targets[0], Family::Tikhonov, grid),
            Path::new(rows, &quick, &targets[1], Family::Tikhonov, grid),
        ];
        let truth = target(columns);
        for criterion in [Criterion::LeaveOneOut, Criterion::Gcv, Criterion::Optimum { truth }] {
            let [a, b] = [&paths[0], &paths[1]].map(|path| path.scores(&criterion).unwrap());
            for (a, b) in a.iter().zip(&b) {
                assert!((a - b).abs() < 1e-7 * a.abs(), "{criterion:?}: {a} {b}");
            }
        }
        for penalty in [grid.least.unwrap(), 1e-3 * largest, largest] {
            let filter = Filter::Tikhonov { penalty };
            let [a, b] = [(&exact, &targets[0]), (&quick, &targets[1])].map(|(spectral, target)| {
                (spectral.weights(target, filter), spectral.residual(target, filter))
            });
            assert!(size(&(&a.0 - &b.0)) < 1e-7 * size(&y) / (2.0 * penalty.sqrt()));
            assert!(size(&(&a.1 - &b.1)) < 1e-7 * size(&y));
            let norms = [exact.norms(&targets[0], filter), quick.norms(&targets[1], filter)];
            assert!(
                (norms[0].0 / norms[1].0 - 1.0).abs() < 1e-7 && (norms[0].1 / norms[1].1 - 1.0).abs() < 1e-7
            );
        }
    }
}

/// Below the least penalty, for a small table, and where no penalty is known: the decomposition of the table, to the bit.
#[test]
fn products_of_rows_serve_nothing_else() {
    let x = normal(300, 300, 5);
    let own = svd(x.view()).unwrap();
    let largest = own.singular_values[0].powi(2);
    for least in [None, Some(0.0), Some(f64::NAN), Some(0.999 * LEAST_SHARE * largest)] {
        let found = of(x.view(), least).unwrap();
        assert!(found.is_orthonormal && found.svd.u == own.u);
    }
    let small = x.slice(s![..200, ..200]);
    assert!(of(small, Some(largest)).unwrap().is_orthonormal);
    assert!(of(x.slice(s![.., ..200]), Some(largest)).unwrap().is_orthonormal);
}

/// Cuts lie where the shape says.
#[test]
fn threads_change_no_bit() {
    let x = normal(600, 620, 6);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| of(x.view(), Some(10.0)).unwrap().svd)
    };
    let (one, three) = (on(1), on(3));
    assert_eq!((one.u, one.singular_values, one.vt), (three.u, three.singular_values, three.vt));
}

#[test]
fn what_is_no_table_is_refused() {
    assert_eq!(of(Array2::zeros((0, 3)).view(), None).err(), Some(LapackError::Empty));
}
