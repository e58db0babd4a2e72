//! `quasi-optimality`: the penalty at which the weights change least with it, |penalty dw / d penalty| (Tikhonov and
//! Glasko 1965).

use crate::args;
use crate::data::Dataset;
use crate::models::regression::selection::Criterion;
use crate::numeric::random::Seed;
use crate::vocabulary::{Choosing, Cites, Class, Fault, Method};
use crate::words::sources;

args! {
    /// Chooses the penalty at which the weights change least.
    pub struct QuasiOptimality {}
}

impl Method for QuasiOptimality {
    const NAME: &'static str = "quasi-optimality";
    const CLASSES: &'static [Class] = &[Class::CHOICE];
    const CITES: Cites = &[&sources::regularization::TIKHONOV_GLASKO];
    const EXAMPLE: &'static str = "seed 1\nedition 1\nfit tikhonov on shaw(32, noise: 1e-3) by quasi-optimality, then compare with optimum";

    fn as_choice(&self) -> Option<&dyn Choosing> {
        Some(self)
    }
}

impl Choosing for QuasiOptimality {
    fn criterion(&self, _set: &Dataset, _seed: &Seed) -> Result<Criterion, Fault> {
        Ok(Criterion::QuasiOptimality)
    }
}
