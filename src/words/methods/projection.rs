//! `projection`: couplings that project on the patterns, by their pseudo-inverse (Personnaz, Guyon and Dreyfus 1985). Every
//! pattern is stable up to one a spin, and attracts less and less.

use crate::args;
use crate::vocabulary::{Cites, Class, Method};
use crate::words::sources;

args! {
    /// Couples spins by the projection on the patterns.
    pub struct PseudoInverse {}
}

impl Method for PseudoInverse {
    const NAME: &'static str = "projection";
    const CLASSES: &'static [Class] = &[Class::STORAGE];
    const ROLE: Option<&'static str> = Some("rules of learning");
    const CITES: Cites = &[&sources::spins::PERSONNAZ];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        store 20 patterns in hopfield(400) with projection, then recall with noise(10 %), then check overlap";
}
