//! `batch-normalization`: the sums of each hidden unit get mean 0 and variance 1 over the rows of a batch, then a scale and
//! a shift that are learnt (Ioffe and Szegedy 2015). Shown rows one by one, the network uses moments that followed the batches.

use crate::args;
use crate::vocabulary::{Cites, Class, Method};
use crate::words::sources;

args! {
    /// Normalizes the sums of each hidden unit over the rows of a batch.
    pub struct BatchNormalization {}
}

impl Method for BatchNormalization {
    const NAME: &'static str = "batch-normalization";
    const CLASSES: &'static [Class] = &[Class::NETWORK];
    const ROLE: Option<&'static str> = Some("normalizations");
    const CITES: Cites = &[&sources::networks::IOFFE_SZEGEDY];
    const EXAMPLE: &'static str =
        "train mlp[784,100,100,10] with sgd and batch-normalization for 5 epochs, then test";
}
