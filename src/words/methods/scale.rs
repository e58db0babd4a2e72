//! `scale(low, high)`: every column is mapped so that its training rows span low to high; the same
//! map is then applied to the other parts.

use crate::args;
use crate::data::{self, DataFault, Dataset, Shape};
use crate::numeric::random::Seed;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Class, Context, Cost, DataInput, Fault, Findings, Kind, Method, Outcome, Real, Scene, Transform, Verb,
};
use crate::words::{prices, transformed};

args! {
    /// Columns that span a range, fitted on the training rows.
    pub struct Scale {
        /// The smallest value.
        low (object): Real = Real::new(0.0);
        /// The largest value.
        high (object): Real = Real::new(1.0);
    }
}

impl Method for Scale {
    const NAME: &'static str = "scale";
    const CLASSES: &'static [Class] = &[Class::TRANSFORM];
    const EXAMPLE: &'static str =
        "use optdigits with scale(0, 1)\ntrain mlp[64,100,10] for 5 epochs, then test";

    fn as_transform(&self) -> Option<&dyn Transform> {
        Some(self)
    }

    fn check(&self, findings: &mut Findings) {
        let (low, high) = (self.low.get(), self.high.get());
        if let Some(span) = self.high.span.or(self.low.span).filter(|_| low >= high) {
            let message = format!("the range {low} to {high} is empty");
            findings.push(
                Diagnostic::error("out-of-range", span, message)
                    .label("not above the lower end")
                    .help("write the smaller value first"),
            );
        }
    }
}

impl Transform for Scale {
    fn shape(&self, shape: &Shape) -> Result<Shape, DataFault> {
        data::transform::scale_shape(shape, self.low.get(), self.high.get())
    }

    fn cost(&self, shape: &Shape) -> Cost {
        prices::fitted(shape)
    }

    fn apply(&self, set: &Dataset, _seed: &Seed) -> Result<Dataset, DataFault> {
        data::transform::scale(set, self.low.get(), self.high.get())
    }
}

args! {
    /// Columns that span a range, fitted on the training rows.
    pub struct ScaleStage {
        /// The smallest value.
        low (object): Real = Real::new(0.0);
        /// The largest value.
        high (object): Real = Real::new(1.0);
        /// The data.
        data (of): DataInput;
    }
}

impl Verb for ScaleStage {
    const NAME: &'static str = "scale";
    const EXAMPLE: &'static str =
        "draw 500 of spambase, then scale 0 1, then fit ridge(penalty: 1), then test";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        self.method().check(scene.findings);
        transformed::kind(&self.data, &self.method(), scene)
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        self.method().cost(&self.data.kind().shape)
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        transformed::run(&self.data, &self.method(), context)
    }
}

impl ScaleStage {
    fn method(&self) -> Scale {
        Scale { low: self.low.clone(), high: self.high.clone() }
    }
}
