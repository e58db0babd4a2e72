//! `parallel-tempering`: persistent chains at several temperatures that exchange their states, so that the negative phase does not stay
//! in one valley (parallel tempering: Desjardins, Courville, Bengio, Vincent and Delalleau 2010).

use crate::args;
use crate::vocabulary::{Cites, Class, Count, Method, Rate};
use crate::words::sources;

args! {
    /// Parallel tempering: persistent chains at several temperatures, in double precision.
    pub struct ParallelTempering {
        /// Temperatures, evenly spaced in their inverse.
        temperatures: Count = Count::new(10), usual 2 ..= 100;
        /// Gibbs steps per gradient.
        steps: Count = Count::new(1), usual 1 ..= 25;
        /// Chains at each temperature.
        chains: Count = Count::new(100), usual 1 ..= 1000;
        /// The step along the gradient.
        rate: Rate = Rate::new(0.01), usual 1e-5 ..= 0.5;
        /// Rows per step.
        batch: Count = Count::new(100), usual 1 ..= 1000;
    }
}

impl Method for ParallelTempering {
    const NAME: &'static str = "parallel-tempering";
    /// 2: what confines a unit is left out of exchanges.
    const VERSION: u32 = 2;
    const CLASSES: &'static [Class] = &[Class::BOLTZMANN];
    const ROLE: Option<&'static str> = Some("ways to train a Boltzmann machine");
    const CITES: Cites = &[&sources::boltzmann::DESJARDINS];
    const EXAMPLE: &'static str = "seed 1\nedition 1\ntrain rbm[9,8] on bars-and-stripes(copies: 10) with parallel-tempering(temperatures: 5) for 100 epochs, then check log-likelihood";
}
