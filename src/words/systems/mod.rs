//! The systems of the language, a file each: what is declared, and not trained.

use crate::vocabulary::AnyDataWord;

pub mod hopfield;
pub mod ising;
mod ising_chain;
pub mod quadratic_map;
pub mod sandpile;
mod weierstrass;

/// Every system, in reading order.
pub static SYSTEMS: &[AnyDataWord] = &[
    AnyDataWord::system::<ising::Ising>(),
    AnyDataWord::system::<ising_chain::IsingChain>(),
    AnyDataWord::system::<hopfield::Hopfield>(),
    AnyDataWord::system::<sandpile::Sandpile>(),
    AnyDataWord::system::<quadratic_map::QuadraticMap>(),
    AnyDataWord::system::<weierstrass::Weierstrass>(),
];
