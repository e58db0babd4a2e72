//! `cd1`, `cd25`: contrastive divergence. The negative phase is taken after k Gibbs steps that start
//! at the data (Hinton 2002); its bias shrinks with k (Bengio and Delalleau 2009).

use crate::args;
use crate::vocabulary::{Cites, Class, Count, Method, Rate};
use crate::words::sources;

args! {
    /// Contrastive divergence: the digits say how many Gibbs steps start at the data.
    pub struct Cd {
        /// Gibbs steps per gradient.
        steps (count): Count = Count::new(1), usual 1 ..= 25;
        /// The step along the gradient.
        rate: Rate = Rate::new(0.05), usual 1e-5 ..= 0.5;
        /// Rows per step.
        batch: Count = Count::new(100), usual 1 ..= 1000;
    }
}

impl Method for Cd {
    const NAME: &'static str = "cd";
    const CLASSES: &'static [Class] = &[Class::BOLTZMANN];
    const ROLE: Option<&'static str> = Some("ways to train a Boltzmann machine");
    const CITES: Cites = &[&sources::boltzmann::HINTON_2002, &sources::boltzmann::BENGIO_DELALLEAU];
    const EXAMPLE: &'static str = "train rbm[784,100] with cd1 for 3 epochs, then check free-energy";
}
