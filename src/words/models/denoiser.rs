//! `denoiser(noise: 0.4)`: the best of all maps that take normal noise off rows again, for a density of normal ones around
//! the training rows. It moves a point along the gradient of the blurred density, r(x) - x = noise^2 grad ln p(x)
//! (Vincent 2011; Alain and Bengio 2014), and iterated it runs into the modes (mean shift, Cheng 1995).

use crate::args;
use crate::data::Features;
use crate::models::autoencoder::Denoiser;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Data, Fault, Measure, Model, ModelKind, ModelWord,
    Order, Outcome, Positive, Rate, Scene, Value, Work,
};
use crate::words::prices;
use crate::words::sources;
use ndarray::Array1;
use std::sync::Arc;

args! {
    /// The optimal denoiser of rows that are blurred by normal densities.
    pub struct OptimalDenoiser {
        /// The standard deviation of the noise that is taken off.
        noise: Positive, usual 1e-6 ..= 1000;
        /// The standard deviation of the density around each row.
        width: Rate = Rate::new(0.0);
    }
}

impl ModelWord for OptimalDenoiser {
    const NAME: &'static str = "denoiser";
    const CLASS: Class = Class::REGRESSION;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[Ability::Reconstruct, Ability::Energy];
    const CITES: Cites = &[&sources::networks::VINCENT_2011, &sources::networks::ALAIN_BENGIO];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nfit denoiser(noise: 0.3) on two-moons, then iterate 100 to fixed-point";

    fn settle(&mut self, _order: &mut Order) {}

    fn kind(&self, order: &Order, _scene: &mut Scene) -> Option<ModelKind> {
        let shape = &order.data.shape;
        let (rows, columns) = (shape.train as f64, shape.columns as f64);
        Some(ModelKind {
            name: Self::NAME,
            inputs: shape.columns,
            outputs: None,
            layers: 1,
            parameters: (shape.train * shape.columns) as u64,
            row: Cost::alone(Work::DoubleFlop, 2.0 * rows * columns)
                + Cost::alone(Work::Element, 12.0 * rows),
            abilities: Self::ABILITIES,
            settings: 1,
            chains: None,
            machine: None,
            stack: Vec::new(),
            refit: None,
        })
    }

    fn cost(&self, order: &Order) -> Cost {
        prices::converted(&order.data.shape)
    }

    fn measures(&self, _order: &Order) -> Vec<(&'static Measure, usize)> {
        Vec::new()
    }

    fn train(&self, _order: &Order, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        Ok(Outcome { value: self.made(data), ..Outcome::default() })
    }

    fn restored(&self, _: &Order, data: &Data, _: &Tensors, _: &mut Context) -> Result<Value, Fault> {
        Ok(self.made(data))
    }
}

impl OptimalDenoiser {
    fn made(&self, data: &Data) -> Value {
        let centres = data.set.train.x.double().into_owned();
        let (width, noise) = (self.width.get().powi(2), self.noise.get().powi(2));
        let model = Fitted(Denoiser { centres, width, noise });
        Value { data: Some(data.clone()), model: Some(Arc::new(model)) }
    }
}

/// A denoiser of the training rows.
struct Fitted(Denoiser);

impl Model for Fitted {
    fn reconstruct(&self, x: &Features) -> Option<Features> {
        Some(Features::Double(self.0.reconstruct(x.double().view()).into_shared()))
    }

    /// -ln of the blurred density, without the constant of the normal one.
    fn free_energies(&self, x: &Features) -> Option<Vec<Array1<f64>>> {
        Some(vec![-self.0.log_density(x.double().view())])
    }

    fn tensors(&self) -> Tensors {
        Tensors::default()
    }
}
