//! Objectives that never rise, exact factorizations found, and a published example with independent numbers.

use super::*;
use crate::models::Unwatched;
use crate::numeric::random::Seed;
use ndarray::{Array2, array};

fn patience(iterations: usize) -> Patience {
    Patience { iterations, tolerance: 0.0 }
}

fn recipe(factors: usize, objective: Objective, update: Update) -> Nmf {
    Nmf { factors, objective, update, start: Start::Nndsvd, patience: patience(300) }
}

/// A table of rank 3 with entries from 0, and noise that is not negative.
fn table(rows: usize, columns: usize, noise: f64) -> Array2<f64> {
    let mut values = vec![0f32; rows * 3 + columns * 3 + rows * columns];
    Seed::root(4).bulk().fill_uniform(&mut values);
    let mut next = values.into_iter().map(|u| f64::from(u).powi(3));
    let mut draw = |shape| Array2::from_shape_simple_fn(shape, || next.next().unwrap_or(0.0));
    let (c, b) = (draw((rows, 3)), draw((3, columns)));
    c.dot(&b) + noise * draw((rows, columns))
}

/// Rounding of sums of squares may lift the objective by some 1e-15 of itself; of its root near zero by 1e-8.
#[track_caller]
fn assert_never_rises(history: &[f64]) {
    for pair in history.windows(2) {
        let slack = if pair[0] < 1e-6 { 1e-7 } else { 1e-9 };
        assert!(pair[1] <= pair[0] + slack, "{} after {}", pair[1], pair[0]);
    }
}

#[test]
fn the_objective_never_rises_and_an_exact_factorization_is_found() {
    use Objective::{Frobenius, KullbackLeibler};
    let x = table(40, 25, 0.0);
    for (objective, update, least) in [
        // Multiplicative rules close in on a boundary slowly, least squares geometrically.
        (Frobenius, Update::Multiplicative, 2e-2),
        (Frobenius, Update::Hals, 1e-4),
        (KullbackLeibler, Update::Multiplicative, 1e-3),
    ] {
        for start in [Start::Nndsvd, Start::Random] {
            let nmf = Nmf { start, ..recipe(3, objective, update) };
            let found = nmf.factor(x.view(), &Seed::root(1), &Unwatched).expect("a table of rank 3");
            assert_never_rises(&found.history);
            assert!(found.coefficients.iter().chain(&found.basis).all(|&value| value >= 0.0));
            let last = found.history[found.history.len() - 1];
            assert!(last < least, "{objective:?} {update:?} {start:?}: {last}");
            assert!(last < 0.2 * found.history[0]);
        }
    }
}

/// A fixed point of the rules: the gradient is not negative, and zero where a value is above zero (Karush, Kuhn, Tucker).
#[test]
fn least_squares_sweeps_end_where_the_gradient_ends() {
    let x = table(30, 20, 0.3);
    let nmf = Nmf { patience: patience(1500), ..recipe(4, Objective::Frobenius, Update::Hals) };
    let found = nmf.factor(x.view(), &Seed::root(1), &Unwatched).expect("a table");
    let error = found.coefficients.dot(&found.basis) - &x;
    let gradient = found.coefficients.t().dot(&error);
    for (&value, &slope) in found.basis.iter().zip(&gradient) {
        assert!(slope > -1e-6, "{slope}");
        assert!((value * slope).abs() < 1e-6, "{value} {slope}");
    }
}

