//! `centering`: units are learnt less their means, those of the data below and running ones above, so that data and their
//! negative are learnt alike (Montavon and Müller 2012; Melchior, Fischer and Wiskott 2016).

use crate::args;
use crate::vocabulary::{Class, Method};

args! {
    /// Learns the units of a machine less their means.
    pub struct Centering {}
}

impl Method for Centering {
    const NAME: &'static str = "centering";
    const CLASSES: &'static [Class] = &[Class::BOLTZMANN];
    const EXAMPLE: &'static str =
        "train rbm[784,100] with pcd1 and centering for 3 epochs, then check free-energy";
}
