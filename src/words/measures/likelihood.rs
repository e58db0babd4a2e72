//! `check log-likelihood`, `pseudo-likelihood`, `divergence`: how probable a Boltzmann machine finds rows.
//!
//! ln p(v) = -F(v) - ln Z. ln Z is what an `estimate` before has found; a machine whose smaller layer has at most 2^20
//! states is summed here. Its error is that of all rows alike, so it adds to the standard error of their mean.
//! Pseudo-likelihood needs no Z: ln p(v_i | rest) = ln σ(F(v with i flipped) - F(v)) (Besag 1975).

use super::{
    DIVERGENCE, LOG_LIKELIHOOD, PSEUDO_LIKELIHOOD, STOCHASTIC_PSEUDO_LIKELIHOOD, TRAINING_LOG_LIKELIHOOD,
};
use crate::data::{Dataset, Features};
use crate::models::boltzmann::partition::{Estimate, exact};
use crate::models::boltzmann::{ExactRbm, pseudo_likelihood};
use crate::source::Lint;
use crate::vocabulary::{
    Ability, Check, Context, Cost, Data, DataKind, Evidence, Fault, Measure, Model, ModelKind, Outcome,
    Reading,
};
use crate::words::prices;

/// The mean of ln p.
pub struct LogLikelihood;
/// The same of each unit given all others, which needs no ln Z.
pub struct PseudoLikelihood;
/// The Kullback-Leibler divergence of the model from the data.
pub struct Divergence;

/// The rows that are judged: test rows, or training rows where there are none.
fn judged(set: &Dataset) -> &Features {
    set.test.as_ref().map_or(&set.train.x, |part| &part.x)
}

fn machine(model: &dyn Model) -> Result<ExactRbm, Fault> {
    model.machine().ok_or_else(|| Fault::new("the model is no machine of two layers"))
}

fn log_partition(model: &dyn Model, context: &Context) -> Result<Estimate, Fault> {
    match model.log_partition() {
        Some(found) => Ok(found),
        None => exact(&machine(model)?, context.observer)
            .map(Estimate::certain)
            .map_err(|fault| Fault::new(fault.to_string())),
    }
}

/// The mean of -F(v) - ln Z, with both errors.
fn mean(measure: &'static Measure, model: &dyn Model, x: &Features, z: &Estimate) -> Result<Reading, Fault> {
    let energies = model.free_energies(x).and_then(|mut layers| layers.pop());
    let energies = energies.ok_or_else(|| Fault::new("the model has no free energy"))?;
    let logs: Vec<f64> = energies.iter().map(|energy| -energy - z.log_partition).collect();
    let mut reading = Reading::mean(measure, None, &logs);
    if let Evidence::Sample { standard_error, .. } = &mut reading.evidence {
        *standard_error = standard_error.hypot(z.standard_error.unwrap_or(0.0));
    }
    Ok(reading)
}

impl Check for LogLikelihood {
    fn needs(&self) -> Ability {
        Ability::Likelihood
    }

    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        vec![(&LOG_LIKELIHOOD, 1), (&TRAINING_LOG_LIKELIHOOD, 1)]
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }

    fn cost(&self, model: &ModelKind, data: &DataKind) -> Cost {
        let rows = (data.shape.train + data.shape.test.max(data.shape.train)) as f64;
        let held = Cost { peak: model.row.peak * rows, ..model.row.clone() * rows };
        held + model.machine.as_ref().map_or(Cost::default(), prices::likelihood)
    }

    fn run(&self, model: &dyn Model, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
        let z = log_partition(model, context)?;
        let readings = vec![
            mean(&LOG_LIKELIHOOD, model, judged(&data.set), &z)?,
            mean(&TRAINING_LOG_LIKELIHOOD, model, &data.set.train.x, &z)?,
        ];
        Ok(Outcome { readings, ..Outcome::default() })
    }
}

impl Check for PseudoLikelihood {
    fn needs(&self) -> Ability {
        Ability::Partition
    }

    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        vec![(&PSEUDO_LIKELIHOOD, 1), (&STOCHASTIC_PSEUDO_LIKELIHOOD, 1)]
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }

    fn cost(&self, model: &ModelKind, data: &DataKind) -> Cost {
        let rows = if data.shape.test > 0 { data.shape.test } else { data.shape.train } as f64;
        let each = model.machine.as_ref().map_or(Cost::default(), prices::pseudo_likelihood);
        Cost::holding(8.0 * rows * data.shape.columns as f64) + each * rows
    }

    fn run(&self, model: &dyn Model, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
        let found = pseudo_likelihood(
            &machine(model)?,
            judged(&data.set).double().view(),
            &context.seed,
            context.observer,
        )
        .map_err(|fault| Fault::new(fault.to_string()))?;
        let readings = vec![
            Reading::mean(&PSEUDO_LIKELIHOOD, None, &found.whole),
            Reading::mean(&STOCHASTIC_PSEUDO_LIKELIHOOD, None, &found.drawn),
        ];
        Ok(Outcome { readings, ..Outcome::default() })
    }
}

impl Check for Divergence {
    fn needs(&self) -> Ability {
        Ability::Likelihood
    }

    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        vec![(&DIVERGENCE, 1)]
    }

    fn lacks(&self, data: &DataKind) -> Option<(String, String)> {
        let columns = data.shape.columns;
        (columns > MOST_COLUMNS).then(|| {
            let message =
                format!("`{}` has rows of {columns} columns, with 2^{columns} states to sum over", data.name);
            (message, format!("the divergence is for at most {MOST_COLUMNS} columns; check `log-likelihood`"))
        })
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }

    fn cost(&self, model: &ModelKind, data: &DataKind) -> Cost {
        let states = (data.shape.columns.min(MOST_COLUMNS) as f64).exp2();
        model.row.clone() * states
            + Cost::alone(crate::vocabulary::Work::Element, states * data.shape.train as f64)
    }

    fn run(&self, model: &dyn Model, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let divergence = machine(model)?.divergence_from(data.set.train.x.double().view());
        let divergence = divergence.map_err(|why| Fault::new(why.to_string()))?;
        Ok(Outcome { readings: vec![Reading::exact(&DIVERGENCE, None, divergence)], ..Outcome::default() })
    }
}

/// Every state is looked at beside every row.
const MOST_COLUMNS: usize = 20;
