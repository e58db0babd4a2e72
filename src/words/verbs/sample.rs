//! `sample 64 from machine after 1000 steps`: new rows from a model that can make them.

use crate::args;
use crate::data::{Dataset, Features, Part, Targets};
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Ability, Context, Cost, Data, DataKind, Fault, Kind, Model, ModelInput, Outcome, Rows, Scene, Steps,
    Value, Verb,
};
use crate::words::lints::density_from_cd;
use crate::words::prices;
use ndarray::Array2;
use std::sync::Arc;

args! {
    /// Draws new rows from a model.
    pub struct Sample {
        /// How many rows.
        rows (object): Rows = Rows::new(64), usual 1 ..= 100000;
        /// The model.
        model (from): ModelInput;
        /// How long each chain runs.
        steps (after): Steps = Steps::new(1000), usual 100 ..= 1000000;
    }
}

impl Sample {
    /// The samples' kind: like the data the model learnt from, but with rows of their own.
    fn data_kind(&self) -> DataKind {
        let learnt = self.model.0.kind.data.as_ref().map(|d| d.shape.clone()).unwrap_or_default();
        let shape = crate::data::Shape {
            columns: self.model.kind().inputs,
            train: self.rows.get(),
            test: 0,
            validation: 0,
            classes: None,
            ..learnt
        };
        DataKind { name: "samples".into(), shape, augmented: None, redrawn: false, row: Cost::default() }
    }
}

impl Sample {
    fn value(&self, rows: Array2<f32>, model: Arc<dyn Model>) -> Value {
        let part = Part { x: Features::Single(rows.into_shared()), y: Targets::None };
        let mut set = Dataset::new("samples", part, None, Vec::new());
        set.shape.image = self.data_kind().shape.image;
        Value { data: Some(Data { set: Arc::new(set), deformation: None }), model: Some(model) }
    }
}

impl Verb for Sample {
    const NAME: &'static str = "sample";
    const EXAMPLE: &'static str =
        "train rbm[784,100] with pcd1 for 3 epochs, then sample 64 after 500 steps, then plot images";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        let place = scene.place(self.model.span);
        if let Some(finding) = self.model.lacks(Ability::Sample, Self::NAME, place) {
            scene.findings.push(finding);
            return None;
        }
        Some(Kind { data: Some(self.data_kind()), model: Some(self.model.kind().clone()), ..Kind::default() })
    }

    fn lint(&self, scene: &mut Scene) {
        let place = scene.place(self.model.span);
        scene.findings.extend(density_from_cd::find(self.model.kind(), self.steps.get(), place));
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        let model = self.model.kind();
        let (rows, steps) = (self.rows.get(), self.steps.get());
        prices::sampling(model.inputs, model.outputs.unwrap_or(0), rows, steps)
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let model = context.model(&self.model)?;
        let rows = model
            .sample(self.rows.get(), self.steps.get(), &context.seed, context.observer)
            .ok_or_else(|| Fault::new("the model can't be sampled from"))??;
        Ok(Outcome { value: self.value(rows, model), ..Outcome::default() })
    }

    const KEPT: bool = true;

    fn tensors(&self, value: &Value) -> Tensors {
        let mut tensors = Tensors::default();
        if let Some(data) = &value.data {
            tensors.put("samples", data.set.train.x.single().into_owned());
        }
        tensors
    }

    fn restored(&self, kept: &Tensors, context: &mut Context) -> Result<Value, Fault> {
        Ok(self.value(kept.get("samples")?, context.model(&self.model)?))
    }
}
