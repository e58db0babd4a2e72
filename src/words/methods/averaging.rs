//! `averaging`: an exponential moving average of the weights is what is tested and kept
//! (Polyak and Juditsky 1992; without memory of the start).

use crate::args;
use crate::vocabulary::{Cites, Class, Factor, Method};
use crate::words::sources;

args! {
    /// Tests and keeps a moving average of the weights.
    pub struct Averaging {
        /// How much of the average is kept from step to step.
        memory (object): Factor = Factor::new(0.999);
    }
}

impl Method for Averaging {
    const NAME: &'static str = "averaging";
    const CLASSES: &'static [Class] = &[Class::NETWORK, Class::AUTOENCODER];
    const CITES: Cites = &[&sources::networks::POLYAK_JUDITSKY];
    const EXAMPLE: &'static str =
        "train mlp[784,100,10] with sgd and averaging(0.999) for 5 epochs, then test";
}
