//! The problems against an independent script (numpy), and against what is known of their kernels.

use super::*;
use crate::numeric::lapack::svd;
use std::f64::consts::PI;

/// A problem, n, (A00, A12, sum of A, |x|, |b|, b0), and the first singular values.
type Reference = (Problem, usize, [f64; 6], [f64; 4]);

const REFERENCE: [Reference; 6] = [
    (
        Problem::Shaw,
        32,
        [
            1.37510105488937e-09,
            6.42835303659883e-06,
            68.0896268271766,
            5.64673602257159,
            13.1873576295045,
            0.505149710160662,
        ],
        [2.9933281475861, 1.85679888547839, 1.03412342372195, 0.393507049608434],
    ),
    (
        Problem::Phillips,
        64,
        [
            0.37439838075843,
            0.370807180779067,
            355.453667259329,
            2.99839525282023,
            15.2776970991277,
            8.35340770714228e-07,
        ],
        [5.80224473650244, 5.24155579041645, 4.40800360772168, 3.42837603348052],
    ),
    (
        Problem::Deriv2,
        64,
        [
            -8.04265340169271e-05,
            -0.000351905822753906,
            -5.33333333333333,
            0.577332649588822,
            0.0459994577631849,
            -0.000162740548451742,
        ],
        [0.101300841041632, 0.0253099606668234, 0.0112375863207933, 0.00631226820392766],
    ),
    (
        Problem::Heat,
        64,
        [
            8.08363373365903e-14,
            0.0,
            18.1508659467468,
            1.96707238554682,
            0.374063196278086,
            1.48015754400495e-15,
        ],
        [0.356626625554043, 0.188874352365422, 0.122505766694466, 0.0855571333200121],
    ),
    (
        Problem::Foxgood,
        32,
        [
            0.000690533966002488,
            0.00284714447990493,
            24.4839840007566,
            3.26558761940328,
            2.53087406285514,
            0.333454139530356,
        ],
        [0.810748196162112, 0.0956376553183945, 0.0065932281884623, 0.00108273486192992],
    ),
    (
        Problem::Gravity,
        32,
        [0.5, 0.488506031612883, 199.96110224456, 4.47213595499958, 26.4593563911269, 2.95718750041742],
        [6.46039649920188, 4.13494585961396, 2.43828912583521, 1.37067774406613],
    ),
];

/// Printed to 15 digits; sums of a thousand numbers, and small ones beside a norm of some tens.
#[test]
fn matrices_and_vectors_have_their_reference_values() {
    for (problem, n, numbers, values) in REFERENCE {
        let System { matrix, exact, solution } = problem.system(n);
        let norm = |v: &Array1<f64>| v.dot(v).sqrt();
        let found = [matrix[[0, 0]], matrix[[1, 2]], matrix.sum(), norm(&solution), norm(&exact), exact[0]];
        for (found, expected) in found.into_iter().zip(numbers) {
            let tolerance = 1e-11 * expected.abs() + 1e-14;
            assert!((found - expected).abs() < tolerance, "{problem:?}: {found:e} is not {expected:e}");
        }
        for (found, expected) in svd(matrix.view()).unwrap().singular_values.iter().zip(values) {
            assert!((found / expected - 1.0).abs() < 1e-8, "{problem:?}: {found} is not {expected}");
        }
    }
}

/// The kernel of `deriv2` has the singular values 1 / (k pi)^2; at 64 points they are 2.1e-5 off.
#[test]
fn the_second_derivative_has_its_spectrum() {
    let values = svd(Problem::Deriv2.system(64).matrix.view()).unwrap().singular_values;
    for (k, value) in (1..=5).zip(values) {
        assert!((value - 1.0 / (f64::from(k) * PI).powi(2)).abs() < 2.1e-5);
    }
}

/// Midpoint quadrature errs by O(h^2): a quarter at twice the points. Baart and Foxgood know their integrals.
#[test]
fn quadrature_converges_to_the_integral() {
    for problem in [Problem::Baart, Problem::Foxgood] {
        let error = |n: usize| {
            let System { matrix, exact, solution } = problem.system(n);
            (matrix.dot(&solution) - &exact).iter().fold(0.0f64, |worst, e| worst.max(e.abs()))
        };
        let (coarse, fine) = (error(32), error(64));
        assert!((coarse / fine - 4.0).abs() < 0.2, "{problem:?}: {coarse:e}, then {fine:e}");
    }
}

/// The rest of the sum of squares of 20,000 values is 5 standard errors, sqrt(2 / n) each, and twice that for
/// smoothed noise, whose squares go together.
#[test]
fn noise_has_variance_one_and_its_correlation() {
    for correlation in [Correlation::White, Correlation::Smoothed] {
        let noise = correlation.draw(20_000, &Seed::root(1));
        for lag in 0..6 {
            let pairs = noise.iter().zip(noise.iter().skip(lag));
            let found = pairs.map(|(a, b)| a * b).sum::<f64>() / 20_000.0;
            assert!((found - correlation.at_lag(lag)).abs() < 0.1, "{correlation:?}, {lag}: {found}");
        }
    }
    let lags: Vec<f64> = (0..5).map(|lag| Correlation::Smoothed.at_lag(lag) * 19.0).collect();
    assert!(lags.iter().zip([19.0, 16.0, 10.0, 4.0, 1.0]).all(|(a, b)| (a - b).abs() < 1e-12), "{lags:?}");
}

#[test]
fn sizes_that_a_problem_does_not_have_are_refused() {
    let inverse = |problem, points| Inverse {
        name: "problem",
        problem,
        points,
        noise: 1e-3,
        correlation: Correlation::White,
    };
    for (problem, points) in [(Problem::Phillips, 30), (Problem::Shaw, 31), (Problem::Baart, 1)] {
        assert!(inverse(problem, points).shape().is_err(), "{problem:?} of {points}");
    }
    let data = inverse(Problem::Baart, 5).draw(&Seed::root(1)).unwrap();
    assert_eq!((data.shape.train, data.shape.columns, data.truth.unwrap().weights.len()), (5, 5, 5));
}
