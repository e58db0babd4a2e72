//! `estimate log-partition by exact`: the sum over all states of the smaller layer, the other one summed in closed form.
//! 2^20 states take a second or two, each further unit doubles that.

use crate::args;
use crate::models::Observer;
use crate::models::boltzmann::ExactRbm;
use crate::models::boltzmann::partition::{Estimate, exact};
use crate::numeric::random::Seed;
use crate::source::{Diagnostic, Span};
use crate::vocabulary::{Class, Cost, Estimating, Fault, Method, TwoLayers};
use crate::words::estimating::partition_fault;
use crate::words::lints::partition_infeasible;
use crate::words::prices;
use ndarray::Array1;

args! {
    /// Sums over all states of the smaller layer.
    pub struct Exact {}
}

impl Method for Exact {
    const NAME: &'static str = "exact";
    const CLASSES: &'static [Class] = &[Class::PARTITION];
    const EXAMPLE: &'static str =
        "edition 1\nseed 1\nconsider rbm[8,6](spread: 0.5), then estimate log-partition by exact";

    fn as_estimator(&self) -> Option<&dyn Estimating> {
        Some(self)
    }
}

impl Estimating for Exact {
    fn review(&self, machine: &TwoLayers, place: Span) -> Option<Diagnostic> {
        partition_infeasible::find(machine, place)
    }

    fn cost(&self, machine: &TwoLayers) -> Cost {
        prices::enumeration(machine)
    }

    fn estimate(
        &self,
        machine: &ExactRbm,
        _base: &Array1<f64>,
        _seed: &Seed,
        observer: &dyn Observer,
    ) -> Result<Estimate, Fault> {
        exact(machine, observer).map(Estimate::certain).map_err(partition_fault)
    }
}
