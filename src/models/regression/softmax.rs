//! Multinomial logistic regression: the w_k, b_k, one of each class, that minimize
//!
//! ```text
//! Σ_i [ln Σ_k exp(x_i.w_k + b_k) - (x_i.w_y + b_y)] + penalty/2 Σ_k |w_k|^2,   y the class of row i
//! ```
//!
//! A sum over rows, half the squared norm, b not penalized; a penalty makes the w_k add up to 0. For two classes it is logistic
//! regression with w = w_1 - w_0 and half the penalty. Newton's method, its step by conjugate gradients on products with the
//! Hessian (no matrix of columns x classes squared is held), with step halving (Nocedal and Wright 2006, section 7.1).

use ndarray::{Array1, Array2, ArrayView2, Axis};

use super::descent::{descend, inner};
use super::{Coefficients, RegressionFault, check, design};
use crate::numeric::blas;
use crate::numeric::exponentials::log_sum_exp;

/// Newton steps.
const ITERATIONS: usize = 200;
/// Newton's decrement, as a share of the objective, that ends it.
const CLOSE: f64 = 1e-12;

/// Fits x (rows, columns) to classes (rows) below `count`: one model for each class, whose largest score is the prediction.
///
/// # Errors
/// [`RegressionFault`] for a negative penalty, unusable data, a class that is not below `count`; `Separable` for a penalty of 0 and
/// classes that hyperplanes separate; `NotConverged`.
pub fn softmax(
    x: ArrayView2<f64>,
    classes: &[u32],
    count: usize,
    penalty: f64,
    intercept: bool,
) -> Result<Vec<Coefficients>, RegressionFault> {
    let labels: Array1<f64> = classes.iter().map(|&class| f64::from(class)).collect();
    check(x, labels.view(), penalty)?;
    if let Some(row) = classes.iter().position(|&class| class as usize >= count) {
        return Err(RegressionFault::Label { row, value: f64::from(classes[row]) });
    }
    blas::single_threaded();
    let columns = x.ncols();
    let x = design::with_constant(x, intercept);
    let penalties = design::penalties(penalty, columns, x.ncols());
    let mut hits = Array2::zeros((x.nrows(), count));
    classes.iter().enumerate().for_each(|(row, &class)| hits[[row, class as usize]] = 1.0);
    let weights = Objective { x, hits, penalties }.minimum(penalty > 0.0)?;
    Ok(design::coefficients(&weights, columns))
}

struct Objective {
    /// (rows, parameters)
    x: Array2<f64>,
    /// 1 at the class of each row, (rows, classes)
    hits: Array2<f64>,
    /// (parameters, 1)
    penalties: Array2<f64>,
}

impl Objective {
    fn value(&self, w: &Array2<f64>) -> f64 {
        let scores = self.x.dot(w);
        let logs = scores.map_axis(Axis(1), |row| log_sum_exp(&row)).sum();
        logs - inner(&scores, &self.hits) + 0.5 * inner(&(w * &self.penalties), w)
    }

    fn gradient(&self, w: &Array2<f64>, probabilities: &Array2<f64>) -> Array2<f64> {
        self.x.t().dot(&(probabilities - &self.hits)) + w * &self.penalties
    }

    /// The Hessian times v: X'(p u - p (p.u)) + penalty v with u = X v.
    fn curved(&self, v: &Array2<f64>, p: &Array2<f64>) -> Array2<f64> {
        let weighted = self.x.dot(v) * p;
        let means = weighted.sum_axis(Axis(1)).insert_axis(Axis(1));
        self.x.t().dot(&(weighted - p * &means)) + v * &self.penalties
    }

    /// The step d of H d = g, up to a share of |g| that falls with it.
    fn step(&self, gradient: &Array2<f64>, p: &Array2<f64>) -> Array2<f64> {
        let (mut d, mut rest) = (Array2::zeros(gradient.dim()), gradient.clone());
        let mut along = rest.clone();
        let start = inner(gradient, gradient);
        let (mut square, end) = (start, start * start.sqrt().min(0.25).powi(2));
        for _ in 0..10 * gradient.len() {
            if square <= end {
                break;
            }
            let curved = self.curved(&along, p);
            let bend = inner(&along, &curved);
            if bend <= f64::EPSILON * f64::EPSILON * inner(&along, &along) {
                break;
            }
            let length = square / bend;
            d.scaled_add(length, &along);
            rest.scaled_add(-length, &curved);
            let next = inner(&rest, &rest);
            along = &rest + next / square * &along;
            square = next;
        }
        d
    }

