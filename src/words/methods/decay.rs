//! `decay`: the rate is multiplied by a factor after every epoch, down to a floor. Left open, the
//! factor is the one that brings the rate to a hundredth in the last epoch.

use crate::args;
use crate::vocabulary::{Class, Method, Open, PerEpoch, Rate};

args! {
    /// The rate falls by a factor per epoch.
    pub struct Decay {
        /// The factor; left out, the last epoch has a hundredth of the first one's rate.
        factor: Open<PerEpoch> = Open::Auto;
        /// The rate never falls below this.
        floor: Rate = Rate::new(0.0);
    }
}

impl Decay {
    /// The factor that makes the last of `epochs` epochs run at 1 % of the first one's rate.
    pub fn settle(&mut self, epochs: usize) {
        let falls = epochs.saturating_sub(1).max(1);
        self.factor.settle(PerEpoch::new(0.01f64.powf(1.0 / falls as f64)).as_shown());
    }
}

impl Method for Decay {
    const NAME: &'static str = "decay";
    const CLASSES: &'static [Class] =
        &[Class::NETWORK, Class::AUTOENCODER, Class::BOLTZMANN, Class::BELIEF_NET];
    const ROLE: Option<&'static str> = Some("schedules");
    const EXAMPLE: &'static str =
        "train mlp[784,100,10] with sgd and decay(0.9 per epoch) for 5 epochs, then test";
}
