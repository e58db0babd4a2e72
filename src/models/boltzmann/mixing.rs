//! How fast chains of a machine forget where they were: Gibbs chains from chance, watched by their free energy.
//!
//! Along a chain the integrated autocorrelation time τ of F(v) is 1/2 where there is no correlation; n steps are worth n / 2τ
//! independent ones (Madras and Sokal 1988). Between chains, R̂ = √(((n-1)/n W + B) / W), with W the mean variance along a chain and
//! B that of the chains' means, is 1 where all of them have seen the same law (Gelman and Rubin 1992): a chain that stays in one
//! valley has a small τ, and R̂ tells.

use super::{ExactRbm, RbmFault};
use crate::models::Observer;
use crate::models::spin::monte_carlo::estimate::autocorrelation_time;
use crate::numeric::random::Seed;
use ndarray::{Array1, Array2, Axis};

/// How chains are watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    pub chains: usize,
    /// Steps before a chain is watched.
    pub discarded: usize,
    /// Steps that are watched.
    pub steps: usize,
}

/// What chains have shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Mixing {
    /// The mean of τ over the chains, in Gibbs steps.
    pub time: f64,
    /// What all steps of all chains are worth in independent ones.
    pub effective: f64,
    /// R̂.
    pub between: f64,
    /// Visible states at the end, (chains, visible).
    pub states: Array2<f64>,
}

/// Watches chains of a machine of any units.
///
/// # Errors
/// [`RbmFault::Interrupted`].
pub fn mixing(
    machine: &ExactRbm,
    watch: Watch,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<Mixing, RbmFault> {
    let inputs = Array2::zeros((watch.chains, machine.visible())) + &machine.visible_bias;
    let mut v = machine.visible_units.sample(inputs, &mut seed.child("start").stream());
    let mut energies = Array2::zeros((watch.chains, watch.steps));
    let total = watch.discarded + watch.steps;
    for step in 0..total {
        if observer.cancelled() {
            return Err(RbmFault::Interrupted);
        }
        let mut random = seed.at(step as u64).stream();
        let h = machine.sample_h_given_v(v.view(), &mut random);
        v = machine.sample_v_given_h(h.view(), &mut random);
        if let Some(at) = step.checked_sub(watch.discarded) {
            energies.column_mut(at).assign(&machine.free_energy(v.view()));
        }
        observer.progress(step as u64 + 1, total as u64, "");
    }
    let times: Array1<f64> = energies.outer_iter().map(|row| autocorrelation_time(&row.to_vec())).collect();
    let time = times.mean().unwrap_or(f64::NAN);
    let effective = (watch.chains * watch.steps) as f64 / (2.0 * time);
    Ok(Mixing { time, effective, between: between(&energies), states: v })
}

/// R̂ of series, a row each: of chains that all stand still 1 where they stand at the same value, and infinite where not.
fn between(series: &Array2<f64>) -> f64 {
    let n = series.ncols() as f64;
    let within = series.map_axis(Axis(1), |row| row.var(0.0)).mean().unwrap_or(0.0) * n / (n - 1.0).max(1.0);
    let means = series.map_axis(Axis(1), |row| row.mean().unwrap_or(f64::NAN));
    let apart = if means.len() > 1 { means.var(1.0) } else { 0.0 };
    match (within > 0.0, apart > 0.0) {
        (true, _) => (((n - 1.0) / n * within + apart) / within).sqrt(),
        (false, true) => f64::INFINITY,
        (false, false) => within + 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Unwatched;
    use crate::models::boltzmann::{Units, gibbs_spectrum};
    use ndarray::array;

    const WATCH: Watch = Watch { chains: 20, discarded: 100, steps: 2000 };

    /// A step leaves at most the second eigenvalue λ of a deviation, so τ <= 1/2 + λ / (1 - λ), and it is no less than 1/2.
    #[test]
    fn the_spectrum_bounds_the_time() {
        let machine = ExactRbm::binary(
            array![[1.0, -0.5], [0.25, 0.75], [-1.5, 0.5]],
            array![0.1, -0.2, 0.3],
            array![-0.4, 0.6],
        );
        let found = mixing(&machine, WATCH, &Seed::root(3), &Unwatched).unwrap();
        let slowest = gibbs_spectrum(&machine).unwrap()[1];
        // Of 20 series of 2,000 steps τ has an error of about 1 %; R̂ lies above 1 by the share of the mean's error.
        assert!((0.5..0.52 + slowest / (1.0 - slowest)).contains(&found.time), "{}", found.time);
        assert!((found.between - 1.0).abs() < 2e-3, "{}", found.between);
        assert!((found.effective - 20_000.0 / found.time).abs() < 1e-6);
    }

    /// Chains that stand still have no variance along them.
    #[test]
    fn chains_that_stand_still_are_told_by_where_they_stand() {
        assert_eq!(between(&array![[1.0, 1.0, 1.0], [2.0, 2.0, 2.0]]), f64::INFINITY);
        assert_eq!(between(&array![[2.0, 2.0, 2.0], [2.0, 2.0, 2.0]]), 1.0);
        assert!(between(&array![[f64::NAN, 2.0, 2.0], [2.0, 2.0, 2.0]]).is_nan());
    }

    /// Two valleys that no chain leaves: along a chain nothing is seen of it, between chains all.
    #[test]
    fn separate_valleys_are_seen_between_chains() {
        let machine = ExactRbm {
            visible_units: Units::Spin,
            hidden_units: Units::Spin,
            ..ExactRbm::binary(Array2::from_elem((8, 4), 0.8), Array1::from_elem(8, 0.3), Array1::zeros(4))
        };
        let found = mixing(&machine, WATCH, &Seed::root(4), &Unwatched).unwrap();
        assert!(found.between > 1.5, "{}", found.between);
    }
}
