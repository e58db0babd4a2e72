//! Ridge and logistic regression fitted again and again as rows are added in one order: what a learning curve is made of.
//!
//! Of the first n rows, for each n of a growing list, the weights that [`ridge`](super::ridge()) and [`logistic`](super::logistic()) have
//! of these rows afresh, to 1e-8 of them, each weight in units of the spread of its column.
//!
//! Ridge: means and centred sums of products of the rows so far (a) take up those of the rows that come new (b) by
//!
//! ```text
//! M = M_a + M_b + n_a n_b / (n_a + n_b) d d',   d = mean_b - mean_a
//! ```
//!
//! (Chan, Golub and LeVeque 1983, The American Statistician 37:242), in which nothing is subtracted that was added before.
//! The normal equations are scaled to a diagonal of ones, so that columns may differ in their units (van der Sluis 1969),
//! and solved by Cholesky; where that would cost more than five digits, and for no more rows than columns, [`ridge`](super::ridge()) has
//! the rows afresh.
//!
//! Logistic: Newton's method starts from the weights of the size before, and keeps a Hessian for as long as each step
//! takes the decrement down a hundredfold (Shamanskii 1967).

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, s};

use super::logistic::{Design, Objective, Step};
use super::ridge::LEAST_RCOND;
use super::{Coefficients, RegressionFault, check, ridge};
use crate::models::Observer;
use crate::numeric::blas;
use crate::numeric::lapack::{LapackError, PositiveDefinite, solve_positive_definite};

/// What is fitted; penalties and intercepts are those of [`ridge`](super::ridge()) and [`logistic`](super::logistic()).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Refit {
    Ridge { penalty: f64, intercept: bool },
    Logistic { penalty: f64, intercept: bool },
}

/// Below this share of the decrement before, a Hessian is worth keeping.
const WORTH: f64 = 1e-2;
/// The decrement, relative to the objective, that ends the method under a kept Hessian: its last step gains digits in
/// proportion, where a step of Newton doubles them.
const CLOSER: f64 = 1e-18;

impl Refit {
    /// Fits the first n rows of x (rows, columns) and y (rows; labels 0 or 1 of a logistic model) for each n of `sizes`, the
    /// smallest first. Nothing comes back once the observer wants the end.
    ///
    /// # Errors
    /// Those of [`ridge`](super::ridge()) and [`logistic`](super::logistic()), and [`RegressionFault::Sizes`].
    pub fn along(
        self,
        x: ArrayView2<f64>,
        y: ArrayView1<f64>,
        sizes: &[usize],
        observer: &dyn Observer,
    ) -> Result<Option<Vec<Coefficients>>, RegressionFault> {
        let mut before = 1;
        for &size in sizes {
            if size < before || size > x.nrows() {
                return Err(RegressionFault::Sizes { size, rows: x.nrows() });
            }
            before = size;
        }
        let mut fit: Box<dyn FnMut(usize) -> Result<Coefficients, RegressionFault>> = match self {
            Refit::Ridge { penalty, intercept } => {
                check(x, y, penalty)?;
                blas::single_threaded();
                let mut moments = Moments::none(x.ncols(), intercept);
                Box::new(move |n| moments.grown(x, y, n, penalty))
            }
            Refit::Logistic { penalty, intercept } => {
                let design = Design::new(x, y, penalty, intercept)?;
                let mut parameters = Array1::zeros(0);
                let mut kept = None;
                Box::new(move |n| {
                    parameters = settled(&design.first(n), std::mem::take(&mut parameters), &mut kept)?;
                    Ok(design.coefficients(parameters.clone()))
                })
            }
        };
        let mut fits = Vec::with_capacity(sizes.len());
        for &size in sizes {
            if observer.cancelled() {
                return Ok(None);
            }
            fits.push(fit(size)?);
        }
        Ok(Some(fits))
    }
}

/// Means of the rows so far and sums of products about them; about 0 without an intercept.
struct Moments {
    rows: usize,
    intercept: bool,
    /// (columns)
    x_mean: Array1<f64>,
    y_mean: f64,
    /// X'X, (columns, columns)
    gram: Array2<f64>,
    /// X'y, (columns)
    cross: Array1<f64>,
}

