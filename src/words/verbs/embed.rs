//! `embed two-moons by laplacian(sigma: 0.2)`, `embed mnist by machine`: rows in other coordinates, those of a graph of
//! neighbours or those of a trained model's hidden units. A graph knows the training rows alone.

use crate::args;
use crate::data::{Dataset, Facts, Features, Part, Shape};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Ability, Class, Context, Cost, Data, DataInput, DataKind, Fault, Kind, Means, Measure, Model, ModelInput,
    Outcome, Reading, Scene, Value, Verb,
};
use crate::words::measures::EIGENVALUE;
use crate::words::prices;
use std::sync::Arc;

args! {
    /// Gives rows other coordinates.
    pub struct Embed {
        /// The data.
        data (object): DataInput;
        /// The method, or a trained model with hidden units.
        means (by): Means;
    }
}

impl Embed {
    fn shape(&self) -> Option<Shape> {
        let shape = &self.data.kind().shape;
        let whole = Shape { image: None, range: None, facts: Facts::NONE, ..shape.clone() };
        if let Some(model) = self.means.model() {
            let facts = Facts { unlabelled: shape.facts.unlabelled, ..Facts::NONE };
            return Some(Shape { columns: model.kind().outputs?, facts, ..whole });
        }
        let columns = self.means.method()?.embedding()?.dimensions();
        let facts = Facts { eigenvectors: true, ..Facts::NONE };
        Some(Shape { columns, facts, test: 0, validation: 0, ..whole })
    }

    fn eigenvalues(&self) -> usize {
        let method = self.means.method().and_then(|method| method.embedding());
        method.map_or(0, |method| method.dimensions())
    }

    /// The data with these coordinates, part by part.
    fn value(&self, data: &Data, kept: &Tensors) -> Result<Value, Fault> {
        let part = |name: &str, part: &Part| -> Result<Part, Fault> {
            Ok(Part {
                x: Features::Double(kept.get::<_, ndarray::Ix2>(name)?.into_shared()),
                y: part.y.clone(),
            })
        };
        let set = &data.set;
        let train = part("train", &set.train)?;
        let (test, validation, unlabelled) = match self.means.model() {
            None => (None, None, None),
            Some(_) => (
                set.test.as_ref().map(|test| part("test", test)).transpose()?,
                set.validation.as_ref().map(|rows| part("validation", rows)).transpose()?,
                set.unlabelled.as_ref().map(|_| kept.get::<f64, ndarray::Ix2>("unlabelled")).transpose()?,
            ),
        };
        let mut made = Dataset::new(&set.name, train, test, set.class_names.to_vec());
        made.shape.validation = validation.as_ref().map_or(0, Part::rows);
        made.shape.facts = self.shape().map_or(Facts::NONE, |shape| shape.facts);
        made.validation = validation;
        made.unlabelled = unlabelled.map(|rows| Features::Double(rows.into_shared()));
        let data = Data { set: Arc::new(made), deformation: None };
        Ok(Value { data: Some(data), model: None })
    }
}

