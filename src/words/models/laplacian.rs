//! `laplacian-rls`, `laplacian-svm`: two classes told apart by a function of a Gaussian kernel that fits the labelled rows,
//! is small, and is smooth on the graph of all rows, labelled or not (Belkin, Niyogi and Sindhwani 2006). With
//! `intrinsic: 0` they are the supervised fits.

use super::linear;
use crate::args;
use crate::data::Features;
use crate::models::manifold::{Expansion, Loss, Regularized};
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Abilities, Ability, Arg, Cites, Class, Context, Cost, Count, Data, Fault, Measure, Model, ModelKind,
    ModelWord, Order, Outcome, Positive, Prediction, Rate, Reading, Scene, Value, Work,
};
use crate::words::lints::disconnected_graph;
use crate::words::measures::WEIGHT_NORM;
use crate::words::methods::kmeans::fault;
use crate::words::prices;
use crate::words::sources;
use ndarray::Array2;
use std::sync::Arc;

args! {
    /// Regularized least squares on a graph: a squared loss on labelled rows, smooth over all rows.
    pub struct LaplacianRls {
        /// The width of the kernel.
        sigma: Positive = Positive::new(0.2), usual 0.001 ..= 1000;
        /// The penalty of the norm of the function.
        ambient: Positive = Positive::new(1e-5), usual 1e-12 ..= 1000;
        /// The penalty of roughness on the graph; 0 learns from labelled rows alone.
        intrinsic: Rate = Rate::new(1.0), usual 0 ..= 100000;
        /// Nearest neighbours that a row is joined to.
        neighbours: Count = Count::new(10), usual 3 ..= 100;
        /// The width of the heat kernel of the graph's weights; without it they are 1.
        heat: Option<Positive> = None;
    }
}

args! {
    /// A support vector machine on a graph: a hinge loss on labelled rows, smooth over all rows.
    pub struct LaplacianSvm {
        /// The width of the kernel.
        sigma: Positive = Positive::new(0.2), usual 0.001 ..= 1000;
        /// The penalty of the norm of the function.
        ambient: Positive = Positive::new(1e-5), usual 1e-12 ..= 1000;
        /// The penalty of roughness on the graph; 0 learns from labelled rows alone.
        intrinsic: Rate = Rate::new(1.0), usual 0 ..= 100000;
        /// Nearest neighbours that a row is joined to.
        neighbours: Count = Count::new(10), usual 3 ..= 100;
        /// The width of the heat kernel of the graph's weights; without it they are 1.
        heat: Option<Positive> = None;
    }
}

const ABILITIES: Abilities = &[Ability::Predict];

/// Both models as one recipe.
struct Recipe<'a> {
    name: &'static str,
    loss: Loss,
    sigma: &'a Arg<Positive>,
    ambient: &'a Arg<Positive>,
    intrinsic: &'a Arg<Rate>,
    neighbours: &'a Arg<Count>,
    heat: &'a Arg<Option<Positive>>,
}

macro_rules! laplacian {
    ($word:ident, $name:literal, $loss:expr, $example:literal) => {
        impl $word {
            fn recipe(&self) -> Recipe<'_> {
                let $word { sigma, ambient, intrinsic, neighbours, heat } = self;
                Recipe { name: $name, loss: $loss, sigma, ambient, intrinsic, neighbours, heat }
            }
        }

        impl ModelWord for $word {
            const NAME: &'static str = $name;
            const CLASS: Class = Class::REGRESSION;
            const MADE_BY: &'static [&'static str] = &["fit"];
            const ABILITIES: Abilities = ABILITIES;
            const CITES: Cites = &[&sources::unsupervised::BELKIN_NIYOGI_SINDHWANI];
            const EXAMPLE: &'static str = $example;

            fn settle(&mut self, _order: &mut Order) {}

            fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
                self.recipe().kind(order, scene)
            }

            fn cost(&self, order: &Order) -> Cost {
                let shape = &order.data.shape;
                let rows = shape.train + shape.facts.unlabelled;
                prices::converted(shape) + prices::kernel_fit(rows, shape.columns, self.neighbours.get())
            }

            fn measures(&self, _order: &Order) -> Vec<(&'static Measure, usize)> {
                vec![(&WEIGHT_NORM, 1)]
            }

            fn train(&self, _order: &Order, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
                self.recipe().fit(data, context)
            }

            fn restored(
                &self,
                _: &Order,
                data: &Data,
                kept: &Tensors,
                _: &mut Context,
            ) -> Result<Value, Fault> {
                let (centres, coefficients) = (kept.get("centres")?, kept.get("coefficients")?);
                Ok(made(data, Expansion { centres, coefficients, sigma: self.sigma.get() }))
            }
        }
    };
}

