//! Autoencoders as maps of data space into itself: what the linear ones learn in closed form ([`LinearMap`]), the best map
//! against noise ([`Denoiser`]), stacks of trained ones ([`stack()`]), the energy of a tied one ([`energy`]), what
//! happens when a map is applied again and again ([`flow()`]), and along which directions hidden units change
//! ([`tangents()`]). Networks are trained in `network`.
//!
//! Rows are points x (rows, columns); a map gives every row back, changed.

mod denoiser;
mod flow;
mod linear;
mod potential;
mod stack;
mod tangents;
#[cfg(test)]
mod tests;

pub use denoiser::Denoiser;
pub use flow::{Flow, Followed, flow};
pub use linear::{LinearMap, LinearRecipe};
pub use potential::{contraction, energy};
pub use stack::{deep, mirrored, stack};
pub use tangents::{Layer, tangents};
