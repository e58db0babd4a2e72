//! `exact-gradient`: a Boltzmann machine climbs the gradient of its likelihood itself, by enumeration of the smaller layer at
//! every step. For machines of some ten units it is the yardstick of all other ways to train.

use crate::args;
use crate::vocabulary::{Class, Count, Method, Rate};

args! {
    /// The exact gradient of the likelihood, by enumeration, in double precision.
    pub struct ExactGradient {
        /// The step along the gradient.
        rate: Rate = Rate::new(0.1), usual 1e-3 ..= 2;
        /// Rows per step.
        batch: Count = Count::new(100), usual 1 ..= 10000;
    }
}

impl Method for ExactGradient {
    const NAME: &'static str = "exact-gradient";
    const CLASSES: &'static [Class] = &[Class::BOLTZMANN];
    const ROLE: Option<&'static str> = Some("ways to train a Boltzmann machine");
    const EXAMPLE: &'static str = "seed 1\nedition 1\ntrain rbm[9,8] on bars-and-stripes(3) with exact-gradient(rate: 0.5) for 1000 epochs, then check log-likelihood";
}
