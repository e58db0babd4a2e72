//! Input at the edge: a right answer or a clear fault, never a panic and never a silent NaN.

use crate::models::regression::selection::{Criterion, Grid, Loss, Path, Rows};
use crate::models::regression::{Family, RegressionFault, Seminorm, Spectral};
use crate::numeric::random::Seed;
use ndarray::{Array1, Array2, array};

fn criteria() -> Vec<Criterion> {
    vec![
        Criterion::Gcv,
        Criterion::LeaveOneOut,
        Criterion::CrossValidation { folds: 2, loss: Loss::Squared, seed: Seed::root(1) },
        Criterion::LCurve,
        Criterion::Discrepancy { norm: 0.1 },
        Criterion::Periodogram,
        Criterion::QuasiOptimality,
    ]
}

/// Every criterion of every family on these data: what is chosen is finite, and so are its weights.
fn choose_all(x: &Array2<f64>, y: &Array1<f64>) {
    for seminorm in [Seminorm::Norm, Seminorm::Slope] {
        for intercept in [false, true] {
            let Ok(spectral) = Spectral::new(x.view(), seminorm.clone(), intercept) else { continue };
            let target = spectral.target(y.view()).unwrap();
            let rows = Rows { x: x.view(), y: y.view(), seminorm: seminorm.clone(), intercept };
            for family in [Family::Tikhonov, Family::Truncated] {
                let path = Path::new(rows.clone(), &spectral, &target, family, Grid::OPEN);
                for criterion in criteria() {
                    let Ok(chosen) = path.choose(&criterion) else { continue };
                    let fit = spectral.coefficients(&target, family.member(chosen.parameter));
                    assert!(chosen.parameter.is_finite(), "{criterion:?}");
                    assert!(fit.weights.iter().all(|w| w.is_finite()), "{criterion:?}: {fit:?}");
                }
            }
        }
    }
}

#[test]
fn degenerate_data_give_finite_weights_or_a_fault() {
    let ones = |n: usize| Array1::from_elem(n, 1.0);
    let doubled = array![[1.0, 1.0], [2.0, 2.0], [3.0, 3.0], [-1.0, -1.0]];
    choose_all(&doubled, &array![1.0, 2.0, 2.5, -1.0]);
    choose_all(&Array2::from_elem((5, 3), 7.0), &ones(5));
    choose_all(&Array2::zeros((4, 2)), &ones(4));
    choose_all(&array![[2.0]], &ones(1));
    choose_all(&array![[2.0, 1.0, 0.0]], &ones(1));
    choose_all(&array![[2.0], [1.0], [0.5]], &array![0.0, 0.0, 0.0]);
}

/// Squares of 1e300 overflow: what comes out is a fault or finite.
#[test]
fn enormous_numbers_are_refused_or_survive() {
    let x = array![[1e300, 1.0], [2e300, 0.0], [0.0, 1.0]];
    choose_all(&x, &array![1.0, 2.0, 3.0]);
}

#[test]
fn unusable_data_are_named() {
    let nan = array![[1.0, f64::NAN], [2.0, 3.0]];
    assert!(matches!(Spectral::new(nan.view(), Seminorm::Norm, false), Err(RegressionFault::Lapack(_))));
    let none = Array2::<f64>::zeros((0, 3));
    assert!(matches!(Spectral::new(none.view(), Seminorm::Norm, false), Err(RegressionFault::Lapack(_))));
    let one = array![[1.0], [2.0]];
    let fault = Spectral::new(one.view(), Seminorm::Slope, false).err();
    assert_eq!(fault, Some(RegressionFault::Seminorm { free: 1 }));
    // Constants are free under a seminorm of order 1, and an intercept takes the same freedom.
    let constant = Array2::from_elem((4, 3), 1.0);
    assert!(matches!(
        Spectral::new(constant.view(), Seminorm::Slope, true).err(),
        Some(RegressionFault::Seminorm { .. })
    ));
    let spectral = Spectral::new(array![[1.0, 0.0], [0.0, 1.0]].view(), Seminorm::Norm, false).unwrap();
    assert!(spectral.target(array![1.0].view()).is_err());
    assert!(spectral.target(array![1.0, f64::INFINITY].view()).is_err());
}

/// A fold for each row is the most there can be, two the least.
#[test]
fn folds_have_to_fit_the_rows() {
    let (x, y) = (array![[1.0], [2.0], [3.0]], array![1.0, 2.0, 2.0]);
    let spectral = Spectral::new(x.view(), Seminorm::Norm, false).unwrap();
    let target = spectral.target(y.view()).unwrap();
    let rows = Rows { x: x.view(), y: y.view(), seminorm: Seminorm::Norm, intercept: false };
    let path = Path::new(rows.clone(), &spectral, &target, Family::Tikhonov, Grid::OPEN);
    for folds in [1, 4] {
        let criterion = Criterion::CrossValidation { folds, loss: Loss::Squared, seed: Seed::root(1) };
        assert_eq!(path.choose(&criterion).err(), Some(RegressionFault::Folds { folds, rows: 3 }));
    }
}
