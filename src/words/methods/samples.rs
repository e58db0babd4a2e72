//! `samples(net, 10000)`: rows that a model has made stand behind the training rows, once. Where the data have classes the rows have those
//! that the model itself reads in them, so it has to be one that predicts, such as a belief net.

use crate::args;
use crate::data::{self, Dataset, Targets};
use crate::source::Diagnostic;
use crate::vocabulary::{
    Ability, Class, Context, Cost, DataKind, Fault, Growing, Method, ModelInput, Rows, Scene, Steps,
};
use crate::words::prices;

args! {
    /// Adds rows that a model makes to the training rows.
    pub struct Samples {
        /// The model.
        model (object): ModelInput;
        /// How many rows.
        rows (object): Rows = Rows::new(10000), usual 1 ..= 1000000;
        /// How long each chain runs.
        steps: Steps = Steps::new(1000), usual 100 ..= 1000000;
    }
}

impl Method for Samples {
    const NAME: &'static str = "samples";
    const CLASSES: &'static [Class] = &[Class::DEFORMATION];
    const EXAMPLE: &'static str = "edition 1\nseed 1\nlayers: stack rbm[784,100,100] with cd1 for 3 epochs\n\
        net: train dbn[784,100,100,200] from layers with up-down3 for 5 epochs\n\
        augment mnist with samples(net, 10000), then train mlp[784,100,10] for 5 epochs, then test";

    fn as_growing(&self) -> Option<&dyn Growing> {
        Some(self)
    }
}

impl Growing for Samples {
    fn review(&self, data: &DataKind, scene: &mut Scene) -> bool {
        let (model, place) = (self.model.kind(), scene.place(self.model.span));
        let needs = [Some(Ability::Sample), data.shape.classes.map(|_| Ability::Predict)];
        let lacks =
            needs.into_iter().flatten().find_map(|ability| self.model.lacks(ability, Self::NAME, place));
        if let Some(finding) = lacks {
            scene.findings.push(finding);
            return false;
        }
        if model.inputs == data.shape.columns {
            return true;
        }
        let message = format!(
            "`{}` makes rows of {} columns, `{}` has {}",
            model.name, model.inputs, data.name, data.shape.columns
        );
        scene.findings.push(Diagnostic::error("shape-mismatch", place, message).label("other columns"));
        false
    }

    fn rows(&self) -> usize {
        self.rows.get()
    }

    fn cost(&self) -> Cost {
        let model = self.model.kind();
        let rows = self.rows.get();
        prices::sampling(model.inputs, model.outputs.unwrap_or(0), rows, self.steps.get())
            + model.row.clone() * rows as f64
    }

    fn grown(&self, set: &Dataset, context: &Context) -> Result<Dataset, Fault> {
        let model = context.model(&self.model)?;
        let seed = context.seed.child(Self::NAME);
        let rows = model
            .sample(self.rows.get(), self.steps.get(), &seed, context.observer)
            .ok_or_else(|| Fault::new("the model can't be sampled from"))??;
        let read = model.predict(&data::Features::Single(rows.clone().into_shared())).classes;
        let targets = read.map_or(Targets::None, |classes| Targets::Classes(classes.into()));
        Ok(data::transform::appended(set, &rows, &targets)?)
    }
}
