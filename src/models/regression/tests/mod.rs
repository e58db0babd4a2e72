//! The path of penalties, its criteria and its analysis against independent scripts (numpy) and identities.

mod choices;
mod degenerate;
mod risk;
mod small;
pub mod splitmix;
