//! `naive-bayes`: columns taken to be independent within each class, above 0 or not (`bernoulli`), or of a normal law (`normal`).
//! The baseline that regularized regression is held against: it counts, and has no hole where rows are as many as columns.

use crate::args;
use crate::data::{Features, Targets};
use crate::models::regression::{ColumnLaw, NaiveBayes};
use crate::numeric::exponentials::log_sum_exp;
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Abilities, Ability, Class, Context, Cost, Data, Fault, Measure, Model, ModelKind, ModelWord, Order,
    Outcome, Prediction, Scene, Value,
};
use crate::words::models::linear;
use crate::words::prices;
use ndarray::Array2;
use std::sync::Arc;

crate::choice! {
    /// The law of a column within a class.
    pub enum Distribution, "a distribution" { Bernoulli = "bernoulli", Gaussian = "normal" }
}

args! {
    /// Classes by the counts or the means of each column.
    pub struct Bayes {
        /// The law of a column within a class.
        distribution: Distribution = Distribution::Bernoulli;
    }
}

struct Fitted(NaiveBayes);

impl Model for Fitted {
    fn predict(&self, x: &Features) -> Prediction {
        let joint = self.0.log_joint(x.double().view());
        let mut logs = Array2::zeros(joint.dim());
        let mut classes = Vec::with_capacity(joint.nrows());
        for (row, mut out) in joint.rows().into_iter().zip(logs.rows_mut()) {
            let largest = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let total = log_sum_exp(&row);
            out.iter_mut().zip(row).for_each(|(out, value)| *out = (value - total) as f32);
            classes.push(row.iter().position(|value| *value == largest).unwrap_or(0) as u32);
        }
        Prediction { classes: Some(classes), log_probabilities: Some(logs), values: None }
    }

    fn tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        tensors.put("log-priors", self.0.log_priors.clone());
        tensors.put("first", self.0.first.clone());
        tensors.put("second", self.0.second.clone());
        tensors
    }
}

impl Bayes {
    fn law(&self) -> ColumnLaw {
        match self.distribution.value {
            Distribution::Bernoulli => ColumnLaw::Bernoulli,
            Distribution::Gaussian => ColumnLaw::Gaussian,
        }
    }
}

fn made(model: NaiveBayes, data: &Data) -> Value {
    Value { data: Some(data.clone()), model: Some(Arc::new(Fitted(model))) }
}

impl ModelWord for Bayes {
    const NAME: &'static str = "naive-bayes";
    const CLASS: Class = Class::REGRESSION;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[Ability::Predict];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\ndraw 500 of spambase, then fit naive-bayes(distribution: normal), then test";

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        let data = &order.data;
        let Some(classes) = data.shape.classes else {
            let message = format!("`{}` tells classes apart, `{}` has none", Self::NAME, data.name);
            let finding = Diagnostic::error("shape-mismatch", scene.verb, message).label("no classes");
            scene.findings.push(finding.help("values are fitted by `ridge`"));
            return None;
        };
        let kind = linear::unrestricted(Self::NAME, Self::ABILITIES, order);
        Some(ModelKind { parameters: (classes * (data.shape.columns + 1)) as u64, ..kind })
    }

    fn cost(&self, order: &Order) -> Cost {
        prices::converted(&order.data.shape) + prices::fitted(&order.data.shape)
    }

    fn measures(&self, _order: &Order) -> Vec<(&'static Measure, usize)> {
        Vec::new()
    }

    fn train(&self, _order: &Order, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let x = data.set.train.x.double();
        let Targets::Classes(y) = &data.set.train.y else {
            return Err(Fault::new("the data have no classes"));
        };
        let classes = data.set.class_names.len();
        let model = NaiveBayes::fit(self.law(), x.view(), y, classes).map_err(linear::fault)?;
        Ok(Outcome { value: made(model, data), ..Outcome::default() })
    }

    fn restored(&self, _: &Order, data: &Data, kept: &Tensors, _: &mut Context) -> Result<Value, Fault> {
        let (log_priors, first, second) = (kept.get("log-priors")?, kept.get("first")?, kept.get("second")?);
        Ok(made(NaiveBayes { law: self.law(), log_priors, first, second }, data))
    }
}
