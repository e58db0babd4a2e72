//! `layer-normalization`: the sums of each row get mean 0 and variance 1 over the units of a hidden layer, then a scale and a
//! shift a unit that are learnt (Ba, Kiros and Hinton 2016). Rows do not depend on their company, and batches may be small.

use crate::args;
use crate::vocabulary::{Class, Method};

args! {
    /// Normalizes the sums of each row over the units of a hidden layer.
    pub struct LayerNormalization {}
}

impl Method for LayerNormalization {
    const NAME: &'static str = "layer-normalization";
    const CLASSES: &'static [Class] = &[Class::NETWORK];
    const ROLE: Option<&'static str> = Some("normalizations");
    const EXAMPLE: &'static str =
        "train mlp[784,100,100,10] with sgd and layer-normalization for 5 epochs, then test";
}
