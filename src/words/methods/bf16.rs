//! `bf16`: the operands of a network's products are rounded to bfloat16, 8 significant bits with the range of single
//! precision, while it trains; sums, and the weights between two steps, stay in single precision (Kalamkar et al. 2019).

use crate::args;
use crate::vocabulary::{Cites, Class, Method};
use crate::words::sources;

args! {
    /// Trains with products of numbers rounded to bfloat16, in a file or, by `precision bf16`, in all of it. A processor
    /// with Intel's AMX does so several times as fast as in single precision, one without gains little or nothing.
    pub struct Bf16 {}
}

impl Method for Bf16 {
    const NAME: &'static str = "bf16";
    const CLASSES: &'static [Class] = &[Class::NETWORK, Class::AUTOENCODER];
    const CITES: Cites = &[&sources::networks::KALAMKAR];
    const EXAMPLE: &'static str = "train mlp[784,100,10] with sgd and bf16 for 5 epochs, then test";
}
