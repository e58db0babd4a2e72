//! `estimate log-partition by mean-field`: the units taken to be independent, with the means that fit best: a lower bound of
//! ln Z, and the first order of the expansion that `tap` goes on with.

use crate::args;
use crate::models::Observer;
use crate::models::boltzmann::ExactRbm;
use crate::models::boltzmann::partition::{Estimate, expand};
use crate::numeric::random::Seed;
use crate::source::{Diagnostic, Span};
use crate::vocabulary::{Cites, Class, Cost, Estimating, Fault, Method, TwoLayers};
use crate::words::estimating::{partition_fault, two_states_only};
use crate::words::prices;
use crate::words::sources;
use ndarray::Array1;

args! {
    /// Naive mean field, a lower bound.
    pub struct MeanField {}
}

impl Method for MeanField {
    const NAME: &'static str = "mean-field";
    const CLASSES: &'static [Class] = &[Class::PARTITION];
    const CITES: Cites = &[&sources::boltzmann::PETERSON_ANDERSON];
    const EXAMPLE: &'static str =
        "edition 1\nseed 1\nconsider rbm[8,6](spread: 0.5), then estimate log-partition by mean-field";

    fn as_estimator(&self) -> Option<&dyn Estimating> {
        Some(self)
    }
}

impl Estimating for MeanField {
    fn review(&self, machine: &TwoLayers, place: Span) -> Option<Diagnostic> {
        two_states_only(machine, place)
    }

    fn cost(&self, machine: &TwoLayers) -> Cost {
        prices::expansion(machine, 1)
    }

    fn estimate(
        &self,
        machine: &ExactRbm,
        _base: &Array1<f64>,
        _seed: &Seed,
        observer: &dyn Observer,
    ) -> Result<Estimate, Fault> {
        Ok(Estimate::certain(expand(machine, 1, observer).map_err(partition_fault)?.log_partition))
    }
}
