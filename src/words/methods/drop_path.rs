//! `drop-path`: while a fractal network learns, its joins leave inputs out: each by itself, or all but one column of the whole
//! network, a batch in the one way or the other (Larsson, Maire and Shakhnarovich 2017). Never when testing.

use crate::args;
use crate::vocabulary::{Cites, Class, Method, Share};
use crate::words::sources;

args! {
    /// Leaves out inputs of joins at random while training.
    pub struct DropPath {
        /// The probability that an input of a join is left out; where all would be, one stays.
        share (object): Share = Share::new(0.15), usual 0 ..= 0.5;
        /// The share of batches in which one column is left of the whole network.
        global: Share = Share::new(0.5);
    }
}

impl Method for DropPath {
    const NAME: &'static str = "drop-path";
    const CLASSES: &'static [Class] = &[Class::NETWORK];
    const CITES: Cites = &[&sources::networks::LARSSON];
    const EXAMPLE: &'static str = "train fractal-net(columns: 2, blocks: 2, units: 64) with sgd and drop-path(15 %) for 5 epochs, then test";
}
