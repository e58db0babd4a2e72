//! `check bias-variance`, `theory`, `condition`, `picard`, `spectrum`: what can be said of a linear model from the
//! singular values of its training rows, without fitting again.

use super::regularization::{
    BIAS, BIAS_VARIANCE, CONDITION, ESTIMATION_ERROR, LARGEST_EIGENVALUE, LEAST_EIGENVALUE, PICARD, SPECTRUM,
    THEORY, THEORY_BIAS, THEORY_VARIANCE, VARIANCE,
};
use crate::data::{Correlation, Facts, Truth};
use crate::models::regression::analysis::{self, Covariance, estimation_risk};
use crate::models::regression::{Regularized, Spectral, marchenko_pastur, ridge_limit};
use crate::source::Lint;
use crate::vocabulary::{
    Ability, Charted, Check, Context, Cost, Data, DataKind, Fault, Measure, Model, ModelKind, Outcome,
    Picture, Series, Table,
};
use crate::words::models::linear;
use crate::words::treated::{exact, once};
use crate::words::{prices, truth};
use ndarray::{Array1, Array2};

/// Squared bias and variance of the weights, exact for these rows.
pub struct BiasVariance;
/// The same in the limit of many rows and columns.
pub struct Theory;
/// The condition number.
pub struct Conditioning;
/// The discrete Picard condition.
pub struct Picard;
/// The eigenvalues against the law of Marchenko and Pastur.
pub struct Spectrum;

/// The training rows, their targets and their factorization.
pub struct Factorized {
    pub x: Array2<f64>,
    pub y: Array1<f64>,
    pub spectral: Spectral,
    pub regularized: Regularized,
}

/// Factorizes the training rows as the model did.
pub fn factorized(model: &dyn Model, data: &Data) -> Result<Factorized, Fault> {
    let regularized = model.regularized().ok_or_else(|| Fault::new("the model has no filter"))?.clone();
    let x = data.set.train.x.double();
    let y = linear::targets(&data.set.train, -1.0, 1.0)?;
    let spectral = Spectral::new(x.view(), regularized.seminorm.clone(), regularized.intercept);
    Ok(Factorized { spectral: spectral.map_err(linear::fault)?, x: x.to_owned(), y, regularized })
}

/// The covariance of the noise over rows.
pub fn covariance(truth: &Truth, rows: usize) -> Covariance {
    let variance = truth.noise * truth.noise;
    match truth.correlation {
        Correlation::White => Covariance::White(variance),
        correlation => Covariance::Full(Array2::from_shape_fn((rows, rows), |(i, j)| {
            variance * correlation.at_lag(i.abs_diff(j))
        })),
    }
}

fn cost(data: &DataKind) -> Cost {
    prices::converted(&data.shape) + prices::factorized(data.shape.train, data.shape.columns)
}

impl Check for BiasVariance {
    fn needs(&self) -> Ability {
        Ability::Filter
    }
    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        once(&[&BIAS_VARIANCE, &BIAS, &VARIANCE, &ESTIMATION_ERROR])
    }
    fn lacks(&self, data: &DataKind) -> Option<(String, String)> {
        truth::lacking(data, "bias-variance")
    }
    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }
    fn cost(&self, _model: &ModelKind, data: &DataKind) -> Cost {
        cost(data)
    }
    fn run(&self, model: &dyn Model, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let Factorized { x, y, spectral, regularized } = factorized(model, data)?;
        let truth = truth::of(&data.set)?;
        let (weights, noise) =
            (truth.weights.iter().copied().collect::<Array1<f64>>(), covariance(truth, y.len()));
        let filter = regularized.own();
        let risk =
            estimation_risk(&spectral, x.view(), filter, weights.view(), &noise).map_err(linear::fault)?;
        let target = spectral.target(y.view()).map_err(linear::fault)?;
        let error = spectral.weights(&target, filter) - &weights;
        let values = [
            (&BIAS_VARIANCE, risk.total()),
            (&BIAS, risk.bias),
            (&VARIANCE, risk.variance),
            (&ESTIMATION_ERROR, error.dot(&error)),
        ];
        Ok(exact(&values))
    }
}

/// Numbers without an error.
impl Check for Theory {
    fn needs(&self) -> Ability {
        Ability::Filter
    }
    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        once(&[&THEORY, &THEORY_BIAS, &THEORY_VARIANCE])
    }
    fn lacks(&self, data: &DataKind) -> Option<(String, String)> {
        let Facts { weights_known, unit_variance, .. } = data.shape.facts;
        let message =
            format!("the theory is of independent columns of variance 1, `{}` is not known to be", data.name);
        let help = "fit it on `gaussian(...)`".to_string();
        (!(weights_known && unit_variance)).then_some((message, help))
    }
    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }
    fn cost(&self, _model: &ModelKind, _data: &DataKind) -> Cost {
        Cost::default()
    }
    fn run(&self, model: &dyn Model, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let truth = truth::of(&data.set)?;
        let regularized = model.regularized().ok_or_else(|| Fault::new("the model has no filter"))?;
        let crate::models::regression::Filter::Tikhonov { penalty } = regularized.own() else {
            return Err(Fault::new("the theory is that of a penalty, and the model has a rank or steps")
                .help("fit `ridge`, `tikhonov` or `pseudo-inverse`"));
        };
        let signal = truth.weights.iter().map(|w| w * w).sum();
        let (rows, columns) = (data.set.train.rows() as f64, truth.weights.len() as f64);
        let limit = ridge_limit(rows, columns, penalty, signal, truth.noise * truth.noise);
        let total = limit.bias + limit.variance;
        Ok(exact(&[(&THEORY, total), (&THEORY_BIAS, limit.bias), (&THEORY_VARIANCE, limit.variance)]))
    }
}

