//! `compare with optimum`: the penalties that several methods chose side by side, with the error that each makes of the
//! true weights, beside the best that there is; and the L-curve with the choices on it.

use crate::args;
use crate::models::regression::selection::{Criterion, Path, Rows, l_curve};
use crate::models::regression::{Filter, Setting};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Ability, Charted, Context, Cost, DataInput, Fault, Kind, Measure, ModelInput, Outcome, Picture, Reading,
    Scene, Series, Table, Value, Verb,
};
use crate::words::measures::{Factorized, OPTIMUM_RATIO, RELATIVE_ERROR, factorized};
use crate::words::models::linear;
use crate::words::{prices, truth};
use ndarray::Array1;

crate::choice! {
    /// What choices are compared with.
    pub enum Yardstick, "a yardstick" {
        /// The penalty that is best for the true weights.
        Optimum = "optimum",
    }
}

args! {
    /// Compares the penalties that methods chose with the best one.
    pub struct Compare {
        /// What they are compared with.
        with (with): Yardstick = Yardstick::Optimum;
        /// The model, of which each setting is compared.
        model (of): ModelInput;
        /// The data, whose true weights are known.
        data (on): DataInput;
    }
}

/// What `compare` and `replicate` need: a model with a filter, and data that know their weights.
pub fn is_comparable(model: &ModelInput, data: &DataInput, verb: &str, scene: &mut Scene) -> Option<Kind> {
    if let Some(finding) = model.lacks(Ability::Filter, verb, scene.verb) {
        scene.findings.push(finding);
        return None;
    }
    if let Some((message, help)) = truth::lacking(data.kind(), verb) {
        let finding = Diagnostic::error("missing-part", scene.verb, message).label("not in these data");
        scene.findings.push(finding.help(help));
        return None;
    }
    Some(Kind { data: Some(data.kind().clone()), model: Some(model.kind().clone()), ..Kind::default() })
}

impl Verb for Compare {
    const NAME: &'static str = "compare";
    const EXAMPLE: &'static str = "seed 1\nedition 1\nfit tikhonov on shaw(32, noise: 1e-3) by l-curve and gcv and discrepancy, then compare with optimum";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        is_comparable(&self.model, &self.data, Self::NAME, scene)
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        let shape = &self.data.kind().shape;
        (prices::converted(shape) + prices::factorized(shape.train, shape.columns)).charted(Charted::Picture)
    }

    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        let settings = self.model.kind().settings;
        vec![(&RELATIVE_ERROR, settings), (&OPTIMUM_RATIO, settings)]
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let (model, data) = (context.model(&self.model)?, context.data(&self.data)?);
        let factorized = factorized(&*model, &data)?;
        let weights: Array1<f64> = truth::of(&data.set)?.weights.iter().copied().collect();
        let mut outcome = compared(&factorized, &weights)?;
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

fn compared(factorized: &Factorized, weights: &Array1<f64>) -> Result<Outcome, Fault> {
    let Factorized { x, y, spectral, regularized } = factorized;
    let target = spectral.target(y.view()).map_err(linear::fault)?;
    let (seminorm, intercept) = (regularized.seminorm.clone(), regularized.intercept);
    let rows = Rows { x: x.view(), y: y.view(), seminorm, intercept };
    let path = Path::new(rows, spectral, &target, regularized.family, regularized.grid);
    let best = path.choose(&Criterion::Optimum { truth: weights.clone() }).map_err(linear::fault)?.parameter;
    let optimum = Setting { by: "optimum".into(), filter: regularized.family.member(best) };
    let error = |filter: Filter| linear::relative_error(&spectral.weights(&target, filter), weights);
    let (settings, several) = (&regularized.settings, regularized.settings.len() > 1);
    let mut readings = Vec::new();
    for (at, setting) in settings.iter().enumerate() {
        let index = several.then_some(at + 1);
        let ratio = (best / setting.filter.parameter()).sqrt();
        readings.push(Reading::exact(&RELATIVE_ERROR, index, error(setting.filter)));
        readings.push(Reading::exact(&OPTIMUM_RATIO, index, ratio));
    }
    let line = |setting: &Setting| {
        let (residual, norm) = spectral.norms(&target, setting.filter);
        let numbers = [setting.filter.parameter(), error(setting.filter), residual.sqrt(), norm.sqrt()];
        let name = if setting.by.is_empty() { "given" } else { &setting.by };
        (name.to_string(), numbers.iter().map(|x| format!("{x:.3e}")).collect())
    };
    let columns = ["parameter", "relative error", "residual norm", "seminorm"].map(String::from).to_vec();
    let rows = settings.iter().chain([&optimum]).map(line).collect();
    let tables = vec![Table { title: "choices of the penalty".into(), columns, rows }];
    let pictures = vec![drawn(&path, settings.iter().chain([&optimum]))];
    Ok(Outcome { readings, tables, pictures, ..Outcome::default() })
}

/// The L-curve, and a point for each choice.
fn drawn<'a>(path: &Path, settings: impl Iterator<Item = &'a Setting>) -> Picture {
    let whole = l_curve(path, &path.filters());
    let mut lines =
        vec![Series::line("L-curve", "residual norm", whole.residual_norms, whole.solution_norms)];
    for setting in settings.filter(|setting| !setting.by.is_empty()) {
        let point = l_curve(path, &[setting.filter]);
        lines.push(Series::line(&setting.by, "residual norm", point.residual_norms, point.solution_norms));
    }
    let (title, x, y) = ("L-curve".into(), "residual norm".into(), "norm of the weights".into());
    Picture::Curves { title, x, y, log_x: true, log_y: true, lines }
}
