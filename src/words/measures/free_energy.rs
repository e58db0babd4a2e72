//! `check free-energy`: the clamped free energy F(v) = -b.v - sum_j softplus(c_j + (vW)_j) in nats,
//! its mean over training and over held-out rows, and their difference. ln p(v) = ln(1/Z) - F(v), so
//! the gap needs no partition function: it is the mean log-likelihood that held-out rows lack
//! (Hinton 2010, section 6). Of a stack, each machine is measured on what the one below makes of the rows.

use super::{FREE_ENERGY, FREE_ENERGY_GAP, HELD_OUT_FREE_ENERGY};
use crate::source::Lint;
use crate::vocabulary::{
    Ability, Check, Context, Cost, Data, DataKind, Evidence, Fault, Measure, Model, ModelKind, Outcome,
    Reading,
};
use crate::words::lints::gap_without_validation;
use ndarray::Array1;

pub struct FreeEnergy;

impl Check for FreeEnergy {
    fn needs(&self) -> Ability {
        Ability::Energy
    }

    fn yields(&self, model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        [&FREE_ENERGY, &HELD_OUT_FREE_ENERGY, &FREE_ENERGY_GAP].map(|m| (m, model.layers)).to_vec()
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        Some(&gap_without_validation::LINT)
    }

    fn cost(&self, model: &ModelKind, data: &DataKind) -> Cost {
        let (training, held_out) = (data.shape.train as f64, data.shape.validation as f64);
        let held = model.row.peak * training.max(held_out);
        Cost { peak: held, ..model.row.clone() * (training + held_out) }
    }

    fn run(&self, model: &dyn Model, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let held_out =
            data.set.validation.as_ref().ok_or_else(|| Fault::new("there are no held-out rows"))?;
        let of = |x: &crate::data::Features| {
            model.free_energies(x).ok_or_else(|| Fault::new("the model has no free energy"))
        };
        let (training, held_out) = (of(&data.set.train.x)?, of(&held_out.x)?);
        let layers = training.len();
        let readings = training
            .iter()
            .zip(&held_out)
            .enumerate()
            .flat_map(|(layer, (a, b))| compare((layers > 1).then_some(layer + 1), a, b));
        Ok(Outcome { readings: readings.collect(), ..Outcome::default() })
    }
}

/// Both means and their difference, whose standard error is that of two independent means.
fn compare(index: Option<usize>, training: &Array1<f64>, held_out: &Array1<f64>) -> [Reading; 3] {
    let inside = Reading::mean(&FREE_ENERGY, index, &training.to_vec());
    let outside = Reading::mean(&HELD_OUT_FREE_ENERGY, index, &held_out.to_vec());
    let gap = outside.value - inside.value;
    let error = |reading: &Reading| match reading.evidence {
        Evidence::Sample { standard_error, .. } => standard_error,
        _ => 0.0,
    };
    let standard_error = error(&inside).hypot(error(&outside));
    let evidence = Evidence::Sample { mean: gap, standard_error, n: inside.n().min(outside.n()) };
    [inside, outside, Reading { measure: &FREE_ENERGY_GAP, index, value: gap, evidence }]
}
