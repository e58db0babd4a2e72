//! `gcv`: generalized cross-validation, the least rows |r|^2 / (rows - df)^2 (Golub, Heath and Wahba 1979). No row is
//! left out: it takes every row to have the same leverage, and errors to be independent. Where they go together it
//! may fit the noise (Hansen and O'Leary 1993).

use crate::args;
use crate::data::Dataset;
use crate::models::regression::selection::Criterion;
use crate::numeric::random::Seed;
use crate::vocabulary::{Choosing, Cites, Class, Fault, Method};
use crate::words::sources;

args! {
    /// Chooses the penalty by generalized cross-validation.
    pub struct Gcv {}
}

impl Method for Gcv {
    const NAME: &'static str = "gcv";
    const CLASSES: &'static [Class] = &[Class::CHOICE];
    const CITES: Cites = &[&sources::regularization::GOLUB_HEATH_WAHBA];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nfit tikhonov on shaw(32, noise: 1e-3) by gcv, then compare with optimum";

    fn as_choice(&self) -> Option<&dyn Choosing> {
        Some(self)
    }
}

impl Choosing for Gcv {
    fn takes_rows_to_be_independent(&self) -> bool {
        true
    }

    fn criterion(&self, _set: &Dataset, _seed: &Seed) -> Result<Criterion, Fault> {
        Ok(Criterion::Gcv)
    }
}
