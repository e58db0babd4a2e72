//! `max-norm`: after every step the weights that lead into a hidden unit are scaled back to a
//! Euclidean norm (Srebro and Shraibman 2005; with dropout, Srivastava et al. 2014).

use crate::args;
use crate::vocabulary::{Cites, Class, Method, Positive};
use crate::words::sources;

args! {
    /// Bounds the norm of the weights that lead into each hidden unit.
    pub struct MaxNorm {
        /// The largest norm.
        bound (object): Positive = Positive::new(2.0), usual 0.1 ..= 20.0;
    }
}

impl Method for MaxNorm {
    const NAME: &'static str = "max-norm";
    const CLASSES: &'static [Class] = &[Class::NETWORK];
    const CITES: Cites = &[&sources::networks::SRIVASTAVA, &sources::networks::SREBRO_SHRAIBMAN];
    const EXAMPLE: &'static str =
        "train mlp[784,100,10] with sgd and dropout and max-norm(2) for 5 epochs, then test";
}
