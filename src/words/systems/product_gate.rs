//! `product-gate(0.1)`: four neurons that multiply two numbers, at a scale of their inputs.

use crate::args;
use crate::vocabulary::{Cites, Declared, Positive, SystemWord};
use crate::words::sources;

args! {
    /// A network of two inputs, four neurons of softplus and one output that should be the product of the inputs.
    pub struct ProductGate {
        /// The scale of the inputs; the weights on top are its inverse square.
        scale (object): Positive = Positive::new(0.1), usual 0.001 ..= 1;
    }
}

/// The scale of a gate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gate(pub f64);

impl SystemWord for ProductGate {
    const NAME: &'static str = "product-gate";
    const CITES: Cites = &[&sources::renormalization::LIN_TEGMARK_ROLNICK];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nsolve product-gate(0.1) by four-neurons, then check gate-error";

    fn declared(&self) -> Result<Declared, (String, String)> {
        Ok(Declared::new(Self::NAME, None, Gate(self.scale.get())))
    }
}
