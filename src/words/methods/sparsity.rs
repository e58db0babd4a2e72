//! `sparsity(5 %)`: the biases of hidden units are pulled until each is on for this share of the rows (Lee, Ekanadham and Ng 2008;
//! Hinton 2010, section 11).

use crate::args;
use crate::vocabulary::{Class, Method, Rate, Share};

args! {
    /// Keeps hidden units off for most rows.
    pub struct SparsityTarget {
        /// The share of rows for which a unit should be on.
        target (object): Share = Share::new(0.05), usual 0.01 ..= 0.3;
        /// How hard a unit is pulled there, beside the slope of the likelihood.
        cost: Rate = Rate::new(0.1), usual 0.001 ..= 10;
    }
}

impl Method for SparsityTarget {
    const NAME: &'static str = "sparsity";
    const CLASSES: &'static [Class] = &[Class::BOLTZMANN];
    const EXAMPLE: &'static str =
        "train rbm[784,100] with cd1 and sparsity(5 %, cost: 0.5) for 3 epochs, then check free-energy";
}