impl Verb for Embed {
    const NAME: &'static str = "embed";
    const METHODS: &'static [Class] = &[Class::EMBEDDING];
    const EXAMPLE: &'static str = "seed 1\nedition 1\nembed two-moons by laplacian(sigma: 0.2), then cluster by spectral(2), then check purity";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        let before = scene.findings.len();
        self.means.only(Class::EMBEDDING, "`embed`", scene.findings);
        let data = self.data.kind();
        if let Some(model) = self.means.model() {
            let place = scene.place(self.means.span);
            scene.findings.extend(unfit(model, data, Self::NAME, place));
        } else if let Some(dimensions) = Some(self.eigenvalues()).filter(|count| *count >= data.shape.train) {
            let message = format!("{dimensions} coordinates of {} rows", data.shape.train);
            let finding = Diagnostic::error("shape-mismatch", scene.place(self.means.span), message);
            scene.findings.push(finding.label("more than there are").help("ask for fewer `dimensions`"));
        }
        if scene.findings.len() > before {
            return None;
        }
        let kind = DataKind {
            shape: self.shape()?,
            augmented: None,
            redrawn: false,
            row: Cost::default(),
            ..data.clone()
        };
        Some(Kind { data: Some(kind), ..Kind::default() })
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        let shape = &self.data.kind().shape;
        if let Some(model) = self.means.model() {
            /// Of each number its value, and while it is stored a copy and the file.
            const COPIES: f64 = 3.0;
            let row = 8.0 * model.kind().outputs.unwrap_or(0) as f64;
            let rows = (shape.train + shape.test + shape.validation) as f64;
            let kept = row * rows;
            // The file is made out of the bytes of one part at a time.
            let part = row * shape.train.max(shape.test).max(shape.validation) as f64;
            let made = model.kind().row.clone() * rows + prices::touched(COPIES * kept);
            return Cost { peak: COPIES * kept + part, kept, ..made };
        }
        let method = self.means.method().and_then(|method| method.embedding());
        method.map_or(Cost::default(), |method| method.cost(shape))
    }

    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        vec![(&EIGENVALUE, self.eigenvalues())].into_iter().filter(|(_, count)| *count > 0).collect()
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let data = context.data(&self.data)?;
        let mut outcome = Outcome::default();
        let mut kept = Tensors::default();
        if let Some(input) = self.means.model() {
            let model = context.model(input)?;
            for (name, x) in parts(&data.set) {
                kept.put(name, hidden(&*model, x)?.double().into_owned());
            }
        } else {
            let method = self.means.method().and_then(|method| method.embedding());
            let method = method.ok_or_else(|| Fault::new("there is no embedding"))?;
            let found = method.embed(&data.set.train.x, context)?;
            let several = found.eigenvalues.len() > 1;
            let indexed =
                |(at, value): (usize, &f64)| Reading::exact(&EIGENVALUE, several.then_some(at + 1), *value);
            outcome.readings = found.eigenvalues.iter().enumerate().map(indexed).collect();
            outcome.notes = found.notes;
            kept.put("train", found.coordinates);
        }
        outcome.value = self.value(&data, &kept)?;
        Ok(outcome)
    }

    const KEPT: bool = true;

    fn tensors(&self, value: &Value) -> Tensors {
        let mut tensors = Tensors::default();
        for (name, x) in value.data.iter().flat_map(|data| parts(&data.set)) {
            tensors.put(name, x.double().into_owned());
        }
        tensors
    }

    fn restored(&self, kept: &Tensors, context: &mut Context) -> Result<Value, Fault> {
        self.value(&context.data(&self.data)?, kept)
    }
}

/// Every part by its name.
fn parts(set: &Dataset) -> Vec<(&'static str, &Features)> {
    let test = set.test.as_ref().map(|part| ("test", &part.x));
    let validation = set.validation.as_ref().map(|part| ("validation", &part.x));
    let unlabelled = set.unlabelled.as_ref().map(|rows| ("unlabelled", rows));
    [Some(("train", &set.train.x)), test, validation, unlabelled].into_iter().flatten().collect()
}

/// What the hidden units of a model make of rows.
pub fn hidden(model: &dyn Model, x: &Features) -> Result<Features, Fault> {
    model.hidden(x).ok_or_else(|| Fault::new("the model has no hidden units"))
}

/// Why the hidden units of a model can't be shown these data.
pub fn unfit(
    model: &ModelInput,
    data: &DataKind,
    verb: &str,
    place: crate::source::Span,
) -> Option<Diagnostic> {
    if let Some(finding) = model.lacks(Ability::Hidden, verb, place) {
        return Some(finding);
    }
    let (inputs, columns) = (model.kind().inputs, data.shape.columns);
    let message = format!("the model takes {inputs} columns, `{}` has {columns}", data.name);
    let finding =
        Diagnostic::error("shape-mismatch", place, message).label(format!("takes {inputs} columns"));
    (inputs != columns).then(|| finding.help(format!("use data with {inputs} columns")))
}
