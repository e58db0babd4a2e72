//! `clip`: a gradient g longer than the bound c becomes g c / |g|, over all weights and biases together
//! (Pascanu, Mikolov and Bengio 2013).

use crate::args;
use crate::vocabulary::{Cites, Class, Method, Positive};
use crate::words::sources;

args! {
    /// Bounds the norm of the whole gradient.
    pub struct Clip {
        /// The largest Euclidean norm.
        norm (object): Positive = Positive::new(5.0), usual 0.01 ..= 1000.0;
    }
}

impl Method for Clip {
    const NAME: &'static str = "clip";
    const CLASSES: &'static [Class] = &[Class::NETWORK, Class::AUTOENCODER];
    const CITES: Cites = &[&sources::networks::PASCANU];
    const EXAMPLE: &'static str = "train mlp[784,100,10] with sgd and clip(5) for 5 epochs, then test";
}
