//! `dimers(10)`: N pairs of levels that do not interact: what is true of one must be N times true of all.

use crate::args;
use crate::models::renormalization::extensivity;
use crate::vocabulary::{Cites, Count, Declared, Rate, SystemWord};
use crate::words::sources;

args! {
    /// Dimers that do not interact, each with one double excitation.
    pub struct Dimers {
        /// How many.
        count (object): Count = Count::new(10), usual 1 ..= 1000000;
        /// Half the energy of a double excitation.
        gap: Rate = Rate::new(0.7), usual 0.01 ..= 10;
        /// The matrix element between ground state and excitation.
        coupling: Rate = Rate::new(0.2), usual 0.01 ..= 10;
    }
}

impl SystemWord for Dimers {
    const NAME: &'static str = "dimers";
    const CITES: Cites = &[&sources::renormalization::SZABO_OSTLUND];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        solve dimers(10) by configuration-interaction(doubles), then check correlation-energy";

    fn declared(&self) -> Result<Declared, (String, String)> {
        let (count, gap, coupling) = (self.count.get(), self.gap.get(), self.coupling.get());
        Ok(Declared::new(Self::NAME, Some(count), extensivity::Dimers { count, gap, coupling }))
    }
}
