//! `product-gate(0.1)`: four neurons that multiply two numbers, at a scale of their inputs.

use crate::args;
use crate::source::amounts::short;
use crate::vocabulary::{Cites, Declared, Positive, SystemWord};
use crate::words::sources;

/// Below this the differences of four sums are less than 1e-8, and their rounding is what is left of the product.
const FINEST: f64 = 1e-4;

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
        if self.scale.get() < FINEST {
            let message = format!(
                "at a scale of {} rounding is all that is left of the product",
                short(self.scale.get())
            );
            return Err((message, format!("choose {FINEST} or more: the error is a sixth of its square")));
        }
        Ok(Declared::new(Self::NAME, None, Gate(self.scale.get())))
    }
}
