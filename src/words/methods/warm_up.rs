//! `warm-up`: the rate rises linearly from nearly 0 during the first epochs, times the schedule.

use crate::args;
use crate::vocabulary::{Cites, Class, Epochs, Method};
use crate::words::sources;

args! {
    /// The rate rises linearly at the start.
    pub struct WarmUp {
        /// How long it rises.
        duration: Epochs = Epochs::new(1), usual 1 ..= 20;
    }
}

impl Method for WarmUp {
    const NAME: &'static str = "warm-up";
    const CLASSES: &'static [Class] = &[Class::NETWORK, Class::AUTOENCODER];
    const CITES: Cites = &[&sources::networks::GOYAL];
    const EXAMPLE: &'static str =
        "train mlp[784,100,10] with sgd and warm-up(2 epochs) for 5 epochs, then test";
}
