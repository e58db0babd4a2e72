//! Weights along a growing table against `ridge` and `logistic` of the same rows afresh.

use super::*;
use crate::models::Unwatched;
use crate::models::regression::logistic;
use crate::numeric::lapack::svd;
use crate::numeric::random::Seed;
use ndarray::{array, concatenate};

fn random(rows: usize, columns: usize, seed: u64) -> Array2<f64> {
    let mut values = vec![0f32; rows * columns];
    Seed::root(seed).bulk().fill_uniform(&mut values);
    Array2::from_shape_fn((rows, columns), |(i, j)| f64::from(values[i * columns + j]) - 0.5)
}

/// A table as unpleasant as spambase: seven columns in units from 1e-3 to 1e4 with means far from 0, mostly one value in the fifth,
/// constants in the sixth, the seventh nearly the first; and labels +-1 that a plane tells apart but for noise.
fn table(rows: usize) -> (Array2<f64>, Array1<f64>) {
    let mut x = random(rows, 7, 1);
    let units = [1.0, 1e-3, 1e4, 0.1, 1.0, 1.0, 1.0];
    for (mut column, unit) in x.columns_mut().into_iter().zip(units) {
        column.mapv_inplace(|value| (value + 3.0) * unit);
    }
    x.column_mut(4).mapv_inplace(|value| if value > 3.45 { value } else { 0.0 });
    x.column_mut(5).fill(7.3);
    let twin = &x.column(0) + &(1e-2 * &random(rows, 1, 2).column(0));
    x.column_mut(6).assign(&twin);
    let noise = random(rows, 1, 3).remove_axis(Axis(1));
    let y = (&x.column(0) - 3.0 + 1e3 * (&x.column(1) - 3e-3) + noise).mapv(f64::signum);
    (x, y)
}

/// The largest difference of weights over the largest weight, each in units of the spread of its column.
fn apart(x: ArrayView2<f64>, a: &Coefficients, b: &Coefficients) -> f64 {
    let spread = x.std_axis(Axis(0), 0.0) + 1e-12;
    let size = |w: Array1<f64>| (w * &spread).iter().fold(0.0f64, |most, w| most.max(w.abs()));
    let largest = size(b.weights.clone()).max(1e-12);
    size(&a.weights - &b.weights) / largest
}

fn along(refit: Refit, x: &Array2<f64>, y: &Array1<f64>, sizes: &[usize]) -> Vec<Coefficients> {
    refit.along(x.view(), y.view(), sizes, &Unwatched).unwrap().unwrap()
}

/// From one row on, through n = p = 7 where the normal equations are left to the SVD, and a size twice.
const SIZES: [usize; 12] = [1, 2, 5, 7, 8, 9, 20, 20, 57, 100, 101, 400];

/// To 1e-8, but where rounding itself is larger: of two ways to solve a problem with n = p and a penalty of 1e-6, each is good to the
/// rounding of the data times the condition, here 1e-16 * 1e4 / 1e-3 of the units and of the penalty; those sizes are fitted afresh.
#[test]
fn ridge_along_is_ridge_afresh() {
    let (x, y) = table(400);
    for (penalty, intercept) in [(1e-6, true), (1e-6, false), (1.0, true), (1.0, false), (0.0, false)] {
        let fits = along(Refit::Ridge { penalty, intercept }, &x, &y, &SIZES);
        for (&n, fit) in SIZES.iter().zip(&fits) {
            let rows = x.slice(s![..n, ..]);
            let afresh = ridge(rows, y.slice(s![..n]), penalty, intercept).unwrap();
            let apart = apart(rows, fit, &afresh);
            assert!(apart < 1e-8, "{n} rows, penalty {penalty}, intercept {intercept}: {apart:e}");
            let scores = fit.scores(rows) - afresh.scores(rows);
            assert!(scores.iter().all(|d| d.abs() < 1e-7), "{n} rows: {scores}");
        }
    }
}

/// Far from the origin a sum of squares less the square of a sum would lose ten digits of the sixteen.
#[test]
fn means_far_from_the_origin_cost_no_digits() {
    let (x, y) = (random(300, 5, 4) + 1e5, random(300, 1, 5).remove_axis(Axis(1)));
    let refit = Refit::Ridge { penalty: 0.1, intercept: true };
    let fits = along(refit, &x, &y, &[10, 50, 51, 300]);
    let last = fits.last().unwrap();
    let near = ridge((&x - 1e5).view(), y.view(), 0.1, true).unwrap();
    // The rows themselves are kept to 1e5 * 1e-16.
    assert!(apart(x.view(), last, &near) < 1e-9, "{last:?} is not {near:?}");
}

