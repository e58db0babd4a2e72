//! `contraction(0.1)`: the loss of an autoencoder plus the penalty times |J|^2, the squared norm of the Jacobian of the hidden
//! units by the inputs, so that hidden units change with the data and with little else (Rifai et al. 2011).

use crate::args;
use crate::vocabulary::{Cites, Class, Method, Positive};
use crate::words::sources;

args! {
    /// Adds the norm of the Jacobian of the hidden units to the loss.
    pub struct Contraction {
        /// The factor of the squared norm.
        penalty (object): Positive = Positive::new(0.1), usual 1e-6 ..= 100;
    }
}

impl Method for Contraction {
    const NAME: &'static str = "contraction";
    const CLASSES: &'static [Class] = &[Class::AUTOENCODER];
    const CITES: Cites = &[&sources::networks::RIFAI];
    const EXAMPLE: &'static str = "seed 1\nedition 1\ntrain autoencoder[784,200] with contraction(0.1) for 5 epochs, then check reconstruction-error";
}
