//! `rmsprop`: s <- forgetting s + (1 - forgetting) g^2, w <- w - rate g / (sqrt(s) + epsilon)
//! (Tieleman and Hinton 2012). After quiet steps a single gradient of any size moves a weight by
//! rate / sqrt(1 - forgetting): a constant rate can throw a trained network off.

use crate::args;
use crate::vocabulary::{Cites, Class, Count, Factor, Method, Positive, Rate};
use crate::words::sources;

args! {
    /// Gradient descent with steps divided by a running root mean square of the gradient.
    pub struct Rmsprop {
        /// The step, in units of the root mean square.
        rate: Rate = Rate::new(1e-3), usual 1e-6 ..= 0.1;
        /// Rows per step.
        batch: Count = Count::new(100), usual 1 ..= 10000;
        /// How much of the mean square is kept from step to step.
        forgetting: Factor = Factor::new(0.9);
        /// Added to the root, against division by zero.
        epsilon: Positive = Positive::new(1e-8);
    }
}

impl Method for Rmsprop {
    const NAME: &'static str = "rmsprop";
    const CLASSES: &'static [Class] = &[Class::NETWORK, Class::AUTOENCODER];
    const ROLE: Option<&'static str> = Some("optimizers");
    const CITES: Cites = &[&sources::networks::TIELEMAN_HINTON];
    const EXAMPLE: &'static str = "train mlp[784,100,10] with rmsprop(rate: 1e-3) for 5 epochs, then test";
}
