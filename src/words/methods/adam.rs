//! `adam`: running means of the gradient and of its square, both freed of the bias of their start
//! (Kingma and Ba 2015, algorithm 1).

use crate::args;
use crate::vocabulary::{Cites, Class, Count, Factor, Method, Positive, Rate};
use crate::words::sources;

args! {
    /// Gradient descent by running means of the gradient and of its square.
    pub struct Adam {
        /// The step.
        rate: Rate = Rate::new(1e-3), usual 1e-6 ..= 0.1;
        /// Rows per step.
        batch: Count = Count::new(100), usual 1 ..= 10000;
        /// How much of the mean gradient is kept.
        beta1: Factor = Factor::new(0.9);
        /// How much of the mean square is kept.
        beta2: Factor = Factor::new(0.999);
        /// Added to the root, against division by zero.
        epsilon: Positive = Positive::new(1e-8);
    }
}

impl Method for Adam {
    const NAME: &'static str = "adam";
    const CLASSES: &'static [Class] = &[Class::NETWORK, Class::AUTOENCODER];
    const ROLE: Option<&'static str> = Some("optimizers");
    const CITES: Cites = &[&sources::networks::KINGMA_BA];
    const EXAMPLE: &'static str = "train mlp[784,100,10] with adam for 5 epochs, then test";
}
