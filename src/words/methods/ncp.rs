//! `ncp`: the penalty whose residuals are closest to white noise, by their normalized cumulative periodogram (Hansen,
//! Kilmer and Kjeldsen 2006). Rows are taken to be in the order of time or place.

use crate::args;
use crate::data::Dataset;
use crate::models::regression::selection::Criterion;
use crate::numeric::random::Seed;
use crate::vocabulary::{Choosing, Cites, Class, Fault, Method};
use crate::words::sources;

args! {
    /// Chooses the penalty whose residuals are closest to white noise.
    pub struct Ncp {}
}

impl Method for Ncp {
    const NAME: &'static str = "ncp";
    const CLASSES: &'static [Class] = &[Class::CHOICE];
    const CITES: Cites = &[&sources::regularization::HANSEN_KILMER_KJELDSEN];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nfit tikhonov on shaw(32, noise: 1e-3) by ncp, then compare with optimum";

    fn as_choice(&self) -> Option<&dyn Choosing> {
        Some(self)
    }
}

impl Choosing for Ncp {
    fn takes_rows_to_be_independent(&self) -> bool {
        true
    }

    fn criterion(&self, _set: &Dataset, _seed: &Seed) -> Result<Criterion, Fault> {
        Ok(Criterion::Periodogram)
    }
}
