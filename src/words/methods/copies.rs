//! `test with copies(10)`: each test row is shown several times, deformed afresh as the training rows were, and the mean of the
//! class probabilities decides (as Krizhevsky, Sutskever and Hinton 2012 did with ten crops). The test part itself stays as it is.

use crate::args;
use crate::vocabulary::{Class, Count, Method};

args! {
    /// Averages predictions over deformed copies of each test row.
    pub struct Copies {
        /// How many copies of each row.
        count (object): Count = Count::new(10), usual 2 ..= 100;
    }
}

impl Method for Copies {
    const NAME: &'static str = "copies";
    const CLASSES: &'static [Class] = &[Class::TESTING];
    const EXAMPLE: &'static str = "augment mnist with rotation(15 deg) and scaling(15 %), then train mlp[784,100,10] for 5 epochs, then test with copies(10)";
}
