//! Learning from what another has decided. Of row i a logger saw x_i, chose the action a_i with the probability p_i, and
//! only what that action brought is known, r_i from 0 to 1. A policy
//!
//! ```text
//! pi(a|x) = exp(x.w_a + b_a) / sum_k exp(x.w_k + b_k)
//! ```
//!
//! would have brought the mean over rows of sum_a pi(a|x_i) r_i(a), its value. The mean U of the weighted rewards
//! u_i = r_i pi(a_i|x_i) / p_i has this mean over all that the logger could have chosen, where it could choose whatever the
//! policy does; but a policy chosen for a large U is one that happens to agree with lucky decisions of small p_i.
//! Counterfactual risk minimization therefore holds their variance down, V = sum_i (u_i - U)^2 / (n - 1):
//!
//! ```text
//! minimize  -U + variance sqrt(V / n) + penalty/2 sum_k |w_k|^2,   u_i = r_i min(M, pi(a_i|x_i) / p_i)
//! ```
//!
//! (Swaminathan and Joachims 2015, equation 4, where the loss is -r). The minimum is a local one, from equal probabilities.
//! x (rows, columns), probabilities and rewards (rows, actions).

use super::quasi_newton::minimum;
use super::{Coefficients, RegressionFault, check, design};
use crate::numeric::blas;
use crate::numeric::random::Seed;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, Zip};
use rand::RngExt;

/// What a logger has left behind, an entry a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Log {
    /// The action that it chose.
    pub actions: Vec<usize>,
    /// The probability with which it chose that one.
    pub propensities: Array1<f64>,
    /// What that action brought, from 0 to 1.
    pub rewards: Array1<f64>,
}

/// How a policy is learnt from a log.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// The factor of the standard error of U.
    pub variance: f64,
    /// Twice the factor of the squared norm of all weights.
    pub penalty: f64,
    /// M, the largest ratio of probabilities that counts.
    pub bound: f64,
    /// Whether each action has a constant, free of the penalty.
    pub intercept: bool,
}

impl Log {
    /// Decisions drawn from a logger's probabilities; of the rewards only those of the actions that were chosen are read.
    /// Row i draws from `seed.at(i)`.
    pub fn draw(logger: ArrayView2<f64>, rewards: ArrayView2<f64>, seed: &Seed) -> Self {
        let share = |row: usize| seed.at(row as u64).stream().random::<f64>();
        let actions: Vec<usize> =
            logger.outer_iter().enumerate().map(|(row, weights)| chosen(weights, share(row))).collect();
        let of = |table: ArrayView2<f64>| {
            actions.iter().enumerate().map(|(row, &action)| table[(row, action)]).collect::<Array1<f64>>()
        };
        Log { propensities: of(logger), rewards: of(rewards), actions }
    }

    /// u of each row for a policy, without a bound: their mean is the estimate of its value.
    pub fn weighted(&self, policy: ArrayView2<f64>) -> Array1<f64> {
        self.ratios(policy) * &self.rewards
    }

    /// pi(a_i|x_i) / p_i
    fn ratios(&self, policy: ArrayView2<f64>) -> Array1<f64> {
        let chosen = self.actions.iter().enumerate().map(|(row, &action)| policy[(row, action)]);
        chosen.collect::<Array1<f64>>() / &self.propensities
    }
}

/// The action at which the sum of the weights exceeds this share of all.
fn chosen(weights: ArrayView1<f64>, share: f64) -> usize {
    let mut left = share * weights.sum();
    for (action, &weight) in weights.iter().enumerate() {
        if left < weight {
            return action;
        }
        left -= weight;
    }
    // Rounding has left a little: the last one that can be chosen.
    weights.iter().rposition(|&weight| weight > 0.0).unwrap_or(0)
}

/// What a policy brings at each row, where all rewards are known; the mean is its value.
pub fn values(policy: ArrayView2<f64>, rewards: ArrayView2<f64>) -> Array1<f64> {
    (&policy * &rewards).sum_axis(Axis(1))
}

