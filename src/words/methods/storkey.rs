//! `storkey`: patterns added one by one, corrected for what is stored already (Storkey 1997). They hold about
//! N / sqrt(2 ln N) patterns of N spins without errors.

use crate::args;
use crate::vocabulary::{Cites, Class, Method};
use crate::words::sources;

args! {
    /// Couples spins by patterns one after the other, corrected for those before.
    pub struct Storkey {}
}

impl Method for Storkey {
    const NAME: &'static str = "storkey";
    const CLASSES: &'static [Class] = &[Class::STORAGE];
    const ROLE: Option<&'static str> = Some("rules of learning");
    const CITES: Cites = &[&sources::spins::STORKEY];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        store 20 patterns in hopfield(400) with storkey, then recall with noise(10 %), then check overlap";
}
