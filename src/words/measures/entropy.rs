//! `check entropy`: the extended mean field (Gabrié, Tramel and Krzakala 2015) of the training rows: free energy = internal
//! energy - entropy at the magnetizations that settle from each row in three iterations of the second order.

use super::{ENTROPY, INTERNAL_ENERGY, MEAN_FIELD_FREE_ENERGY};
use crate::models::boltzmann::emf::{self, Expanded};
use crate::source::Lint;
use crate::vocabulary::{
    Ability, Check, Context, Cost, Data, DataKind, Fault, Measure, Model, ModelKind, Outcome, Reading, Work,
};
use ndarray::{Array1, s};

/// Entropy and energies of mean field.
pub struct MeanFieldEntropy;

const SECOND: Expanded = Expanded { order: 2, iterations: 3 };
/// Rows that settle together.
const ROWS: usize = 1000;

impl Check for MeanFieldEntropy {
    fn needs(&self) -> Ability {
        Ability::Partition
    }

    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        [&ENTROPY, &INTERNAL_ENERGY, &MEAN_FIELD_FREE_ENERGY].map(|measure| (measure, 1)).to_vec()
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }

    fn cost(&self, model: &ModelKind, data: &DataKind) -> Cost {
        /// Arrays of the magnetizations of both layers, their fields and corrections, of rows that settle together.
        const ARRAYS: usize = 6;
        let (units, rows) = (model.outputs.unwrap_or(0), data.shape.train);
        let weights = model.inputs as f64 * units as f64;
        let together = (ARRAYS * rows.min(ROWS)) as f64 * (model.inputs as f64 + units as f64);
        Cost::alone(Work::DoubleFlop, 34.0 * weights * rows as f64)
            + Cost::holding(8.0 * (rows as f64 * model.inputs as f64 + together))
    }

    fn run(&self, model: &dyn Model, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
        let machine = model.machine().ok_or_else(|| Fault::new("the model is no machine of two layers"))?;
        let rows = data.set.train.x.double();
        let (mut entropies, mut internal, mut free) = (Vec::new(), Vec::new(), Vec::new());
        for first in (0..rows.nrows()).step_by(ROWS) {
            if context.observer.cancelled() {
                return Err(Fault::interrupted());
            }
            let part = rows.slice(s![first..rows.nrows().min(first + ROWS), ..]);
            let found = emf::energies(&machine, part, SECOND).map_err(|why| Fault::new(why.to_string()))?;
            let take = |to: &mut Vec<f64>, from: Array1<f64>| to.extend(from);
            take(&mut free, found.free());
            take(&mut entropies, found.entropy);
            take(&mut internal, found.internal);
        }
        let readings = vec![
            Reading::mean(&ENTROPY, None, &entropies),
            Reading::mean(&INTERNAL_ENERGY, None, &internal),
            Reading::mean(&MEAN_FIELD_FREE_ENERGY, None, &free),
        ];
        Ok(Outcome { readings, ..Outcome::default() })
    }
}
