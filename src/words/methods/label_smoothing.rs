//! `label-smoothing`: a share of the target is spread evenly over all classes (Szegedy et al. 2016).

use crate::args;
use crate::vocabulary::{Cites, Class, Method, Share};
use crate::words::sources;

args! {
    /// Spreads a share of each target over all classes.
    pub struct LabelSmoothing {
        /// The share that is spread.
        share (object): Share = Share::new(0.1), usual 0 ..= 0.3;
    }
}

impl Method for LabelSmoothing {
    const NAME: &'static str = "label-smoothing";
    const CLASSES: &'static [Class] = &[Class::NETWORK];
    const CITES: Cites = &[&sources::networks::SZEGEDY];
    const EXAMPLE: &'static str =
        "train mlp[784,100,10] with sgd and label-smoothing(5 %) for 5 epochs, then test";
}
