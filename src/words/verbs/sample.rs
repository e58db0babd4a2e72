//! `sample 64 from machine after 1000 steps`: new rows from a model that can make them, or from a system that is
//! simulated.

use crate::args;
use crate::data::{Dataset, Features, Part, Targets};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Ability, Class, Context, Cost, Data, DataKind, Examined, Fault, Kind, Methods, Model, ModelInput, Open,
    Outcome, Rows, Scene, Steps, SystemInput, Value, Verb,
};
use crate::words::lints::density_from_cd;
use crate::words::methods::wolff::Wolff;
use crate::words::prices;
use crate::words::states::{self, States};
use ndarray::Array2;
use std::sync::Arc;

args! {
    /// Draws new rows from a model, or states from a system.
    pub struct Sample {
        /// How many rows; left out, 64 of a model and 10000 of a system.
        rows (object): Open<Rows> = Open::Auto, usual 1 ..= 100000;
        /// The model, or the system.
        model (from): Examined;
        /// How the states of a system follow each other; left out, by clusters.
        methods (by): Methods = Methods::default();
        /// How long each chain of a model runs, 1000 where nothing is said; of a system, the sweeps between rows, 1.
        steps (after): Open<Steps> = Open::Auto, usual 1 ..= 1000000;
    }
}

/// Rows of a model where nothing is said.
const ROWS: usize = 64;
/// Steps of a model's chains where nothing is said.
const STEPS: usize = 1000;

impl Sample {
    fn rows(&self) -> usize {
        self.rows.value.or(Rows::new(ROWS)).get()
    }

    fn steps(&self) -> usize {
        self.steps.value.or(Steps::new(STEPS)).get()
    }

    fn system(&self) -> Option<SystemInput> {
        self.model.system().map(|_| SystemInput(self.model.0.clone()))
    }

    fn states<'a>(&'a self, system: &'a SystemInput) -> States<'a> {
        States { system, methods: &self.methods, rows: self.rows(), apart: self.steps() }
    }

    fn input(&self) -> Result<ModelInput, Fault> {
        self.model.model().ok_or_else(|| Fault::new("there is no model to sample from"))
    }

    /// The samples' kind: like the data the model learnt from, but with rows of their own.
    fn data_kind(&self, model: &ModelInput) -> DataKind {
        let learnt = model.0.kind.data.as_ref().map(|d| d.shape.clone()).unwrap_or_default();
        let shape = crate::data::Shape {
            columns: model.kind().inputs,
            train: self.rows(),
            test: 0,
            validation: 0,
            classes: None,
            ..learnt
        };
        DataKind { name: "samples".into(), shape, augmented: None, redrawn: false, row: Cost::default() }
    }

    fn value(&self, rows: Array2<f32>, input: &ModelInput, model: Arc<dyn Model>) -> Value {
        let part = Part { x: Features::Single(rows.into_shared()), y: Targets::None };
        let mut set = Dataset::new("samples", part, None, Vec::new());
        set.shape.image = self.data_kind(input).shape.image;
        Value { data: Some(Data { set: Arc::new(set), deformation: None }), model: Some(model) }
    }

    fn model_kind(&self, model: &ModelInput, scene: &mut Scene) -> Option<Kind> {
        if let Some(method) = self.methods.0.first().filter(|method| method.written().is_some()) {
            let message = format!("a trained model is not sampled by `{}`", method.name());
            let finding = Diagnostic::error("no-effect", method.span, message).label("has no effect");
            scene.findings.push(finding.help("leave `by` out: a model runs chains of its own"));
            return None;
        }
        let place = scene.place(self.model.span);
        if let Some(finding) = model.lacks(Ability::Sample, Self::NAME, place) {
            scene.findings.push(finding);
            return None;
        }
        Some(Kind { data: Some(self.data_kind(model)), model: Some(model.kind().clone()), ..Kind::default() })
    }
}

impl Verb for Sample {
    const NAME: &'static str = "sample";
    const METHODS: &'static [Class] = &[Class::SIMULATION];
    const EXAMPLE: &'static str =
        "train rbm[784,100] with pcd1 for 3 epochs, then sample 64 after 500 steps, then plot images";

    fn settle(&mut self, _scene: &mut Scene) {
        let (rows, steps) = match self.system() {
            Some(_) => {
                if self.methods.value.0.is_empty() {
                    self.methods.value.or_preset::<Wolff>();
                }
                (states::ROWS, states::APART)
            }
            None => (ROWS, STEPS),
        };
        self.rows.value.settle(Rows::new(rows));
        self.steps.value.settle(Steps::new(steps));
    }

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        match self.system() {
            Some(system) => self.states(&system).kind(scene),
            None => self.model_kind(&self.model.model()?, scene),
        }
    }

    fn lint(&self, scene: &mut Scene) {
        if let Some(model) = self.model.model().filter(|_| self.model.system().is_none()) {
            let place = scene.place(self.model.span);
            scene.findings.extend(density_from_cd::find(model.kind(), self.steps(), place));
        }
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        if let Some(system) = self.system() {
            return self.states(&system).cost();
        }
        let Some(model) = self.model.model() else { return Cost::default() };
        prices::sampling(model.kind().inputs, model.kind().outputs.unwrap_or(0), self.rows(), self.steps())
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        if let Some(system) = self.system() {
            let value = self.states(&system).run(context)?;
            return Ok(Outcome { value, ..Outcome::default() });
        }
        let input = self.input()?;
        let model = context.model(&input)?;
        let rows = model
            .sample(self.rows(), self.steps(), &context.seed, context.observer)
            .ok_or_else(|| Fault::new("the model can't be sampled from"))??;
        Ok(Outcome { value: self.value(rows, &input, model), ..Outcome::default() })
    }

    /// States of a system are drawn again in less time than they would be read.
    fn is_kept(&self) -> bool {
        self.model.system().is_none()
    }

    fn tensors(&self, value: &Value) -> Tensors {
        let mut tensors = Tensors::default();
        if let Some(data) = &value.data {
            tensors.put("samples", data.set.train.x.single().into_owned());
        }
        tensors
    }

    fn restored(&self, kept: &Tensors, context: &mut Context) -> Result<Value, Fault> {
        let input = self.input()?;
        let model = context.model(&input)?;
        Ok(self.value(kept.get("samples")?, &input, model))
    }
}
