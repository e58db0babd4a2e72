//! The f64 machine against enumeration, finite differences and identities.
//!
//! Tolerances of 1e-12 leave some thousand roundings of numbers of order ten.

use ndarray::{Array2, Axis, array, s};

use super::super::*;
use super::*;
use crate::numeric::exponentials::log_sum_exp;

const ROUNDING: f64 = 1e-12;

#[test]
fn log_partition_is_the_same_jointly_and_over_either_layer() {
    let rbm = tiny();
    assert_close(rbm.log_partition().unwrap(), 4.08820636049821, ROUNDING);
    let (v, h) = (states(3, 0..8), states(2, 0..4));
    let joint: Vec<f64> = v
        .outer_iter()
        .flat_map(|v| h.outer_iter().map(move |h| (v, h)).collect::<Vec<_>>())
        .map(|(v, h)| -rbm.energy(v, h))
        .collect();
    assert_close(log_sum_exp(&joint), rbm.log_partition().unwrap(), ROUNDING);
    let over_visible = -rbm.free_energy(v.view());
    let over_hidden = -rbm.transposed().free_energy(h.view());
    assert_close(log_sum_exp(&over_visible), log_sum_exp(&over_hidden), ROUNDING);
    assert_close(log_sum_exp(&over_visible).exp(), 59.6328359130009, 59.6 * ROUNDING);
}

#[test]
fn spins_have_their_own_partition_function() {
    let rbm = tiny();
    let spins = ExactRbm { visible_units: Units::Spin, hidden_units: Units::Spin, ..rbm };
    assert_close(spins.log_partition().unwrap(), 5.76185104318313, ROUNDING);
    let (machine, constant) = spins.as_binary().unwrap();
    assert_close(machine.log_partition().unwrap() + constant, 5.76185104318313, ROUNDING);
}

#[test]
fn probabilities_of_all_states() {
    let expected = [
        0.0790477516692884,
        0.110104897942097,
        0.124090921849521,
        0.16923343861056,
        0.104195714609195,
        0.0993044857455379,
        0.162594401752304,
        0.151428387821498,
    ];
    let p = tiny().probabilities().unwrap();
    assert_all_close(&p, &expected, ROUNDING);
    assert_close(p.sum(), 1.0, ROUNDING);
}

#[test]
fn clamped_free_energies() {
    let expected = [
        -1.55050320288584,
        -1.88188461055946,
        -2.00146561915341,
        -2.31173013688439,
        -1.82672208339839,
        -1.77864182521797,
        -2.27170984846944,
        -2.20056390706659,
    ];
    assert_all_close(&tiny().free_energy(states(3, 0..8).view()), &expected, ROUNDING);
}

#[test]
fn likelihood_and_divergence() {
    let (rbm, data) = (tiny(), tiny_data());
    assert_close(rbm.mean_log_likelihood(data.view()).unwrap(), -1.93309816186044, ROUNDING);
    assert_close(rbm.divergence_from(data.view()).unwrap(), 0.834485873192333, ROUNDING);
}

/// p(h_j = 1 | v) = sum over h with h_j = 1 of e^-E(v, h), over the sum over all h.
#[test]
fn conditionals_are_exact() {
    let rbm = tiny();
    let (v, h) = (states(3, 0..8), states(2, 0..4));
    let means = rbm.hidden_given_visible(v.view());
    for (v, mean) in v.outer_iter().zip(means.outer_iter()) {
        let weight: Vec<f64> = h.outer_iter().map(|h| (-rbm.energy(v, h)).exp()).collect();
        let total: f64 = weight.iter().sum();
        for unit in 0..2 {
            let on: f64 = h.outer_iter().zip(&weight).map(|(h, w)| h[unit] * w).sum();
            assert_close(mean[unit], on / total, ROUNDING);
        }
    }
}

#[test]
fn both_phases_and_the_likelihood_gradient() {
    let (rbm, data) = (tiny(), tiny_data());
    let positive = [
        0.448741149566589,
        0.408515443317638,
        0.287225364016853,
        0.521564748488293,
        0.0537029831921951,
        0.288042367663635,
    ];
    let negative = [
        0.270291671874416,
        0.360732503135122,
        0.254093909360155,
        0.477859662797908,
        0.120394522409621,
        0.403046453971595,
    ];
    let model = rbm.model_moments().unwrap();
    assert_all_close(&rbm.data_moments(data.view()).visible_hidden, &positive, ROUNDING);
    assert_all_close(&model.visible_hidden, &negative, ROUNDING);
    assert_all_close(&model.visible, &[0.530071210119692, 0.607347150033883, 0.517522989928534], ROUNDING);
    assert_all_close(&model.hidden, &[0.399167425707349, 0.728990577318618], ROUNDING);
}

