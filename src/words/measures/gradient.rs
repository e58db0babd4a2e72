//! `check gradient`, `check cd-bias`: the gradient of a small machine's likelihood, and how far contrastive divergence is from
//! it on average over its random numbers (Hinton 2002; Bengio and Delalleau 2009). All by enumeration.

use super::{CD_BIAS, CD_COSINE, GRADIENT, RELAXATION};
use crate::models::boltzmann::{ExactRbm, Moments, NotEnumerable, expected_cd_gradient, gibbs_spectrum};
use crate::source::Lint;
use crate::vocabulary::{
    Ability, Check, Context, Cost, Data, DataKind, Fault, Measure, Model, ModelKind, Outcome, Reading,
};

/// The norm of the exact gradient.
pub struct Gradient;
/// The bias of contrastive divergence.
pub struct CdBias;

/// Contrastive divergence of so many steps is looked at.
const STEPS: usize = 10;
/// A matrix over all states of both layers.
const MOST_UNITS: usize = 12;

fn norm(moments: &Moments) -> f64 {
    moments.visible_hidden.iter().map(|x| x * x).sum::<f64>().sqrt()
}

fn machine(model: &dyn Model) -> Result<ExactRbm, Fault> {
    model.machine().ok_or_else(|| Fault::new("the model is no machine of two layers"))
}

fn fault(why: NotEnumerable) -> Fault {
    Fault::new(why.to_string())
}

impl Check for Gradient {
    fn needs(&self) -> Ability {
        Ability::Likelihood
    }

    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        vec![(&GRADIENT, 1)]
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }

    fn cost(&self, model: &ModelKind, data: &DataKind) -> Cost {
        let bits = model.machine.and_then(|machine| machine.smaller_first().0.bits()).unwrap_or(0);
        model.row.clone() * ((bits as f64).exp2() * 3.0 + data.shape.train as f64)
    }

    fn run(&self, model: &dyn Model, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let gradient =
            machine(model)?.likelihood_gradient(data.set.train.x.double().view()).map_err(fault)?;
        Ok(Outcome { readings: vec![Reading::exact(&GRADIENT, None, norm(&gradient))], ..Outcome::default() })
    }
}

impl Check for CdBias {
    fn needs(&self) -> Ability {
        Ability::Likelihood
    }

    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        vec![(&CD_BIAS, STEPS), (&CD_COSINE, STEPS), (&RELAXATION, 1)]
    }

    fn lacks(&self, data: &DataKind) -> Option<(String, String)> {
        (data.shape.columns > MOST_UNITS).then(|| {
            let message = format!(
                "a Gibbs step between all states of {} columns is too large a matrix",
                data.shape.columns
            );
            (message, format!("take a machine of at most {MOST_UNITS} units in each layer"))
        })
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }

    fn cost(&self, model: &ModelKind, _data: &DataKind) -> Cost {
        let states = (model.inputs.min(MOST_UNITS) as f64).exp2();
        Cost::factorization(states, 10.0 * states.powi(3)).with(Cost::holding(24.0 * states * states))
    }

    fn run(&self, model: &dyn Model, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let machine = machine(model)?;
        let rows = data.set.train.x.double();
        let exact = machine.likelihood_gradient(rows.view()).map_err(fault)?;
        let mut readings = Vec::new();
        for steps in 1..=STEPS {
            let expected = expected_cd_gradient(&machine, rows.view(), steps).map_err(fault)?;
            let product = (&expected.visible_hidden * &exact.visible_hidden).sum();
            let cosine = product / (norm(&expected) * norm(&exact));
            readings.push(Reading::exact(&CD_BIAS, Some(steps), norm(&(&expected - &exact))));
            readings.push(Reading::exact(&CD_COSINE, Some(steps), cosine));
        }
        let spectrum = gibbs_spectrum(&machine).map_err(|why| Fault::new(why.to_string()))?;
        readings.push(Reading::exact(&RELAXATION, None, spectrum.get(1).copied().unwrap_or(0.0)));
        Ok(Outcome { readings, ..Outcome::default() })
    }
}
