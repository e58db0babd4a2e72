//! `test`: error, accuracy and loss of a model on the test part, each with its exact binomial
//! interval; the mean squared error where values are predicted. `test with passes(10)` shows each row several times, deformed
//! afresh as the training rows were, and averages probabilities.

use crate::args;
use crate::data::deform::{Deformation, Sample, Workspace};
use crate::data::{Features, Targets};
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Ability, Class, Context, Cost, DataInput, Evidence, Fault, Kind, Marks, Measure, Methods, Model,
    ModelInput, Outcome, Prediction, Reading, Scene, Table, Value, Verb, Work,
};
use crate::words::lints::dropout_at_test;
use crate::words::measures::{ACCURACY, ERROR, LOSS, SQUARED_ERROR};
use crate::words::methods::{dropout::Dropout, passes::Passes};
use crate::words::mixture::Mixture;
use crate::words::tested;
use ndarray::Array2;
use std::sync::Arc;

args! {
    /// Tests a model on the test part of the data.
    pub struct Test {
        /// The model.
        model (object): ModelInput;
        /// The data, where they are not those it was trained on.
        data (on): DataInput;
        /// Several passes over each row, or units silenced.
        methods (with): Methods = Methods::default();
    }
}

impl Verb for Test {
    const NAME: &'static str = "test";
    const METHODS: &'static [Class] = &[Class::TESTING];
    const EXAMPLE: &'static str = "train mlp[784,100,10] for 5 epochs, then test";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        let place = scene.place(self.model.span);
        if let Some(finding) = self.model.lacks(Ability::Predict, Self::NAME, place) {
            scene.findings.push(finding);
            return None;
        }
        let (model, data) = (self.model.kind(), self.data.kind());
        let place = scene.place(self.data.span);
        if let Some(finding) = tested::without_test_part(data, place) {
            scene.findings.push(finding);
            return None;
        }
        if data.shape.columns != model.inputs {
            let message =
                format!("the model takes {} columns, the data have {}", model.inputs, data.shape.columns);
            let finding = Diagnostic::error("shape-mismatch", place, message);
            let help = format!("test it on data with {} columns", model.inputs);
            scene.findings.push(finding.label(format!("{} columns", data.shape.columns)).help(help));
            return None;
        }
        if let Some(finding) = tested::of_other_classes(model, data, place) {
            scene.findings.push(finding);
            return None;
        }
        self.review_passes(scene)?;
        Some(Kind { data: Some(data.clone()), model: Some(model.clone()), ..Kind::default() })
    }

    fn lint(&self, scene: &mut Scene) {
        let place = self.methods.span_of::<Dropout>().filter(|_| self.passes().is_none());
        scene.findings.extend(place.map(dropout_at_test::find));
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        /// Loop elements that reading a prediction off and comparing it take.
        const COMPARED: f64 = 20.0;
        let (data, rows) = (self.data.kind(), self.data.kind().shape.test as f64);
        let shown = self.model.kind().row.clone() * rows * self.passes().unwrap_or(1) as f64;
        let made = data.row.clone() * self.passes().map_or(0.0, |passes| rows * passes as f64);
        shown + made + Cost::alone(Work::Element, COMPARED * rows)
    }

    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        match self.data.kind().shape.classes {
            Some(_) => vec![(&ERROR, 1), (&ACCURACY, 1), (&LOSS, 1)],
            None => vec![(&SQUARED_ERROR, 1)],
        }
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let (model, data) = (context.model(&self.model)?, context.data(&self.data)?);
        let part = data.set.test.as_ref().ok_or_else(|| Fault::new("the data have no test part"))?;
        let prediction = self.prediction(&*model, &part.x, data.deformation.as_deref(), context)?;
        let mut outcome = match &part.y {
            Targets::Classes(truth) => classified(truth, &prediction, &data.set.class_names)?,
            Targets::Values(truth) => valued(truth, &prediction)?,
            Targets::None => {
                let fault = Fault::new("the test part has no labels");
                return Err(fault.help("name the column of the label: `csv(\"...\", label: last)`"));
            }
        };
        outcome.value = Value { data: Some(data.clone()), model: Some(model) };
        Ok(outcome)
    }

    const KEPT: bool = true;

    /// Nothing: model and data flow on as they came.
    fn tensors(&self, _value: &Value) -> Tensors {
        Tensors::default()
    }

    fn restored(&self, _kept: &Tensors, context: &mut Context) -> Result<Value, Fault> {
        let (model, data) = (context.model(&self.model)?, context.data(&self.data)?);
        Ok(Value { data: Some(data), model: Some(model) })
    }
}

impl Test {
    fn passes(&self) -> Option<usize> {
        self.methods.find::<Passes>().map(|passes| passes.count.get())
    }

    fn review_passes(&self, scene: &mut Scene) -> Option<()> {
        let before = scene.findings.len();
        self.methods.only(Class::TESTING, "`test`", scene.findings);
        let (data, dropped) = (self.data.kind(), self.methods.span_of::<Dropout>());
        if let Some(span) = dropped {
            scene.findings.extend(self.model.lacks(Ability::Silence, "dropout", span));
        }
        if let Some(span) = self.methods.span_of::<Passes>() {
            if data.augmented.is_none() && dropped.is_none() {
                let message = format!("`{}` is not augmented: every pass would be the same", data.name);
                let finding = Diagnostic::error("no-effect", span, message).label("without effect");
                scene
                    .findings
                    .push(finding.help("begin with `augment mnist with rotation(15 deg)`, or leave it out"));
            } else if let Some(how) = data.augmented.as_ref().filter(|_| !data.redrawn) {
                let message = format!("`{how}` knows the training rows and their classes, and no others");
                let finding =
                    Diagnostic::error("not-in-this-place", span, message).label("can change no test rows");
                scene.findings.push(finding.help("augment with `rotation`, `scaling` or `elastic`"));
            }
        }
        (scene.findings.len() == before).then_some(())
    }

