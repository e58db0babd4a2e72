//! `layer-statistics`: beside the losses, the size of the values of each layer, the norm of its gradient and the share of its
//! units that are dead, on the last batch of every epoch. Which layer gives way when a training goes wrong, and what its
//! gradient did, is read off them. It changes no weight.

use crate::args;
use crate::vocabulary::{Class, Method};

args! {
    /// Records values, gradients and dead units of each layer over the epochs.
    pub struct LayerStatistics {}
}

impl Method for LayerStatistics {
    const NAME: &'static str = "layer-statistics";
    const CLASSES: &'static [Class] = &[Class::NETWORK];
    const EXAMPLE: &'static str = "watched: train mlp[784,100,10] with rmsprop and layer-statistics for 5 epochs, then test\nplot watched.gradient-norm1 and watched.gradient-norm2";
}
