//! What models share whose parameter is chosen along one factorization: `fit tikhonov by gcv and l-curve`.

use super::linear::{self, Reading as ScoreReading};
use crate::data::Part;
use crate::models::regression::selection::{Chosen, Grid, Path, Rows};
use crate::models::regression::{Family, Filter, RegressionFault, Regularized, Seminorm, Setting, Spectral};
use crate::numeric::tensors::Tensors;
use crate::source::{Diagnostic, Span};
use crate::vocabulary::{
    Abilities, BoundMethod, Context, Data, Fault, Measure, Methods, ModelKind, Order, Outcome, Reading,
    Scene, Value,
};
use crate::words::lints::{correlated_errors, criteria_disagree, grid_edge};
use crate::words::measures::{DEGREES_OF_FREEDOM, PENALTY, RANK, RESIDUAL_NORM, WEIGHT_NORM};
use crate::words::methods::gcv::Gcv;
use ndarray::{Array1, ArrayView1, ArrayView2};

/// What a sentence says of a path.
pub struct Wanted {
    pub family: Family,
    pub seminorm: Seminorm,
    pub intercept: bool,
    pub grid: Grid,
    /// The parameter, and where it is written.
    pub given: Option<(f64, Option<Span>)>,
}

impl Wanted {
    fn measure(&self) -> &'static Measure {
        match self.family {
            Family::Tikhonov => &PENALTY,
            Family::Truncated => &RANK,
        }
    }

    fn parameter(&self) -> &'static str {
        match self.family {
            Family::Tikhonov => "penalty",
            Family::Truncated => "rank",
        }
    }

    /// A parameter is given or chosen, and what chooses it has what it needs.
    pub fn check(&self, order: &Order, scene: &mut Scene) -> Option<()> {
        if let Some((_, span)) = self.given.filter(|_| !order.methods.0.is_empty()) {
            let message = format!("the {} is given, and nothing is left to choose", self.parameter());
            let finding = Diagnostic::error("no-effect", scene.place(span), message).label("given here");
            scene.findings.push(finding.help("leave it out, or leave `by ...` out"));
            return None;
        }
        let before = scene.findings.len();
        for (method, choosing) in order.methods.0.iter().filter_map(|m| Some((m, m.choice()?))) {
            if let Some((message, help)) = choosing.lacks(&order.data) {
                let place = scene.place(method.written());
                let finding = Diagnostic::error("missing-part", place, message).label("can't choose here");
                scene.findings.push(finding.help(help));
            }
        }
        (scene.findings.len() == before).then_some(())
    }

    /// Where nothing is given and nothing chooses, generalized cross-validation does.
    pub fn settle(&self, order: &mut Order) {
        if self.given.is_none() && order.methods.0.is_empty() {
            order.methods.or_preset::<Gcv>();
        }
    }

    /// What is known of such a model: it has a setting for each method that chooses.
    pub fn kind(
        &self,
        name: &'static str,
        abilities: Abilities,
        order: &Order,
        scene: &mut Scene,
    ) -> Option<ModelKind> {
        let kind = linear::kind(name, abilities, order, false, scene)?;
        Some(ModelKind { settings: order.methods.0.len().max(1), ..kind })
    }

    /// What is unwise about these choices.
    pub fn lint(&self, order: &Order, place: Span, scene: &mut Scene) {
        scene.findings.extend(grid_edge::find(&self.grid, place, &order.data));
        let verb = scene.verb;
        let found =
            order.methods.0.iter().filter_map(|method| correlated_errors::find(method, &order.data, verb));
        scene.findings.extend(found);
    }

    pub fn measures(&self, methods: &Methods) -> Vec<(&'static Measure, usize)> {
        let settings = methods.0.len().max(1);
        let alone = [&WEIGHT_NORM, &RESIDUAL_NORM, &DEGREES_OF_FREEDOM].map(|measure| (measure, 1));
        [(self.measure(), settings)].into_iter().chain(alone).collect()
    }

    pub fn fit(&self, order: &Order, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
        let x = data.set.train.x.double();
        let y = linear::targets(&data.set.train, -1.0, 1.0)?;
        let spectral = self.factorized(x.view()).map_err(linear::fault)?;
        let target = spectral.target(y.view()).map_err(linear::fault)?;
        let chosen = match self.given {
            Some((parameter, _)) => vec![Chosen { parameter, at_edge: false }],
            None => {
                let path =
                    Path::new(self.rows(x.view(), y.view()), &spectral, &target, self.family, self.grid);
                chosen(&path, &order.methods, data, context)?
            }
        };
        let parameters = chosen.iter().map(|chosen| chosen.parameter);
        let regularized = self.regularized(&order.methods, parameters);
        let own = regularized.own();
        let (residual, _) = spectral.norms(&target, own);
        let mut outcome = linear::outcome(
            vec![spectral.coefficients(&target, own)],
            ScoreReading::Value,
            data,
            Some(regularized),
        );
        outcome.readings.extend(self.readings(&chosen));
        outcome.readings.push(Reading::exact(&RESIDUAL_NORM, None, residual.sqrt()));
        outcome.readings.push(Reading::exact(&DEGREES_OF_FREEDOM, None, spectral.degrees_of_freedom(own)));
        outcome.notes = self.notes(&chosen, &order.methods);
        if let Some(probe) = context.probe {
            probe.find(criteria_disagree::find(&chosen, self.family, &order.methods, context.place));
        }
        Ok(outcome)
    }

    fn factorized(&self, x: ArrayView2<f64>) -> Result<Spectral, RegressionFault> {
        let seminorm = self.seminorm.clone();
        match self.family {
            Family::Tikhonov => {
                let least = self.given.map(|(penalty, _)| penalty).or(self.grid.least);
                Spectral::along(x, seminorm, self.intercept, least)
            }
            Family::Truncated => Spectral::new(x, seminorm, self.intercept),
        }
    }

    fn rows<'a>(&self, x: ArrayView2<'a, f64>, y: ArrayView1<'a, f64>) -> Rows<'a> {
        Rows { x, y, seminorm: self.seminorm.clone(), intercept: self.intercept }
    }

    fn readings(&self, chosen: &[Chosen]) -> Vec<Reading> {
        let several = chosen.len() > 1;
        let reading = |(at, chosen): (usize, &Chosen)| {
            Reading::exact(self.measure(), several.then_some(at + 1), chosen.parameter)
        };
        chosen.iter().enumerate().map(reading).collect()
    }

    fn notes(&self, chosen: &[Chosen], methods: &Methods) -> Vec<String> {
        let at_edge = chosen.iter().zip(&methods.0).filter(|(chosen, _)| chosen.at_edge);
        let what = self.parameter();
        let edge = at_edge.map(|(chosen, method)| {
            let value = chosen.parameter;
            format!(
                "grid-edge: `{}` chose the {what} {value:.3e}, at the end of what it could choose from",
                method.name()
            )
        });
        edge.chain(criteria_disagree::message(chosen, self.family, methods)).collect()
    }

    fn regularized(&self, methods: &Methods, parameters: impl Iterator<Item = f64>) -> Regularized {
        let names = methods.0.iter().map(|method| method.name().to_string()).chain([String::new()]);
        let settings = parameters
            .zip(names)
            .map(|(parameter, by)| Setting { by, filter: self.family.member(parameter) })
            .collect();
        let Wanted { family, intercept, grid, .. } = *self;
        Regularized { family, seminorm: self.seminorm.clone(), intercept, grid, settings }
    }

    pub fn restored(&self, order: &Order, data: &Data, kept: &Tensors) -> Result<Value, Fault> {
        let parameters: Array1<f64> = kept.get("parameters")?;
        let regularized = self.regularized(&order.methods, parameters.into_iter());
        linear::restored(ScoreReading::Value, data, kept, Some(regularized))
    }
}

/// What each method chooses on a path.
fn chosen(path: &Path, methods: &Methods, data: &Data, context: &Context) -> Result<Vec<Chosen>, Fault> {
    let one = |method: &BoundMethod| {
        let choosing = method.choice().ok_or_else(|| Fault::new("this method chooses no penalty"))?;
        let criterion = choosing.criterion(&data.set, &context.seed)?;
        path.choose(&criterion).map_err(|fault| {
            Fault::new(format!("`{}`: {fault}", method.name()))
                .help("give the penalty, or choose it by another method")
        })
    };
    methods.0.iter().map(one).collect()
}

/// A filter for values of this part that the file gives.
pub fn given(
    filter: Filter,
    intercept: bool,
    part: &Part,
) -> Result<(Spectral, Array1<f64>, Regularized), Fault> {
    let x = part.x.double();
    let y = linear::targets(part, -1.0, 1.0)?;
    let spectral = Spectral::new(x.view(), Seminorm::Norm, intercept).map_err(linear::fault)?;
    Ok((spectral, y, Regularized::fixed(filter, intercept)))
}