    /// What the model says of the rows: in one pass over them as they are, or on the mean of several.
    fn prediction(
        &self,
        model: &dyn Model,
        x: &Features,
        deformation: Option<&dyn Deformation>,
        context: &Context,
    ) -> Result<Prediction, Fault> {
        if self.methods.0.is_empty() {
            return Ok(model.predict(x));
        }
        let mut mixture = Mixture::default();
        for pass in 0..self.passes().unwrap_or(1) {
            if context.observer.cancelled() {
                return Err(Fault::interrupted());
            }
            let seed = context.seed.child("pass").at(pass as u64);
            // Apart from the numbers that silence units.
            let apart = seed.child("deformation");
            let moved = deformation.filter(|_| self.passes().is_some()).map(|by| deformed(by, x, &apart));
            let x = moved.as_ref().unwrap_or(x);
            mixture.add(match self.methods.find::<Dropout>() {
                Some(dropout) => model
                    .silenced(x, dropout.input.get(), dropout.hidden.get(), &seed)
                    .ok_or_else(|| Fault::new("the model can't silence units"))?,
                None => model.predict(x),
            });
        }
        Ok(mixture.prediction())
    }
}

/// Rows that are images, each deformed by itself; their classes are not asked for.
fn deformed(by: &dyn Deformation, x: &Features, seed: &Seed) -> Features {
    let rows = x.single();
    let mut out = Array2::zeros(rows.raw_dim());
    let mut workspace = Workspace::default();
    for (row, (image, mut out)) in rows.outer_iter().zip(out.outer_iter_mut()).enumerate() {
        let (Some(image), Some(out)) = (image.as_slice(), out.as_slice_mut()) else { continue };
        let sample =
            Sample { row: row as u64, rows: rows.nrows() as u64, epoch: 0, image, class: None, seed };
        by.apply(&sample, &mut workspace, out);
    }
    Features::Single(out.into_shared())
}

/// Counts of a classification.
fn classified(truth: &[u32], prediction: &Prediction, names: &[String]) -> Result<Outcome, Fault> {
    let predicted = prediction.classes.as_ref().ok_or_else(|| Fault::new("the model predicts no classes"))?;
    let mut readings = vec![
        share(&ERROR, None, truth, predicted, |a, b| a != b),
        share(&ACCURACY, None, truth, predicted, |a, b| a == b),
    ];
    if let Some(logs) = &prediction.log_probabilities {
        let loss =
            |(&y, row): (&u32, ndarray::ArrayView1<f32>)| row.get(y as usize).map(|&log| -f64::from(log));
        let losses: Option<Vec<f64>> = truth.iter().zip(logs.rows()).map(loss).collect();
        let losses =
            losses.ok_or_else(|| Fault::new("the test part has classes that the model does not know"))?;
        readings.push(Reading::mean(&LOSS, None, &losses));
    }
    let tables = vec![confusion(truth, predicted, names)];
    Ok(Outcome { readings, tables, ..Outcome::default() })
}

/// The share of rows whose true and predicted classes are so.
pub fn share(
    measure: &'static Measure,
    index: Option<usize>,
    truth: &[u32],
    predicted: &[u32],
    counted: impl Fn(u32, u32) -> bool,
) -> Reading {
    let hit = || truth.iter().zip(predicted).map(|(&a, &b)| counted(a, b));
    let (n, hits) = (truth.len() as u64, hit().filter(|hit| *hit).count() as u64);
    let marks = Some(Arc::new(Marks::new(truth, hit())));
    let evidence = Evidence::Binomial { hits, n, marks };
    Reading { measure, index, value: hits as f64 / n.max(1) as f64, evidence }
}

fn valued(truth: &[f64], prediction: &Prediction) -> Result<Outcome, Fault> {
    let predicted = prediction.values.as_ref().ok_or_else(|| Fault::new("the model predicts no values"))?;
    let squares: Vec<f64> = truth.iter().zip(predicted).map(|(a, b)| (a - b).powi(2)).collect();
    Ok(Outcome { readings: vec![Reading::mean(&SQUARED_ERROR, None, &squares)], ..Outcome::default() })
}

/// How often each class was taken for each other one.
fn confusion(truth: &[u32], predicted: &[u32], names: &[String]) -> Table {
    let classes = names.len();
    let mut counts = vec![vec![0u64; classes]; classes];
    for (&t, &p) in truth.iter().zip(predicted) {
        if let Some(count) = counts.get_mut(t as usize).and_then(|row| row.get_mut(p as usize)) {
            *count += 1;
        }
    }
    let rows =
        names.iter().zip(counts).map(|(name, row)| (name.clone(), row.iter().map(u64::to_string).collect()));
    Table {
        title: "confusion: rows are true, columns predicted".into(),
        columns: names.to_vec(),
        rows: rows.collect(),
    }
}
