//! Linear models in f64: ridge regression and logistic regression.
//!
//! A model predicts from x (rows, columns) by the score x.w + b, with weights w (columns) and an
//! intercept b that is never penalized. Neither method scales or centres the data by itself.

mod asymptotic;
mod logistic;
mod ridge;

use std::fmt;

use ndarray::{Array1, ArrayView1, ArrayView2};

pub use asymptotic::ridge_variance;
pub use logistic::logistic;
pub use ridge::ridge;

use crate::numeric::lapack::LapackError;

/// A fitted linear model.
#[derive(Clone, Debug, PartialEq)]
pub struct Coefficients {
    /// (columns)
    pub weights: Array1<f64>,
    /// 0 when the model was fitted without one.
    pub intercept: f64,
}

impl Coefficients {
    /// x.w + b of each row of x (rows, columns).
    pub fn scores(&self, x: ArrayView2<f64>) -> Array1<f64> {
        x.dot(&self.weights) + self.intercept
    }

    /// Whether the score of each row is positive: class 1 rather than 0.
    pub fn classes(&self, x: ArrayView2<f64>) -> Array1<bool> {
        self.scores(x).mapv(|score| score > 0.0)
    }

    /// 1 / (1 + e^-score): the probability of class 1 under a logistic model.
    pub fn probabilities(&self, x: ArrayView2<f64>) -> Array1<f64> {
        self.scores(x).mapv(|score| 1.0 / (1.0 + (-score).exp()))
    }
}

/// Why a model was not fitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RegressionFault {
    /// The penalty is negative, NaN or infinite.
    Penalty(f64),
    /// A label is neither 0 nor 1.
    Label { row: usize, value: f64 },
    /// A hyperplane separates the classes and nothing limits the weights: the likelihood has no maximum.
    Separable,
    /// Newton's method did not end; the decrement is how far the objective was from its minimum, about.
    NotConverged { iterations: usize, decrement: f64 },
    /// The data can't be used, or LAPACK gave up.
    Lapack(LapackError),
}

impl From<LapackError> for RegressionFault {
    fn from(error: LapackError) -> Self {
        RegressionFault::Lapack(error)
    }
}

impl fmt::Display for RegressionFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RegressionFault::Penalty(value) => {
                write!(f, "the penalty is {value}; it is a finite number, 0 or above")
            }
            RegressionFault::Label { row, value } => {
                write!(f, "the label of row {row} is {value}; labels are 0 or 1")
            }
            RegressionFault::Separable => {
                write!(
                    f,
                    "the classes are separable, so the weights grow without end; a penalty above 0 limits them"
                )
            }
            RegressionFault::NotConverged { iterations, decrement } => {
                write!(f, "not converged after {iterations} iterations, {decrement:.1e} above the minimum")
            }
            RegressionFault::Lapack(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RegressionFault {}

/// Refuses a penalty that is negative or not finite, rows that don't match, and values that are not finite.
fn check(x: ArrayView2<f64>, y: ArrayView1<f64>, penalty: f64) -> Result<(), RegressionFault> {
    if !(penalty >= 0.0 && penalty.is_finite()) {
        return Err(RegressionFault::Penalty(penalty));
    }
    if x.is_empty() {
        return Err(LapackError::Empty.into());
    }
    if y.len() != x.nrows() {
        return Err(LapackError::Mismatch { expected: x.nrows(), found: y.len() }.into());
    }
    let bad_x = x.indexed_iter().find(|(_, value)| !value.is_finite()).map(|(index, _)| index);
    let bad_y = y.iter().position(|value| !value.is_finite()).map(|row| (row, 0));
    match bad_x.or(bad_y) {
        Some((row, column)) => Err(LapackError::NotFinite { row, column }.into()),
        None => Ok(()),
    }
}
