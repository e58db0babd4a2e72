//! The publications behind the words, a static each, by theme; a word names its own in `CITES`. Authors, titles, volumes
//! and pages are written as reference lists have them; DOIs are left out.

pub mod boltzmann;
pub mod data;
pub mod images;
pub mod networks;
pub mod regularization;
pub mod renormalization;
pub mod spins;
pub mod unsupervised;
