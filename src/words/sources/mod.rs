//! The publications behind the words, a static each, by theme; a word names its own in `CITES`. Facts are those that the
//! publications print; a DOI is given only where it was looked up.

pub mod boltzmann;
pub mod data;
pub mod images;
pub mod networks;
pub mod regularization;
pub mod renormalization;
pub mod spins;
pub mod unsupervised;
