//! `policy(variance: 1)`: what to do at a row, learnt from what another model has done there. Of each training row the logger,
//! named by `from`, draws one class by its probabilities, and only whether that one was right is seen; the class itself is not.
//! The policy maximizes the importance-weighted share of right decisions less the factor times its standard error
//! (counterfactual risk minimization: Swaminathan and Joachims 2015).

use super::linear::{self, Reading as ScoreReading};
use crate::args;
use crate::data::Features;
use crate::models::regression::policy::{Log, Recipe, policy, values};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Data, Fault, Flag, Measure, Model, ModelKind, ModelWord,
    Order, Outcome, Positive, Prediction, Rate, Reading, Scene, Value,
};
use crate::words::measures::{LOGGED_VALUE, TRAINING_VALUE, WEIGHT_NORM};
use crate::words::{decisions, prices, sources};
use std::sync::Arc;

args! {
    /// Probabilities of classes, learnt from the decisions of another model and what they brought.
    pub struct Policy {
        /// The factor of the standard error of the estimated value; 0 trusts the estimate.
        variance: Rate = Rate::new(1.0), usual 0 ..= 100;
        /// Twice the factor of the squared norm of all weights; the value is a mean over rows.
        penalty: Rate = Rate::new(1e-4), usual 0 ..= 1;
        /// The largest ratio of the policy's probability to the logger's that counts.
        bound: Positive = Positive::new(100.0), usual 1 ..= 1e6;
        /// Whether a constant is fitted for each class, free of the penalty.
        intercept: Flag = Flag::Off;
    }
}

impl Policy {
    fn recipe(&self) -> Recipe {
        Recipe {
            variance: self.variance.get(),
            penalty: self.penalty.get(),
            bound: self.bound.get(),
            intercept: self.intercept.is_on(),
        }
    }
}

impl ModelWord for Policy {
    const NAME: &'static str = "policy";
    const CLASS: Class = Class::POLICY;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[Ability::Predict, Ability::Decide];
    const CITES: Cites = &[&sources::regularization::SWAMINATHAN_JOACHIMS];
    const EXAMPLE: &'static str = "edition 1\nseed 1\nuse optdigits with scale(0, 1)\ndigits: draw 1000\n\
        logger: draw 100 of digits, then fit softmax(penalty: 1), then test\n\
        fit policy(variance: 1) on digits from logger, then check policy-value";

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        let finding = misfit(order, scene);
        if let Some(finding) = finding {
            scene.findings.push(finding);
            return None;
        }
        let shape = &order.data.shape;
        let kind = linear::unrestricted(Self::NAME, Self::ABILITIES, order);
        Some(ModelKind { parameters: (shape.classes? * (shape.columns + 1)) as u64, ..kind })
    }

    fn cost(&self, order: &Order) -> Cost {
        let shape = &order.data.shape;
        let shown = order.start.as_ref().map_or(Cost::default(), |start| start.0.kind().row.clone());
        let learnt = prices::decided(shape.train, shape.columns, shape.classes.unwrap_or(2));
        prices::converted(shape) + shown * shape.train as f64 + learnt
    }

    fn measures(&self, _order: &Order) -> Vec<(&'static Measure, usize)> {
        [&WEIGHT_NORM, &LOGGED_VALUE, &TRAINING_VALUE].map(|measure| (measure, 1)).to_vec()
    }

    fn train(&self, order: &Order, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
        let (part, logger) = (&data.set.train, logger(order, context)?);
        let classes = data.set.class_names.len();
        let rewards = decisions::rewards(part, classes)?;
        let chances = decisions::probabilities(&*logger, &part.x)?;
        let log = Log::draw(chances.view(), rewards.view(), &context.seed.child("log"));
        let fits = policy(part.x.double().view(), &log, classes, self.recipe()).map_err(linear::fault)?;
        let mut outcome = linear::outcome(fits, ScoreReading::Softmax, data, None);
        outcome.value = learnt(outcome.value, logger)?;
        let model = outcome.value.model.as_ref().ok_or_else(|| Fault::new("no policy was learnt"))?;
        let own = decisions::probabilities(&**model, &part.x)?;
        let logged = log.weighted(own.view()).to_vec();
        let known = values(own.view(), rewards.view()).to_vec();
        outcome.readings.push(Reading::mean(&LOGGED_VALUE, None, &logged));
        outcome.readings.push(Reading::mean(&TRAINING_VALUE, None, &known));
        Ok(outcome)
    }

    fn restored(
        &self,
        order: &Order,
        data: &Data,
        kept: &Tensors,
        context: &mut Context,
    ) -> Result<Value, Fault> {
        learnt(linear::restored(ScoreReading::Softmax, data, kept, None)?, logger(order, context)?)
    }
}

/// What is wrong with data or logger.
fn misfit(order: &Order, scene: &Scene) -> Option<Diagnostic> {
    let (data, place) = (&order.data, scene.verb);
    let error = |code, message: String, label: String, help: &str| {
        Some(Diagnostic::error(code, place, message).label(label).help(help.to_string()))
    };
    let Some(classes) = data.shape.classes else {
        let message = format!("`policy` decides for classes, `{}` has none", data.name);
        return error("shape-mismatch", message, "no classes".into(), "values are fitted by `ridge`");
    };
    let Some(start) = &order.start else {
        let message = "`policy` learns from decisions, and nobody has made any".into();
        let help = "name the model that decided: `fit policy on digits from logger`";
        return error("missing-argument", message, "whose decisions?".into(), help);
    };
    if let Some(finding) = start.0.lacks(Ability::Predict, "policy", place) {
        return Some(finding);
    }
    let (logger, columns) = (start.0.kind(), data.shape.columns);
    if logger.inputs != columns || logger.outputs != Some(classes) {
        let outputs = logger.outputs.map_or("values".into(), |outputs| format!("{outputs} classes"));
        let name = logger.name;
        let message = format!(
            "`{name}` decides for {outputs} by {} columns, `{}` has {classes} classes and {columns} columns",
            logger.inputs, data.name
        );
        let help = "let a model decide that was trained on such data";
        return error("shape-mismatch", message, format!("from `{name}`"), help);
    }
    None
}

fn logger(order: &Order, context: &Context) -> Result<Arc<dyn Model>, Fault> {
    let start = order.start.as_ref().ok_or_else(|| Fault::new("nobody has made decisions to learn from"))?;
    context.model(&start.0)
}

/// The value with a model that knows its logger.
fn learnt(value: Value, logger: Arc<dyn Model>) -> Result<Value, Fault> {
    let own = value.model.ok_or_else(|| Fault::new("no policy was learnt"))?;
    Ok(Value { model: Some(Arc::new(Learnt { own, logger })), ..value })
}

struct Learnt {
    own: Arc<dyn Model>,
    logger: Arc<dyn Model>,
}

impl Model for Learnt {
    fn predict(&self, x: &Features) -> Prediction {
        self.own.predict(x)
    }

    fn logger(&self) -> Option<&dyn Model> {
        Some(&*self.logger)
    }

    fn tensors(&self) -> Tensors {
        self.own.tensors()
    }
}
