//! `save big to "big.safetensors"`: a model's numbers in a file that NumPy (npz) or PyTorch
//! (safetensors) reads. Paths start from the folder of the pipe file.

use crate::args;
use crate::source::Diagnostic;
use crate::vocabulary::{Context, Fault, Kind, ModelInput, Outcome, Scene, Value, Verb};
use ndarray::ArrayD;
use std::io::Cursor;

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
        Some((*self.model.0.kind).clone())
    }

    fn has_effect(&self) -> bool {
        true
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let model = context.model(&self.model)?;
        let tensors = model.tensors();
        let bytes = if self.path.ends_with(".npz") { npz(&tensors) } else { safetensors(&tensors) }?;
        let path = context.results.keep(&self.path, &bytes, true)?;
        let notes = vec![format!("saved to {}", path.display())];
        let data = (context.values)(self.model.0.step).and_then(|value| value.data);
        Ok(Outcome { value: Value { data, model: Some(model) }, notes, ..Outcome::default() })
    }
}

fn npz(tensors: &[(String, ArrayD<f32>)]) -> Result<Vec<u8>, Fault> {
    let fault =
        |e: ndarray_npy::WriteNpzError| Fault::new(format!("the numbers can't be written as npz: {e}"));
    let mut writer = ndarray_npy::NpzWriter::new(Cursor::new(Vec::new()));
    for (name, tensor) in tensors {
        writer.add_array(name.as_str(), tensor).map_err(fault)?;
    }
    Ok(writer.finish().map_err(fault)?.into_inner())
}

fn safetensors(tensors: &[(String, ArrayD<f32>)]) -> Result<Vec<u8>, Fault> {
    use safetensors::tensor::{Dtype, TensorView};
    let fault = |e: safetensors::SafeTensorError| Fault::new(format!("the numbers can't be written: {e}"));
    let bytes: Vec<Vec<u8>> =
        tensors.iter().map(|(_, t)| t.iter().flat_map(|x| x.to_le_bytes()).collect()).collect();
    let mut views = Vec::new();
    for ((name, tensor), bytes) in tensors.iter().zip(&bytes) {
        views.push((
            name.clone(),
            TensorView::new(Dtype::F32, tensor.shape().to_vec(), bytes).map_err(fault)?,
        ));
    }
    safetensors::serialize(views, None).map_err(fault)
}
