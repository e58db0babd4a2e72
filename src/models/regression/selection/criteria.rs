//! The scores of criteria over lists of filters: one number each, smaller is better, NaN where there is none. What does
//! not depend on the filter (the factorized folds, a Fourier transform, the true weights in the singular vectors) is
//! prepared once.

use super::cross_validation::Folds;
use super::periodogram::Waves;
use super::{Criterion, Path, curve};
use crate::models::regression::filter::{Family, Filter};
use crate::models::regression::{RegressionFault, Seminorm};
use ndarray::{Array1, Array2, Axis};

/// A share of unexplained degrees of freedom below this is rounding.
const NEGLIGIBLE: f64 = 1e-10;

/// A criterion, ready to score.
pub enum Scorer {
    Gcv,
    LeaveOneOut,
    CrossValidation(Folds),
    LCurve,
    Discrepancy { norm: f64 },
    Periodogram(Option<Waves>),
    QuasiOptimality,
    Optimum { truth: Array1<f64>, inside: Array1<f64>, outside: f64 },
}

impl Scorer {
    pub fn new(path: &Path, criterion: &Criterion) -> Result<Self, RegressionFault> {
        Ok(match criterion {
            Criterion::Gcv => Scorer::Gcv,
            Criterion::LeaveOneOut => Scorer::LeaveOneOut,
            Criterion::CrossValidation { folds, loss, seed } => {
                Scorer::CrossValidation(Folds::new(path, *folds, loss.clone(), seed)?)
            }
            Criterion::LCurve => Scorer::LCurve,
            Criterion::Discrepancy { norm } => Scorer::Discrepancy { norm: *norm },
            Criterion::Periodogram => Scorer::Periodogram(Waves::new(path)),
            Criterion::QuasiOptimality => Scorer::QuasiOptimality,
            Criterion::Optimum { truth } => {
                let inside = match &path.rows.seminorm {
                    Seminorm::Norm if path.spectral.is_orthonormal => path.spectral.vt.dot(truth),
                    _ => Array1::zeros(0),
                };
                let outside = (truth.dot(truth) - inside.dot(&inside)).max(0.0);
                Scorer::Optimum { truth: truth.clone(), inside, outside }
            }
        })
    }

    pub fn scores(&self, path: &Path, filters: &[Filter]) -> Vec<f64> {
        let each = |score: &dyn Fn(Filter) -> f64| filters.iter().map(|&filter| score(filter)).collect();
        match self {
            Scorer::Gcv => each(&|filter| gcv(path, filter)),
            Scorer::LeaveOneOut => leave_one_out(path, filters),
            Scorer::CrossValidation(folds) => folds.scores(filters),
            Scorer::LCurve => curve::scores(path, filters),
            Scorer::Discrepancy { norm } => each(&|filter| {
                let (squares, _) = path.spectral.norms(path.target, filter);
                (squares.sqrt() / norm).ln().abs()
            }),
            Scorer::Periodogram(Some(waves)) => waves.scores(path, filters),
            Scorer::Periodogram(None) => vec![f64::NAN; filters.len()],
            Scorer::QuasiOptimality => each(&|filter| quasi_optimality(path, filter)),
            Scorer::Optimum { truth, inside, outside } => each(&|filter| match &path.rows.seminorm {
                Seminorm::Norm if path.spectral.is_orthonormal => {
                    let error = path.spectral.gains(filter) * &path.target.beta - inside;
                    (error.dot(&error) + outside).sqrt()
                }
                _ => {
                    let error = path.spectral.weights(path.target, filter) - truth;
                    error.dot(&error).sqrt()
                }
            }),
        }
    }
}

fn gcv(path: &Path, filter: Filter) -> f64 {
    let rows = path.spectral.rows() as f64;
    let left = rows - path.spectral.degrees_of_freedom(filter);
    if left < NEGLIGIBLE * rows {
        return f64::NAN;
    }
    let (squares, _) = path.spectral.norms(path.target, filter);
    rows * squares / (left * left)
}

/// Two products of matrices for all filters together: the leverages U^2 f, and the residuals U (1 - f) U'y.
fn leave_one_out(path: &Path, filters: &[Filter]) -> Vec<f64> {
    let spectral = path.spectral;
    let mut factors = Array2::zeros((spectral.singular_values.len(), filters.len()));
    for (mut column, &filter) in factors.columns_mut().into_iter().zip(filters) {
        column.assign(&spectral.factors(filter));
    }
    let leverages = spectral.u.mapv(|value| value * value).dot(&factors);
    let left = spectral.u.dot(&((1.0 - &factors) * path.target.beta.view().insert_axis(Axis(1))));
    let free = spectral.free_leverage();
    let rows = spectral.rows() as f64;
    let mut scores = vec![0.0; filters.len()];
    for (row, (leverages, left)) in leverages.rows().into_iter().zip(left.rows()).enumerate() {
        let (free, outside) = (free[row], path.target.outside[row]);
        for ((score, leverage), left) in scores.iter_mut().zip(leverages).zip(left) {
            let complement = 1.0 - leverage - free;
            let residual = left + outside;
            *score += if complement < NEGLIGIBLE { f64::NAN } else { (residual / complement).powi(2) };
        }
    }
    scores.iter().map(|squares| squares / rows).collect()
}

/// |penalty dz / d penalty|^2, the sum of ((1 - f) g U'y)^2; of a rank the last term that it takes in.
fn quasi_optimality(path: &Path, filter: Filter) -> f64 {
    let (gains, beta) = (path.spectral.gains(filter), &path.target.beta);
    match (path.family, filter) {
        (Family::Truncated, Filter::Truncated { rank }) => {
            let last = rank.checked_sub(1);
            last.and_then(|at| Some((gains.get(at)? * beta.get(at)?).powi(2))).unwrap_or(f64::NAN)
        }
        _ => {
            let change = (1.0 - path.spectral.factors(filter)) * gains * beta;
            change.dot(&change)
        }
    }
}
