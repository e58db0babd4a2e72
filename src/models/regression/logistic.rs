//! Logistic regression: the w, b that minimize
//! sum_i ln(1 + e^(-t_i (x_i.w + b))) + penalty/2 |w|^2, with t_i = +-1 for labels 1 and 0.
//!
//! Note the factors: a sum over rows, not a mean; half the squared norm; b is not penalized. The objective
//! is convex and is minimized by Newton's method (iteratively reweighted least squares) with
//! step halving (Armijo 1966). For separable data and a penalty of 0 there is no minimum, and that is said.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, s};

use super::descent::descend;
use super::{Coefficients, RegressionFault, check, design};
use crate::numeric::blas;
use crate::numeric::exponentials::softplus;
use crate::numeric::lapack::{LapackError, PositiveDefinite};
use std::f64::consts::LN_2;

/// Each step of a separable problem gains about one unit of margin, so a penalty of 1e-300 takes 700.
const ITERATIONS: usize = 1000;
/// Newton's decrement, relative to the objective, below which one more full step ends at rounding.
const CLOSE: f64 = 1e-12;
/// A Hessian is damped until its reciprocal condition number is above this.
const LEAST_RCOND: f64 = 1e-15;

/// Fits x (rows, columns) to labels (rows) that are 0 or 1.
///
/// # Errors
/// [`RegressionFault`] for a negative penalty, a label that is not 0 or 1, unusable data; `Separable` for a
/// penalty of 0 and classes that a hyperplane separates; `NotConverged`.
pub fn logistic(
    x: ArrayView2<f64>,
    labels: ArrayView1<f64>,
    penalty: f64,
    intercept: bool,
) -> Result<Coefficients, RegressionFault> {
    let design = Design::new(x, labels, penalty, intercept)?;
    let objective = design.first(x.nrows());
    let newton = |doubts: &_, gradient: &_| Step::along(&objective.hessian(doubts)?, gradient);
    Ok(design.coefficients(objective.minimum(objective.nowhere(), newton)?))
}

/// Rows as Newton's method takes them.
pub(super) struct Design {
    /// (rows, parameters): with an intercept, a last column of ones.
    x: Array2<f64>,
    /// t: (rows), +-1
    signs: Array1<f64>,
    /// (parameters)
    penalties: Array1<f64>,
    intercept: bool,
}

impl Design {
    pub(super) fn new(
        x: ArrayView2<f64>,
        labels: ArrayView1<f64>,
        penalty: f64,
        intercept: bool,
    ) -> Result<Self, RegressionFault> {
        check(x, labels, penalty)?;
        let strange = |(_, label): &(usize, &f64)| **label != 0.0 && **label != 1.0;
        if let Some((row, &value)) = labels.iter().enumerate().find(strange) {
            return Err(RegressionFault::Label { row, value });
        }
        blas::single_threaded();
        let columns = x.ncols();
        let x = design::with_constant(x, intercept);
        let penalties = design::penalties(penalty, columns, x.ncols()).remove_axis(Axis(1));
        Ok(Design { x, signs: labels.mapv(|label| 2.0 * label - 1.0), penalties, intercept })
    }

    /// The objective of the first `rows` rows, which are as many as there are at most.
    pub(super) fn first(&self, rows: usize) -> Objective<'_> {
        let (x, signs) = (self.x.slice(s![..rows, ..]), self.signs.slice(s![..rows]));
        Objective { x, signs, penalties: self.penalties.view() }
    }

    pub(super) fn coefficients(&self, parameters: Array1<f64>) -> Coefficients {
        let mut weights = parameters.to_vec();
        let intercept = if self.intercept { weights.pop().unwrap_or(0.0) } else { 0.0 };
        Coefficients { weights: weights.into(), intercept }
    }
}

/// A step towards the minimum.
pub(super) struct Step {
    /// What is taken from the weights.
    pub down: Array1<f64>,
    /// The gradient times that.
    pub decrement: f64,
    /// The decrement, relative to the objective, with which it is the last.
    pub close: f64,
}

impl Step {
    /// Newton's, by a Hessian.
    pub(super) fn along(hessian: &PositiveDefinite, gradient: &Array1<f64>) -> Result<Self, LapackError> {
        let down = hessian.solve(gradient.view())?;
        Ok(Step { decrement: gradient.dot(&down), close: CLOSE, down })
    }
}

