//! `bf16`: the operands of products of networks and machines are rounded to bfloat16, 8 significant bits with the range of single
//! precision, while they train; sums, and the weights between two steps, stay in single precision (Kalamkar et al. 2019).

use crate::models::Precision;
use crate::vocabulary::{Cites, Class, Method, Order};
use crate::words::sources;
use crate::{args, choice};

args! {
    /// Trains with products of numbers rounded to bfloat16, in a file or, by `precision bf16`, in all of it. A processor
    /// with Intel's AMX does so several times as fast as in single precision, one without gains little or nothing.
    pub struct Bf16 {}
}

choice! {
    /// The numbers that networks and Boltzmann machines are trained in, and machines annealed.
    pub enum Numbers, "a precision" { F32 = "f32", Bf16 = "bf16" }
}

impl Numbers {
    /// What products are taken in.
    pub fn products(self) -> Precision {
        match self {
            Numbers::F32 => Precision::Single,
            Numbers::Bf16 => Precision::Brain,
        }
    }
}

impl Method for Bf16 {
    const NAME: &'static str = "bf16";
    const CLASSES: &'static [Class] =
        &[Class::NETWORK, Class::AUTOENCODER, Class::BOLTZMANN, Class::BELIEF_NET];
    const CITES: Cites = &[&sources::networks::KALAMKAR];
    const EXAMPLE: &'static str = "train mlp[784,100,10] with sgd and bf16 for 5 epochs, then test";
}

/// What the products of an order are taken in.
pub fn precision(order: &Order) -> Precision {
    if order.methods.find::<Bf16>().is_some() { Precision::Brain } else { Precision::Single }
}
