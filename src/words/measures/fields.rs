//! `check receptive-fields`: how far the fields of the hidden units reach, layer by layer; see `models::fields`.

use super::measure;
use crate::models::fields::{Plane, participation_radius, receptive_fields};
use crate::source::Lint;
use crate::vocabulary::{
    Ability, Better, Check, Context, Cost, Data, DataKind, Fault, Measure, MeasuredOn, Model, ModelKind,
    Outcome, Reading, Unit, Work,
};
use ndarray::Array2;

const fn length(name: &'static str, doc: &'static str) -> Measure {
    measure(name, MeasuredOn::Nothing, Unit::Number, Better::Neither, doc)
}

pub static RECEPTIVE_FIELDS: Measure = Measure {
    check: Some(&ReceptiveFields),
    ..length(
        "receptive-fields",
        "Units of a layer that have a receptive field: a column of the product of the weights up to the layer that is not 0.",
    )
};
pub static FIELD_RADIUS: Measure = length(
    "field-radius",
    "Mean over units of the radius, in pixels, of the disc that holds as many pixels as a receptive field does by its participation number, (sum of r^2)^2 / sum of r^4.",
);
pub static FIELD_SPREAD: Measure = length(
    "field-spread",
    "Mean over units of the root of the mean squared distance, in pixels, of a receptive field from its centre, weighted with r^2.",
);

/// Radius and spread of receptive fields.
pub struct ReceptiveFields;

impl Check for ReceptiveFields {
    fn needs(&self) -> Ability {
        Ability::Fields
    }

    fn yields(&self, model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        [&RECEPTIVE_FIELDS, &FIELD_RADIUS, &FIELD_SPREAD].map(|it| (it, model.layers)).to_vec()
    }

    fn lacks(&self, data: &DataKind) -> Option<(String, String)> {
        let message = || format!("`{}` are no images, so fields have no radius", data.name);
        let help = || "check the model on images, such as `mnist` or the states of `ising(40)`".to_string();
        data.shape.image.is_none().then(|| (message(), help()))
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }

    fn cost(&self, model: &ModelKind, _data: &DataKind) -> Cost {
        Cost::alone(Work::SingleFlop, 2.0 * model.inputs as f64 * model.parameters as f64)
    }

    fn run(&self, model: &dyn Model, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let image = data.set.shape.image.ok_or_else(|| Fault::new("the data are no images"))?;
        let weights = model.weights().ok_or_else(|| Fault::new("the model has no layers of weights"))?;
        let plane = Plane { rows: image.0, columns: image.1, torus: data.set.shape.facts.torus };
        let layers = weights.len();
        let fields = receptive_fields(&weights);
        let readings = fields
            .iter()
            .enumerate()
            .flat_map(|(layer, fields)| of_layer((layers > 1).then_some(layer + 1), fields, &plane));
        Ok(Outcome { readings: readings.collect(), ..Outcome::default() })
    }
}

/// How many units of a layer have a field, and means over these.
fn of_layer(index: Option<usize>, fields: &Array2<f32>, plane: &Plane) -> [Reading; 3] {
    let radii: Vec<f64> = fields.columns().into_iter().filter_map(participation_radius).collect();
    let spreads: Vec<f64> = fields.columns().into_iter().filter_map(|field| plane.spread(field)).collect();
    [
        Reading::exact(&RECEPTIVE_FIELDS, index, radii.len() as f64),
        Reading::mean(&FIELD_RADIUS, index, &radii),
        Reading::mean(&FIELD_SPREAD, index, &spreads),
    ]
}
