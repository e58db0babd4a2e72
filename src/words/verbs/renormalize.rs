//! `renormalize ising(temperature: 2.269) by trg(bond: 16) x20`: a system made coarser, step by step, and what the flow says.

use crate::args;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Class, Context, Cost, Fault, Kind, Measure, Outcome, Repeated, Scene, SystemInput, Value, Verb,
};
use crate::words::treating::Order;

args! {
    /// Makes a system coarser by a renormalization group, and follows its flow.
    pub struct Renormalize {
        /// The system.
        system (object): SystemInput;
        /// The transformation, and how often it is done.
        by (by): Repeated;
    }
}

impl Renormalize {
    fn order(&self) -> Order<'_> {
        Order {
            verb: Self::NAME,
            class: Class::RENORMALIZATION,
            system: &self.system,
            methods: &self.by.methods,
            times: self.by.times.map(|times| usize::try_from(times).unwrap_or(usize::MAX)),
        }
    }
}

impl Verb for Renormalize {
    const NAME: &'static str = "renormalize";
    const METHODS: &'static [Class] = &[Class::RENORMALIZATION];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        renormalize ising(temperature: 2.269) by trg(bond: 16) x20, then check free-energy against onsager";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        self.order().kind(scene)
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        self.order().cost()
    }

    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        self.order().measures()
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        self.order().run(context)
    }

    const KEPT: bool = true;

    fn restored(&self, kept: &Tensors, _context: &mut Context) -> Result<Value, Fault> {
        self.order().restored(kept)
    }
}
