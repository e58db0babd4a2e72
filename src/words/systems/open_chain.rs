//! `open-chain([0.5,0.5,0.5], field: 0.2)`: a few spins in a row, small enough for every state to be looked at.

use crate::args;
use crate::models::renormalization::kernels::OpenChain;
use crate::vocabulary::{Declared, Real, Reals, SystemWord};

args! {
    /// Spins of +1 and -1 in a row with open ends, with the Boltzmann factor exp(J s s') for each pair of neighbours.
    pub struct OpenChainWord {
        /// The couplings over the temperature, one for each pair of neighbours: one fewer than there are spins.
        couplings (object): Reals;
        /// The field over the temperature.
        field: Real = Real::new(0.0), usual -10 ..= 10;
    }
}

impl SystemWord for OpenChainWord {
    const NAME: &'static str = "open-chain";
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        renormalize open-chain([0.5,0.5,0.5], field: 0.2) by kadanoff, then check trace-condition";

    fn declared(&self) -> Result<Declared, (String, String)> {
        let plain = OpenChain { couplings: self.couplings.0.clone(), field: self.field.get() };
        if plain.couplings.is_empty() {
            return Err((
                "a chain has a coupling".into(),
                "write two spins or more: `open-chain([0.5])`".into(),
            ));
        }
        Ok(Declared::new(Self::NAME, Some(plain.spins()), plain))
    }
}
