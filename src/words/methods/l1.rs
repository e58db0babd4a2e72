//! `l1(1e-4)`: the penalty times the sum of the absolute weights is added to the objective; biases are free. Its gradient is the
//! sign of each weight, which is held near 0 where the data do not pull harder.

use crate::args;
use crate::vocabulary::{Cites, Class, Method, Rate};
use crate::words::sources;

args! {
    /// Moves weights, not biases, towards 0 by rate x penalty a step.
    pub struct L1 {
        /// The factor of the sum of absolute weights.
        penalty (object): Rate = Rate::new(1e-4), usual 0 ..= 0.1;
    }
}

impl Method for L1 {
    const NAME: &'static str = "l1";
    const CLASSES: &'static [Class] = &[Class::BOLTZMANN];
    const CITES: Cites = &[&sources::regularization::TIBSHIRANI];
    const EXAMPLE: &'static str =
        "train rbm[784,100] with cd1 and l1(1e-4) for 3 epochs, then check free-energy";
}
