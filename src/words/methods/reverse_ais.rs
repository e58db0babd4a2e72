//! `estimate log-partition by reverse-ais`: annealed importance sampling down from the machine itself to one without
//! couplings. Unbiased for 1/Z where the chains start in equilibrium, so ln Z is too large on average: with `ais` it bounds
//! ln Z from both sides (Grosse, Ghahramani and Adams 2015; Burda, Grosse and Salakhutdinov 2015).

use super::ais::Schedule;
use crate::args;
use crate::models::Observer;
use crate::models::boltzmann::ExactRbm;
use crate::models::boltzmann::partition::{Annealing, Direction, Estimate, Ladder, anneal};
use crate::numeric::random::Seed;
use crate::source::{Diagnostic, Span};
use crate::vocabulary::{Cites, Class, Cost, Count, Draws, Estimating, Fault, Method, Steps, TwoLayers};
use crate::words::estimating::{partition_fault, two_states_only};
use crate::words::methods::bf16::Numbers;
use crate::words::prices;
use crate::words::sources;
use ndarray::Array1;

args! {
    /// Annealed importance sampling, down from the machine itself.
    pub struct ReverseAis {
        /// Independent chains.
        chains: Count = Count::new(100), usual 10 ..= 10000;
        /// Temperatures on the way.
        temperatures: Draws = Draws::new(14500), usual 100 ..= 1000000;
        /// How they are spaced.
        schedule: Schedule = Schedule::Graded;
        /// Gibbs steps before a chain starts down.
        steps: Steps = Steps::new(1000), usual 100 ..= 100000;
        /// What products are taken in. States are 0 or 1, so `bf16` estimates the machine of rounded weights.
        precision: Numbers = Numbers::F32;
    }
}

impl Method for ReverseAis {
    const NAME: &'static str = "reverse-ais";
    const VERSION: u32 = 2;
    const CLASSES: &'static [Class] = &[Class::PARTITION];
    const CITES: Cites = &[&sources::boltzmann::BURDA, &sources::boltzmann::GROSSE];
    const EXAMPLE: &'static str = "edition 1\nseed 1\nuse mnist with threshold(0.5)\ntrain rbm[784,500] with pcd1 for 3 epochs, then estimate log-partition by ais(temperatures: 1000) and reverse-ais(temperatures: 1000)";

    fn as_estimator(&self) -> Option<&dyn Estimating> {
        Some(self)
    }
}

impl Estimating for ReverseAis {
    fn review(&self, machine: &TwoLayers, place: Span) -> Option<Diagnostic> {
        two_states_only(machine, place)
    }

    fn cost(&self, machine: &TwoLayers) -> Cost {
        let (visible, hidden) = (machine.visible.columns, machine.hidden.columns);
        let precision = self.precision.value.products();
        prices::sampling(visible, hidden, self.chains.get(), self.steps.get())
            + prices::annealing(machine, self.chains.get(), self.temperatures.get(), precision)
    }

    fn estimate(
        &self,
        machine: &ExactRbm,
        base: &Array1<f64>,
        seed: &Seed,
        observer: &dyn Observer,
    ) -> Result<Estimate, Fault> {
        let annealing = Annealing {
            chains: self.chains.get(),
            ladder: Ladder::new(self.temperatures.get(), self.schedule.spacing()),
            direction: Direction::Down { steps: self.steps.get() },
            base: base.clone(),
            precision: self.precision.value.products(),
        };
        anneal(machine, &annealing, seed, observer).map_err(partition_fault)
    }
}
