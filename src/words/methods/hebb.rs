//! `hebb`: couplings are correlations of the patterns (Hebb 1949; Hopfield 1982). They hold 0.138 patterns a spin.

use crate::args;
use crate::vocabulary::{Cites, Class, Method};
use crate::words::sources;

args! {
    /// Couples spins by the correlations of the patterns.
    pub struct Hebb {}
}

impl Method for Hebb {
    const NAME: &'static str = "hebb";
    const CLASSES: &'static [Class] = &[Class::STORAGE];
    const ROLE: Option<&'static str> = Some("rules of learning");
    const CITES: Cites = &[&sources::spins::HOPFIELD, &sources::spins::HEBB];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        store 20 patterns in hopfield(400) with hebb, then recall with noise(10 %), then check overlap";
}
