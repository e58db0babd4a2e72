//! `hopfield(1000)`: a network of spins that patterns can be stored in (Hopfield 1982).

use crate::args;
use crate::vocabulary::{Cites, Count, Declared, Rate, SystemWord};
use crate::words::sources;

args! {
    /// A memory of spins of +1 and -1, each coupled to each.
    pub struct Hopfield {
        /// The number of spins.
        spins (object): Count = Count::new(1000), usual 10 ..= 20000;
        /// Patterns a spin, for theories of it; what is stored has a number of patterns of its own.
        load: Rate = Rate::new(0.05), usual 0 ..= 1;
        /// Temperature in units in which a single pattern is recalled below 1.
        temperature: Rate = Rate::new(0.0), usual 0 ..= 2;
    }
}

/// A memory that nothing is stored in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Blank {
    pub spins: usize,
    pub load: f64,
    pub temperature: f64,
}

impl SystemWord for Hopfield {
    const NAME: &'static str = "hopfield";
    const CITES: Cites = &[&sources::spins::HOPFIELD];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        store 100 patterns in hopfield(1000), then recall with noise(10 %), then check overlap";

    fn declared(&self) -> Result<Declared, (String, String)> {
        let plain =
            Blank { spins: self.spins.get(), load: self.load.get(), temperature: self.temperature.get() };
        Ok(Declared::new(Self::NAME, Some(plain.spins), plain))
    }
}