impl Check for Conditioning {
    fn needs(&self) -> Ability {
        Ability::Filter
    }
    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        once(&[&CONDITION])
    }
    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }
    fn cost(&self, _model: &ModelKind, data: &DataKind) -> Cost {
        cost(data)
    }
    fn run(&self, model: &dyn Model, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let spectral = factorized(model, data)?.spectral;
        let (_, whole) = analysis::condition(&spectral);
        Ok(exact(&[(&CONDITION, whole)]))
    }
}

impl Check for Picard {
    fn needs(&self) -> Ability {
        Ability::Filter
    }
    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        once(&[&PICARD])
    }
    fn lacks(&self, data: &DataKind) -> Option<(String, String)> {
        truth::lacking(data, "picard")
    }
    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }
    fn cost(&self, _model: &ModelKind, data: &DataKind) -> Cost {
        cost(data).charted(Charted::Picture)
    }
    fn run(&self, model: &dyn Model, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let Factorized { y, spectral, .. } = factorized(model, data)?;
        let target = spectral.target(y.view()).map_err(linear::fault)?;
        let deviation = truth::of(&data.set)?.noise;
        let count = analysis::picard_count(&target, deviation) as f64;
        let (s, beta) = (&spectral.singular_values, target.beta.mapv(f64::abs));
        let index: Vec<f64> = (1..=s.len()).map(|i| i as f64).collect();
        let line = |name: &str, values: Array1<f64>| Series::line(name, "i", index.clone(), values.to_vec());
        let lines = vec![
            line("singular value", s.clone()),
            line("|u.y|", beta.clone()),
            line("|u.y| / s", &beta / s),
        ];
        let title = "Picard condition".to_string();
        let picture =
            Picture::Curves { title, x: "i".into(), y: String::new(), log_x: false, log_y: true, lines };
        let rows = s.iter().zip(&beta).take(TABLE).enumerate();
        let rows =
            rows.map(|(i, (s, b))| ((i + 1).to_string(), vec![format!("{s:.3e}"), format!("{b:.3e}")]));
        let columns = vec!["s".into(), "|u.y|".into()];
        let table = Table { title: "the first coefficients".into(), columns, rows: rows.collect() };
        Ok(Outcome { tables: vec![table], pictures: vec![picture], ..exact(&[(&PICARD, count)]) })
    }
}

/// Coefficients in the table.
const TABLE: usize = 12;

impl Check for Spectrum {
    fn needs(&self) -> Ability {
        Ability::Filter
    }
    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        once(&[&SPECTRUM, &LEAST_EIGENVALUE, &LARGEST_EIGENVALUE])
    }
    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }
    fn cost(&self, _model: &ModelKind, data: &DataKind) -> Cost {
        cost(data).charted(Charted::Picture)
    }
    fn run(&self, model: &dyn Model, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let spectral = factorized(model, data)?.spectral;
        let (rows, columns) = (spectral.rows(), spectral.columns());
        let eigenvalues = spectral.singular_values.mapv(|s| s * s / rows as f64);
        let gamma = columns as f64 / rows as f64;
        let (low, high) = marchenko_pastur::edges(gamma);
        let distance = marchenko_pastur::distance(eigenvalues.view(), gamma);
        let least = eigenvalues.last().copied().unwrap_or(0.0) / if low > 0.0 { low } else { 1.0 };
        let largest = eigenvalues.first().copied().unwrap_or(0.0) / high;
        let values = [(&SPECTRUM, distance), (&LEAST_EIGENVALUE, least), (&LARGEST_EIGENVALUE, largest)];
        Ok(Outcome { pictures: vec![drawn(eigenvalues.view(), gamma)], ..exact(&values) })
    }
}

/// The shares of eigenvalues below each, counted and by the law.
fn drawn(eigenvalues: ndarray::ArrayView1<f64>, gamma: f64) -> Picture {
    let x: Vec<f64> = eigenvalues.iter().rev().copied().collect();
    let n = x.len() as f64;
    let counted = (1..=x.len()).map(|rank| rank as f64 / n).collect();
    let law = marchenko_pastur::cumulative(&x, gamma);
    let lines = vec![
        Series::line("counted", "eigenvalue", x.clone(), counted),
        Series::line("Marchenko-Pastur", "eigenvalue", x, law),
    ];
    let (title, x, y) = ("spectrum".into(), "eigenvalue".into(), "share below".into());
    Picture::Curves { title, x, y, log_x: false, log_y: false, lines }
}
