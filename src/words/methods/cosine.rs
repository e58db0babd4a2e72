//! `cosine`: rate (1 + cos(pi t)) / 2 with t the share of the steps that are done (Loshchilov and
//! Hutter 2017, without restarts).

use crate::args;
use crate::vocabulary::{Cites, Class, Method};
use crate::words::sources;

args! {
    /// The rate falls to 0 along half a cosine.
    pub struct Cosine {}
}

impl Method for Cosine {
    const NAME: &'static str = "cosine";
    const CLASSES: &'static [Class] = &[Class::NETWORK, Class::AUTOENCODER];
    const ROLE: Option<&'static str> = Some("schedules");
    const CITES: Cites = &[&sources::networks::LOSHCHILOV_HUTTER];
    const EXAMPLE: &'static str = "train mlp[784,100,10] with sgd and cosine for 5 epochs, then test";
}
