//! `weight-decay`: the penalty/2 times the sum of squared weights is added to the objective; biases
//! are free. Its gradient, penalty times w, is added in every method (coupled to the rate).

use crate::args;
use crate::vocabulary::{Cites, Class, Method, Rate};
use crate::words::sources;

args! {
    /// Shrinks weights, not biases, by rate x penalty x w a step.
    pub struct WeightDecay {
        /// The factor of half the sum of squared weights.
        penalty (object): Rate = Rate::new(1e-4), usual 0 ..= 0.1;
    }
}

impl Method for WeightDecay {
    const NAME: &'static str = "weight-decay";
    const CLASSES: &'static [Class] = &[Class::NETWORK, Class::AUTOENCODER, Class::BOLTZMANN];
    const CITES: Cites = &[&sources::networks::KROGH_HERTZ];
    const EXAMPLE: &'static str =
        "train mlp[784,100,10] with sgd and weight-decay(1e-4) for 5 epochs, then test";
}
