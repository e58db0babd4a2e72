//! `ising(32, temperature: 2.269)`: the Ising model in the plane, without a field (Lenz 1920, Ising 1925).

use crate::models::spin;
use crate::source::amounts::short;
use crate::vocabulary::{Cites, Count, Declared, Positive, SystemWord};
use crate::words::sources;
use crate::{args, choice};

choice! {
    /// The lattice.
    pub enum Lattice, "a lattice" {
        /// Four neighbours.
        Square = "square",
        /// Six neighbours.
        Triangular = "triangular",
    }
}

/// 2 / ln(1 + sqrt 2), to the digits that people are shown.
pub const CRITICAL_TEMPERATURE: f64 = 2.269_185_314_213;

/// Below this a spin is out of line with a probability of less than e^-160, and a row's weights are beyond the range of doubles.
const COLDEST: f64 = 0.05;

args! {
    /// Spins of +1 and -1 in the plane, with the energy -s s' for each pair of neighbours.
    pub struct Ising {
        /// Rows of a torus, and its columns where nothing else is said; without it, the lattice is infinite.
        size (object): Option<Count> = None, usual 2 ..= 1024;
        /// Columns of the torus.
        columns: Option<Count> = None, usual 2 ..= 1024;
        /// Temperature in units of the coupling between neighbours; left out, the critical one of the square lattice.
        temperature: Positive = Positive::new(CRITICAL_TEMPERATURE), usual 0.5 ..= 10;
        /// The lattice.
        lattice: Lattice = Lattice::Square;
    }
}

impl SystemWord for Ising {
    const NAME: &'static str = "ising";
    const CITES: Cites = &[&sources::spins::ISING];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        simulate ising(32, temperature: 2.269) by wolff for 10000 sweeps, then check energy against onsager";

    fn declared(&self) -> Result<Declared, (String, String)> {
        let sides = self.size.value.map(|rows| (rows.get(), self.columns.value.unwrap_or(rows).get()));
        if sides.is_none() && self.columns.value.is_some() {
            let help = "write `ising(32, columns: 16)`, the rows first";
            return Err(("a torus with columns needs rows".into(), help.into()));
        }
        let sites = sides.and_then(|(rows, columns)| rows.checked_mul(columns));
        if sides.is_some() && sites.is_none_or(|sites| sites > u32::MAX as usize) {
            let message = "a lattice of more than 2^32 spins does not fit".into();
            return Err((message, "choose a smaller size, or leave it out for the infinite lattice".into()));
        }
        if sides.is_some_and(|(rows, columns)| rows.min(columns) < 2) {
            let message = "a side of one spin is its own neighbour".into();
            return Err((message, "choose sides of 2 or more; a row of spins is `ising-chain`".into()));
        }
        if self.temperature.get() < COLDEST {
            let cold = short(self.temperature.get());
            let message = format!("at a temperature of {cold} all spins are aligned, whatever is asked");
            return Err((message, format!("choose {COLDEST} or more")));
        }
        let lattice = match self.lattice.value {
            Lattice::Square => spin::Lattice::Square,
            Lattice::Triangular => spin::Lattice::Triangular,
        };
        let plain = spin::Ising { lattice, size: sides, temperature: self.temperature.get() };
        Ok(Declared::new(Self::NAME, sites, plain))
    }
}
