//! `check policy-value`: the share of right decisions that a policy makes at the test rows, all of whose classes are known, and
//! what an importance-weighted mean of fresh decisions of its logger says of it (Horvitz and Thompson 1952; Swaminathan and
//! Joachims 2015). Over all that the logger could choose the estimate has the value as its mean, whatever the policy.

use super::measure;
use super::spins::DEVIATION;
use crate::models::regression::policy::{Log, spread, values};
use crate::source::Lint;
use crate::vocabulary::{
    Ability, Better, Check, Context, Cost, Data, DataKind, Fault, Measure, MeasuredOn, Model, ModelKind,
    Outcome, Reading, Unit,
};
use crate::words::{decisions, tested};
use MeasuredOn::{Test, Training};

const fn share(name: &'static str, on: MeasuredOn, doc: &'static str) -> Measure {
    measure(name, on, Unit::Fraction, Better::Higher, doc)
}

pub static POLICY_VALUE: Measure = Measure {
    check: Some(&PolicyValue),
    ..share("policy-value", Test, "Mean probability with which a policy decides rightly at the test rows.")
};
pub static ESTIMATED_VALUE: Measure = share(
    "estimated-value",
    Test,
    "The same estimated from fresh decisions of the logger: the mean of right ones, weighted by the ratio of both probabilities; it can exceed 1.",
);
pub static LOGGED_VALUE: Measure = share(
    "logged-value",
    Training,
    "Such an estimate from the decisions that the policy was learnt from, which it flatters.",
);
pub static TRAINING_VALUE: Measure = share(
    "training-value",
    Training,
    "Mean probability with which a policy decides rightly at the training rows.",
);

/// A policy at the test rows.
pub struct PolicyValue;

impl Check for PolicyValue {
    fn needs(&self) -> Ability {
        Ability::Decide
    }

    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        [&POLICY_VALUE, &ESTIMATED_VALUE, &DEVIATION].map(|measure| (measure, 1)).to_vec()
    }

    fn lacks(&self, data: &DataKind) -> Option<(String, String)> {
        tested::lacking(data)
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }

    fn cost(&self, model: &ModelKind, data: &DataKind) -> Cost {
        model.row.clone() * (2 * data.shape.test) as f64
    }

    fn run(&self, model: &dyn Model, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
        let part = data.set.test.as_ref().ok_or_else(|| Fault::new("the data have no test part"))?;
        let logger = model.logger().ok_or_else(|| Fault::new("the model has not learnt from decisions"))?;
        let rewards = decisions::rewards(part, data.set.class_names.len())?;
        let policy = decisions::probabilities(model, &part.x)?;
        let logger = decisions::probabilities(logger, &part.x)?;
        let log = Log::draw(logger.view(), rewards.view(), &context.seed.child("log"));
        let value = Reading::mean(&POLICY_VALUE, None, &values(policy.view(), rewards.view()).to_vec());
        let estimate = Reading::mean(&ESTIMATED_VALUE, None, &log.weighted(policy.view()).to_vec());
        let distance = (estimate.value - value.value).abs();
        let error = spread(policy.view(), rewards.view(), logger.view());
        // A logger that never errs leaves nothing to chance.
        let deviation = if error > 0.0 { distance / error } else { 0.0 };
        let readings = vec![value, estimate, Reading::exact(&DEVIATION, None, deviation)];
        Ok(Outcome { readings, ..Outcome::default() })
    }
}
