//! `dropout`: units are silenced at random while training, the others divided by the share that
//! stays (inverted dropout), so that nothing changes when the network is used (Srivastava et al. 2014).

use crate::args;
use crate::vocabulary::{Cites, Class, Method, Share};
use crate::words::sources;

args! {
    /// Silences units at random while training; when testing only where `test` itself asks for it.
    pub struct Dropout {
        /// The share of hidden units that are silenced.
        hidden (object): Share = Share::new(0.5);
        /// The share of inputs that are silenced.
        input: Share = Share::new(0.0), usual 0 ..= 0.5;
    }
}

impl Method for Dropout {
    const NAME: &'static str = "dropout";
    const CLASSES: &'static [Class] = &[Class::NETWORK, Class::TESTING];
    const CITES: Cites = &[&sources::networks::SRIVASTAVA];
    const EXAMPLE: &'static str = "train mlp[784,100,10] with sgd and dropout(50 %) for 5 epochs, then test";
}
