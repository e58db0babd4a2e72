//! `pad(side)`: images in the middle of a larger square of zeros. Cireşan et al. (2010) trained on digits of 29 x 29
//! pixels; where the margins can't be equal, the right and the lower one are a pixel wider.

use crate::args;
use crate::data::{self, DataFault, Dataset, Shape};
use crate::numeric::random::Seed;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Cites, Class, Context, Cost, Count, DataInput, Fault, Kind, Method, Outcome, Scene, Transform, Verb,
};
use crate::words::sources;
use crate::words::{prices, transformed};

args! {
    /// Puts images into a larger square of zeros.
    pub struct Pad {
        /// Height and width of the square in pixels.
        side (object): Count;
    }
}

impl Method for Pad {
    const NAME: &'static str = "pad";
    const CLASSES: &'static [Class] = &[Class::TRANSFORM];
    const CITES: Cites = &[&sources::images::CIRESAN];
    const EXAMPLE: &'static str = "use mnist with pad(29)\ntrain mlp[841,100,10] for 5 epochs, then test";

    fn as_transform(&self) -> Option<&dyn Transform> {
        Some(self)
    }
}

impl Transform for Pad {
    fn shape(&self, shape: &Shape) -> Result<Shape, DataFault> {
        data::transform::pad_shape(shape, self.side.get())
    }

    fn cost(&self, shape: &Shape) -> Cost {
        prices::mapped(shape, 1)
    }

    fn apply(&self, set: &Dataset, _seed: &Seed) -> Result<Dataset, DataFault> {
        data::transform::pad(set, self.side.get())
    }
}

args! {
    /// Puts images into a larger square of zeros.
    pub struct PadStage {
        /// Height and width of the square in pixels.
        side (object): Count;
        /// The data.
        data (of): DataInput;
    }
}

impl Verb for PadStage {
    const NAME: &'static str = "pad";
    const EXAMPLE: &'static str = "take 1000 of mnist, then pad 29, then plot images";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        if let Some(how) = &self.data.kind().augmented {
            let message = format!("the images are deformed ({how}) as they were before `pad`");
            let finding = Diagnostic::error("no-effect", scene.verb, message).label("comes too late");
            scene.findings.push(finding.help("write `pad` before `augment`"));
            return None;
        }
        transformed::kind(&self.data, &self.method(), scene)
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        self.method().cost(&self.data.kind().shape)
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        transformed::run(&self.data, &self.method(), context)
    }
}

impl PadStage {
    fn method(&self) -> Pad {
        Pad { side: self.side.clone() }
    }
}
