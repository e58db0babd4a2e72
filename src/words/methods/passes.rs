//! `test with passes(10)`: each test row is shown several times and the mean of the class probabilities decides. In each pass it is
//! deformed afresh as the training rows were (as Krizhevsky, Sutskever and Hinton 2012 did with ten crops), or other units are
//! silenced where `dropout` stands beside it. The test part itself stays as it is.

use crate::args;
use crate::vocabulary::{Cites, Class, Count, Method};
use crate::words::sources;

args! {
    /// Averages predictions over several passes, each with the rows deformed or units silenced afresh.
    pub struct Passes {
        /// How often each row is shown.
        count (object): Count = Count::new(10), usual 2 ..= 100;
    }
}

impl Method for Passes {
    const NAME: &'static str = "passes";
    /// 2: rows are deformed by numbers of their own, not by those that silence units.
    const VERSION: u32 = 2;
    const CLASSES: &'static [Class] = &[Class::TESTING];
    const CITES: Cites = &[&sources::networks::KRIZHEVSKY_SUTSKEVER_HINTON];
    const EXAMPLE: &'static str = "augment mnist with rotation(15 deg) and scaling(15 %), then train mlp[784,100,10] for 5 epochs, then test with passes(10)";
}
