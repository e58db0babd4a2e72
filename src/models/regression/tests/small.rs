//! A problem of four rows and three columns, every number of it computed in numpy and printed to 15 digits.

use crate::models::regression::analysis::{
    Covariance, bias_bounds, estimation_risk, mean_prediction_risk, prediction_risk,
};
use crate::models::regression::selection::{Criterion, Grid, Loss, Path, Rows};
use crate::models::regression::{Family, Filter, RegressionFault, Seminorm, Spectral, ridge};
use crate::numeric::random::Seed;
use ndarray::{Array1, Array2, Axis, array, s};

/// Numbers of a penalty, with noise of variance 1/4 and, for the last two, at the point (1, 1, -1).
struct Row {
    penalty: f64,
    bias: f64,
    variance: f64,
    df: f64,
    press: f64,
    gcv: f64,
    residual: f64,
    norm: f64,
    /// Squared bias and variance of the prediction there.
    point: (f64, f64),
    /// Worst and average bound of that squared bias.
    bounds: (f64, f64),
}

const NOISE: Covariance = Covariance::White(0.25);

#[rustfmt::skip]
const REFERENCE: [Row; 4] = [
    Row { penalty: 0.01, bias: 0.000155330122970925, variance: 0.316192969382471, df: 2.98726623071868, press: 0.113179805801308, gcv: 0.0568262882859452, residual: 0.120709080326674, norm: 2.1992145985698, point: (0.000316997989543471, 0.466654847948029), bounds: (0.000920520304032646, 0.000153420050672108) },
    Row { penalty: 0.1, bias: 0.0136692753081401, variance: 0.281536876889238, df: 2.87988947022717, press: 0.432979751257253, gcv: 0.0899246415823793, residual: 0.167946223271015, norm: 2.14129152605079, point: (0.02757806706474, 0.405369310319643), bounds: (0.0793661523450411, 0.0132276920575068) },
    Row { penalty: 1.0, bias: 0.555555555555555, variance: 0.127120181405896, df: 2.20952380952381, press: 2.61655639191786, gcv: 1.02873189225894, residual: 0.908007961446312, norm: 1.72272558659585, point: (1.0, 0.150612244897959), bounds: (2.72816326530612, 0.45469387755102) },
    Row { penalty: 10.0, bias: 3.53329281585738, variance: 0.0131408395909662, df: 0.861138532411978, press: 4.52184795347103, gcv: 3.76800927133341, residual: 3.04647861848922, norm: 0.67570801433928, point: (3.89799341044214, 0.0104354156089299), bounds: (11.5922426033139, 1.93204043388565) },
];

fn x() -> Array2<f64> {
    array![[1.0, 2.0, 0.0], [0.0, 1.0, 1.0], [2.0, 0.0, 1.0], [1.0, 1.0, 1.0]]
}

fn truth() -> Array1<f64> {
    array![1.0, -1.0, 2.0]
}

fn y() -> Array1<f64> {
    x().dot(&truth()) + array![0.5, -0.5, 0.25, -0.25]
}

fn close(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!(
        (found - expected).abs() <= tolerance * expected.abs().max(1.0),
        "{what}: {found} is not {expected}"
    );
}