/// The standard deviation of the estimate of a policy's value over all that a logger could have chosen: n^2 times its
/// square is the sum over rows of sum_a (r pi)^2 / p - (sum_a r pi)^2.
pub fn spread(policy: ArrayView2<f64>, rewards: ArrayView2<f64>, logger: ArrayView2<f64>) -> f64 {
    let brought = &policy * &rewards;
    let mut squares = 0.0;
    Zip::from(&brought).and(&logger).for_each(|&brought, &p| {
        squares += if brought > 0.0 { brought * brought / p } else { 0.0 };
    });
    let means = brought.sum_axis(Axis(1));
    (squares - means.dot(&means)).max(0.0).sqrt() / policy.nrows().max(1) as f64
}

/// Learns a policy for so many actions from a log of x: the coefficients of each action's score.
///
/// # Errors
/// [`RegressionFault`] for a negative penalty or factor, unusable data, an action that is none, a propensity that is no
/// probability; `NotConverged`.
pub fn policy(
    x: ArrayView2<f64>,
    log: &Log,
    actions: usize,
    recipe: Recipe,
) -> Result<Vec<Coefficients>, RegressionFault> {
    check(x, log.rewards.view(), recipe.penalty)?;
    check(x, log.propensities.view(), recipe.variance)?;
    if let Some(row) = log.actions.iter().position(|&action| action >= actions) {
        return Err(RegressionFault::Label { row, value: log.actions[row] as f64 });
    }
    if let Some(row) = log.propensities.iter().position(|&p| !(p > 0.0 && p <= 1.0)) {
        return Err(RegressionFault::Propensity { row, value: log.propensities[row] });
    }
    blas::single_threaded();
    let columns = x.ncols();
    let x = design::with_constant(x, recipe.intercept);
    let penalties = design::penalties(recipe.penalty, columns, x.ncols());
    let start = Array2::zeros((x.ncols(), actions));
    let objective = Objective { x, log, penalties, recipe };
    let weights = minimum(&|w| objective.at(w), start)?;
    Ok(design::coefficients(&weights, columns))
}

struct Objective<'a> {
    /// (rows, parameters)
    x: Array2<f64>,
    log: &'a Log,
    /// (parameters, 1)
    penalties: Array2<f64>,
    recipe: Recipe,
}

impl Objective<'_> {
    /// The objective at weights (parameters, actions), and its gradient by them.
    fn at(&self, w: &Array2<f64>) -> (f64, Array2<f64>) {
        let Recipe { variance, bound, .. } = self.recipe;
        let policy = design::probabilities(&self.x, w);
        let (rows, ratios) = (policy.nrows() as f64, self.log.ratios(policy.view()));
        let u = ratios.mapv(|ratio| ratio.min(bound)) * &self.log.rewards;
        let mean = u.sum() / rows;
        let apart = &u - mean;
        let pairs = rows * (rows - 1.0).max(1.0);
        let error = (apart.dot(&apart) / pairs).sqrt();
        let value = -mean + variance * error + 0.5 * (w * w * &self.penalties).sum();
        // Where all u are equal the error has a corner, at its smallest value: no slope is as good as any other.
        let of_error = if error > 0.0 { variance / (pairs * error) } else { 0.0 };
        let mut by_scores = policy;
        for (row, mut by_scores) in by_scores.outer_iter_mut().enumerate() {
            let slope = of_error * apart[row] - 1.0 / rows;
            // A ratio beyond the bound no longer counts, and does not change.
            let factor = if ratios[row] < bound { slope * u[row] } else { 0.0 };
            by_scores *= -factor;
            by_scores[self.log.actions[row]] += factor;
        }
        (value, self.x.t().dot(&by_scores) + w * &self.penalties)
    }
}

#[cfg(test)]
mod tests;
