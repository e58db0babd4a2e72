//! `quadratic-map`: x -> 1 - a x^2, whose periods double (May 1976; Feigenbaum 1978).

use crate::args;
use crate::vocabulary::{Cites, Declared, SystemWord};
use crate::words::sources;

args! {
    /// The map x -> 1 - a x^2, for every a.
    pub struct QuadraticMap {}
}

/// The family of maps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quadratic;

impl SystemWord for QuadraticMap {
    const NAME: &'static str = "quadratic-map";
    const CITES: Cites = &[&sources::renormalization::FEIGENBAUM, &sources::renormalization::MAY];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nrenormalize quadratic-map by period-doubling x11, then check exponents";

    fn declared(&self) -> Result<Declared, (String, String)> {
        Ok(Declared::new(Self::NAME, Some(1), Quadratic))
    }
}