/// C15, C16, C17, C33, C44, C45, C46: every entry of the table to 1e-12, whose norms are about 1.
#[test]
fn bias_variance_and_bounds_have_their_reference_values() {
    let (x, w, point) = (x(), truth(), array![1.0, 1.0, -1.0]);
    let spectral = Spectral::new(x.view(), Seminorm::Norm, false).unwrap();
    let target = spectral.target(y().view()).unwrap();
    for row in REFERENCE {
        let filter = Filter::Tikhonov { penalty: row.penalty };
        let risk = estimation_risk(&spectral, x.view(), filter, w.view(), &NOISE).unwrap();
        close(risk.bias, row.bias, 1e-12, "bias");
        close(risk.variance, row.variance, 1e-12, "variance");
        close(spectral.degrees_of_freedom(filter), row.df, 1e-12, "degrees of freedom");
        let at = prediction_risk(&spectral, x.view(), filter, w.view(), &NOISE, point.view()).unwrap();
        close(at.bias, row.point.0, 1e-10, "bias at the point");
        close(at.variance, row.point.1, 1e-10, "variance at the point");
        let (worst, average) = bias_bounds(&spectral, filter, w.view(), point.view());
        close(worst, row.bounds.0, 1e-10, "worst case");
        close(average, row.bounds.1, 1e-10, "average case");
        assert!(worst >= at.bias, "the bound {worst} is below the bias {}", at.bias);
        let points = point.view().insert_axis(Axis(0));
        let mean = mean_prediction_risk(&spectral, x.view(), filter, w.view(), &NOISE, points).unwrap();
        close(mean.bias, row.point.0, 1e-10, "mean bias of one point");
        close(mean.variance, row.point.1, 1e-10, "mean variance of one point");
        close(mean.largest_share, row.point.0 / row.bounds.0, 1e-10, "share of the bound");
        let (residual, norm) = spectral.norms(&target, filter);
        close(residual.sqrt(), row.residual, 1e-12, "residual");
        close(norm.sqrt(), row.norm, 1e-12, "norm");
    }
}

/// C8: leaving each row out, by the identity and by fitting the rest; generalized cross-validation.
#[test]
fn leaving_one_out_by_the_identity() {
    let (x, y) = (x(), y());
    let rows = Rows { x: x.view(), y: y.view(), seminorm: Seminorm::Norm, intercept: false };
    let spectral = Spectral::new(x.view(), Seminorm::Norm, false).unwrap();
    let target = spectral.target(y.view()).unwrap();
    for row in REFERENCE {
        let mut path = Path::new(rows.clone(), &spectral, &target, Family::Tikhonov, Grid::OPEN);
        path.parameters = vec![row.penalty];
        let score = |criterion: Criterion| path.scores(&criterion).unwrap()[0];
        close(score(Criterion::LeaveOneOut), row.press, 1e-10, "by the identity");
        close(score(Criterion::Gcv), row.gcv, 1e-10, "generalized");
        let folds = Criterion::CrossValidation { folds: 4, loss: Loss::Squared, seed: Seed::root(1) };
        close(score(folds), row.press, 1e-10, "one row a fold");
    }
}

/// Erratum 14: generalized cross-validation leaves no row out. Turning the rows by an orthogonal matrix changes every
/// error of a row that is left out, and their mean, but not the generalized score.
#[test]
fn generalized_cross_validation_is_no_hold_out() {
    let turned = |angle: f64| {
        let (sine, cosine) = angle.sin_cos();
        let mut turn = Array2::eye(4);
        turn.slice_mut(s![..2, ..2]).assign(&array![[cosine, -sine], [sine, cosine]]);
        (turn.dot(&x()), turn.dot(&y()))
    };
    let scores = |angle: f64| {
        let (x, y) = turned(angle);
        let rows = Rows { x: x.view(), y: y.view(), seminorm: Seminorm::Norm, intercept: false };
        let spectral = Spectral::new(x.view(), Seminorm::Norm, false).unwrap();
        let target = spectral.target(y.view()).unwrap();
        let mut path = Path::new(rows, &spectral, &target, Family::Tikhonov, Grid::OPEN);
        path.parameters = vec![0.1];
        [Criterion::Gcv, Criterion::LeaveOneOut].map(|criterion| path.scores(&criterion).unwrap()[0])
    };
    let (straight, turned) = (scores(0.0), scores(0.7));
    close(turned[0], straight[0], 1e-12, "generalized");
    assert!((turned[1] / straight[1] - 1.0).abs() > 0.01, "{} and {}", turned[1], straight[1]);
}

