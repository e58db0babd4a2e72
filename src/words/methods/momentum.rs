//! `momentum`: of Boltzmann machines. Small at the start, larger once the weights have found their
//! direction (Hinton 2010, section 9). Of networks it is an argument of `sgd`.

use crate::args;
use crate::vocabulary::{Cites, Class, Epochs, Factor, Method};
use crate::words::sources;

args! {
    /// How much of the last step is kept, small in the first epochs.
    pub struct Momentum {
        /// After the first epochs.
        factor (object): Factor = Factor::new(0.9);
        /// In the first epochs.
        start: Factor = Factor::new(0.5);
        /// How many epochs the start lasts.
        switch: Epochs = Epochs::new(5), usual 1 ..= 50;
    }
}

impl Method for Momentum {
    const NAME: &'static str = "momentum";
    const CLASSES: &'static [Class] = &[Class::BOLTZMANN];
    const CITES: Cites = &[&sources::boltzmann::HINTON_2010];
    const EXAMPLE: &'static str =
        "train rbm[784,100] with cd1 and momentum(0.9) for 3 epochs, then check free-energy";
}
