//! `estimate log-partition by ais(chains: 100, temperatures: 14500)`: annealed importance sampling up from a machine
//! without couplings (Neal 2001; Salakhutdinov and Murray 2008). Unbiased for Z, so ln Z is too small on average.

use crate::args;
use crate::models::Observer;
use crate::models::boltzmann::ExactRbm;
use crate::models::boltzmann::partition::{Annealing, Direction, Estimate, Ladder, Spacing, anneal};
use crate::numeric::random::Seed;
use crate::source::{Diagnostic, Span};
use crate::vocabulary::{Cites, Class, Cost, Count, Draws, Estimating, Fault, Method, TwoLayers};
use crate::words::estimating::{partition_fault, two_states_only};
use crate::words::methods::bf16::Numbers;
use crate::words::prices;
use crate::words::sources;
use ndarray::Array1;

crate::choice! {
    /// How temperatures are spaced.
    pub enum Schedule, "a schedule of temperatures" {
        /// ever finer towards the machine, as Salakhutdinov and Murray have it
        Graded = "graded",
        /// evenly
        Even = "even",
    }
}

impl Schedule {
    pub fn spacing(self) -> Spacing {
        match self {
            Schedule::Graded => Spacing::Graded,
            Schedule::Even => Spacing::Even,
        }
    }
}

args! {
    /// Annealed importance sampling, up from a machine without couplings.
    pub struct Ais {
        /// Independent chains.
        chains: Count = Count::new(100), usual 10 ..= 10000;
        /// Temperatures on the way.
        temperatures: Draws = Draws::new(14500), usual 100 ..= 1000000;
        /// How they are spaced.
        schedule: Schedule = Schedule::Graded;
        /// What products are taken in. States are 0 or 1, so `bf16` estimates the machine of rounded weights.
        precision: Numbers = Numbers::F32;
    }
}

impl Method for Ais {
    const NAME: &'static str = "ais";
    const VERSION: u32 = 2;
    const CLASSES: &'static [Class] = &[Class::PARTITION];
    const CITES: Cites = &[&sources::boltzmann::NEAL, &sources::boltzmann::SALAKHUTDINOV_MURRAY];
    const EXAMPLE: &'static str = "edition 1\nseed 1\nuse mnist with threshold(0.5)\ntrain rbm[784,500] with pcd1 for 3 epochs, then estimate log-partition by ais(chains: 100, temperatures: 1000)";

    fn as_estimator(&self) -> Option<&dyn Estimating> {
        Some(self)
    }
}

impl Estimating for Ais {
    fn review(&self, machine: &TwoLayers, place: Span) -> Option<Diagnostic> {
        two_states_only(machine, place)
    }

    fn cost(&self, machine: &TwoLayers) -> Cost {
        let precision = self.precision.value.products();
        prices::annealing(machine, self.chains.get(), self.temperatures.get(), precision)
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
            direction: Direction::Up,
            base: base.clone(),
            precision: self.precision.value.products(),
        };
        anneal(machine, &annealing, seed, observer).map_err(partition_fault)
    }
}
