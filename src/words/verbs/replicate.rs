//! `replicate 300`: the noise of the data is drawn afresh again and again, the same rows are fitted each time with one
//! factorization, every method chooses anew, and what comes out is summed up: medians of the relative errors, how far
//! choices scatter about the best one, and how often two methods agree (Hansen and O'Leary 1993, section 7).

use super::compare::is_comparable;
use crate::args;
use crate::data::Truth;
use crate::models::regression::selection::{Criterion, Path, Rows};
use crate::models::regression::{Filter, Spectral};
use crate::numeric::statistics::{Mean, quantile};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Charted, Context, Cost, DataInput, Draws, Evidence, Fault, Kind, Measure, Methods, ModelInput, Outcome,
    Picture, Reading, Scene, Series, Table, Value, Verb,
};
use crate::words::measures::{
    AGREEMENT, Factorized, MEAN_ESTIMATION_ERROR, MEDIAN_ERROR, PENALTY_SPREAD, factorized,
};
use crate::words::models::linear;
use crate::words::{prices, truth};
use ndarray::Array1;

args! {
    /// Draws the noise of the data afresh and fits again.
    pub struct Replicate {
        /// How often.
        draws (object): Draws, usual 10 ..= 10000;
        /// How the penalty is chosen each time; without it, that of the model stays.
        methods (by): Methods = Methods::default();
        /// The model.
        model (of): ModelInput;
        /// The data, whose true weights are known.
        data (on): DataInput;
    }
}

/// What one draw showed: of each method its relative error and the log10 of the root of its penalty over the best.
struct Draw {
    errors: Vec<f64>,
    places: Vec<f64>,
    best: f64,
    /// |w_hat - w|^2 of the first.
    squared: f64,
}

impl Replicate {
    fn settings(&self) -> usize {
        self.methods.0.len().max(1)
    }
}

impl Verb for Replicate {
    const NAME: &'static str = "replicate";
    const METHODS: &'static [crate::vocabulary::Class] = &[crate::vocabulary::Class::CHOICE];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nfit tikhonov on shaw(32, noise: 1e-3), then replicate 20 by gcv and l-curve";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        self.methods.only(crate::vocabulary::Class::CHOICE, "`replicate`", scene.findings);
        let kind = is_comparable(&self.model, &self.data, Self::NAME, scene)?;
        for (method, choosing) in self.methods.0.iter().filter_map(|m| Some((m, m.choice()?))) {
            if let Some((message, help)) = choosing.lacks(self.data.kind()) {
                let finding =
                    Diagnostic::error("missing-part", method.span, message).label("can't choose here");
                scene.findings.push(finding.help(help));
                return None;
            }
        }
        Some(kind)
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        let shape = &self.data.kind().shape;
        // Without a method to choose, a draw is one fit and the search for the best penalty.
        let paths = if self.methods.0.is_empty() { 0.15 } else { 1.0 + self.settings() as f64 };
        let path = prices::path(shape.train, shape.columns) * paths;
        (prices::factorized(shape.train, shape.columns) + path * self.draws.get() as f64)
            .charted(Charted::Picture)
    }

    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        let settings = self.settings();
        let agreement = (settings > 1).then_some((&AGREEMENT, 1));
        let all = [(&MEDIAN_ERROR, settings + 1), (&PENALTY_SPREAD, settings), (&MEAN_ESTIMATION_ERROR, 1)];
        all.into_iter().chain(agreement).collect()
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let (model, data) = (context.model(&self.model)?, context.data(&self.data)?);
        let (factorized, truth) = (factorized(&*model, &data)?, truth::of(&data.set)?);
        let mut draws = Vec::new();
        for draw in 0..self.draws.get() {
            if context.observer.cancelled() {
                return Err(Fault::interrupted());
            }
            let seed = context.seed.at(draw as u64);
            let noise = truth.correlation.draw(factorized.y.len(), &seed.child("noise")) * truth.noise;
            let criteria = self.methods.0.iter().filter_map(|method| method.choice());
            let criteria: Result<Vec<Criterion>, Fault> =
                criteria.map(|choosing| choosing.criterion(&data.set, &seed)).collect();
            draws.push(drawn(&factorized, truth, noise, &criteria?)?);
            context.observer.progress(draw as u64 + 1, self.draws.get() as u64, "replicating");
        }
        let names = self.methods.0.iter().map(|method| method.name());
        let mut outcome = summed(&draws, &names.collect::<Vec<_>>());
        outcome.value = Value { data: Some(data), model: Some(model) };
        Ok(outcome)
    }

    const KEPT: bool = true;

    /// Nothing: model and data flow on as they came.
    fn tensors(&self, _value: &Value) -> Tensors {
        Tensors::default()
    }

    fn restored(&self, _kept: &Tensors, context: &mut Context) -> Result<Value, Fault> {
        let (model, data) = (context.model(&self.model)?, context.data(&self.data)?);
        Ok(Value { data: Some(data), model: Some(model) })
    }
}

