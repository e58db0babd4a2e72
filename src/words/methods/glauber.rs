//! `glauber(temperature: 0.4)`: spins of a memory follow their fields with errors (Glauber 1963; Peretto 1984).

use crate::args;
use crate::vocabulary::{Cites, Class, Method, Positive, Steps};
use crate::words::sources;

args! {
    /// Lets the spins of a memory follow their fields at a temperature.
    pub struct Glauber {
        /// The temperature; a single pattern is recalled below 1.
        temperature: Positive = Positive::new(0.2), usual 0.01 ..= 2;
        /// Visits of every spin.
        sweeps: Steps = Steps::new(50), usual 10 ..= 10000;
    }
}

impl Method for Glauber {
    const NAME: &'static str = "glauber";
    const CLASSES: &'static [Class] = &[Class::RECALL];
    const CITES: Cites = &[&sources::spins::GLAUBER, &sources::spins::PERETTO];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        store 20 patterns in hopfield(400), then recall with glauber(temperature: 0.4), then check overlap";
}
