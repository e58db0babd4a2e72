//! `leave-one-out`: the least mean squared error of rows that are left out one by one, without fitting again: the
//! error of row i is r_i / (1 - h_ii) with its leverage h_ii (Allen 1974, PRESS).

use crate::args;
use crate::data::Dataset;
use crate::models::regression::selection::Criterion;
use crate::numeric::random::Seed;
use crate::vocabulary::{Choosing, Cites, Class, Fault, Method};
use crate::words::sources;

args! {
    /// Chooses the penalty by leaving one row out at a time.
    pub struct LeaveOneOut {}
}

impl Method for LeaveOneOut {
    const NAME: &'static str = "leave-one-out";
    const CLASSES: &'static [Class] = &[Class::CHOICE];
    const CITES: Cites = &[&sources::regularization::ALLEN];
    const EXAMPLE: &'static str = "seed 1\nedition 1\nfit tikhonov on shaw(32, noise: 1e-3) by leave-one-out, then compare with optimum";

    fn as_choice(&self) -> Option<&dyn Choosing> {
        Some(self)
    }
}

impl Choosing for LeaveOneOut {
    fn takes_rows_to_be_independent(&self) -> bool {
        true
    }

    fn criterion(&self, _set: &Dataset, _seed: &Seed) -> Result<Criterion, Fault> {
        Ok(Criterion::LeaveOneOut)
    }
}
