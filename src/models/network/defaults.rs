//! What is used where a sentence says nothing. Chosen on MNIST with the deformations of Ciresan et al. (2010);
//! docs/benchmarks has the runs. Inputs are in [0, 1].

use super::Method;

/// Passes over the rows.
pub const EPOCHS: usize = 20;
/// Rows per step.
pub const BATCH: usize = 100;
/// Gradient descent. Without momentum the rate wants to be ten times as large for the same effect.
pub const SGD: Method = Method::Sgd { rate: 0.05, momentum: 0.9, nesterov: false };
/// As proposed by Tieleman and Hinton (2012).
pub const RMSPROP: Method = Method::RmsProp { rate: 1e-3, rho: 0.9, epsilon: 1e-8 };
/// As proposed by Kingma and Ba (2015).
pub const ADAM: Method = Method::Adam { rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
