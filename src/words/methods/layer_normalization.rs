//! `layer-normalization`: each row gets mean 0 and variance 1 over its own columns (Ba, Kiros and Hinton 2016). Of data it makes
//! other data; in a network it stands before the function of each hidden layer, with a scale and a shift a unit that are
//! learnt. What is added to all values of a row, or multiplies them, is not felt any more, and batches may be small.

use crate::args;
use crate::data::{self, DataFault, Dataset, Shape};
use crate::numeric::random::Seed;
use crate::vocabulary::{
    Cites, Class, Context, Cost, DataInput, Fault, Kind, Method, Outcome, Scene, Transform, Verb,
};
use crate::words::sources;
use crate::words::{prices, transformed};

args! {
    /// Gives every row mean 0 and variance 1: of data, or of the sums of each hidden layer of a network.
    pub struct LayerNormalization {}
}

impl Method for LayerNormalization {
    const NAME: &'static str = "layer-normalization";
    const CLASSES: &'static [Class] = &[Class::TRANSFORM, Class::NETWORK];
    const ROLE: Option<&'static str> = Some("normalizations");
    const CITES: Cites = &[&sources::networks::BA_KIROS_HINTON];
    const EXAMPLE: &'static str = "edition 1\nseed 1\nuse mnist with layer-normalization\ntrain mlp[784,100,10] for 5 epochs, then test";

    fn as_transform(&self) -> Option<&dyn Transform> {
        Some(self)
    }
}

impl Transform for LayerNormalization {
    fn shape(&self, shape: &Shape) -> Result<Shape, DataFault> {
        Ok(data::transform::layer_normalization_shape(shape))
    }

    fn cost(&self, shape: &Shape) -> Cost {
        prices::mapped(shape, 2)
    }

    fn apply(&self, set: &Dataset, _seed: &Seed) -> Result<Dataset, DataFault> {
        Ok(data::transform::layer_normalization(set))
    }
}

args! {
    /// Gives every row mean 0 and variance 1.
    pub struct LayerNormalizationStage {
        /// The data.
        data (of): DataInput;
    }
}

impl Verb for LayerNormalizationStage {
    const NAME: &'static str = "layer-normalization";
    const EXAMPLE: &'static str = "edition 1\nseed 1\ntake 1000 of mnist, then layer-normalization, then train mlp[784,100,10] for 2 epochs, then test";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        transformed::kind(&self.data, &LayerNormalization {}, scene)
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        LayerNormalization {}.cost(&self.data.kind().shape)
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        transformed::run(&self.data, &LayerNormalization {}, context)
    }
}
