//! What the words' kernels cost, counted from shapes: a file for each family of kernels.
//!
//! The counts follow the kernels line by line where that takes time, and say so where they can only estimate:
//! how often Newton's method steps, whether a table is ill-conditioned.

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
    pseudo_likelihood, sampling, stack, up_down,
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