/// sum_i ln(1 + e^-m_i) + 1/2 sum_j penalties_j w_j^2, with margins m_i = t_i x_i.w.
pub(super) struct Objective<'a> {
    x: ArrayView2<'a, f64>,
    signs: ArrayView1<'a, f64>,
    penalties: ArrayView1<'a, f64>,
}

impl Objective<'_> {
    /// The weights that none of the rows pulls at: 0.
    pub(super) fn nowhere(&self) -> Array1<f64> {
        Array1::zeros(self.x.ncols())
    }

    fn margins(&self, w: &Array1<f64>) -> Array1<f64> {
        self.x.dot(w) * self.signs
    }

    pub(super) fn value(&self, w: &Array1<f64>) -> f64 {
        self.value_at(w, &self.margins(w))
    }

    fn value_at(&self, w: &Array1<f64>, margins: &Array1<f64>) -> f64 {
        let loss: f64 = margins.iter().map(|m| softplus(-m)).sum();
        loss + 0.5 * (w * w * self.penalties).sum()
    }

    /// The value where no row is pulled at.
    pub(super) fn value_nowhere(&self) -> f64 {
        self.x.nrows() as f64 * LN_2
    }

    /// -X'(t q) + penalty w
    fn gradient(&self, w: &Array1<f64>, doubts: &Array1<f64>) -> Array1<f64> {
        w * &self.penalties - self.x.t().dot(&(doubts * &self.signs))
    }

    /// X' diag(q (1 - q)) X + penalty, factorized; damped by a growing multiple of the identity while it is close to singular.
    pub(super) fn hessian(&self, doubts: &Array1<f64>) -> Result<PositiveDefinite, LapackError> {
        let curvature = doubts.mapv(|q| q * (1.0 - q)).insert_axis(Axis(1));
        let mut hessian = self.x.t().dot(&(&self.x * &curvature));
        let mut diagonal = hessian.diag_mut();
        diagonal += &self.penalties;
        let mut damping = f64::EPSILON * hessian.diag().sum().max(f64::MIN_POSITIVE);
        loop {
            match PositiveDefinite::new(hessian.view(), LEAST_RCOND) {
                Err(LapackError::IllConditioned { .. } | LapackError::NotPositiveDefinite) => {
                    hessian.diag_mut().mapv_inplace(|value| value + damping);
                    damping *= 10.0;
                }
                factorized => return factorized,
            }
        }
    }

    /// Whether nothing limits weights that take every row to its own side.
    fn runs_away(&self, margins: &Array1<f64>) -> bool {
        let limited = self.penalties.iter().any(|&penalty| penalty > 0.0);
        !limited && margins.iter().all(|&margin| margin > 0.0)
    }

    /// The minimum, from these weights along the steps that are made of doubts and gradient.
    pub(super) fn minimum(
        &self,
        mut w: Array1<f64>,
        mut step: impl FnMut(&Array1<f64>, &Array1<f64>) -> Result<Step, LapackError>,
    ) -> Result<Array1<f64>, RegressionFault> {
        let mut decrement = f64::INFINITY;
        let mut margins = self.margins(&w);
        let mut value = self.value_at(&w, &margins);
        for _ in 0..ITERATIONS {
            let doubts = doubts(&margins);
            let gradient = self.gradient(&w, &doubts);
            let step = step(&doubts, &gradient)?;
            decrement = step.decrement;
            if decrement <= step.close * value {
                return Ok(w - step.down);
            }
            let mut next = value;
            let at = |w: &Array1<f64>| {
                margins = self.margins(w);
                next = self.value_at(w, &margins);
                next
            };
            w = descend(at, &w, value, &step.down, decrement);
            value = next;
            if self.runs_away(&margins) {
                return Err(RegressionFault::Separable);
            }
        }
        Err(RegressionFault::NotConverged { iterations: ITERATIONS, decrement })
    }
}

