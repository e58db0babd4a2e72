//! `l-curve`: the corner of the curve of |Lw| against |Xw - y|, both logarithmic, where its curvature is largest (Hansen
//! and O'Leary 1993).

use crate::args;
use crate::data::Dataset;
use crate::models::regression::selection::Criterion;
use crate::numeric::random::Seed;
use crate::vocabulary::{Choosing, Cites, Class, Fault, Method};
use crate::words::sources;

args! {
    /// Chooses the penalty at the corner of the L-curve.
    pub struct LCurveCorner {}
}

impl Method for LCurveCorner {
    const NAME: &'static str = "l-curve";
    const CLASSES: &'static [Class] = &[Class::CHOICE];
    const CITES: Cites = &[&sources::regularization::HANSEN_OLEARY];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nfit tikhonov on shaw(32, noise: 1e-3) by l-curve, then compare with optimum";

    fn as_choice(&self) -> Option<&dyn Choosing> {
        Some(self)
    }
}

impl Choosing for LCurveCorner {
    fn criterion(&self, _set: &Dataset, _seed: &Seed) -> Result<Criterion, Fault> {
        Ok(Criterion::LCurve)
    }
}