fn drawn(
    factorized: &Factorized,
    truth: &Truth,
    noise: Array1<f64>,
    criteria: &[Criterion],
) -> Result<Draw, Fault> {
    let Factorized { x, spectral, regularized, .. } = factorized;
    let weights: Array1<f64> = truth.weights.iter().copied().collect();
    let y = x.dot(&weights) + noise;
    let target = spectral.target(y.view()).map_err(linear::fault)?;
    let (seminorm, intercept) = (regularized.seminorm.clone(), regularized.intercept);
    let rows = Rows { x: x.view(), y: y.view(), seminorm, intercept };
    let path = Path::new(rows, spectral, &target, regularized.family, regularized.grid);
    let size = weights.dot(&weights);
    let squared = |filter: Filter| squared_error(spectral, &target, filter, &weights);
    let best = path.nearest(&Criterion::Optimum { truth: weights.clone() }).map_err(linear::fault)?;
    let chosen: Result<Vec<f64>, _> = criteria.iter().map(|criterion| path.nearest(criterion)).collect();
    let mut filters: Vec<Filter> =
        chosen.map_err(linear::fault)?.into_iter().map(|parameter| path.family.member(parameter)).collect();
    if filters.is_empty() {
        filters.push(regularized.own());
    }
    let place = |filter: &Filter| 0.5 * (filter.parameter() / best).log10();
    Ok(Draw {
        errors: filters.iter().map(|&filter| (squared(filter) / size).sqrt()).collect(),
        places: filters.iter().map(place).collect(),
        best: (squared(path.family.member(best)) / size).sqrt(),
        squared: filters.first().map_or(f64::NAN, |&filter| squared(filter)),
    })
}

fn squared_error(
    spectral: &Spectral,
    target: &crate::models::regression::Target,
    filter: Filter,
    weights: &Array1<f64>,
) -> f64 {
    let apart = spectral.weights(target, filter) - weights;
    apart.dot(&apart)
}

/// Medians, spreads and agreement over draws; the last median is that of the best penalties.
fn summed(draws: &[Draw], names: &[&str]) -> Outcome {
    let settings = draws.first().map_or(0, |draw| draw.errors.len());
    let errors = |at: usize| draws.iter().map(|draw| draw.errors[at]).collect::<Vec<f64>>();
    let best: Vec<f64> = draws.iter().map(|draw| draw.best).collect();
    let mut readings = Vec::new();
    let mut rows = Vec::new();
    for at in 0..settings {
        let places: Vec<f64> = draws.iter().map(|draw| draw.places[at]).collect();
        let spread = Mean::of(&places).map_or(0.0, |mean| mean.variance.sqrt());
        let index = (settings > 1).then_some(at + 1);
        readings.push(Reading::exact(&MEDIAN_ERROR, Some(at + 1), quantile(&errors(at), 0.5)));
        readings.push(Reading::exact(&PENALTY_SPREAD, index, spread));
        rows.push((names.get(at).unwrap_or(&"given").to_string(), quantiles(&errors(at))));
    }
    readings.push(Reading::exact(&MEDIAN_ERROR, Some(settings + 1), quantile(&best, 0.5)));
    rows.push(("optimum".to_string(), quantiles(&best)));
    let squares: Vec<f64> = draws.iter().map(|draw| draw.squared).collect();
    readings.push(Reading::mean(&MEAN_ESTIMATION_ERROR, None, &squares));
    readings.extend((settings > 1).then(|| agreement(draws)));
    let columns = ["10 %", "median", "90 %", "largest"].map(String::from).to_vec();
    let tables = vec![Table { title: "relative errors over draws".into(), columns, rows }];
    let pictures = vec![histogram((0..settings).map(errors).collect(), names)];
    Outcome { readings, tables, pictures, ..Outcome::default() }
}

fn quantiles(values: &[f64]) -> Vec<String> {
    [0.1, 0.5, 0.9, 1.0].iter().map(|&p| format!("{:.3e}", quantile(values, p))).collect()
}

/// Among draws that the first method solves, those in which the second is within a decade of the root.
fn agreement(draws: &[Draw]) -> Reading {
    let solved: Vec<&Draw> = draws.iter().filter(|draw| draw.errors[0] < 2.0 * draw.best).collect();
    let near = solved.iter().filter(|draw| (draw.places[0] - draw.places[1]).abs() < 1.0);
    let (hits, n) = (near.count() as u64, solved.len() as u64);
    let value = hits as f64 / n.max(1) as f64;
    Reading { measure: &AGREEMENT, index: None, value, evidence: Evidence::Binomial { hits, n, marks: None } }
}

/// How many draws fall into each fifth of a decade of the relative error.
fn histogram(errors: Vec<Vec<f64>>, names: &[&str]) -> Picture {
    const BINS: f64 = 5.0;
    let bin = |error: &f64| (error.log10() * BINS).floor();
    let all = || errors.iter().flatten().filter(|error| **error > 0.0 && error.is_finite());
    let low = all().map(bin).fold(f64::INFINITY, f64::min);
    let high = all().map(bin).fold(f64::NEG_INFINITY, f64::max);
    let count = if low.is_finite() { (high - low) as usize + 1 } else { 0 };
    let places: Vec<f64> = (0..count).map(|i| 10f64.powf((low + i as f64 + 0.5) / BINS)).collect();
    let line = |(at, errors): (usize, &Vec<f64>)| {
        let mut counts = vec![0.0; count];
        for error in errors {
            if let Some(counted) = counts.get_mut((bin(error) - low) as usize) {
                *counted += 1.0;
            }
        }
        Series::line(*names.get(at).unwrap_or(&"given"), "relative error", places.clone(), counts)
    };
    let lines = errors.iter().enumerate().map(line).collect();
    let (title, x, y) = ("errors over draws".into(), "relative error".into(), "draws".into());
    Picture::Curves { title, x, y, log_x: true, log_y: false, lines }
}
