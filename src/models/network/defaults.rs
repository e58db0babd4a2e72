//! What is used where a sentence says nothing. Chosen on MNIST with the deformations of Ciresan et al. (2010);
//! docs/benchmarks has the runs. Inputs are in [0, 1].

use super::{Activation, Decay, Init, Method};

/// Hidden units.
pub const ACTIVATION: Activation = Activation::Relu;
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
/// Share of the rate that is left where a decay ends.
const LEFT: f64 = 0.01;

/// A decay that leaves a hundredth of the rate for the end of a run of `epochs`.
pub fn decay(epochs: usize) -> Decay {
    Decay::Exponential { per_epoch: LEFT.powf(1.0 / epochs.max(1) as f64), floor: 0.0 }
}

/// The start that keeps the size of signals from layer to layer.
pub fn init(activation: Activation) -> Init {
    match activation {
        Activation::Relu => Init::He,
        Activation::Tanh | Activation::ScaledTanh | Activation::Logistic | Activation::Linear => Init::Lecun,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::network::Training;

    #[test]
    fn the_default_decay_spends_two_decades_whatever_the_length() {
        for epochs in [1, 20, 800] {
            let plan = Training { epochs, schedule: decay(epochs), ..Training::default() };
            let share = plan.rate(epochs, 1) / plan.rate(0, 1);
            assert!((share - LEFT).abs() < 1e-12, "{epochs}: {share}");
        }
    }
}
