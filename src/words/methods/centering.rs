//! `centering`: units are learnt less their means, those of the data below and running ones above, so that data and their
//! negative are learnt alike (Montavon and Müller 2012; Melchior, Fischer and Wiskott 2016).

use crate::args;
use crate::vocabulary::{Cites, Class, Method};
use crate::words::sources;

args! {
    /// Learns the units of a machine less their means.
    pub struct Centering {}
}

impl Method for Centering {
    const NAME: &'static str = "centering";
    const CLASSES: &'static [Class] = &[Class::BOLTZMANN];
    const CITES: Cites =
        &[&sources::boltzmann::MONTAVON_MULLER, &sources::boltzmann::MELCHIOR_FISCHER_WISKOTT];
    const EXAMPLE: &'static str =
        "train rbm[784,100] with pcd1 and centering for 3 epochs, then check free-energy";
}
