//! `pcd1`, `pcd10`: persistent contrastive divergence. The chains of the negative phase go on from
//! where the last gradient left them (Tieleman 2008).

use crate::args;
use crate::vocabulary::{Cites, Class, Count, Method, Rate};
use crate::words::sources;

args! {
    /// Persistent contrastive divergence: the digits say how many Gibbs steps a gradient takes.
    pub struct Pcd {
        /// Gibbs steps per gradient.
        steps (count): Count = Count::new(1), usual 1 ..= 25;
        /// Chains that go on from gradient to gradient.
        chains: Count = Count::new(100), usual 10 ..= 10000;
        /// The step along the gradient.
        rate: Rate = Rate::new(0.01), usual 1e-5 ..= 0.2;
        /// Rows per step.
        batch: Count = Count::new(100), usual 1 ..= 1000;
    }
}

impl Method for Pcd {
    const NAME: &'static str = "pcd";
    const VERSION: u32 = 2;
    const CLASSES: &'static [Class] = &[Class::BOLTZMANN];
    const ROLE: Option<&'static str> = Some("ways to train a Boltzmann machine");
    const CITES: Cites = &[&sources::boltzmann::TIELEMAN];
    const EXAMPLE: &'static str =
        "train rbm[784,100] with pcd5(chains: 50) for 3 epochs, then check free-energy";
}
