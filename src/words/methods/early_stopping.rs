//! `early-stopping`: training ends when the validation error has not fallen for a while, and the
//! weights of the best epoch come back (Prechelt 1998).

use crate::args;
use crate::vocabulary::{Cites, Class, Epochs, Method};
use crate::words::sources;

args! {
    /// Ends training on the validation part and returns the best epoch's weights.
    pub struct EarlyStopping {
        /// How long to wait for a lower validation error.
        patience: Epochs = Epochs::new(10), usual 1 ..= 200;
    }
}

impl Method for EarlyStopping {
    const NAME: &'static str = "early-stopping";
    const CLASSES: &'static [Class] = &[Class::NETWORK, Class::AUTOENCODER];
    const CITES: Cites = &[&sources::networks::PRECHELT];
    const EXAMPLE: &'static str = "use mnist, then split validation 10000\ntrain mlp[784,100,10] with sgd and early-stopping(patience: 3 epochs) for 20 epochs, then test";
}
