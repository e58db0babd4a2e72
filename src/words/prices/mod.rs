//! What the words' kernels cost, counted from shapes: a file for each family of kernels.
//!
//! The counts follow the kernels line by line where that takes time, and say so where they can only estimate:
//! how often Newton's method steps, whether a table is ill-conditioned.

use crate::models::Precision;
use crate::vocabulary::Work;

mod autoencoder;
mod boltzmann;
pub mod composed;
mod data;
mod network;
mod regression;
mod tangents;
mod unsupervised;

pub use boltzmann::{
    annealing, belief_net_parameters, belief_net_row, energies, enumeration, expansion, likelihood, precise,
    pseudo_likelihood, sampling, stack, top_machine, up_down,
};
pub use data::{
    arrays, bytes, card, deformed, drawn, fields, fitted, mapped, normal, parsed, selected, touched,
};
pub use network::{parameters, prediction, training};
pub use regression::{
    converted, decided, factorized, kernel_machine, kernel_prediction, logistic, path,
    prediction as linear_prediction, refits, ridge, softmax, sweeps,
};
pub use tangents::{directions, still};
pub use unsupervised::{eigenvectors, factorization, kernel_fit, kmeans, neighbours};

/// Bytes of a number in single precision.
const SINGLE: f64 = 4.0;
/// Bytes of weights and what belongs to them that stay in the caches of the cores from step to step.
const NEAR: f64 = 4e6;
/// Bytes a weight that its gradient takes there on its way to the step: tiles of sums are written and read, with what
/// fills them up.
const SUMMED: f64 = 3.0 * SINGLE;

/// The operations of products of a precision.
fn flop(precision: Precision) -> Work {
    match precision {
        Precision::Single => Work::SingleFlop,
        Precision::Brain => Work::BrainFlop,
    }
}
