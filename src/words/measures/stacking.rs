//! `check variational-bound`: two machines as a belief net, by enumeration of the hidden states between them; a single one has
//! itself upside down on top (Hinton, Osindero and Teh 2006).

use super::{STACKED_LOG_LIKELIHOOD, VARIATIONAL_BOUND};
use crate::models::boltzmann::stacked;
use crate::source::Lint;
use crate::vocabulary::{
    Ability, Check, Context, Cost, Data, DataKind, Fault, Measure, Model, ModelKind, Outcome, Reading, Work,
};

/// The bound that training layer by layer raises.
pub struct VariationalBound;

impl Check for VariationalBound {
    fn needs(&self) -> Ability {
        Ability::Stacked
    }

    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        vec![(&STACKED_LOG_LIKELIHOOD, 1), (&VARIATIONAL_BOUND, 1)]
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }

    fn cost(&self, model: &ModelKind, data: &DataKind) -> Cost {
        let hidden = model.stack.get(1).copied().unwrap_or(0).min(64) as i32;
        Cost::alone(Work::Exponential, 3.0 * 2f64.powi(hidden) * data.shape.train as f64)
    }

    fn run(&self, model: &dyn Model, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let machines = model.machines().unwrap_or_default();
        let (lower, upper) = match machines.as_slice() {
            [single] => (single, single.transposed()),
            [lower, upper] => (lower, upper.clone()),
            _ => return Err(Fault::new("a belief net of one or two machines is summed over")),
        };
        let found = stacked(lower, &upper, data.set.train.x.double().view());
        let found = found.map_err(|why| Fault::new(why.to_string()))?;
        let readings = vec![
            Reading::exact(&STACKED_LOG_LIKELIHOOD, None, found.log_likelihood),
            Reading::exact(&VARIATIONAL_BOUND, None, found.bound),
        ];
        Ok(Outcome { readings, ..Outcome::default() })
    }
}
