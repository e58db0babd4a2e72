//! The systems of the language, a file each: what is declared, and not trained.

use crate::vocabulary::AnyDataWord;

mod dimers;
pub mod hopfield;
pub mod ising;
mod ising_chain;
mod open_chain;
pub mod product_gate;
pub mod quadratic_map;
pub mod sandpile;
mod weierstrass;

/// Every system, in reading order.
pub static SYSTEMS: &[AnyDataWord] = &[
    AnyDataWord::system::<ising::Ising>(),
    AnyDataWord::system::<ising_chain::IsingChain>(),
    AnyDataWord::system::<open_chain::OpenChainWord>(),
    AnyDataWord::system::<super::models::rbm::Rbm>(),
    AnyDataWord::system::<hopfield::Hopfield>(),
    AnyDataWord::system::<sandpile::Sandpile>(),
    AnyDataWord::system::<quadratic_map::QuadraticMap>(),
    AnyDataWord::system::<weierstrass::Weierstrass>(),
    AnyDataWord::system::<dimers::Dimers>(),
    AnyDataWord::system::<product_gate::ProductGate>(),
];