/// The fast kernel takes the steps of the plain one, to single precision; its panels and tasks are not full here.
#[test]
fn the_fast_kernel_is_the_plain_one_in_single_precision() {
    let x = table(437, 29, 0.2);
    let nmf = Nmf { patience: patience(30), ..recipe(5, Objective::Frobenius, Update::Multiplicative) };
    let plain = nmf.factor(x.view(), &Seed::root(1), &Unwatched).expect("a table");
    let single = x.mapv(|value| value as f32);
    let fast = nmf.factor_single(single.view(), &Seed::root(1), &Unwatched).expect("a table");
    assert_eq!(plain.history.len(), fast.history.len());
    for (a, b) in plain.history.iter().zip(&fast.history) {
        assert!((a - b).abs() < 1e-5, "{a} {b}");
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("a pool");
    let again = pool.install(|| nmf.factor_single(single.view(), &Seed::root(1), &Unwatched)).expect("again");
    assert_eq!(fast, again);
}

/// Ding, Li and Jordan 2010, section 5.1: the matrix as printed, samples as rows here. The residuals, computed
/// independently in NumPy from clusters {1, 2, 3} and {4, .., 7}, are .265356514 for the decomposition, the same for
/// semi-NMF and .275594198 for convex NMF; the paper prints .27940, .27944 and .30877, which its matrix does not give.
fn printed() -> Array2<f64> {
    array![
        [1.3, 1.8, 4.8, 7.1, 5.0, 5.2, 8.0],
        [1.5, 6.9, 3.9, -5.5, -8.5, -3.9, -5.5],
        [6.5, 1.6, 8.2, -7.2, -8.7, -7.9, -5.2],
        [3.8, 8.3, 4.7, 6.4, 7.5, 3.2, 7.4],
        [-7.3, -1.8, -2.1, 2.7, 6.8, 4.8, 6.2]
    ]
    .reversed_axes()
}

const CLUSTERS: [usize; 7] = [0, 0, 0, 1, 1, 1, 1];

#[test]
fn the_published_example_has_the_residuals_of_its_matrix() {
    let x = printed();
    let best = principal(x.view(), 2).expect("a table");
    assert!((best.history[0] - 0.265356514071297).abs() < 1e-12);
    let semi = semi_nmf(x.view(), &CLUSTERS, 2, patience(1000), &Unwatched).expect("a table");
    assert_never_rises(&semi.history);
    assert!((semi.history[1000] - 0.265356514071297).abs() < 1e-9);
    let convex = convex_nmf(x.view(), &CLUSTERS, 2, patience(5000), &Unwatched).expect("a table");
    assert_never_rises(&convex.history);
    // A local optimum, which the rule approaches from above, more slowly than geometrically: 20,000 steps gave the number.
    let above = convex.history[5000] - 0.275594197918336;
    assert!((-1e-9..1e-4).contains(&above), "{above}");
    let clusters = |factored: &Factored| -> Vec<usize> {
        factored.coefficients.rows().into_iter().map(|row| usize::from(row[1] > row[0])).collect()
    };
    assert_eq!(clusters(&convex), CLUSTERS);
}

/// Rows of a convex basis lie in the hull of the samples: no direction sees them outside.
#[test]
fn archetypes_lie_in_the_hull_of_the_samples() {
    let x = printed();
    let convex = convex_nmf(x.view(), &CLUSTERS, 2, patience(2000), &Unwatched).expect("a table");
    for direction in 0..200 {
        let mut along = vec![0f32; 5];
        Seed::root(direction).bulk().fill_uniform(&mut along);
        let along: ndarray::Array1<f64> = along.iter().map(|&u| f64::from(u) - 0.5).collect();
        let (samples, basis) = (x.dot(&along), convex.basis.dot(&along));
        let top = samples.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        assert!(basis.iter().all(|&value| value <= top + 1e-9));
    }
}

/// Without the table of all pairs the rule is another split of the same products: monotone as well, the same for
/// values that are not negative.
#[test]
fn many_rows_are_factored_without_the_table_of_pairs() {
    let rows = GRAM_ROWS + 40;
    let x = table(rows, 6, 0.1);
    let clusters: Vec<usize> = (0..rows).map(|row| row % 3).collect();
    let plain = convex_nmf(x.view(), &clusters, 3, patience(15), &Unwatched).expect("a table");
    assert_never_rises(&plain.history);
    let shifted = x.mapv(|value| value - 0.2);
    let split = convex_nmf(shifted.view(), &clusters, 3, patience(15), &Unwatched).expect("a table");
    assert_never_rises(&split.history);
    assert!(split.history[15] < split.history[0]);
}

#[test]
fn new_rows_get_the_coefficients_that_made_them() {
    let x = table(40, 25, 0.0);
    let nmf = Nmf { patience: patience(2000), ..recipe(3, Objective::Frobenius, Update::Hals) };
    let found = nmf.factor(x.view(), &Seed::root(1), &Unwatched).expect("a table");
    let again = fold_in(x.view(), found.basis.view(), Signs::NotNegative);
    assert!((again.dot(&found.basis) - &x).iter().all(|error| error.abs() < 1e-4));
    let best = principal(x.view(), 3).expect("a table");
    let again = fold_in(x.view(), best.basis.view(), Signs::Free);
    assert!((again.dot(&best.basis) - &x).iter().all(|error| error.abs() < 1e-12));
}

/// A table in other units is factored as well as before: beyond the range of single precision in double.
#[test]
fn the_scale_of_a_table_changes_nothing() {
    let nmf = Nmf { start: Start::Random, ..recipe(3, Objective::Frobenius, Update::Multiplicative) };
    let misfit = |scale: f64| {
        let single = table(40, 25, 0.1).mapv(|value| (value * scale) as f32);
        let found = nmf.factor_single(single.view(), &Seed::root(1), &Unwatched).expect("a table");
        *found.history.last().expect("a misfit")
    };
    let plain = misfit(1.0);
    for scale in [1e-20, 1e-10, 1e10, 1e20] {
        assert!((misfit(scale) - plain).abs() < 1e-3 * plain, "{scale}: {} is not {plain}", misfit(scale));
    }
}

#[test]
fn unusable_tables_are_refused() {
    let nmf = recipe(2, Objective::Frobenius, Update::Hals);
    let factor = |x: Array2<f64>| nmf.factor(x.view(), &Seed::root(1), &Unwatched).unwrap_err();
    assert!(matches!(
        factor(array![[1.0, -1.0], [0.0, 1.0]]),
        FactorFault::Negative { row: 0, column: 1, .. }
    ));
    assert!(matches!(factor(array![[1.0, f64::NAN], [0.0, 1.0]]), FactorFault::NotFinite { .. }));
    assert_eq!(factor(Array2::zeros((3, 3))), FactorFault::Empty);
    assert!(matches!(factor(array![[1.0, 1.0]]), FactorFault::TooMany { .. }));
}
