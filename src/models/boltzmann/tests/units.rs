//! Units of every kind: sums and integrals over their states against numerical ones, draws against means, and machines
//! that are the same in two ways.

use super::super::*;
use super::*;
use crate::numeric::exponentials::log_sum_exp;
use crate::numeric::random::Seed;
use ndarray::{ArrayView2, Axis};

const KINDS: [Units; 5] = [Units::Binary, Units::Spin, Units::Gaussian, Units::Relu, Units::Softmax(3)];

/// Inputs of three units, or of one softmax group, small and large.
fn inputs() -> Array2<f64> {
    array![[0.3, -1.2, 0.7], [2.5, -4.9, -5.1], [0.0, -12.0, 6.0]]
}

/// ln ∫ e^(x s - s²/2) ds by the trapezoid rule on a grid of 1e-3, which for such integrands is exact to 1e-6 of the
/// half-line's first cell and far better on the line.
#[test]
fn cumulants_are_integrals() {
    for (units, low) in [(Units::Gaussian, -40.0f64), (Units::Relu, 0.0)] {
        for x in [0.3, -1.2, 2.5, -4.9, -5.1, -12.0, 6.0] {
            let step = 1e-3;
            let points = ((40.0 - low) / step) as usize;
            let terms: Vec<f64> = (0..=points)
                .map(|k| (low + k as f64 * step, if k == 0 { 0.5f64.ln() } else { 0.0 }))
                .map(|(s, weight)| x * s - 0.5 * s * s + weight)
                .collect();
            let integral = log_sum_exp(&terms) + step.ln();
            let found = units.cumulant(array![[x]].view())[0];
            assert!((found - integral).abs() < 3e-5, "{units:?} at {x}: {found}, {integral}");
        }
    }
}

/// Central differences with a step of 1e-4 are wrong by 1e-8 of third and fourth derivatives of order 1, second ones by
/// 1e-5: the rounding of cumulants of order 100 over 1e-8.
#[test]
fn means_and_variances_are_derivatives() {
    for units in KINDS {
        let (means, variances) = (units.means(inputs()), units.variances(inputs()));
        for ((row, column), mean) in means.indexed_iter() {
            let at = |step: f64| {
                let mut moved = inputs();
                moved[[row, column]] += step;
                units.cumulant(moved.view())[row]
            };
            let step = 1e-4;
            assert_close((at(step) - at(-step)) / (2.0 * step), *mean, 1e-6);
            let second = (at(step) - 2.0 * at(0.0) + at(-step)) / (step * step);
            assert_close(second, variances[[row, column]], 2e-5);
        }
    }
}

/// Rectified units are drawn under any input, far out by the exponential tail; under none that is a number they are none.
#[test]
fn rectified_draws_end() {
    let mut random = Seed::root(3).stream();
    let mut draw = |x: f64| Units::Relu.sample(array![[x]], &mut random)[[0, 0]];
    assert!(draw(f64::NAN).is_nan());
    assert_eq!(draw(f64::INFINITY), f64::INFINITY);
    assert_eq!(draw(f64::NEG_INFINITY), 0.0);
    for x in [-1e7, -1e9, -1e200] {
        let mean = (0..2000).map(|_| draw(x) * -x).sum::<f64>() / 2000.0;
        assert!((mean - 1.0).abs() < 5.0 / 2000f64.sqrt(), "{x}: {mean}");
    }
}

/// Means and variances of 20,000 draws within 5 standard errors, that of a variance taken from the fourth moment.
#[test]
fn draws_have_their_means_and_variances() {
    let rows = 20_000;
    for units in KINDS {
        let input = array![0.3, -1.2, 0.7];
        let inputs = Array2::from_shape_fn((rows, 3), |(_, unit)| input[unit]);
        let drawn = units.sample(inputs, &mut Seed::root(1).stream());
        let input = input.insert_axis(Axis(0));
        let (means, variances) = (units.means(input.clone()), units.variances(input));
        let centred = drawn - &means;
        for (unit, column) in centred.axis_iter(Axis(1)).enumerate() {
            let n = rows as f64;
            let variance = variances[[0, unit]];
            assert!(column.sum().abs() / n < 5.0 * (variance / n).sqrt(), "{units:?} {unit}");
            let squares = column.mapv(|x| x * x);
            let spread = squares.std(1.0) / n.sqrt();
            assert!((squares.mean().unwrap() - variance).abs() < 5.0 * spread, "{units:?} {unit}");
        }
    }
}

#[test]
fn states_of_softmax_groups_are_numbered_in_digits() {
    let units = Units::Softmax(3);
    assert_eq!((units.states(6), units.bits(6)), (Some(9), Some(4)));
    let states = units.enumerated(6, 0..9);
    assert_eq!(states.row(5), array![0.0, 0.0, 1.0, 0.0, 1.0, 0.0]);
    assert!(states.sum_axis(Axis(1)).iter().all(|&on| on == 2.0));
    assert!(!units.fit(5) && Units::Gaussian.states(1).is_none());
}

