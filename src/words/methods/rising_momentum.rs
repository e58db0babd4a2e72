//! `rising-momentum`: the momentum of gradient descent rises with the steps t as 1 - 2^(-1 - log2(floor(t / 250) + 1)), up to
//! that of `sgd` (Sutskever, Martens, Dahl and Hinton 2013, equation 5): .5 at first, .75 from step 250, .9 from step 1000.

use crate::args;
use crate::vocabulary::{Cites, Class, Count, Method};
use crate::words::sources;

args! {
    /// Momentum that rises with the steps, up to that of the descent.
    pub struct RisingMomentum {
        /// The steps after which it first rises.
        steps (object): Count = Count::new(250), usual 10 ..= 10000;
    }
}

impl Method for RisingMomentum {
    const NAME: &'static str = "rising-momentum";
    const CLASSES: &'static [Class] = &[Class::NETWORK, Class::AUTOENCODER];
    const CITES: Cites = &[&sources::networks::SUTSKEVER];
    const EXAMPLE: &'static str = "train mlp[784,100,10] with sgd(rate: 0.02, momentum: 0.99, nesterov: on) and rising-momentum for 5 epochs, then test";
}
