//! `save big to "big.safetensors"`: a model's numbers in a file that NumPy (npz) or PyTorch
//! (safetensors) reads. Paths start from the folder of the pipe file.

use crate::args;
use crate::data::npz;
use crate::source::Diagnostic;
use crate::vocabulary::{Context, Fault, Kind, ModelInput, Outcome, Scene, Value, Verb};

args! {
    /// Writes a model's numbers to a file.
    pub struct Save {
        /// The model.
        model (object): ModelInput;
        /// The file: its ending, `.safetensors` or `.npz`, says the format.
        path (to): String;
    }
}

impl Verb for Save {
    const NAME: &'static str = "save";
    const EXAMPLE: &'static str = "train mlp[784,100,10] for 5 epochs, then save to \"small.safetensors\"";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        if !self.path.ends_with(".safetensors") && !self.path.ends_with(".npz") {
            let message = format!("the format of \"{}\" is not known", self.path.value);
            let finding = Diagnostic::error("wrong-type", scene.place(self.path.span), message);
            scene.findings.push(
                finding.label("unknown ending").help("the file has to end in `.safetensors` or `.npz`"),
            );
            return None;
        }
        let folder = scene.folder.join(&self.path.value);
        let folder = folder.parent().filter(|folder| !folder.as_os_str().is_empty());
        if folder.is_some_and(|folder| !folder.is_dir()) {
            let message = format!("the folder of \"{}\" is not there", self.path.value);
            let finding = Diagnostic::error("missing-folder", scene.place(self.path.span), message);
            let help = "make the folder first: a run would compute everything, and then fail to save it";
            scene.findings.push(finding.label("can't be written").help(help));
            return None;
        }
        Some((*self.model.0.kind).clone())
    }

    fn has_effect(&self) -> bool {
        true
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let model = context.model(&self.model)?;
        let tensors = model.tensors();
        let bytes = match self.path.ends_with(".npz") {
            true => npz::write(&tensors)
                .map_err(|error| Fault::new(format!("the numbers can't be written as npz: {error}")))?,
            false => tensors.to_bytes(),
        };
        let path = context.results.keep(&self.path, &bytes)?;
        let notes = vec![format!("saved to {}", path.display())];
        let data = (context.values)(self.model.0.step).and_then(|value| value.data);
        Ok(Outcome { value: Value { data, model: Some(model) }, notes, ..Outcome::default() })
    }
}