#[test]
fn moments_over_the_hidden_layer_are_those_over_the_visible_layer() {
    let (wide, tall) = (tiny(), tiny().transposed());
    let (a, b) = (wide.model_moments().unwrap(), tall.model_moments().unwrap());
    assert_all_close(&a.visible_hidden, b.visible_hidden.t(), ROUNDING);
    assert_all_close(&a.visible, &b.hidden, ROUNDING);
}

/// Central differences with step 1e-5 are wrong by 1e-10 of the third derivative and 1e-11 by rounding.
#[test]
fn the_gradient_is_the_derivative_of_the_likelihood() {
    let (rbm, data) = (tiny(), tiny_data());
    let gradient = rbm.likelihood_gradient(data.view()).unwrap();
    let derivative = |change: &dyn Fn(&mut ExactRbm, f64)| {
        let likelihood = |step: f64| {
            let mut moved = rbm.clone();
            change(&mut moved, step);
            moved.mean_log_likelihood(data.view()).unwrap()
        };
        (likelihood(1e-5) - likelihood(-1e-5)) / 2e-5
    };
    for ((i, j), expected) in gradient.visible_hidden.indexed_iter() {
        assert_close(derivative(&|rbm, step| rbm.weights[[i, j]] += step), *expected, 1e-7);
    }
    for (i, expected) in gradient.visible.indexed_iter() {
        assert_close(derivative(&|rbm, step| rbm.visible_bias[i] += step), *expected, 1e-7);
    }
    for (j, expected) in gradient.hidden.indexed_iter() {
        assert_close(derivative(&|rbm, step| rbm.hidden_bias[j] += step), *expected, 1e-7);
    }
}

#[test]
fn the_gibbs_matrix_leaves_the_model_unchanged_in_detailed_balance() {
    let rbm = tiny();
    let (p, transition) = (rbm.probabilities().unwrap(), gibbs_transition(&rbm).unwrap());
    assert_all_close(&p.dot(&transition), &p, ROUNDING);
    assert_all_close(&transition.sum_axis(Axis(1)), &[1.0; 8], ROUNDING);
    let flow = transition * p.insert_axis(Axis(1));
    assert_all_close(&flow, flow.t(), ROUNDING);
}

#[test]
fn the_bias_of_expected_contrastive_divergence_decays_with_the_second_eigenvalue() {
    let (rbm, data) = (tiny(), tiny_data());
    let exact = rbm.likelihood_gradient(data.view()).unwrap();
    let bias = |steps| {
        let expected = expected_cd_gradient(&rbm, data.view(), steps).unwrap();
        (&expected - &exact).visible_hidden.iter().map(|x| x * x).sum::<f64>().sqrt()
    };
    let reference = [
        (1, 0.0445498998812941),
        (2, 0.00833187982633698),
        (3, 0.00154884747082561),
        (5, 5.3503780917068e-05),
        (10, 1.18666273917225e-08),
    ];
    for (steps, norm) in reference {
        assert_close(bias(steps), norm, 1e-10);
    }
    let spectrum = gibbs_spectrum(&rbm).unwrap();
    assert_close(spectrum[0], 1.0, ROUNDING);
    assert_close(spectrum[1], 0.185861139648599, ROUNDING);
    // The third eigenvalue no longer matters after eight steps; 1e-5 is 1e-13 of rounding over a bias of 1e-8.
    assert_close(bias(9) / bias(8), 0.185861139648599, 1e-5);
}

#[test]
fn expected_contrastive_divergence_after_one_step() {
    let expected = [
        0.155977877589363,
        0.0311169570716583,
        0.0217824186293169,
        0.0468645383611629,
        -0.0591493119092749,
        -0.0832818886775338,
    ];
    let gradient = expected_cd_gradient(&tiny(), tiny_data().view(), 1).unwrap();
    assert_all_close(&gradient.visible_hidden, &expected, 1e-10);
}

/// Three copies without couplings between them have three times the ln Z.
#[test]
fn log_partition_is_extensive() {
    let one = ExactRbm::binary(array![[0.8, -0.3], [0.4, 1.1]], array![0.2, -0.1], array![0.0, 0.5]);
    let mut three = ExactRbm::binary(
        Array2::zeros((6, 6)),
        array![0.2, -0.1, 0.2, -0.1, 0.2, -0.1],
        array![0.0, 0.5, 0.0, 0.5, 0.0, 0.5],
    );
    for copy in 0..3 {
        three.weights.slice_mut(s![2 * copy..2 * copy + 2, 2 * copy..2 * copy + 2]).assign(&one.weights);
    }
    assert_close(three.log_partition().unwrap(), 3.0 * one.log_partition().unwrap(), ROUNDING);
    assert_close(three.log_partition().unwrap(), 11.7219209518289, ROUNDING);
}

