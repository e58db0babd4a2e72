//! Linear models in f64: ridge regression and its path of penalties, sparse, logistic and iterative regression.
//!
//! A model predicts from x (rows, columns) by the score x.w + b, with weights w (columns) and an
//! intercept b that is never penalized. Neither method scales or centres the data by itself.

pub mod analysis;
mod asymptotic;
mod descent;
mod design;
mod factors;
mod filter;
mod iterative;
mod kernel;
mod lasso;
mod logistic;
pub mod marchenko_pastur;
mod naive_bayes;
pub mod policy;
mod quasi_newton;
mod refit;
mod regularized;
mod ridge;
pub mod selection;
mod softmax;
mod spectral;
mod support_vectors;
#[cfg(test)]
mod tests;
mod v_matrix;

use std::fmt;

use ndarray::{Array1, ArrayView1, ArrayView2};

pub use asymptotic::{RidgeLimit, ridge_limit, ridge_variance};
pub use filter::{Family, Filter};
pub use iterative::{Iteration, iterate};
pub use kernel::{Kernel, KernelMachine, kernel_machine, usual_width};
pub use lasso::lasso;
pub use logistic::logistic;
pub use naive_bayes::{ColumnLaw, NaiveBayes};
pub use refit::Refit;
pub use regularized::{Regularized, Setting};
pub use ridge::ridge;
pub use softmax::softmax;
pub use spectral::{Seminorm, Spectral, Target};
pub use support_vectors::{Margin, support_vectors};
#[cfg(test)]
pub(crate) use tests::splitmix::SplitMix;
pub use v_matrix::{v_matrix, v_ridge};

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
    /// The largest number, or singular value: sums of its squares overflow.
    Scale { largest: f64 },
    /// A value that should lie from 0 to 1.
    Range { value: f64 },
    /// The probability of a decision that was made is not above 0, or above 1.
    Propensity { row: usize, value: f64 },
    /// There are fewer rows than folds, or fewer folds than two.
    Folds { folds: usize, rows: usize },
    /// The rows that are fitted grow, from 1 to all of them.
    Sizes { size: usize, rows: usize },
    /// No candidate has a score: nothing is left over to judge by.
    Choice,
    /// More differences than columns, or the data do not determine the directions that a seminorm leaves free.
    Seminorm { free: usize },
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
            RegressionFault::Scale { largest } => {
                write!(f, "the data reach {largest:.1e}, and squares of that overflow; scale the columns")
            }
            RegressionFault::Range { value } => {
                write!(f, "a value is {value}; the V-matrix is of values from 0 to 1")
            }
            RegressionFault::Propensity { row, value } => {
                write!(f, "the decision of row {row} was made with the probability {value}; it lies above 0 and up to 1")
            }
            RegressionFault::Folds { folds, rows } => {
                write!(f, "{rows} rows can't be put into {folds} folds; take from 2 folds to one for each row")
            }
            RegressionFault::Sizes { size, rows } => {
                write!(f, "{size} rows can't be fitted next: sizes grow from 1 up to all {rows} rows")
            }
            RegressionFault::Choice => {
                f.write_str("no penalty can be chosen: every candidate fits all rows, so that nothing is left over to judge by")
            }
            RegressionFault::Seminorm { free } => write!(
                f,
                "the penalty leaves {free} directions of the weights free, which the data do not determine"
            ),
            RegressionFault::Lapack(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RegressionFault {}

/// Sums of squares of larger values may overflow.
const LARGEST: f64 = 1e140;

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
    if let Some((row, column)) = bad_x.or(bad_y) {
        return Err(LapackError::NotFinite { row, column }.into());
    }
    moderate(x.iter())?;
    moderate(y.iter())
}

/// Refuses numbers whose squares could overflow.
fn moderate<'a>(values: impl Iterator<Item = &'a f64>) -> Result<(), RegressionFault> {
    let largest = values.fold(0.0f64, |largest, value| largest.max(value.abs()));
    if largest > LARGEST { Err(RegressionFault::Scale { largest }) } else { Ok(()) }
}
