//! `ising-chain(coupling: 1)`: Ising spins in a row (Ising 1925).

use crate::args;
use crate::models::spin::Chain;
use crate::vocabulary::{Cites, Count, Declared, Real, SystemWord};
use crate::words::sources;

args! {
    /// Spins of +1 and -1 in a row, with the Boltzmann factor exp(K s s') for each pair of neighbours.
    pub struct IsingChain {
        /// Spins of a ring; without it, the chain is infinite.
        length (object): Option<Count> = None, usual 2 ..= 1000000;
        /// The coupling over the temperature, K.
        coupling: Real = Real::new(1.0), usual -10 ..= 10;
        /// The field over the temperature.
        field: Real = Real::new(0.0), usual -10 ..= 10;
    }
}

impl SystemWord for IsingChain {
    const NAME: &'static str = "ising-chain";
    const CITES: Cites = &[&sources::spins::ISING];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nrenormalize ising-chain(coupling: 1) by decimation x5, then check free-energy";

    fn declared(&self) -> Result<Declared, (String, String)> {
        let length = self.length.value.map(Count::get);
        let plain = Chain { length, coupling: self.coupling.get(), field: self.field.get() };
        Ok(Declared::new(Self::NAME, length, plain))
    }
}
