//! Two machines, one on the other, as a deep belief net: the lower one gives rows from its hidden states, p(v | h), and the upper
//! one, whose visible units are these hidden ones, says how probable they are (Hinton, Osindero and Teh 2006).
//!
//! ```text
//! p(v)   = Σ_h p(v | h) p₂(h)
//! ln p(v) >= Σ_h q(h | v) [ln p(v | h) + ln p₂(h) - ln q(h | v)],   q(h | v) = p₁(h | v)
//! ```
//!
//! An upper machine that is the lower one upside down has p₂(h) = p₁(h): then p(v) is that of the lower machine alone and
//! the bound is tight. Whatever the upper one learns from there raises the bound. By enumeration of the hidden states.

use super::ExactRbm;
use super::enumeration::{NotEnumerable, enumerable};
use crate::numeric::exponentials::log_sum_exp;
use ndarray::{Array1, ArrayView1, ArrayView2, Axis};

/// Hidden states are looked at one by one, for every row.
const LOOKED_AT: usize = 16;

/// Means over rows, in nats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stacked {
    /// The mean of ln p(v).
    pub log_likelihood: f64,
    /// The mean of its variational bound.
    pub bound: f64,
}

/// What a machine with another one on its hidden units says of `rows` (rows, visible) of states.
///
/// # Errors
/// [`NotEnumerable`] where there are more than 2^16 hidden states, or a continuum, or the upper machine's own layers are too
/// large.
pub fn stacked(lower: &ExactRbm, upper: &ExactRbm, rows: ArrayView2<f64>) -> Result<Stacked, NotEnumerable> {
    let (units, columns) = (lower.hidden_units, lower.hidden());
    let count = enumerable(units, columns, LOOKED_AT)?;
    let states = units.enumerated(columns, 0..count);
    let log_prior = -upper.free_energy(states.view()) - upper.log_partition()?;
    let visible = lower.visible_input(states.view());
    // ln p(v | h) = v.x - Σ Γ(x), with x what drives the visible units.
    let normalizer = lower.visible_units.cumulant(visible.view());
    let of_row = |v: ArrayView1<f64>| {
        let log_joint = visible.dot(&v) - &normalizer + &log_prior;
        let log_posterior = log_posterior(lower, v, &states.view());
        let bound = log_posterior.mapv(f64::exp).dot(&(&log_joint - &log_posterior));
        (log_sum_exp(&log_joint), bound)
    };
    let found: Vec<(f64, f64)> = rows.outer_iter().map(of_row).collect();
    let mean = |part: fn(&(f64, f64)) -> f64| found.iter().map(part).sum::<f64>() / found.len().max(1) as f64;
    Ok(Stacked { log_likelihood: mean(|x| x.0), bound: mean(|x| x.1) })
}

/// ln q(h | v) of all hidden states.
fn log_posterior(lower: &ExactRbm, v: ArrayView1<f64>, states: &ArrayView2<f64>) -> Array1<f64> {
    let input = lower.hidden_input(v.insert_axis(Axis(0)));
    let normalizer = lower.hidden_units.cumulant(input.view()).sum();
    states.dot(&input.row(0)) - normalizer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::boltzmann::Units;
    use ndarray::array;

    fn machine() -> ExactRbm {
        ExactRbm::binary(
            array![[1.0, -0.5], [0.25, 0.75], [-1.5, 0.5]],
            array![0.1, -0.2, 0.3],
            array![-0.4, 0.6],
        )
    }

    /// The machine upside down on itself: likelihood and bound are those of the machine alone, of every state.
    #[test]
    fn a_machine_upside_down_changes_nothing() {
        for units in [Units::Binary, Units::Spin] {
            let lower = ExactRbm { visible_units: units, hidden_units: units, ..machine() };
            for v in units.enumerated(3, 0..8).axis_chunks_iter(Axis(0), 1) {
                let alone = lower.mean_log_likelihood(v).unwrap();
                let found = stacked(&lower, &lower.transposed(), v).unwrap();
                assert!((found.log_likelihood - alone).abs() < 1e-13 && (found.bound - alone).abs() < 1e-13);
            }
        }
    }

    /// Any other machine on top: the laws still sum to 1, and the bound lies below.
    #[test]
    fn another_machine_on_top_gives_another_law() {
        let upper = ExactRbm::binary(array![[0.3, -1.0], [0.8, 0.2]], array![0.5, -0.5], array![0.1, 0.0]);
        let mut total = 0.0;
        for v in Units::Binary.enumerated(3, 0..8).axis_chunks_iter(Axis(0), 1) {
            let found = stacked(&machine(), &upper, v).unwrap();
            assert!(found.bound < found.log_likelihood);
            total += found.log_likelihood.exp();
        }
        assert!((total - 1.0).abs() < 1e-13, "{total}");
    }
}
