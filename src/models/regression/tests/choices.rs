//! Choices of the penalty on Hansen's problems with the noise of an independent script (numpy): 1e-3 times the normals
//! of splitmix64 from the seed 42. Its lambda is the root of our penalty; 1 %.

use super::splitmix::SplitMix;
use crate::data::inverse::{Problem, System};
use crate::models::regression::analysis::picard_count;
use crate::models::regression::selection::{Criterion, Grid, Path, Rows};
use crate::models::regression::{Family, Filter, Seminorm, Spectral, Target};
use ndarray::Array1;

/// A problem, n, lambda by (optimum, GCV, L-curve, discrepancy), the relative errors of the first three, the
/// coefficients above three deviations of the noise, and the best rank with its relative error.
type Reference = (Problem, usize, [f64; 4], [f64; 3], usize, (usize, f64));

#[rustfmt::skip]
const REFERENCE: [Reference; 6] = [
    (Problem::Shaw, 32, [0.000774277310755041, 0.00433113427712288, 0.000647001406097486, 0.0103212150771316], [0.0283837016917747, 0.0446276639972154, 0.0286586484747258], 7, (9, 0.0465081865754537)),
    (Problem::Phillips, 64, [0.0476252417536038, 0.031194013100263, 0.0262913026937855, 0.0658667990541322], [0.00909560061657062, 0.0111701815829424, 0.0132330728037503], 6, (12, 0.00710767047581187)),
    (Problem::Deriv2, 64, [0.00952737733485755, 0.00240975306284106, 0.0116686111132406, 0.0150580674973528], [0.460358124630618, 1.18076402136956, 0.466154997123568], 2, (4, 0.41041749878466)),
    (Problem::Heat, 64, [0.00716708164198448, 0.0034157965653305, 0.00549705945560044, 0.00930199377675842], [0.161945736568095, 0.277835551053189, 0.17663996527314], 11, (17, 0.143104474377023)),
    (Problem::Foxgood, 32, [0.00689949698838696, 0.000446550683260698, 0.00554937877237668, 0.0113886662220874], [0.0114313311997115, 0.574910315997117, 0.0148927995849601], 2, (3, 0.0177700060858017)),
    (Problem::Gravity, 32, [0.0225389204269249, 0.000651843710649904, 0.016521856980011, 0.0432966719384526], [0.0112519291214178, 0.418955683932553, 0.0120061087306536], 9, (10, 0.00975661256700332)),
];

struct Noisy {
    system: System,
    y: Array1<f64>,
    noise: f64,
    spectral: Spectral,
    target: Target,
}

impl Noisy {
    fn new(problem: Problem, n: usize) -> Self {
        let system = problem.system(n);
        let noise = Array1::from(SplitMix::new(42).normals(n)) * 1e-3;
        let y = &system.exact + &noise;
        let spectral = Spectral::new(system.matrix.view(), Seminorm::Norm, false).unwrap();
        let target = spectral.target(y.view()).unwrap();
        Noisy { system, y, noise: noise.dot(&noise).sqrt(), spectral, target }
    }

    fn path(&self, family: Family) -> Path<'_> {
        let (x, y) = (self.system.matrix.view(), self.y.view());
        let rows = Rows { x, y, seminorm: Seminorm::Norm, intercept: false };
        Path::new(rows, &self.spectral, &self.target, family, Grid { points: 400, ..Grid::OPEN })
    }

    fn relative_error(&self, filter: Filter) -> f64 {
        let truth = &self.system.solution;
        let error = self.spectral.weights(&self.target, filter) - truth;
        (error.dot(&error) / truth.dot(truth)).sqrt()
    }
}

/// C6, C38, C39: the penalties, and the errors that come with them. The corner of `foxgood` and `deriv2` is shallow; the same
/// 1 % holds.
#[test]
fn penalties_have_their_reference_values() {
    for (problem, n, lambdas, errors, _, _) in REFERENCE {
        let noisy = Noisy::new(problem, n);
        let criteria = [
            Criterion::Optimum { truth: noisy.system.solution.clone() },
            Criterion::Gcv,
            Criterion::LCurve,
            Criterion::Discrepancy { norm: noisy.noise },
        ];
        for (index, criterion) in criteria.iter().enumerate() {
            let chosen = noisy.path(Family::Tikhonov).choose(criterion).unwrap();
            let ratio = chosen.parameter.sqrt() / lambdas[index];
            assert!((ratio - 1.0).abs() < 0.01, "{problem:?}: {criterion:?} is {ratio} times the reference");
            if let Some(expected) = errors.get(index) {
                let error = noisy.relative_error(Filter::Tikhonov { penalty: chosen.parameter });
                assert!((error / expected - 1.0).abs() < 0.01, "{problem:?}: error {error}, not {expected}");
            }
        }
    }
}

/// C47: how many coefficients stand above the noise, counted exactly.
#[test]
fn coefficients_above_the_noise_are_counted() {
    for (problem, n, _, _, above, _) in REFERENCE {
        assert_eq!(picard_count(&Noisy::new(problem, n).target, 1e-3), above, "{problem:?}");
    }
}

/// C48: the best rank and its error, to 1 %.
#[test]
fn the_best_rank_is_found() {
    for (problem, n, _, _, _, (rank, error)) in REFERENCE {
        let noisy = Noisy::new(problem, n);
        let truth = noisy.system.solution.clone();
        let chosen = noisy.path(Family::Truncated).choose(&Criterion::Optimum { truth }).unwrap();
        assert_eq!(chosen.parameter, rank as f64, "{problem:?}");
        let found = noisy.relative_error(Filter::Truncated { rank });
        assert!((found / error - 1.0).abs() < 0.01, "{problem:?}: {found} is not {error}");
    }
}

/// C4, C7: below the smallest singular value nothing holds the norm; between the noise and the spectrum it falls as
/// the penalty grows, and never rises.
#[test]
fn the_norm_falls_with_the_penalty() {
    let noisy = Noisy::new(Problem::Shaw, 32);
    let norm = |lambda: f64| {
        noisy.spectral.norms(&noisy.target, Filter::Tikhonov { penalty: lambda * lambda }).1.sqrt()
    };
    let norms: Vec<f64> = (-15..2).map(|power| norm(10f64.powi(power))).collect();
    assert!(norms.windows(2).all(|pair| pair[0] >= pair[1]), "{norms:?}");
    // Half the squared norm per decade, from the noise in the small singular values: slope -1 on average.
    let slope = (norm(1e-6) / norm(1e-12)).log10() / 6.0;
    assert!((slope + 1.0).abs() < 0.2, "{slope}");
}

/// Criteria that need no truth lie within two decades of the optimum where the noise is white.
#[test]
fn every_criterion_chooses_something_sensible() {
    let noisy = Noisy::new(Problem::Phillips, 64);
    for criterion in [Criterion::Periodogram, Criterion::QuasiOptimality, Criterion::LeaveOneOut] {
        let chosen = noisy.path(Family::Tikhonov).choose(&criterion).unwrap();
        let ratio = chosen.parameter.sqrt() / 0.0476252417536038;
        assert!((0.1..10.0).contains(&ratio), "{criterion:?}: {ratio}");
    }
}
