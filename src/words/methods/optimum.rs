//! `optimum`: the penalty with the smallest |w_hat - w|, where the data say which weights w made them: the yardstick for
//! the criteria that have to do without.

use crate::args;
use crate::data::Dataset;
use crate::models::regression::selection::Criterion;
use crate::numeric::random::Seed;
use crate::vocabulary::{Choosing, Class, DataKind, Fault, Method};
use crate::words::truth;

args! {
    /// Chooses the penalty that is best for the true weights, where they are known.
    pub struct Optimum {}
}

impl Method for Optimum {
    const NAME: &'static str = "optimum";
    const CLASSES: &'static [Class] = &[Class::CHOICE];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nfit tikhonov on shaw(32, noise: 1e-3) by optimum, then check bias-variance";

    fn as_choice(&self) -> Option<&dyn Choosing> {
        Some(self)
    }
}

impl Choosing for Optimum {
    fn lacks(&self, data: &DataKind) -> Option<(String, String)> {
        truth::lacking(data, Self::NAME)
    }

    fn criterion(&self, set: &Dataset, _seed: &Seed) -> Result<Criterion, Fault> {
        Ok(Criterion::Optimum { truth: truth::of(set)?.weights.iter().copied().collect() })
    }
}
