//! `bernoulli`: values are probabilities, and states of 0 and 1 are drawn from them, once, with the seed of the file.
//! `use mnist with bernoulli` is the handwriting on which log-likelihoods of generative models are compared
//! (Salakhutdinov and Murray 2008); `threshold` makes states without chance.

use crate::args;
use crate::data::{self, DataFault, Dataset, Shape};
use crate::numeric::random::Seed;
use crate::vocabulary::{
    Class, Context, Cost, DataInput, Fault, Kind, Method, Outcome, Scene, Transform, Verb,
};
use crate::words::{prices, transformed};

args! {
    /// Draws 0 or 1 from values that are probabilities, once.
    pub struct Bernoulli {}
}

impl Method for Bernoulli {
    const NAME: &'static str = "bernoulli";
    const CLASSES: &'static [Class] = &[Class::TRANSFORM];
    const EXAMPLE: &'static str =
        "edition 1\nseed 1\nuse mnist with bernoulli\ntrain rbm[784,100] with pcd1 for 2 epochs";

    fn as_transform(&self) -> Option<&dyn Transform> {
        Some(self)
    }
}

impl Transform for Bernoulli {
    fn shape(&self, shape: &Shape) -> Result<Shape, DataFault> {
        data::transform::bernoulli_shape(shape)
    }

    fn cost(&self, shape: &Shape) -> Cost {
        prices::mapped(shape, 1)
    }

    fn apply(&self, set: &Dataset, seed: &Seed) -> Result<Dataset, DataFault> {
        data::transform::bernoulli(set, seed)
    }
}

args! {
    /// Draws 0 or 1 from values that are probabilities, once.
    pub struct BernoulliStage {
        /// The data.
        data (of): DataInput;
    }
}

impl Verb for BernoulliStage {
    const NAME: &'static str = "bernoulli";
    const EXAMPLE: &'static str = "edition 1\nseed 1\ntake 1000 of mnist, then bernoulli, then plot images";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        transformed::kind(&self.data, &Bernoulli {}, scene)
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        Bernoulli {}.cost(&self.data.kind().shape)
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        transformed::run(&self.data, &Bernoulli {}, context)
    }
}