impl Moments {
    fn none(columns: usize, intercept: bool) -> Self {
        let (x_mean, cross) = (Array1::zeros(columns), Array1::zeros(columns));
        Moments { rows: 0, intercept, x_mean, y_mean: 0.0, gram: Array2::zeros((columns, columns)), cross }
    }

    /// Takes the rows up to n, and fits them all.
    fn grown(
        &mut self,
        x: ArrayView2<f64>,
        y: ArrayView1<f64>,
        n: usize,
        penalty: f64,
    ) -> Result<Coefficients, RegressionFault> {
        if n > self.rows {
            self.add(x.slice(s![self.rows..n, ..]), y.slice(s![self.rows..n]));
        }
        let solved = if n > x.ncols() { self.solution(penalty).ok() } else { None };
        match solved {
            Some(fit) => Ok(fit),
            None => ridge(x.slice(s![..n, ..]), y.slice(s![..n]), penalty, self.intercept),
        }
    }

    /// Adds at least one row.
    fn add(&mut self, x: ArrayView2<f64>, y: ArrayView1<f64>) {
        let (x_mean, y_mean) = match self.intercept {
            true => (means(x), means(y.insert_axis(Axis(1))).sum()),
            false => (Array1::zeros(x.ncols()), 0.0),
        };
        let (there, new) = (self.rows as f64, x.nrows() as f64);
        let (x, y) = (&x - &x_mean, &y - y_mean);
        general_mat_mul(1.0, &x.t(), &x, 1.0, &mut self.gram);
        self.cross += &x.t().dot(&y);
        let (x_apart, y_apart) = (x_mean - &self.x_mean, y_mean - self.y_mean);
        let share = new / (there + new);
        for (mut row, apart) in self.gram.rows_mut().into_iter().zip(&x_apart) {
            row.scaled_add(there * share * apart, &x_apart);
        }
        self.cross.scaled_add(there * share * y_apart, &x_apart);
        self.x_mean.scaled_add(share, &x_apart);
        self.y_mean += share * y_apart;
        self.rows += x.nrows();
    }

    fn solution(&self, penalty: f64) -> Result<Coefficients, LapackError> {
        let mut gram = self.gram.clone();
        gram.diag_mut().mapv_inplace(|value| value + penalty);
        let scale = gram.diag().mapv(|value| 1.0 / value.sqrt());
        if scale.iter().any(|scale| !scale.is_finite()) {
            return Err(LapackError::NotPositiveDefinite);
        }
        gram = gram * &scale * scale.view().insert_axis(Axis(1));
        let scaled = solve_positive_definite(gram.view(), (&self.cross * &scale).view(), LEAST_RCOND)?;
        let weights = scaled * scale;
        let intercept = self.y_mean - self.x_mean.dot(&weights);
        Ok(Coefficients { weights, intercept })
    }
}

/// The mean of each column of at least one row; exactly its value where a column is constant.
fn means(x: ArrayView2<f64>) -> Array1<f64> {
    let first = x.row(0);
    (&x - &first).sum_axis(Axis(0)) / x.nrows() as f64 + first
}

/// The minimum of an objective from weights that are near it, by a Hessian that was made at some of them.
fn settled(
    objective: &Objective,
    near: Array1<f64>,
    kept: &mut Option<PositiveDefinite>,
) -> Result<Array1<f64>, RegressionFault> {
    let mut w = objective.nowhere();
    // Weights that ran away may lie far on the wrong side of a row that comes new.
    if near.len() == w.len() && objective.value(&near) < objective.value_nowhere() {
        w = near;
    } else {
        *kept = None;
    }
    let mut before = f64::INFINITY;
    objective.minimum(w, |doubts, gradient| {
        let by = |hessian: &PositiveDefinite| Step::along(hessian, gradient);
        let old = kept.as_ref().map(by).transpose()?.filter(|step| step.decrement <= WORTH * before);
        let step = match old {
            Some(old) => Step { close: CLOSER, ..old },
            None => by(kept.insert(objective.hessian(doubts)?))?,
        };
        before = step.decrement;
        Ok(step)
    })
}

#[cfg(test)]
mod tests;
