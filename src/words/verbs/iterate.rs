//! `iterate 200 to fixed-point`: a model that gives rows back, applied to what it gives again and again. Where the rows end,
//! how fast they get there, and how many different ends there are.

use crate::data::{Dataset, Facts, Features, Part, Shape};
use crate::models::autoencoder::{Flow, Followed, flow};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Ability, Charted, Context, Cost, Data, DataInput, DataKind, Fault, Kind, Measure, Model, ModelInput,
    Outcome, Reading, Rows, Scene, Series, Steps, Value, Verb, Work,
};
use crate::words::measures::{CONTRACTION_RATE, FIXED_POINTS, NORM, SETTLED, STEP_LENGTH};
use crate::{args, choice};
use ndarray::Array2;
use std::sync::Arc;

choice! {
    /// Where the iteration is to lead.
    pub enum Goal, "a goal" { FixedPoint = "fixed-point" }
}

args! {
    /// Applies a model that gives rows back again and again.
    pub struct Iterate {
        /// How often.
        steps (object): Steps = Steps::new(200), usual 2 ..= 100000;
        /// Where it is to lead.
        goal (to): Goal = Goal::FixedPoint;
        /// The model.
        model (of): ModelInput;
        /// The data whose first training rows it starts from.
        data (on): DataInput;
        /// How many rows are followed, at most.
        rows (for): Rows = Rows::new(1000), usual 1 ..= 100000;
    }
}

/// Steps shorter than this share are rounding: about the root of each precision.
const ROUNDING_SINGLE: f64 = 3e-4;
const ROUNDING_DOUBLE: f64 = 1e-8;

impl Iterate {
    fn followed(&self) -> usize {
        self.rows.get().min(self.data.kind().shape.train)
    }

    fn value(&self, data: &Data, ends: Array2<f64>, model: Arc<dyn Model>) -> Value {
        let y = data.set.train.y.first(ends.nrows());
        let part = Part { x: Features::Double(ends.into_shared()), y };
        let mut set = Dataset::new(&named(&data.set.name), part, None, data.set.class_names.to_vec());
        set.shape.image = data.set.shape.image;
        Value { data: Some(Data { set: Arc::new(set), deformation: None }), model: Some(model) }
    }
}

fn named(data: &str) -> String {
    format!("ends of {data}")
}

impl Verb for Iterate {
    const NAME: &'static str = "iterate";
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nfit denoiser(noise: 0.3) on two-moons, then iterate 100 to fixed-point";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        let (model, data) = (self.model.kind(), self.data.kind());
        if let Some(finding) =
            self.model.lacks(Ability::Reconstruct, Self::NAME, scene.place(self.model.span))
        {
            scene.findings.push(finding);
            return None;
        }
        if data.shape.columns != model.inputs {
            let (columns, inputs) = (data.shape.columns, model.inputs);
            let message = format!("the model takes {inputs} columns, the data have {columns}");
            let finding = Diagnostic::error("shape-mismatch", scene.place(self.data.span), message);
            let help = format!("start from data with {inputs} columns");
            scene.findings.push(finding.label(format!("{columns} columns")).help(help));
            return None;
        }
        let Shape { columns, classes, image, .. } = data.shape;
        let shape =
            Shape { columns, classes, image, train: self.followed(), facts: Facts::NONE, ..Shape::default() };
        let data = DataKind {
            name: named(&data.name),
            shape,
            augmented: None,
            redrawn: false,
            row: Cost::default(),
        };
        Some(Kind { data: Some(data), model: Some(model.clone()), ..Kind::default() })
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        let (model, rows) = (self.model.kind(), self.followed() as f64);
        let numbers = rows * model.inputs as f64;
        let step = model.row.clone() * (2.0 * rows) + Cost::alone(Work::Element, 6.0 * numbers);
        (step * self.steps.get() as f64 + Cost::holding(32.0 * numbers)).charted(Charted::Curves)
    }

    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        [&CONTRACTION_RATE, &FIXED_POINTS, &SETTLED, &STEP_LENGTH, &NORM].map(|measure| (measure, 1)).to_vec()
    }

    fn curves(&self) -> Vec<(&'static Measure, usize)> {
        vec![(&STEP_LENGTH, 1), (&NORM, 1)]
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let (model, data) = (context.model(&self.model)?, context.data(&self.data)?);
        let start = data.set.train.x.first(self.rows.get());
        let first = model.reconstruct(&start).ok_or_else(|| Fault::new("the model gives no rows back"))?;
        let rounding = match first {
            Features::Single(_) => ROUNDING_SINGLE,
            Features::Double(_) => ROUNDING_DOUBLE,
        };
        let map = |x: Array2<f64>| match model.reconstruct(&Features::Double(x.clone().into_shared())) {
            Some(back) => back.double().into_owned(),
            None => x,
        };
        let followed = Followed { steps: self.steps.get(), rounding };
        let found = flow(start.double().view(), followed, &map, context.observer);
        let found = found.ok_or_else(Fault::interrupted)?;
        let mut outcome = told(&found);
        outcome.value = self.value(&data, found.ends, model);
        Ok(outcome)
    }

    const KEPT: bool = true;

    fn tensors(&self, value: &Value) -> Tensors {
        let mut tensors = Tensors::default();
        if let Some(data) = &value.data {
            tensors.put("ends", data.set.train.x.double().into_owned());
        }
        tensors
    }

    fn restored(&self, kept: &Tensors, context: &mut Context) -> Result<Value, Fault> {
        let (model, data) = (context.model(&self.model)?, context.data(&self.data)?);
        Ok(self.value(&data, kept.get("ends")?, model))
    }
}

/// Readings and curves of a flow.
fn told(flow: &Flow) -> Outcome {
    let rows = flow.ends.nrows().max(1) as f64;
    let last = |values: &[f64]| values.last().copied().unwrap_or(f64::NAN);
    let values = [
        (&CONTRACTION_RATE, flow.rate),
        (&FIXED_POINTS, flow.fixed_points as f64),
        (&SETTLED, flow.settled as f64 / rows),
        (&STEP_LENGTH, last(&flow.lengths)),
        (&NORM, last(&flow.norms)),
    ];
    let readings = values.map(|(measure, value)| Reading::exact(measure, None, value)).to_vec();
    let curve = |measure: &Measure, first: usize, y: &[f64]| {
        let x = (first..first + y.len()).map(|step| step as f64).collect();
        Series::line(measure.name, "step", x, y.to_vec())
    };
    let series = vec![curve(&STEP_LENGTH, 1, &flow.lengths), curve(&NORM, 0, &flow.norms)];
    Outcome { readings, series, ..Outcome::default() }
}
