//! Estimates by enumeration of all that a logger could choose, gradients by differences, a minimum in closed form.

use super::*;
use crate::models::regression::SplitMix;
use crate::numeric::exponentials::log_sum_exp;
use ndarray::array;

/// Probabilities of three actions at each row.
fn probabilities(rows: usize, seed: u64) -> Array2<f64> {
    let normals = SplitMix::new(seed).normals(3 * rows);
    let table = Array2::from_shape_vec((rows, 3), normals).expect("as many numbers").mapv_into(f64::exp);
    let sums = table.sum_axis(Axis(1)).insert_axis(Axis(1));
    table / sums
}

/// All that a logger can choose at three rows, each with its probability: the estimate has the true value as its mean, and the
/// spread as its standard deviation. Sums of 27 terms of order 1 are rounded to 1e-14.
#[test]
fn the_estimate_is_right_on_average_over_all_logs() {
    let (policy, logger) = (probabilities(3, 1), probabilities(3, 2));
    let rewards = array![[1.0, 0.0, 0.0], [0.3, 0.9, 0.0], [0.2, 0.5, 1.0]];
    let (mut mean, mut square, mut total) = (0.0, 0.0, 0.0);
    for code in 0..27 {
        let actions = vec![code % 3, code / 3 % 3, code / 9];
        let of = |table: &Array2<f64>| {
            actions.iter().enumerate().map(|(i, &a)| table[(i, a)]).collect::<Array1<f64>>()
        };
        let log = Log { propensities: of(&logger), rewards: of(&rewards), actions: actions.clone() };
        let (chance, estimate) = (log.propensities.product(), log.weighted(policy.view()).sum() / 3.0);
        total += chance;
        mean += chance * estimate;
        square += chance * estimate * estimate;
    }
    let value = values(policy.view(), rewards.view()).sum() / 3.0;
    let spread = spread(policy.view(), rewards.view(), logger.view());
    assert!((total - 1.0).abs() < 1e-14 && (mean - value).abs() < 1e-14, "{mean} {value}");
    assert!(((square - mean * mean).sqrt() - spread).abs() < 1e-13, "{spread}");
}

/// Two hundred logs that are drawn: their mean lies within four standard errors of the value.
#[test]
fn drawn_logs_estimate_the_value_within_four_standard_errors() {
    let (policy, logger) = (probabilities(50, 3), probabilities(50, 4));
    let rewards = Array2::from_shape_fn((50, 3), |(row, action)| f64::from(u8::from(row % 3 == action)));
    let value = values(policy.view(), rewards.view()).sum() / 50.0;
    let estimate = |at: u64| {
        let log = Log::draw(logger.view(), rewards.view(), &Seed::root(7).at(at));
        log.weighted(policy.view()).sum() / 50.0
    };
    let mean = (0..200).map(estimate).sum::<f64>() / 200.0;
    let error = spread(policy.view(), rewards.view(), logger.view()) / 200f64.sqrt();
    assert!(error > 1e-3 && (mean - value).abs() < 4.0 * error, "{mean} {value} {error}");
}

fn log_of(rows: usize) -> (Array2<f64>, Log) {
    let x = Array2::from_shape_vec((rows, 4), SplitMix::new(5).normals(4 * rows)).expect("as many numbers");
    let rewards = Array2::from_shape_fn((rows, 3), |(row, action)| {
        let best = if x[(row, 0)] > 0.3 { 0 } else { 1 + usize::from(x[(row, 1)] > 0.0) };
        if best == action { 1.0 } else { 0.1 * action as f64 }
    });
    let log = Log::draw(probabilities(rows, 6).view(), rewards.view(), &Seed::root(8));
    (x, log)
}

/// Central differences of steps of 1e-6 are good to 1e-9 here.
#[test]
fn the_gradient_is_that_of_the_objective() {
    let (x, log) = log_of(40);
    let penalties = array![[0.2], [0.2], [0.2], [0.0]];
    for (variance, bound) in [(0.0, 1e3), (2.0, 1e3), (2.0, 1.5)] {
        let recipe = Recipe { variance, penalty: 0.2, bound, intercept: false };
        let objective = Objective { x: x.clone(), log: &log, penalties: penalties.clone(), recipe };
        let w = Array2::from_shape_vec((4, 3), SplitMix::new(9).normals(12)).expect("twelve numbers");
        let gradient = objective.at(&w).1;
        for (place, found) in gradient.indexed_iter() {
            let moved = |change: f64| {
                let mut w = w.clone();
                w[place] += change;
                objective.at(&w).0
            };
            let expected = (moved(1e-6) - moved(-1e-6)) / 2e-6;
            assert!((found - expected).abs() < 1e-8, "{place:?}: {found} {expected}");
        }
    }
}

