//! `noise(10 %)`: each spin of a pattern is turned with this probability before it is recalled. Half of them leave nothing
//! of the pattern: recalls then start anywhere.

use crate::args;
use crate::vocabulary::{Class, Method, Share};

args! {
    /// Turns spins of a pattern before it is recalled.
    pub struct Noise {
        /// The probability that a spin is turned.
        share (object): Share = Share::new(0.1), usual 0.0 ..= 0.5;
    }
}

impl Method for Noise {
    const NAME: &'static str = "noise";
    const CLASSES: &'static [Class] = &[Class::RECALL];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        store 20 patterns in hopfield(400), then recall with noise(20 %), then check overlap";
}
