//! `solve ising(16, temperature: 2) by kaufman`: what is exact of a system, or what a theory says of it. The same methods
//! stand after `against`.

use crate::args;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Class, Context, Cost, Fault, Kind, Measure, Methods, Outcome, Scene, SystemInput, Value, Verb,
};
use crate::words::methods::{
    abelian::Abelian, kaufman::Kaufman, mellin::Mellin, onsager::Onsager,
    replica_symmetric::ReplicaSymmetric, transfer_matrix::TransferMatrix,
};
use crate::words::treating::{self, Order};

args! {
    /// Gives what is exact of a system, or what a theory says of it.
    pub struct Solve {
        /// The system.
        system (object): SystemInput;
        /// By which result; left out, what suits the system.
        methods (by): Methods = Methods::default();
    }
}

impl Solve {
    fn order(&self) -> Order<'_> {
        Order {
            verb: Self::NAME,
            class: Class::SOLUTION,
            system: &self.system,
            methods: &self.methods,
            times: None,
        }
    }
}

impl Verb for Solve {
    const NAME: &'static str = "solve";
    const METHODS: &'static [Class] = &[Class::SOLUTION];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        solve ising(16, temperature: 2) by onsager, then check free-energy and energy against kaufman";

    fn settle(&mut self, _scene: &mut Scene) {
        let candidates: [fn(&mut Methods); 6] = [
            Methods::or_preset::<Kaufman>,
            Methods::or_preset::<Onsager>,
            Methods::or_preset::<TransferMatrix>,
            Methods::or_preset::<ReplicaSymmetric>,
            Methods::or_preset::<Abelian>,
            Methods::or_preset::<Mellin>,
        ];
        treating::choose(&mut self.methods.value, &self.system, &candidates);
    }

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
