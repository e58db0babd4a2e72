//! `estimate log-partition by tap(order: 3)`: ln Z expanded in the couplings at fixed magnetizations, with the reaction term
//! of Thouless, Anderson and Palmer (second order) and the next one (Plefka 1982; Georges and Yedidia 1991).

use crate::args;
use crate::models::Observer;
use crate::models::boltzmann::ExactRbm;
use crate::models::boltzmann::partition::{Estimate, expand};
use crate::numeric::random::Seed;
use crate::source::{Diagnostic, Span};
use crate::vocabulary::{Cites, Class, Cost, Count, Estimating, Fault, Findings, Method, TwoLayers};
use crate::words::estimating::{partition_fault, two_states_only};
use crate::words::prices;
use crate::words::sources;
use ndarray::Array1;

args! {
    /// Mean field with the reaction terms of the second or third order.
    pub struct Tap {
        /// The order in the couplings, 2 or 3.
        order: Count = Count::new(2), usual 2 ..= 3;
    }
}

impl Method for Tap {
    const NAME: &'static str = "tap";
    /// 2: the third order settles where its value is stationary.
    const VERSION: u32 = 2;
    const CLASSES: &'static [Class] = &[Class::PARTITION];
    const CITES: Cites = &[
        &sources::boltzmann::THOULESS_ANDERSON_PALMER,
        &sources::boltzmann::PLEFKA,
        &sources::boltzmann::GEORGES_YEDIDIA,
    ];
    const EXAMPLE: &'static str = "edition 1\nseed 1\nconsider rbm[8,6](spread: 0.5), then estimate log-partition by exact and mean-field and tap(order: 3)";

    fn as_estimator(&self) -> Option<&dyn Estimating> {
        Some(self)
    }

    fn check(&self, findings: &mut Findings) {
        if let (false, Some(span)) = ((2..=3).contains(&self.order.get()), self.order.span) {
            let finding = Diagnostic::error("out-of-range", span, "the expansion has the orders 2 and 3");
            findings.push(finding.label("not an order of it").help("the first order is `mean-field`"));
        }
    }
}

impl Estimating for Tap {
    fn review(&self, machine: &TwoLayers, place: Span) -> Option<Diagnostic> {
        two_states_only(machine, place)
    }

    fn cost(&self, machine: &TwoLayers) -> Cost {
        prices::expansion(machine, self.order.get())
    }

    fn estimate(
        &self,
        machine: &ExactRbm,
        _base: &Array1<f64>,
        _seed: &Seed,
        observer: &dyn Observer,
    ) -> Result<Estimate, Fault> {
        let found = expand(machine, self.order.get(), observer).map_err(partition_fault)?;
        Ok(Estimate::certain(found.log_partition))
    }
}