    fn minimum(&self, limited: bool) -> Result<Array2<f64>, RegressionFault> {
        let mut w = Array2::zeros((self.x.ncols(), self.hits.ncols()));
        let mut decrement = f64::INFINITY;
        for _ in 0..ITERATIONS {
            let (value, p) = (self.value(&w), design::probabilities(&self.x, &w));
            let gradient = self.gradient(&w, &p);
            let step = self.step(&gradient, &p);
            decrement = inner(&gradient, &step);
            // A hyperplane between all classes takes the objective to 0.
            if !limited && self.separates(&w) {
                return Err(RegressionFault::Separable);
            }
            if decrement <= CLOSE * value {
                return Ok(w - step);
            }
            w = descend(|w| self.value(w), &w, value, &step, decrement);
        }
        Err(RegressionFault::NotConverged { iterations: ITERATIONS, decrement })
    }

    /// Whether every row's own class has the largest score, strictly.
    fn separates(&self, w: &Array2<f64>) -> bool {
        let scores = self.x.dot(w);
        let own = (&scores * &self.hits).sum_axis(Axis(1));
        let others = scores.rows().into_iter().zip(self.hits.rows()).zip(&own);
        others
            .into_iter()
            .all(|((row, hits), own)| row.iter().zip(hits).all(|(score, hit)| *hit == 1.0 || score < own))
    }
}

#[cfg(test)]
mod tests {
    use super::super::logistic;
    use super::*;
    use crate::numeric::random::Seed;
    use ndarray::array;

    /// Three clouds that overlap.
    fn clouds(rows: usize, columns: usize) -> (Array2<f64>, Vec<u32>) {
        let mut values = vec![0f32; rows * columns];
        Seed::root(4).bulk().fill_uniform(&mut values);
        let classes: Vec<u32> = (0..rows as u32).map(|row| row % 3).collect();
        let x = Array2::from_shape_fn((rows, columns), |(i, j)| {
            let shift = if classes[i] as usize == j { 0.4 } else { 0.0 };
            f64::from(values[i * columns + j]) - 0.5 + shift
        });
        (x, classes)
    }

    /// Σ_i (p_ik - [y_i = k]) x_i + penalty w_k = 0 for each class, and the sum over rows alone for its constant.
    #[test]
    fn the_gradient_vanishes_at_the_solution() {
        let (x, classes) = clouds(90, 4);
        for penalty in [1.0, 1e-3] {
            let fit = softmax(x.view(), &classes, 3, penalty, true).unwrap();
            let scores =
                Array2::from_shape_fn((90, 3), |(i, k)| x.row(i).dot(&fit[k].weights) + fit[k].intercept);
            for (k, own) in fit.iter().enumerate() {
                let excess = Array1::from_shape_fn(90, |i| {
                    let hit = if classes[i] as usize == k { 1.0 } else { 0.0 };
                    (scores[[i, k]] - log_sum_exp(&scores.row(i))).exp() - hit
                });
                let gradient = x.t().dot(&excess) + penalty * &own.weights;
                // The decrement that ends it is 1e-12 of an objective of about 90.
                assert!(gradient.iter().all(|g| g.abs() < 1e-6), "{gradient}");
                assert!(excess.sum().abs() < 1e-6);
            }
            let sum = fit.iter().fold(Array1::zeros(4), |sum: Array1<f64>, own| sum + &own.weights);
            assert!(sum.iter().all(|w| w.abs() < 1e-6 / penalty), "{sum}");
        }
    }

    #[test]
    fn two_classes_are_logistic_regression_with_half_the_penalty() {
        let (x, classes) = clouds(60, 3);
        let classes: Vec<u32> = classes.into_iter().map(|class| class.min(1)).collect();
        let labels = classes.iter().map(|&class| f64::from(class)).collect::<Array1<f64>>();
        let both = softmax(x.view(), &classes, 2, 0.8, true).unwrap();
        let one = logistic(x.view(), labels.view(), 0.4, true).unwrap();
        let apart = &both[1].weights - &both[0].weights - &one.weights;
        assert!(apart.iter().all(|d| d.abs() < 1e-6), "{apart}");
        assert!((both[1].intercept - both[0].intercept - one.intercept).abs() < 1e-6);
    }

    #[test]
    fn edges_have_an_answer_or_a_fault() {
        let x = array![[-1.0], [0.5], [2.0]];
        assert_eq!(softmax(x.view(), &[0, 1, 1], 2, 0.0, true), Err(RegressionFault::Separable));
        let beyond = softmax(x.view(), &[0, 1, 2], 2, 1.0, true);
        assert_eq!(beyond, Err(RegressionFault::Label { row: 2, value: 2.0 }));
        // Columns of zeros: the constants alone, ln of the counts.
        let flat = softmax(Array2::zeros((3, 1)).view(), &[0, 1, 1], 2, 1.0, true).unwrap();
        assert!((flat[1].intercept - flat[0].intercept - 2f64.ln()).abs() < 1e-6);
    }
}
