//! `consider rbm[3,2](weights: [1,-0.5,0.25,0.75,-1.5,0.5])`: a model whose numbers are stated, or drawn from the seed, and
//! not learnt: small enough to know everything about it, or random like a spin glass.

use crate::args;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{BoundModel, Context, Cost, Fault, Kind, Outcome, Scene, Value, Verb};
use crate::words::making;

args! {
    /// Takes a model with stated or drawn numbers, without training.
    pub struct Consider {
        /// The model.
        model (object): BoundModel;
    }
}

impl Consider {
    fn value(&self, context: &Context) -> Result<Value, Fault> {
        Ok(Value { data: None, model: Some(self.model.assumed(&context.seed)?) })
    }
}

impl Verb for Consider {
    const NAME: &'static str = "consider";
    const EXAMPLE: &'static str =
        "edition 1\nseed 1\nconsider rbm[8,6](spread: 0.5), then estimate log-partition by exact and tap";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        if !making::is_made_by(&self.model, Self::NAME, scene, self.model.span) {
            return None;
        }
        Some(Kind { data: None, model: Some(self.model.assumed_kind(scene)?), ..Kind::default() })
    }

    fn cost(&self, kind: &Kind) -> Cost {
        Cost::keeping(kind.model.as_ref().map_or(0.0, |model| 8.0 * model.parameters as f64))
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        Ok(Outcome { value: self.value(context)?, ..Outcome::default() })
    }

    fn restored(&self, _kept: &Tensors, context: &mut Context) -> Result<Value, Fault> {
        self.value(context)
    }
}