/// Two actions and nothing to see: pi = (q, 1 - q) for all rows. With s = sums of r / p and the sums of (r / p)^2 by action,
/// -U is linear in q and V quadratic, V = a q^2 + b q + c, so that d^2 4 n V = variance^2 (2 a q + b)^2 at the minimum,
/// d = U' : a quadratic equation. Both sides of d 2 sqrt(n V) = variance (2 a q + b) have to have one sign.
#[test]
fn two_actions_without_anything_to_see_have_a_closed_form() {
    let rows = 60;
    let actions: Vec<usize> = (0..rows).map(|row| usize::from(row % 3 == 0)).collect();
    let propensities: Array1<f64> =
        actions.iter().map(|&action| if action == 1 { 0.35 } else { 0.65 }).collect();
    let rewards: Array1<f64> = (0..rows).map(|row| if row % 7 < 4 { 1.0 } else { 0.25 }).collect();
    let n = rows as f64;
    let sums = |action: usize, power: i32| {
        let of_row = |row: usize| {
            if actions[row] == action { (rewards[row] / propensities[row]).powi(power) } else { 0.0 }
        };
        (0..rows).map(of_row).sum::<f64>() / n
    };
    let (first, second) = ([sums(0, 1), sums(1, 1)], [sums(0, 2), sums(1, 2)]);
    let d = first[0] - first[1];
    let scale = n / (n - 1.0);
    let a = scale * (second[0] + second[1] - d * d);
    let b = scale * (-2.0 * second[1] - 2.0 * d * first[1]);
    let c = scale * (second[1] - first[1] * first[1]);
    for variance in [3.0, 10.0] {
        let lambda = variance * variance;
        let (p2, p1, p0) = (
            4.0 * a * (n * d * d - lambda * a),
            4.0 * b * (n * d * d - lambda * a),
            4.0 * n * d * d * c - lambda * b * b,
        );
        let roots = [-1.0, 1.0].map(|sign| (-p1 + sign * (p1 * p1 - 4.0 * p2 * p0).sqrt()) / (2.0 * p2));
        let rises = |q: &f64| d * (2.0 * a * q + b) > 0.0;
        let expected =
            roots.into_iter().find(|q| (0.0..1.0).contains(q) && rises(q)).expect("an inner minimum");
        let log =
            Log { actions: actions.clone(), propensities: propensities.clone(), rewards: rewards.clone() };
        let recipe = Recipe { variance, penalty: 0.0, bound: 1e3, intercept: false };
        let found = policy(Array2::ones((rows, 1)).view(), &log, 2, recipe).expect("a policy");
        let odds = found[1].weights[0] - found[0].weights[0];
        // The objective is flat to 1e-12 around its minimum, and curved by about 1.
        assert!((1.0 / (1.0 + odds.exp()) - expected).abs() < 1e-5, "{odds} {expected}");
    }
}

/// At the minimum of one term plus a factor times another, the other does not rise with the factor.
#[test]
fn the_larger_the_factor_the_smaller_the_variance() {
    let (x, log) = log_of(60);
    let spread = |variance: f64| {
        let recipe = Recipe { variance, penalty: 1e-4, bound: 1e3, intercept: true };
        let fits = policy(x.view(), &log, 3, recipe).expect("a policy");
        let scores = Array2::from_shape_fn((60, 3), |(row, action)| {
            fits[action].weights.dot(&x.row(row)) + fits[action].intercept
        });
        let logs = scores.map_axis(Axis(1), |row| log_sum_exp(&row)).insert_axis(Axis(1));
        let u = log.weighted((scores - logs).mapv_into(f64::exp).view());
        let mean = u.sum() / 60.0;
        (u - mean).mapv(|apart| apart * apart).sum()
    };
    let [free, held] = [0.0, 2.0].map(spread);
    assert!(held < free, "{held} {free}");
}

#[test]
fn what_is_no_log_is_refused() {
    let x = array![[1.0], [2.0]];
    let recipe = Recipe { variance: 1.0, penalty: 0.1, bound: 10.0, intercept: true };
    let log = |actions: [usize; 2], propensities: [f64; 2]| Log {
        actions: actions.to_vec(),
        propensities: Array1::from(propensities.to_vec()),
        rewards: array![1.0, 0.0],
    };
    let fit = |log: &Log, recipe: Recipe| policy(x.view(), log, 2, recipe);
    assert_eq!(fit(&log([0, 2], [0.5, 0.5]), recipe), Err(RegressionFault::Label { row: 1, value: 2.0 }));
    assert_eq!(
        fit(&log([0, 1], [0.5, 0.0]), recipe),
        Err(RegressionFault::Propensity { row: 1, value: 0.0 })
    );
    let negative = Recipe { variance: -1.0, ..recipe };
    assert_eq!(fit(&log([0, 1], [0.5, 0.5]), negative), Err(RegressionFault::Penalty(-1.0)));
    assert!(fit(&log([0, 1], [0.5, 0.5]), recipe).is_ok());
}
