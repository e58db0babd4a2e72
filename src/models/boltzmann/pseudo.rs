//! Pseudo-likelihood (Besag 1975): Σ_i ln p(v_i | all other v), which needs no partition function.
//!
//! Changing v_i by d moves the input of hidden unit j by d W_ij, so p(v_i | rest) = σ(F(changed) - F(v)). All units
//! of a row cost as much as that many free energies without their products. The stochastic version takes one unit a
//! row at random, times their number (as in scikit-learn's `BernoulliRBM`): the same mean, at a fraction of the work.

use ndarray::{ArrayView1, ArrayView2};
use rand::RngExt;
use rayon::prelude::*;

use super::partition::PartitionFault;
use super::{ExactRbm, Units};
use crate::models::Observer;
use crate::numeric::exponentials::softplus;
use crate::numeric::random::Seed;

/// Of each row, in nats.
#[derive(Clone, Debug, PartialEq)]
pub struct PseudoLikelihood {
    /// Over all units.
    pub whole: Vec<f64>,
    /// From one unit a row, times their number.
    pub drawn: Vec<f64>,
}

/// Rows between two looks at the observer.
const ROWS: usize = 64;

/// Pseudo-likelihoods of rows (rows, visible) of binary units or spins. Values in between are taken for the state that
/// is nearer.
///
/// # Errors
/// [`PartitionFault`] for visible units of another kind, and for an interruption.
pub fn pseudo_likelihood(
    machine: &ExactRbm,
    rows: ArrayView2<f64>,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<PseudoLikelihood, PartitionFault> {
    let (low, high) = match machine.visible_units {
        Units::Binary => (0.0, 1.0),
        Units::Spin => (-1.0, 1.0),
        _ => return Err(PartitionFault::Units),
    };
    let states = rows.mapv(|x| if 2.0 * x > low + high { high } else { low });
    let mut random = seed.child("units").stream();
    let chosen: Vec<usize> =
        (0..rows.nrows()).map(|_| random.random_range(0..machine.visible().max(1))).collect();
    let numbers: Vec<usize> = (0..rows.nrows()).collect();
    let of_row = |&row: &usize| {
        let state = states.row(row);
        let input = machine.hidden_input(state.insert_axis(ndarray::Axis(0)));
        let logs = conditionals(machine, state, input.row(0), low + high);
        (logs.iter().sum::<f64>(), logs[chosen[row]] * logs.len() as f64)
    };
    let mut found = PseudoLikelihood { whole: Vec::new(), drawn: Vec::new() };
    for part in numbers.chunks(ROWS) {
        if observer.cancelled() {
            return Err(PartitionFault::Interrupted);
        }
        let both: Vec<(f64, f64)> = part.par_iter().map(of_row).collect();
        both.into_iter().for_each(|(whole, drawn)| {
            found.whole.push(whole);
            found.drawn.push(drawn);
        });
        observer.progress(found.whole.len() as u64, rows.nrows() as u64, "");
    }
    Ok(found)
}

/// ln p(v_i | rest) for every unit i of a state whose hidden units have these inputs; a flip leads from s to `sum` - s.
fn conditionals(machine: &ExactRbm, state: ArrayView1<f64>, input: ArrayView1<f64>, sum: f64) -> Vec<f64> {
    let own = machine.hidden_units.cumulant(input.insert_axis(ndarray::Axis(0)))[0];
    let one = |unit: usize| {
        let change = sum - 2.0 * state[unit];
        let moved = &input + &(&machine.weights.row(unit) * change);
        let flipped = machine.hidden_units.cumulant(moved.insert_axis(ndarray::Axis(0)).view())[0];
        // F(v) - F(flipped): how much likelier the flipped state is.
        let gain = machine.visible_bias[unit] * change + flipped - own;
        -softplus(gain)
    };
    (0..state.len()).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Unwatched;
    use ndarray::{Array1, Array2, array};

    fn machine(visible_units: Units) -> ExactRbm {
        ExactRbm {
            visible_units,
            ..ExactRbm::binary(
                array![[1.0, -0.5], [0.25, 0.75], [-1.5, 0.5]],
                array![0.1, -0.2, 0.3],
                array![-0.4, 0.6],
            )
        }
    }

    /// p(v_i | rest) = p(v) / (p(v) + p(v with i changed)), from the probabilities of all states.
    #[test]
    fn conditionals_are_ratios_of_probabilities() {
        for units in [Units::Binary, Units::Spin] {
            let machine = machine(units);
            let p = machine.probabilities().unwrap();
            let states = units.enumerated(3, 0..8);
            let found = pseudo_likelihood(&machine, states.view(), &Seed::root(1), &Unwatched).unwrap();
            for state in 0..8usize {
                let expected: f64 = (0..3).map(|i| (p[state] / (p[state] + p[state ^ (1 << i)])).ln()).sum();
                assert!((found.whole[state] - expected).abs() < 1e-12, "{units:?} {state}");
            }
        }
    }

    /// The mean over 20,000 drawn units within 4 standard errors of the sum over all.
    #[test]
    fn the_drawn_one_has_the_same_mean() {
        let rows = Array2::from_shape_fn((20_000, 3), |(_, unit)| [1.0, 0.0, 1.0][unit]);
        let found =
            pseudo_likelihood(&machine(Units::Binary), rows.view(), &Seed::root(2), &Unwatched).unwrap();
        let drawn = Array1::from(found.drawn);
        let error = drawn.std(1.0) / (drawn.len() as f64).sqrt();
        assert!((drawn.mean().unwrap() - found.whole[0]).abs() < 4.0 * error);
    }

    #[test]
    fn continuous_rows_are_refused() {
        let result = pseudo_likelihood(
            &machine(Units::Gaussian),
            array![[1.0, 2.0, 3.0]].view(),
            &Seed::root(3),
            &Unwatched,
        );
        assert_eq!(result, Err(PartitionFault::Units));
    }
}
