//! Sampled chains against their exact expectations, within four standard errors: a right program
//! fails one comparison in 16,000, and the seeds are fixed.

use ndarray::{Array1, Array2, ArrayView2, Axis};

use super::super::*;
use super::*;
use crate::models::{Precision, Unwatched};
use crate::numeric::random::Seed;

/// Mean and standard error of each column.
fn column_means(rows: ArrayView2<f32>) -> (Array1<f64>, Array1<f64>) {
    let rows = rows.mapv(f64::from);
    let mean = rows.mean_axis(Axis(0)).unwrap();
    let error = rows.var_axis(Axis(0), 1.0).mapv(|variance| (variance / rows.nrows() as f64).sqrt());
    (mean, error)
}

#[test]
fn drawn_states_have_the_conditional_means() {
    let rbm = single(&tiny());
    let v = ndarray::Array2::from_shape_fn((40_000, 3), |(_, unit)| [1.0, 0.0, 1.0][unit]);
    let (mean, error) = column_means(rbm.sample_h_given_v(v.view(), &Seed::root(1)).view());
    let expected = tiny().hidden_given_visible(ndarray::array![[1.0, 0.0, 1.0]].view());
    for unit in 0..2 {
        assert_close(mean[unit], expected[[0, unit]], 4.0 * error[unit]);
    }
}

/// Chains that start in the model's own distribution stay there: the last step's visible means
/// average to p(v_i = 1), whose exact values come from enumeration.
#[test]
fn the_gibbs_sampler_is_stationary() {
    let exact = tiny();
    let p = exact.probabilities().unwrap();
    let chains = 40_000;
    // Each state in proportion to its probability, rounded: off by at most 1/80,000 a state.
    let cumulative: Vec<f64> = p
        .iter()
        .scan(0.0, |sum, p| {
            *sum += p;
            Some(*sum)
        })
        .collect();
    let all = states(3, 0..8).mapv(|x| x as f32);
    let start = Array2::from_shape_fn((chains, 3), |(chain, unit)| {
        let quantile = (chain as f64 + 0.5) / chains as f64;
        all[[cumulative.iter().position(|c| *c > quantile).unwrap_or(7), unit]]
    });
    let moments = exact.model_moments().unwrap();
    for steps in [1, 20] {
        let means =
            sample(&single(&exact), chains, steps, Some(start.view()), &Seed::root(2), &Unwatched).unwrap();
        let (mean, error) = column_means(means.view());
        for unit in 0..3 {
            assert_close(mean[unit], moments.visible[unit], 4.0 * error[unit] + 1e-4);
        }
    }
}

/// The second eigenvalue is 0.19: after 30 steps nothing is left of a start at random.
#[test]
fn chains_forget_their_start() {
    let exact = tiny();
    let (mean, error) =
        column_means(sample(&single(&exact), 40_000, 30, None, &Seed::root(3), &Unwatched).unwrap().view());
    let expected = exact.model_moments().unwrap().visible;
    for unit in 0..3 {
        assert_close(mean[unit], expected[unit], 4.0 * error[unit]);
    }
}

/// Gibbs steps of an update, and how many chains persist.
type Chains = (usize, Option<usize>);

/// One update at rate 1 without momentum or decay, from the tiny machine, is one sampled gradient.
fn sampled_gradient((steps, persistent): Chains, precision: Precision, seed: u64) -> Array2<f64> {
    let start = single(&tiny());
    let mut rbm = start.clone();
    let data = tiny_data().mapv(|x| x as f32);
    let data = Array2::from_shape_fn((300, 3), |(row, unit)| data[[row % 3, unit]]);
    let training = RbmTraining {
        epochs: 1,
        batch: 300,
        rate: 1.0,
        steps,
        persistent,
        precision,
        momentum_start: 0.0,
        weight_decay: 0.0,
        ..RbmTraining::default()
    };
    train(&mut rbm, data.view(), None, &training, &Seed::root(seed), &crate::models::Unwatched).unwrap();
    (&rbm.weights - &start.weights).mapv(f64::from)
}

/// The products' own error is at most this.
fn assert_mean_gradient(chains: Chains, precision: Precision, expected: &Array2<f64>, own: f64) {
    let repeats = 400;
    let draws: Vec<Array2<f64>> =
        (0..repeats).map(|seed| sampled_gradient(chains, precision, seed)).collect();
    for (index, expected) in expected.indexed_iter() {
        let values: Array1<f64> = draws.iter().map(|gradient| gradient[index]).collect();
        let error = values.std(1.0) / (repeats as f64).sqrt();
        assert_close(values.mean().unwrap(), *expected, 4.0 * error + own);
    }
}

#[test]
fn sampled_contrastive_divergence_has_the_expected_gradient() {
    for steps in [1, 2, 3] {
        let expected = expected_cd_gradient(&tiny(), tiny_data().view(), steps).unwrap();
        assert_mean_gradient((steps, None), Precision::Single, &expected.visible_hidden, 0.0);
    }
}

/// The weights have few bits and states are 0 or 1, so that only hidden means are rounded, by 2^-9 of themselves in both phases.
#[test]
fn in_brain_floating_point_the_gradient_is_the_same_but_for_rounded_means() {
    let expected = expected_cd_gradient(&tiny(), tiny_data().view(), 2).unwrap();
    assert_mean_gradient((2, None), Precision::Brain, &expected.visible_hidden, 2.0 / 512.0);
}

/// Twelve steps from a uniform start leave a bias of 0.19^12 = 2e-9.
#[test]
fn persistent_chains_have_the_likelihood_gradient() {
    let expected = tiny().likelihood_gradient(tiny_data().view()).unwrap();
    assert_mean_gradient((12, Some(200)), Precision::Single, &expected.visible_hidden, 0.0);
}

#[test]
fn a_start_of_another_width_is_refused() {
    let wide = Array2::zeros((2, 5));
    let result = sample(&single(&tiny()), 2, 1, Some(wide.view()), &Seed::root(1), &Unwatched);
    assert_eq!(result, Err(RbmFault::WrongWidth { columns: 5, visible: 3 }));
}