/// The normal equations are solved, not left to the SVD, whatever the units of the columns.
#[test]
fn units_of_columns_do_not_matter() {
    let x = random(200, 4, 6) * &array![1.0, 1e-8, 1e8, 1e3];
    let y = random(200, 1, 7).remove_axis(Axis(1));
    let condition = {
        let values = svd(x.view()).unwrap().singular_values;
        values[0] / values[3]
    };
    assert!(condition > 1e15);
    let mut moments = Moments::none(4, false);
    moments.add(x.view(), y.view());
    let plain = Coefficients { weights: moments.solution(0.0).unwrap().weights, intercept: 0.0 };
    let mut unit = Moments::none(4, false);
    let scaled = &x / &array![1.0, 1e-8, 1e8, 1e3];
    unit.add(scaled.view(), y.view());
    let expected = unit.solution(0.0).unwrap().weights / array![1.0, 1e-8, 1e8, 1e3];
    assert!(apart(x.view(), &plain, &Coefficients { weights: expected, intercept: 0.0 }) < 1e-12);
}

#[test]
fn logistic_along_is_logistic_afresh() {
    let (x, y) = table(400);
    let spread = x.std_axis(Axis(0), 0.0).mapv(|s| if s > 1e-9 { s } else { 1.0 });
    let (x, labels) = ((&x - &x.sum_axis(Axis(0)) / 400.0) / spread, y.mapv(|y| f64::midpoint(y, 1.0)));
    for (penalty, intercept) in [(1.0, true), (1.0, false), (1e-3, false), (1e-6, false)] {
        let sizes = if intercept { &SIZES[3..] } else { &SIZES[..] };
        let fits = along(Refit::Logistic { penalty, intercept }, &x, &labels, sizes);
        for (&n, fit) in sizes.iter().zip(&fits) {
            let rows = x.slice(s![..n, ..]);
            let afresh = logistic(rows, labels.slice(s![..n]), penalty, intercept).unwrap();
            let size = afresh.weights.dot(&afresh.weights).sqrt();
            let d = &fit.weights - &afresh.weights;
            let apart = d.dot(&d).sqrt() / size;
            assert!(apart < 1e-8, "{n} rows, penalty {penalty}, intercept {intercept}: {apart:e}");
            assert!((fit.intercept - afresh.intercept).abs() < 1e-8 * size.max(1.0));
        }
    }
}

/// Whoever adds rows one by one or all at once comes to the same weights.
#[test]
fn the_steps_on_the_way_do_not_matter() {
    let (x, y) = (random(60, 5, 8), random(60, 1, 9).remove_axis(Axis(1)));
    let labels = y.mapv(|y| if y > 0.0 { 1.0 } else { 0.0 });
    let one_by_one: Vec<usize> = (1..=60).collect();
    for (refit, y) in [
        (Refit::Ridge { penalty: 0.1, intercept: true }, &y),
        (Refit::Logistic { penalty: 0.1, intercept: false }, &labels),
    ] {
        let slowly = along(refit, &x, y, &one_by_one).pop().unwrap();
        let at_once = along(refit, &x, y, &[60]).pop().unwrap();
        assert!(apart(x.view(), &slowly, &at_once) < 1e-9, "{slowly:?} is not {at_once:?}");
    }
}

#[test]
fn unusable_input_is_refused() {
    let (x, y) = (random(6, 2, 10), Array1::ones(6));
    let refit = Refit::Ridge { penalty: 1.0, intercept: false };
    for sizes in [&[0][..], &[3, 2], &[7]] {
        let fault = refit.along(x.view(), y.view(), sizes, &Unwatched).unwrap_err();
        assert!(matches!(fault, RegressionFault::Sizes { rows: 6, .. }), "{fault}");
    }
    let negative = Refit::Ridge { penalty: -1.0, intercept: false };
    assert_eq!(negative.along(x.view(), y.view(), &[3], &Unwatched), Err(RegressionFault::Penalty(-1.0)));
    let labels = Refit::Logistic { penalty: 1.0, intercept: false };
    let twos = labels.along(x.view(), (2.0 * &y).view(), &[3], &Unwatched);
    assert_eq!(twos, Err(RegressionFault::Label { row: 0, value: 2.0 }));
    let bare = Refit::Logistic { penalty: 0.0, intercept: false };
    let line = concatenate![Axis(0), Array2::ones((3, 1)), -Array2::ones((3, 1))];
    let sides = array![1.0, 1.0, 1.0, 0.0, 0.0, 0.0];
    assert_eq!(bare.along(line.view(), sides.view(), &[4], &Unwatched), Err(RegressionFault::Separable));
}

struct Ends;

impl Observer for Ends {
    fn progress(&self, _done: u64, _total: u64, _note: &str) {}
    fn cancelled(&self) -> bool {
        true
    }
}

#[test]
fn it_ends_when_somebody_wants_the_end() {
    let refit = Refit::Ridge { penalty: 1.0, intercept: false };
    assert_eq!(refit.along(random(6, 2, 11).view(), Array1::ones(6).view(), &[3, 6], &Ends), Ok(None));
}
