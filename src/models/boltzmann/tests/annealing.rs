//! Annealed importance sampling against enumeration: unbiased on ladders of any length, with the variance that an exact
//! propagation of densities gives, from both ends.

use super::super::partition::{Annealing, Direction, Ladder, Spacing, anneal};
use super::super::*;
use super::*;
use crate::models::{Precision, Unwatched};
use crate::numeric::random::Seed;

/// Eight visible and six hidden units from sines, with ln Z = 17.4012283912928.
fn medium() -> ExactRbm {
    ExactRbm::binary(
        Array2::from_shape_fn((8, 6), |(i, j)| 0.6 + 0.5 * (1.3 * i as f64 + 0.7 * j as f64 + 0.2).sin()),
        Array1::from_shape_fn(8, |i| -1.0 + 0.5 * (i as f64).cos()),
        Array1::from_shape_fn(6, |j| -0.8 + 0.4 * (j as f64 + 1.0).sin()),
    )
}

fn annealing(chains: usize, steps: usize, direction: Direction) -> Annealing {
    Annealing {
        chains,
        ladder: Ladder::new(steps, Spacing::Even),
        direction,
        base: Array1::zeros(8),
        precision: Precision::Single,
    }
}

/// The mean weight is Z / Z_0 for every length of the ladder, with relative variances computed by propagating densities
/// over all states: within 4 standard errors, and within a fifth where 20,000 chains decide it.
#[test]
fn weights_are_unbiased_with_the_exact_variance() {
    for (steps, variance) in [(1, 47.538153854696), (10, 1.30483275553116), (100, 0.0979873417824699)] {
        let chains = if steps == 100 { 5_000 } else { 20_000 };
        let found =
            anneal(&medium(), &annealing(chains, steps, Direction::Up), &Seed::root(1), &Unwatched).unwrap();
        let error = (variance / chains as f64).sqrt();
        let ratio = (found.log_partition - 17.4012283912928).exp();
        assert!((ratio - 1.0).abs() < 4.0 * error, "{steps} steps: {ratio}");
        let stated = found.standard_error.unwrap();
        if steps > 1 {
            assert!(
                (stated.powi(2) / error.powi(2) - 1.0).abs() < 0.2,
                "{steps} steps: {stated} for {error}"
            );
        }
    }
}

/// Downwards from draws of the machine the mean weight is Z_0 / Z: 20 Gibbs steps leave nothing of the start.
#[test]
fn downwards_it_is_unbiased_for_the_inverse() {
    let down = annealing(4_000, 60, Direction::Down { steps: 20 });
    let found = anneal(&medium(), &down, &Seed::root(2), &Unwatched).unwrap();
    let error = found.standard_error.unwrap();
    assert!(error < 0.02 && (found.log_partition - 17.4012283912928).abs() < 4.0 * error, "{found:?}");
}

/// Base rates and spins change where the chains come from, not where they go.
#[test]
fn base_rates_and_spins() {
    let mut tilted = annealing(4_000, 60, Direction::Up);
    tilted.base = Array1::from_shape_fn(8, |i| 0.4 * i as f64 - 1.0);
    tilted.ladder = Ladder::new(60, Spacing::Graded);
    let found = anneal(&medium(), &tilted, &Seed::root(3), &Unwatched).unwrap();
    assert!(
        (found.log_partition - 17.4012283912928).abs() < 4.0 * found.standard_error.unwrap(),
        "{found:?}"
    );
    let spins = ExactRbm {
        weights: medium().weights * 0.3,
        visible_units: Units::Spin,
        hidden_units: Units::Spin,
        ..medium()
    };
    let found = anneal(&spins, &tilted, &Seed::root(4), &Unwatched).unwrap();
    let exact = spins.log_partition().unwrap();
    assert!((found.log_partition - exact).abs() < 4.0 * found.standard_error.unwrap(), "{found:?}, {exact}");
}

/// In brain floating point it is the machine of rounded weights whose Z is found, to the error that it states. All weights here are
/// a little more than what they are rounded to.
#[test]
fn rounded_weights_have_their_own_partition_function() {
    let weights = medium().weights.mapv(|w| (8.0 * w).round() / 8.0 + 0.0018);
    let round = |w: f64| f64::from(f32::from_bits(((w as f32).to_bits() + 0x8000) & 0xffff_0000));
    let machine = ExactRbm { weights, ..medium() };
    let (visible_units, hidden_units) = (Units::Spin, Units::Spin);
    let spins =
        ExactRbm { weights: machine.weights.mapv(|w| 0.25 * w), visible_units, hidden_units, ..medium() };
    let down = Direction::Down { steps: 30 };
    for (machine, direction) in [(&machine, Direction::Up), (&machine, down), (&spins, Direction::Up)] {
        let rounded = ExactRbm { weights: machine.weights.mapv(round), ..machine.clone() };
        let coarse = Annealing { precision: Precision::Brain, ..annealing(20_000, 100, direction) };
        let found = anneal(machine, &coarse, &Seed::root(7), &Unwatched).unwrap();
        let (exact, error) = (rounded.log_partition().unwrap(), found.standard_error.unwrap());
        assert!((found.log_partition - exact).abs() < 4.0 * error, "{found:?}, {exact}");
        let before = machine.log_partition().unwrap();
        // Those of spins are closer to each other.
        let apart = (before - exact).abs() > 8.0 * error || machine.visible_units == Units::Spin;
        assert!(apart, "they can be told apart: {before}, {exact}, {error}");
    }
}

/// Groups of chains have random streams of their own, so threads change nothing.
#[test]
fn bits_do_not_depend_on_the_number_of_threads() {
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            anneal(&medium(), &annealing(100, 70, Direction::Up), &Seed::root(5), &Unwatched).unwrap()
        })
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn continuous_units_are_refused() {
    let gaussian = ExactRbm { hidden_units: Units::Gaussian, ..medium() };
    let result = anneal(&gaussian, &annealing(10, 10, Direction::Up), &Seed::root(6), &Unwatched);
    assert_eq!(result, Err(partition::PartitionFault::Units));
}
