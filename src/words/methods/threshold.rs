//! `threshold(t)`: 1 where a value is above t, else 0. `use mnist with threshold(0.5)`, or as a stage
//! of its own: `take 1000 of mnist, then threshold 0.5`.

use crate::args;
use crate::data::{self, DataFault, Dataset, Shape};
use crate::numeric::random::Seed;
use crate::vocabulary::{
    Class, Context, Cost, DataInput, Fault, Kind, Method, Outcome, Real, Scene, Transform, Verb,
};
use crate::words::{prices, transformed};

args! {
    /// Makes values 0 or 1.
    pub struct Threshold {
        /// Values above it become 1, the others 0.
        level (object): Real = Real::new(0.5);
    }
}

impl Method for Threshold {
    const NAME: &'static str = "threshold";
    const CLASSES: &'static [Class] = &[Class::TRANSFORM];
    const EXAMPLE: &'static str = "use mnist with threshold(0.5)\ntrain rbm[784,100] with cd1 for 2 epochs";

    fn as_transform(&self) -> Option<&dyn Transform> {
        Some(self)
    }
}

impl Transform for Threshold {
    fn shape(&self, shape: &Shape) -> Result<Shape, DataFault> {
        data::transform::threshold_shape(shape, self.level.get())
    }

    fn cost(&self, shape: &Shape) -> Cost {
        prices::mapped(shape, 1)
    }

    fn apply(&self, set: &Dataset, _seed: &Seed) -> Result<Dataset, DataFault> {
        data::transform::threshold(set, self.level.get())
    }
}

args! {
    /// Makes values 0 or 1: above the level 1, else 0.
    pub struct ThresholdStage {
        /// Values above it become 1, the others 0.
        level (object): Real = Real::new(0.5);
        /// The data.
        data (of): DataInput;
    }
}

impl Verb for ThresholdStage {
    const NAME: &'static str = "threshold";
    const EXAMPLE: &'static str = "take 1000 of mnist, then threshold 0.5, then plot images";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        transformed::kind(&self.data, &self.method(), scene)
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        self.method().cost(&self.data.kind().shape)
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        transformed::run(&self.data, &self.method(), context)
    }
}

impl ThresholdStage {
    fn method(&self) -> Threshold {
        Threshold { level: self.level.clone() }
    }
}
