//! `linear-autoencoder(units: 2)`: the linear autoencoder of least loss, in closed form: principal components, damped where
//! there is noise or a contraction to learn against (Baldi and Hornik 1989; Vincent et al. 2010; Rifai et al. 2011).

use crate::args;
use crate::data::Features;
use crate::models::autoencoder::{LinearMap, LinearRecipe};
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Count, Data, Fault, Measure, Model, ModelKind,
    ModelWord, Order, Outcome, Rate, Reading, Scene, Value, Work,
};
use crate::words::measures::{GAIN, RECONSTRUCTION_LOSS};
use crate::words::prices;
use crate::words::sources;
use ndarray::arr1;
use std::sync::Arc;

args! {
    /// The best linear map that gives rows back through few units, exactly.
    pub struct LinearAutoencoder {
        /// Hidden units; left out, as many as columns.
        units: Option<Count> = None;
        /// The standard deviation of the noise on its inputs.
        noise: Rate = Rate::new(0.0);
        /// The factor of |W|^2, the squared norm of the Jacobian.
        contraction: Rate = Rate::new(0.0);
    }
}

impl LinearAutoencoder {
    fn units(&self, columns: usize) -> usize {
        self.units.value.map_or(columns, Count::get).min(columns)
    }
}

impl ModelWord for LinearAutoencoder {
    const NAME: &'static str = "linear-autoencoder";
    const CLASS: Class = Class::REGRESSION;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[Ability::Hidden, Ability::Reconstruct];
    const CITES: Cites = &[&sources::networks::VINCENT_2010, &sources::networks::BALDI_HORNIK];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nfit linear-autoencoder(units: 10) on optdigits, then check reconstruction-error";

    fn settle(&mut self, _order: &mut Order) {}

    fn kind(&self, order: &Order, _scene: &mut Scene) -> Option<ModelKind> {
        let columns = order.data.shape.columns;
        let units = self.units(columns);
        Some(ModelKind {
            name: Self::NAME,
            inputs: columns,
            outputs: Some(units),
            layers: 1,
            parameters: (units * columns + columns) as u64,
            row: Cost::alone(Work::DoubleFlop, 2.0 * (units * columns) as f64),
            abilities: Self::ABILITIES,
            settings: 1,
            chains: None,
            machine: None,
            stack: Vec::new(),
            refit: None,
        })
    }

    fn cost(&self, order: &Order) -> Cost {
        let shape = &order.data.shape;
        let (n, p) = (shape.train as f64, shape.columns as f64);
        prices::converted(shape)
            + Cost::alone(Work::DoubleFlop, 2.0 * n * p * p)
            + Cost::factorization(p, 9.0 * p.powi(3))
            + Cost::holding(8.0 * (n * p + 3.0 * p * p))
    }

    fn measures(&self, order: &Order) -> Vec<(&'static Measure, usize)> {
        vec![(&RECONSTRUCTION_LOSS, 1), (&GAIN, self.units(order.data.shape.columns))]
    }

    fn train(&self, _order: &Order, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let x = data.set.train.x.double();
        let recipe = LinearRecipe {
            units: self.units(x.ncols()),
            noise: self.noise.get(),
            penalty: self.contraction.get(),
        };
        let map = LinearMap::fit(x.view(), recipe).map_err(|error| Fault::new(error.to_string()))?;
        let several = map.gains.len() > 1;
        let gain = |(at, &gain): (usize, &f64)| Reading::exact(&GAIN, several.then_some(at + 1), gain);
        let mut readings = vec![Reading::exact(&RECONSTRUCTION_LOSS, None, map.loss)];
        readings.extend(map.gains.iter().enumerate().map(gain));
        Ok(Outcome { value: made(data, map), readings, ..Outcome::default() })
    }

    fn restored(&self, _: &Order, data: &Data, kept: &Tensors, _: &mut Context) -> Result<Value, Fault> {
        let (mean, directions, gains) = (kept.get("mean")?, kept.get("directions")?, kept.get("gains")?);
        let loss: ndarray::Array1<f64> = kept.get("loss")?;
        Ok(made(data, LinearMap { mean, directions, gains, loss: loss.sum() }))
    }
}

fn made(data: &Data, map: LinearMap) -> Value {
    Value { data: Some(data.clone()), model: Some(Arc::new(Fitted(map))) }
}

/// A linear map.
struct Fitted(LinearMap);

impl Model for Fitted {
    fn hidden(&self, x: &Features) -> Option<Features> {
        Some(Features::Double(self.0.hidden(x.double().view()).into_shared()))
    }

    fn reconstruct(&self, x: &Features) -> Option<Features> {
        Some(Features::Double(self.0.reconstruct(x.double().view()).into_shared()))
    }

    fn tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        tensors.put("mean", self.0.mean.clone());
        tensors.put("directions", self.0.directions.clone());
        tensors.put("gains", self.0.gains.clone());
        tensors.put("loss", arr1(&[self.0.loss]));
        tensors
    }
}