/// C14's correction: E e = 0 leaves the covariance open. Noise with correlations 0.8^|i - j| has another variance.
#[test]
fn correlated_noise_has_another_variance() {
    let (x, w) = (x(), truth());
    let spectral = Spectral::new(x.view(), Seminorm::Norm, false).unwrap();
    let covariance = Array2::from_shape_fn((4, 4), |(i, j)| 0.25 * 0.8f64.powi(i.abs_diff(j) as i32));
    let filter = Filter::Tikhonov { penalty: 0.1 };
    let risk = estimation_risk(&spectral, x.view(), filter, w.view(), &Covariance::Full(covariance)).unwrap();
    close(risk.variance, 0.150117544954803, 1e-12, "variance");
    close(risk.bias, 0.0136692753081401, 1e-12, "bias");
}

/// C18, C20: with two rows the bias tends to what lies outside of them, and the variance to sigma^2 times the sum of
/// s^-2 over the two positive singular values: not over three.
#[test]
fn fewer_rows_than_columns_leave_a_bias() {
    let (x, w) = (x().slice(s![..2, ..]).to_owned(), truth());
    let spectral = Spectral::new(x.view(), Seminorm::Norm, false).unwrap();
    let risk = |penalty| {
        estimation_risk(&spectral, x.view(), Filter::Tikhonov { penalty }, w.view(), &NOISE).unwrap()
    };
    close(risk(0.0).bias, 4.16666666666667, 1e-12, "bias");
    close(risk(0.0).variance, 0.291666666666667, 1e-12, "variance");
    close(risk(1e-9).bias, 4.16666666666667, 1e-8, "bias at a small penalty");
}

/// C19, C20: full column rank and no penalty: no bias at all (rounding squared), variance sigma^2 sum s^-2. Without
/// sigma^2, as the article prints it, it would be four times as large.
#[test]
fn more_rows_than_columns_leave_none() {
    let (x, w) = (x(), truth());
    let spectral = Spectral::new(x.view(), Seminorm::Norm, false).unwrap();
    let filter = Filter::Tikhonov { penalty: 0.0 };
    let risk = estimation_risk(&spectral, x.view(), filter, w.view(), &NOISE).unwrap();
    assert!(risk.bias < 1e-20, "{:e}", risk.bias);
    close(risk.variance, 0.32051282051282, 1e-12, "variance");
    close(spectral.singular_values.mapv(|s| s.powi(-2)).sum() * 0.25, risk.variance, 1e-12, "the sum");
}

/// C3, C5, C48: one factorization gives what fitting each penalty gives, the pseudo-inverse at 0, and every rank.
#[test]
fn one_factorization_serves_every_filter() {
    let (x, y) = (x(), y());
    for intercept in [false, true] {
        let spectral = Spectral::new(x.view(), Seminorm::Norm, intercept).unwrap();
        let target = spectral.target(y.view()).unwrap();
        for penalty in [0.0, 1e-6, 0.1, 10.0] {
            let path = spectral.coefficients(&target, Filter::Tikhonov { penalty });
            let alone = ridge(x.view(), y.view(), penalty, intercept).unwrap();
            let apart = (&path.weights - &alone.weights).mapv(f64::abs).sum();
            assert!(apart + (path.intercept - alone.intercept).abs() < 1e-12, "{penalty}: {apart:e}");
        }
    }
    let spectral = Spectral::new(x.view(), Seminorm::Norm, false).unwrap();
    let target = spectral.target(y.view()).unwrap();
    let ranks = [
        array![0.628783515815963, 0.576816434342171, 0.397465804648804],
        array![1.67711933545859, -0.93864167609233, 0.938304434565644],
        array![1.40384615384615, -0.961538461538461, 1.40384615384615],
    ];
    for (rank, expected) in (1..).zip(ranks) {
        let found = spectral.weights(&target, Filter::Truncated { rank });
        assert!((found - expected).mapv(f64::abs).sum() < 1e-12, "rank {rank}");
    }
}

