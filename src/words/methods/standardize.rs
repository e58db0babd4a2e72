//! `standardize`: every column gets mean 0 and variance 1 on the training rows; the same shift and
//! factor are then applied to the other parts. Constant columns become 0.

use crate::args;
use crate::data::{self, DataFault, Dataset, Shape};
use crate::numeric::random::Seed;
use crate::vocabulary::{
    Class, Context, Cost, DataInput, Fault, Kind, Method, Outcome, Scene, Transform, Verb,
};
use crate::words::{prices, transformed};

args! {
    /// Columns of mean 0 and variance 1, fitted on the training rows.
    pub struct Standardize {}
}

impl Method for Standardize {
    const NAME: &'static str = "standardize";
    const CLASSES: &'static [Class] = &[Class::TRANSFORM];
    const EXAMPLE: &'static str =
        "use mnist with standardize\ntrain mlp[784,100,10] with sgd(rate: 0.01) for 5 epochs, then test";

    fn as_transform(&self) -> Option<&dyn Transform> {
        Some(self)
    }
}

impl Transform for Standardize {
    fn shape(&self, shape: &Shape) -> Result<Shape, DataFault> {
        data::transform::standardize_shape(shape)
    }

    fn cost(&self, shape: &Shape) -> Cost {
        prices::fitted(shape)
    }

    fn apply(&self, set: &Dataset, _seed: &Seed) -> Result<Dataset, DataFault> {
        data::transform::standardize(set)
    }
}

args! {
    /// Columns of mean 0 and variance 1, fitted on the training rows.
    pub struct StandardizeStage {
        /// The data.
        data (of): DataInput;
    }
}

impl Verb for StandardizeStage {
    const NAME: &'static str = "standardize";
    const EXAMPLE: &'static str =
        "draw 500 of spambase, then standardize, then fit ridge(penalty: 1), then test";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        transformed::kind(&self.data, &Standardize {}, scene)
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        Standardize {}.cost(&self.data.kind().shape)
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        transformed::run(&self.data, &Standardize {}, context)
    }
}