/// q = 1 / (1 + e^m) of each row: the probability of the other class.
fn doubts(margins: &Array1<f64>) -> Array1<f64> {
    margins.mapv(|m| 1.0 / (1.0 + m.exp()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Seed;
    use ndarray::{array, concatenate};

    /// Two overlapping clouds in `columns` dimensions.
    fn clouds(rows: usize, columns: usize) -> (Array2<f64>, Array1<f64>) {
        let mut values = vec![0f32; rows * columns];
        Seed::root(9).bulk().fill_uniform(&mut values);
        let labels = Array1::from_iter((0..rows).map(|row| (row % 2) as f64));
        let x = Array2::from_shape_fn((rows, columns), |(row, column)| {
            f64::from(values[row * columns + column]) - 0.5 + 0.2 * labels[row]
        });
        (x, labels)
    }

    /// The gradient recomputed from its formula: sum_i (p_i - label_i) x_i + penalty w = 0, and for the
    /// intercept sum_i (p_i - label_i) = 0.
    #[test]
    fn the_gradient_vanishes_at_the_solution() {
        for (rows, columns, penalty) in [(200, 5, 1.0), (200, 5, 1e-6), (200, 5, 0.0), (20, 60, 0.1)] {
            let (x, labels) = clouds(rows, columns);
            let fit = logistic(x.view(), labels.view(), penalty, true).unwrap();
            let excess = fit.probabilities(x.view()) - &labels;
            let gradient = x.t().dot(&excess) + penalty * &fit.weights;
            assert!(gradient.iter().all(|g| g.abs() < 1e-9), "{gradient}");
            assert!(excess.sum().abs() < 1e-9);
        }
    }

    /// Labels alone: p = 3/4 everywhere, so the intercept is ln 3.
    #[test]
    fn an_intercept_alone_is_the_log_odds() {
        let x = Array2::zeros((4, 1));
        let fit = logistic(x.view(), array![1.0, 1.0, 0.0, 1.0].view(), 1.0, true).unwrap();
        assert!((fit.intercept - 3f64.ln()).abs() < 1e-12);
        assert_eq!(fit.weights, array![0.0]);
    }

    /// One row x = 1 of class 1: w solves penalty w = 1 / (1 + e^w), which gives the penalty for any w.
    #[test]
    fn one_row_solves_its_scalar_equation() {
        for w in [0.5f64, 1.0, 5.0, 20.0] {
            let penalty = 1.0 / (1.0 + w.exp()) / w;
            let fit = logistic(array![[1.0]].view(), array![1.0].view(), penalty, false).unwrap();
            assert!((fit.weights[0] / w - 1.0).abs() < 1e-9, "{} is not {w}", fit.weights[0]);
        }
    }

    /// Separable data have a solution as soon as there is a penalty, however small.
    #[test]
    fn separable_data_need_a_penalty() {
        let x = array![[-2.0], [-1.0], [1.0], [3.0]];
        let labels = array![0.0, 0.0, 1.0, 1.0];
        assert_eq!(logistic(x.view(), labels.view(), 0.0, false), Err(RegressionFault::Separable));
        assert_eq!(logistic(x.view(), labels.view(), 0.0, true), Err(RegressionFault::Separable));
        let mut last = 0.0;
        for penalty in [1.0, 1e-3, 1e-6, 1e-9, 1e-12] {
            let fit = logistic(x.view(), labels.view(), penalty, true).unwrap();
            let excess = fit.probabilities(x.view()) - &labels;
            let gradient = x.t().dot(&excess)[0] + penalty * fit.weights[0];
            assert!(gradient.abs() < 1e-6 * penalty * fit.weights[0], "{penalty}: {gradient:e}");
            assert!(fit.weights[0] > last);
            assert_eq!(fit.classes(x.view()), array![false, false, true, true]);
            last = fit.weights[0];
        }
    }

    #[test]
    fn equal_columns_share_their_weight() {
        let (x, labels) = clouds(100, 2);
        let doubled = concatenate![Axis(1), x, x];
        let fit = logistic(doubled.view(), labels.view(), 1.0, false).unwrap();
        assert!((fit.weights[0] - fit.weights[2]).abs() < 1e-10);
        assert!((fit.weights[1] - fit.weights[3]).abs() < 1e-10);
    }

    #[test]
    fn unusable_input_is_refused() {
        let x = array![[1.0], [2.0]];
        let fault = logistic(x.view(), array![1.0, -1.0].view(), 1.0, false);
        assert_eq!(fault, Err(RegressionFault::Label { row: 1, value: -1.0 }));
        let fault = logistic(x.view(), array![1.0, 0.0].view(), f64::NAN, false);
        assert!(matches!(fault, Err(RegressionFault::Penalty(_))));
    }
}
