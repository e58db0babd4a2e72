//! `load rbm[784,500] from "machine.safetensors"`: a machine that was saved, as it was. Paths start from the folder of the pipe
//! file.

use crate::args;
use crate::data::{self, DataFault};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{BoundModel, Context, Cost, Fault, Kind, Outcome, Scene, Value, Verb};
use crate::words::making;
use std::path::Path;

args! {
    /// Takes a model with the numbers of a file.
    pub struct Load {
        /// The model.
        model (object): BoundModel;
        /// The file, which `save` or another program wrote: its ending is `.safetensors`.
        path (from): String;
    }
}

impl Load {
    fn value(&self, context: &Context) -> Result<Value, Fault> {
        let kept = data::saved::read(&context.folder.join(&self.path.value))?;
        let model = self.model.stored(&kept).map_err(|fault| {
            let message =
                format!("\"{}\" does not hold `{}`: {}", self.path.value, self.model.name(), fault.message);
            Fault::new(message).help("name the widths that the machine was saved with")
        })?;
        Ok(Value { data: None, model: Some(model) })
    }

    /// Another format, or no file.
    fn refusal(&self, scene: &Scene) -> Option<Diagnostic> {
        let place = scene.place(self.path.span);
        if !self.path.ends_with(".safetensors") {
            let message = format!("the format of \"{}\" is not known", self.path.value);
            let finding = Diagnostic::error("wrong-type", place, message).label("unknown ending");
            return Some(finding.help("save the machine as `.safetensors`: only these are loaded"));
        }
        if !scene.folder.join(&self.path.value).is_file() {
            let message = format!("there is no file \"{}\"", self.path.value);
            let finding = Diagnostic::error("bad-data", place, message).label("not there");
            return Some(finding.help("paths start from the folder of the pipe file"));
        }
        None
    }
}

impl Verb for Load {
    const NAME: &'static str = "load";
    const EXAMPLE: &'static str =
        "edition 1\nseed 1\nload rbm[3,2] from \"tiny.safetensors\", then estimate log-partition by exact";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        if !making::is_made_by(&self.model, Self::NAME, scene, self.model.span) {
            return None;
        }
        if let Some(finding) = self.refusal(scene) {
            scene.findings.push(finding);
            return None;
        }
        Some(Kind { data: None, model: Some(self.model.stored_kind(scene)?), ..Kind::default() })
    }

    fn cost(&self, kind: &Kind) -> Cost {
        Cost::keeping(kind.model.as_ref().map_or(0.0, |model| 4.0 * model.parameters as f64))
    }

    fn sum(&self, folder: &Path) -> Result<Option<String>, DataFault> {
        data::sum_of(&folder.join(&self.path.value)).map(Some)
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        Ok(Outcome { value: self.value(context)?, ..Outcome::default() })
    }

    fn restored(&self, _kept: &Tensors, context: &mut Context) -> Result<Value, Fault> {
        self.value(context)
    }
}
