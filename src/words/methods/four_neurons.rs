//! `four-neurons`: how far four neurons are from the product of their inputs (Lin, Tegmark and Rolnick 2017).

use crate::args;
use crate::models::Observer;
use crate::models::network::product_gate;
use crate::numeric::random::Seed;
use crate::vocabulary::{Cites, Class, Cost, Fault, Job, Measure, Method, Outcome, Treating, Work};
use crate::words::measures::renormalized::GATE_ERROR;
use crate::words::sources;
use crate::words::systems::product_gate::Gate;
use crate::words::treated;

args! {
    /// Takes the largest error of a gate on a grid of inputs from -1 to 1.
    pub struct FourNeurons {}
}

impl Method for FourNeurons {
    const NAME: &'static str = "four-neurons";
    const CLASSES: &'static [Class] = &[Class::SOLUTION];
    const ROLE: Option<&'static str> = Some("ways to a solution");
    const CITES: Cites = &[&sources::renormalization::LIN_TEGMARK_ROLNICK];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nsolve product-gate(0.05) by four-neurons, then check gate-error";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

impl Treating for FourNeurons {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        let gate = job.system.plain::<Gate>();
        gate.is_none().then(|| treated::only(Self::NAME, job, "a gate", "product-gate(0.1)"))
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        treated::once(&[&GATE_ERROR])
    }

    fn cost(&self, _job: &Job) -> Cost {
        Cost::alone(Work::Element, 2e3)
    }

    fn treat(&self, job: &Job, _seed: &Seed, _observer: &dyn Observer) -> Result<Outcome, Fault> {
        let Gate(scale) = job.system.plain::<Gate>().ok_or_else(|| Fault::new("this is no gate"))?;
        Ok(treated::exact(&[(&GATE_ERROR, product_gate::largest_error(*scale))]))
    }
}