/// Without couplings ln Z = sum ln(1 + e^b) + hidden ln 2, also over more states than one block or range holds.
#[test]
fn streamed_enumeration_covers_every_state_once() {
    let units = 17;
    let rbm = ExactRbm::binary(
        Array2::zeros((units, units + 1)),
        (0..units).map(|i| 0.1 * i as f64 - 0.8).collect(),
        ndarray::Array1::zeros(units + 1),
    );
    let product: f64 = rbm.visible_bias.iter().map(|b| b.exp().ln_1p()).sum();
    assert_close(rbm.log_partition().unwrap(), product + (units + 1) as f64 * 2f64.ln(), 1e-11);
    assert_close(rbm.probabilities().unwrap().sum(), 1.0, 1e-11);
}

#[test]
fn layers_too_large_to_enumerate_are_refused() {
    let rbm = ExactRbm::from(&Rbm::zeros(31, 40));
    assert_eq!(rbm.log_partition(), Err(NotEnumerable::TooLarge { bits: 31, limit: 30 }));
    assert_eq!(rbm.model_moments(), Err(NotEnumerable::TooLarge { bits: 31, limit: 30 }));
    assert_eq!(
        gibbs_transition(&ExactRbm::from(&Rbm::zeros(3, 13))),
        Err(NotEnumerable::TooLarge { bits: 13, limit: 12 })
    );
    assert!(ExactRbm::from(&Rbm::zeros(784, 4)).log_partition().is_ok());
    assert!(ExactRbm::from(&Rbm::zeros(784, 4)).probabilities().is_err());
}

/// Gradient ascent at rate 0.5 on all 14 patterns; values of an independent run, to 1e-6 of each.
#[test]
fn exact_training_on_bars_and_stripes() {
    let (mut rbm, data) = (sine_machine(), bars_and_stripes());
    let reference = [
        (0, -6.28091179445977),
        (100, -5.95163696430484),
        (1000, -2.7941217902899),
        (3000, -2.66614100939569),
    ];
    for step in 0..=3000 {
        if let Some((_, expected)) = reference.iter().find(|(at, _)| *at == step) {
            assert_close(rbm.mean_log_likelihood(data.view()).unwrap(), *expected, 1e-6 * expected.abs());
        }
        let gradient = rbm.likelihood_gradient(data.view()).unwrap();
        rbm.weights.scaled_add(0.5, &gradient.visible_hidden);
        rbm.visible_bias.scaled_add(0.5, &gradient.visible);
        rbm.hidden_bias.scaled_add(0.5, &gradient.hidden);
    }
    assert!(rbm.mean_log_likelihood(data.view()).unwrap() < -14f64.ln());
}

/// F(held out) - F(training) = ln p(training) - ln p(held out): ln Z cancels.
#[test]
fn the_gap_of_free_energies_is_a_gap_of_likelihoods() {
    let (rbm, data) = (sine_machine(), bars_and_stripes());
    let (training, held_out) = (data.slice(s![..10, ..]), data.slice(s![10.., ..]));
    let gap = rbm.free_energy(held_out).mean().unwrap() - rbm.free_energy(training).mean().unwrap();
    let likelihoods = rbm.mean_log_likelihood(training).unwrap() - rbm.mean_log_likelihood(held_out).unwrap();
    assert_close(gap, likelihoods, 1e-10);
}

/// A second machine that starts as the transpose of the first leaves p(v) unchanged
/// (Hinton, Osindero and Teh 2006): sum_h p(v | h) p(h) with p(h) its visible distribution.
#[test]
fn stacking_a_transposed_machine_changes_nothing() {
    let rbm = ExactRbm::binary(
        array![[0.9, -0.4], [0.2, 0.7], [-1.0, 0.3]],
        array![0.1, -0.3, 0.2],
        array![0.4, -0.2],
    );
    let top = rbm.transposed().probabilities().unwrap();
    let (h, v) = (states(2, 0..4), states(3, 0..8));
    let means = rbm.visible_given_hidden(h.view());
    for (state, p) in v.outer_iter().zip(rbm.probabilities().unwrap()) {
        let given = |h: usize| -> f64 {
            (0..3).map(|i| if state[i] == 1.0 { means[[h, i]] } else { 1.0 - means[[h, i]] }).product()
        };
        assert_close((0..4).map(|h| top[h] * given(h)).sum(), p, 1e-14);
    }
}