/// C3: the four conditions of Penrose for the map at penalty 0.
#[test]
fn the_map_without_a_penalty_is_the_pseudo_inverse() {
    let x = x();
    let inverse =
        Spectral::new(x.view(), Seminorm::Norm, false).unwrap().map(Filter::Tikhonov { penalty: 0.0 });
    let (left, right) = (x.dot(&inverse), inverse.dot(&x));
    let apart = |a: &Array2<f64>, b: &Array2<f64>| (a - b).mapv(f64::abs).sum();
    assert!(apart(&left.dot(&x), &x) < 1e-12 && apart(&right.dot(&inverse), &inverse) < 1e-12);
    assert!(apart(&left, &left.t().to_owned()) < 1e-12 && apart(&right, &right.t().to_owned()) < 1e-12);
}

/// The general form against its definition: the normal equations (X'X + penalty L'L) w = X'y, in which K is free.
#[test]
fn a_seminorm_solves_its_normal_equations() {
    let x = Array2::from_shape_fn((12, 6), |(i, j)| ((i * 7 + j * 5) as f64).sin());
    let y = Array1::from_iter((0..12).map(|i| (f64::from(i) * 0.7).cos()));
    for seminorm in [Seminorm::Slope, Seminorm::Curvature] {
        let l = seminorm.matrix(6);
        let spectral = Spectral::new(x.view(), seminorm.clone(), false).unwrap();
        let target = spectral.target(y.view()).unwrap();
        for penalty in [1e-3, 1.0, 1e6] {
            let filter = Filter::Tikhonov { penalty };
            let w = spectral.weights(&target, filter);
            let gradient = x.t().dot(&(x.dot(&w) - &y)) + penalty * l.t().dot(&l.dot(&w));
            assert!(gradient.iter().all(|g| g.abs() < 1e-8), "{seminorm:?}, {penalty}: {gradient}");
            let (residual, norm) = spectral.norms(&target, filter);
            let (r, z) = (x.dot(&w) - &y, l.dot(&w));
            close(residual, r.dot(&r), 1e-9, "residual");
            close(norm, z.dot(&z), 1e-9, "seminorm");
            let hat = x.dot(&spectral.map(filter));
            close(spectral.degrees_of_freedom(filter), hat.diag().sum(), 1e-9, "trace");
        }
    }
}

/// |Lw|^2 for matrices L: that of slopes does what slopes do; one of full rank, of more rows than columns, or with a direction that
/// it does not see leaves a gradient of 0.
#[test]
fn a_matrix_of_ones_own_is_a_seminorm() {
    let (x, y) = (x(), y());
    let fitted = |seminorm: Seminorm| {
        let spectral = Spectral::new(x.view(), seminorm, false).unwrap();
        let target = spectral.target(y.view()).unwrap();
        let filter = Filter::Tikhonov { penalty: 0.3 };
        (spectral.weights(&target, filter), spectral.norms(&target, filter).1)
    };
    let matrix = |l: &Array2<f64>| Seminorm::Matrix(std::sync::Arc::new(l.clone()));
    let (slope, _) = fitted(Seminorm::Slope);
    let (by_matrix, _) = fitted(matrix(&Seminorm::Slope.matrix(3)));
    assert!((&slope - &by_matrix).iter().all(|d| d.abs() < 1e-12), "{slope} {by_matrix}");
    for l in [
        array![[2.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.5, 3.0]],
        array![[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 1.0, 1.0]],
        array![[1.0, -1.0, 0.0], [2.0, -2.0, 0.0], [0.0, 0.0, 1.0]],
    ] {
        let (w, norm) = fitted(matrix(&l));
        let gradient = x.t().dot(&(x.dot(&w) - &y)) + 0.3 * l.t().dot(&l.dot(&w));
        assert!(gradient.iter().all(|g| g.abs() < 1e-11), "{gradient}");
        assert!((norm - l.dot(&w).dot(&l.dot(&w))).abs() < 1e-11, "{norm}");
    }
    let narrow = Spectral::new(x.view(), matrix(&Array2::ones((2, 2))), false);
    assert!(matches!(narrow.err(), Some(RegressionFault::Lapack(_))));
}
