//! Monte Carlo of the Ising model on a torus: local and cluster dynamics, chains side by side, means with honest errors.
//!
//! Chains are independent and as many as the settings say, whatever the number of threads; each has its own node of the
//! seed tree. Spins are bytes, 0 for down and 1 for up.

pub mod blocks;
pub mod estimate;
pub mod local;
pub mod measured;
pub mod run;
pub mod swendsen_wang;
pub mod tempering;
pub mod torus;
pub mod wolff;
pub mod words;

pub use run::{Dynamics, Settings, run};