laplacian!(
    LaplacianRls,
    "laplacian-rls",
    Loss::Squares,
    "seed 1\nedition 1\nfit laplacian-rls on two-moons(labels: 1), then test"
);
laplacian!(
    LaplacianSvm,
    "laplacian-svm",
    Loss::Hinge,
    "seed 1\nedition 1\nfit laplacian-svm on two-moons(labels: 1), then test"
);

impl Recipe<'_> {
    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        let shape = &order.data.shape;
        let rows = shape.train + shape.facts.unlabelled;
        if self.intrinsic.get() == 0.0
            && let Some(span) = self.neighbours.span.or(self.heat.span)
        {
            scene.findings.push(
                crate::source::Diagnostic::error("no-effect", span, "without `intrinsic` no graph is made")
                    .label("has no effect")
                    .help("give `intrinsic` above 0, or leave it out"),
            );
            return None;
        }
        let kind = linear::kind(self.name, ABILITIES, order, true, scene)?;
        let (rows, columns) = (rows as f64, shape.columns as f64);
        let row = Cost::alone(Work::Element, rows * (columns + 12.0));
        Some(ModelKind { parameters: rows as u64, row, ..kind })
    }

    fn fit(&self, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
        let set = &data.set;
        let (x, y) = (set.train.x.double(), linear::targets(&set.train, -1.0, 1.0)?);
        let unlabelled = match &set.unlabelled {
            Some(rows) => rows.double().to_owned(),
            None => Array2::zeros((0, x.ncols())),
        };
        let recipe = Regularized {
            loss: self.loss,
            sigma: self.sigma.get(),
            ambient: self.ambient.get(),
            intrinsic: self.intrinsic.get(),
            neighbours: self.neighbours.get(),
            heat: self.heat.value.map(Positive::get),
        };
        let (fitted, parts) = recipe.fit(x.view(), y.view(), unlabelled.view()).map_err(fault)?;
        if let Some(probe) = context.probe {
            probe.find(disconnected_graph::find(parts, context.place));
        }
        let norm = fitted.coefficients.dot(&fitted.coefficients).sqrt();
        let readings = vec![Reading::exact(&WEIGHT_NORM, None, norm)];
        let notes = disconnected_graph::message(parts).into_iter().collect();
        Ok(Outcome { value: made(data, fitted), readings, notes, ..Outcome::default() })
    }
}

fn made(data: &Data, expansion: Expansion) -> Value {
    Value { data: Some(data.clone()), model: Some(Arc::new(Fitted(expansion))) }
}

/// A fitted expansion.
struct Fitted(Expansion);

impl Model for Fitted {
    fn predict(&self, x: &Features) -> Prediction {
        let scores = self.0.scores(x.double().view());
        let classes = Some(scores.iter().map(|&score| u32::from(score > 0.0)).collect());
        Prediction { classes, ..Prediction::default() }
    }

    fn tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        tensors.put("centres", self.0.centres.clone());
        tensors.put("coefficients", self.0.coefficients.clone());
        tensors
    }
}
