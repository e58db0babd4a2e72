//! Cross-validation over folds: rows are put into folds at random, each fold is predicted from the rest.
//!
//! A loss is of all held-out rows together. Each fold takes one factorization for the whole path.

use super::{Loss, Path};
use crate::models::regression::RegressionFault;
use crate::models::regression::filter::{Family, Filter};
use crate::models::regression::spectral::{Spectral, Target};
use crate::numeric::random::Seed;
use ndarray::{Array1, Array2, Axis};
use rand::seq::SliceRandom;

/// One fold: the problem of the kept rows, and the rows that are held out.
struct Fold {
    spectral: Spectral,
    target: Target,
    held: Vec<usize>,
    x: Array2<f64>,
}

/// Every fold factorized.
pub struct Folds {
    folds: Vec<Fold>,
    loss: Loss,
    y: Array1<f64>,
}

impl Folds {
    pub fn new(path: &Path, folds: usize, loss: Loss, seed: &Seed) -> Result<Self, RegressionFault> {
        let rows = path.rows.x.nrows();
        if folds < 2 || folds > rows {
            return Err(RegressionFault::Folds { folds, rows });
        }
        let mut order: Vec<usize> = (0..rows).collect();
        order.shuffle(&mut seed.stream());
        let factorized: Result<Vec<Fold>, _> =
            (0..folds).map(|fold| factorized(path, &order, folds, fold)).collect();
        Ok(Folds { folds: factorized?, loss, y: path.rows.y.to_owned() })
    }

    /// The mean loss of each filter over all held-out rows: of each fold a product of matrices.
    pub fn scores(&self, filters: &[Filter]) -> Vec<f64> {
        let mut predicted = Array2::zeros((self.y.len(), filters.len()));
        for fold in &self.folds {
            let fits: Vec<_> =
                filters.iter().map(|&filter| fold.spectral.coefficients(&fold.target, filter)).collect();
            let mut weights = Array2::zeros((fold.x.ncols(), filters.len()));
            let mut intercepts = Array1::zeros(filters.len());
            for (at, fit) in fits.into_iter().enumerate() {
                weights.column_mut(at).assign(&fit.weights);
                intercepts[at] = fit.intercept;
            }
            let values = fold.x.dot(&weights) + &intercepts;
            for (&row, values) in fold.held.iter().zip(values.rows()) {
                predicted.row_mut(row).assign(&values);
            }
        }
        predicted.columns().into_iter().map(|column| self.loss.of(column, self.y.view())).collect()
    }
}

/// Every `folds`-th row in this order is held out, from the `fold`-th on.
fn factorized(path: &Path, order: &[usize], folds: usize, fold: usize) -> Result<Fold, RegressionFault> {
    let rows_where = |held: bool| {
        let rows = order.iter().enumerate().filter(|(at, _)| (at % folds == fold) == held);
        rows.map(|(_, &row)| row).collect::<Vec<usize>>()
    };
    let (held, kept) = (rows_where(true), rows_where(false));
    let rows = &path.rows;
    let (x, seminorm) = (rows.x.select(Axis(0), &kept), rows.seminorm.clone());
    let spectral = match path.family {
        Family::Tikhonov => Spectral::along(x.view(), seminorm, rows.intercept, path.least())?,
        Family::Truncated => Spectral::new(x.view(), seminorm, rows.intercept)?,
    };
    let target = spectral.target(rows.y.select(Axis(0), &kept).view())?;
    Ok(Fold { spectral, target, x: rows.x.select(Axis(0), &held), held })
}