/// One softmax unit is a mixture of products of Bernoulli laws: weights and means of the components in closed form, and the
/// law of all states against them and against an independent program.
#[test]
fn a_softmax_unit_is_a_mixture() {
    let machine = ExactRbm {
        hidden_units: Units::Softmax(3),
        ..ExactRbm::binary(
            array![[1.0, -1.0, 0.5], [-0.5, 1.5, 0.0], [0.2, -0.3, 2.0], [0.0, 1.0, -1.0]],
            array![0.1, 0.0, -0.2, 0.3],
            array![0.2, -0.1, 0.4],
        )
    };
    let means = machine.visible_given_hidden(Array2::eye(3).view());
    let share = |k: usize| -> f64 {
        let softplus = |i: usize| (machine.visible_bias[i] + machine.weights[[i, k]]).exp().ln_1p();
        machine.hidden_bias[k] + (0..4).map(softplus).sum::<f64>()
    };
    let shares: Vec<f64> = (0..3).map(share).collect();
    let total = log_sum_exp(&shares);
    assert_close((shares[0] - total).exp(), 0.207336331417447, 1e-12);
    let p = machine.probabilities().unwrap();
    for (number, v) in states(4, 0..16).outer_iter().enumerate() {
        let component = |k: usize| {
            let given = Units::Binary.probability(means.row(k), v);
            (shares[k] - total).exp() * given
        };
        assert_close(p[number], (0..3).map(component).sum(), 1e-15);
    }
    assert_close(p[0].ln(), -3.8963884314584, 1e-12);
    assert_close(p[15].ln(), -2.48502626882796, 1e-12);
}

/// Hubbard and Stratonovich: P Gaussian hidden units with the weights ξ sqrt(β / N) make a Hopfield network of P patterns,
/// whose energy is -β (ξ.s)² / 2N. The measure of the Gaussian is normalized, so sqrt(2π)^P is left over.
#[test]
fn a_hopfield_network_has_gaussian_hidden_units() {
    let patterns = array![[1.0, 1.0, -1.0, 1.0, -1.0, 1.0], [1.0, -1.0, 1.0, 1.0, 1.0, -1.0]];
    let (beta, n) = (0.9, 6.0);
    let machine = ExactRbm {
        weights: patterns.t().to_owned() * f64::sqrt(beta / n),
        visible_bias: Array1::zeros(6),
        hidden_bias: Array1::zeros(2),
        visible_units: Units::Spin,
        hidden_units: Units::Gaussian,
    };
    let spins = Units::Spin.enumerated(6, 0..64);
    let overlaps = spins.dot(&patterns.t());
    let energies = overlaps.map_axis(Axis(1), |row| beta / (2.0 * n) * row.dot(&row));
    let gaussian = (2.0 * std::f64::consts::PI).ln();
    assert_close(log_sum_exp(&energies), 5.48303625739748, 1e-12);
    assert_close(machine.log_partition().unwrap() - gaussian, 5.48303625739748, 1e-9);
    let law = -machine.free_energy(spins.view()) - gaussian;
    law.iter().zip(&energies).for_each(|(a, b)| assert_close(*a, *b, 1e-12));
}

/// The derivatives of ln Z are the moments, for units of every kind in the hidden layer and spins in the visible one.
#[test]
fn moments_are_derivatives_of_ln_z() {
    for hidden_units in KINDS {
        let machine = ExactRbm {
            weights: array![[0.5, -0.5, 0.2], [0.25, 0.75, -0.3], [-0.5, 0.5, 0.1]],
            visible_bias: array![0.1, -0.2, 0.3],
            hidden_bias: array![-0.4, 0.6, 0.0],
            visible_units: Units::Spin,
            hidden_units,
        };
        let moments = machine.model_moments().unwrap();
        let derivative = |change: &dyn Fn(&mut ExactRbm, f64)| {
            let at = |step: f64| {
                let mut moved = machine.clone();
                change(&mut moved, step);
                moved.log_partition().unwrap()
            };
            (at(1e-5) - at(-1e-5)) / 2e-5
        };
        assert_close(derivative(&|m, s| m.weights[[1, 2]] += s), moments.visible_hidden[[1, 2]], 1e-7);
        assert_close(derivative(&|m, s| m.visible_bias[0] += s), moments.visible[0], 1e-7);
        assert_close(derivative(&|m, s| m.hidden_bias[1] += s), moments.hidden[1], 1e-7);
    }
}

/// The second derivative of ln Z by a bias is the variance of its unit, by two biases their covariance.
#[test]
fn ln_z_generates_covariances() {
    let rbm = tiny();
    let at = |i: f64, j: f64| {
        let mut moved = rbm.clone();
        moved.visible_bias[0] += i;
        moved.visible_bias[2] += j;
        moved.log_partition().unwrap()
    };
    let p = rbm.probabilities().unwrap();
    let v = states(3, 0..8);
    let mean = |f: &dyn Fn(ArrayView2<f64>, usize) -> f64| (0..8).map(|s| p[s] * f(v.view(), s)).sum::<f64>();
    let covariance = mean(&|v, s| v[[s, 0]] * v[[s, 2]]) - mean(&|v, s| v[[s, 0]]) * mean(&|v, s| v[[s, 2]]);
    let e = 1e-3;
    // Fourth derivatives of order 1 times 1e-6, and rounding of 1e-15 over 1e-6.
    let found = (at(e, e) - at(e, -e) - at(-e, e) + at(-e, -e)) / (4.0 * e * e);
    assert_close(found, covariance, 1e-6);
}
