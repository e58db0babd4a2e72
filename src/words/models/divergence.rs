//! `diverging-rate`, a finding of smoke: at this rate the trial diverges, or its loss grows, or the rate lies far
//! beyond what the curvature of the objective bears.
//!
//! The bound 2 (1 + momentum) / curvature holds on a quadratic valley. Networks train above it: the first steps throw
//! them into flatter regions (Lewkowycz, Bahri, Dyer, Sohl-Dickstein and Gur-Ari 2020), and later the curvature
//! settles at the bound by itself whatever the rate is (Cohen, Kaur, Li, Kolter and Talwalkar 2021). So the limits
//! here are multiples of it, and lie where training was seen to break: docs/decisions has the runs.

use super::history::{dying, gave_way};
use crate::models::boltzmann::{self, RbmFault, RbmTraining};
use crate::models::network::{Curvature, History, Method, Training, TrainingFault, defaults};
use crate::source::amounts::rounded;
use crate::source::{Diagnostic, Level, Span};
use crate::vocabulary::Probe;
use crate::words::lints::diverging_rate;
use ndarray::{ArrayView2, Axis};

/// Losses at the start that the mean loss of an epoch reaches at no good rate.
const GROWTH: f64 = 4.0;
/// Rates that the curvature bears, of networks and of Boltzmann machines.
const BEYOND: f64 = 10.0;
const BEYOND_MACHINE: f64 = 4.0;
/// Features of size 1 give networks curvatures of 5 to 30.
const STEEP: f64 = 100.0;

/// A rate with the curvature that it meets.
#[derive(Clone, Copy)]
struct Rate {
    place: Span,
    rate: f64,
    curvature: Option<f64>,
    /// The largest stable rate.
    stable: Option<f64>,
    /// One that would do.
    better: f64,
}

impl Rate {
    /// The rate in stable rates; 0 where none is known.
    fn times(&self) -> f64 {
        self.stable.map_or(0.0, |stable| self.rate / stable)
    }

    fn beyond(&self) -> Diagnostic {
        let message = format!("the rate is {} times what the curvature bears", rounded(self.times(), 2));
        self.finding(Level::Warning, message)
    }

    fn finding(&self, level: Level, message: String) -> Diagnostic {
        let finding = Diagnostic::new(diverging_rate::LINT.code, level, self.place, message);
        let rate = rounded(self.rate, 2);
        let label = match (self.curvature, self.stable) {
            (Some(curvature), Some(stable)) => {
                format!("rate {rate}; the curvature {} bears {}", rounded(curvature, 2), rounded(stable, 2))
            }
            _ => format!("rate {rate}"),
        };
        finding.label(label).help(format!("try a rate of {}", rounded(self.better, 1)))
    }
}

/// A network that is tried out.
pub struct Trial<'a> {
    pub place: Span,
    pub training: &'a Training,
    /// Before the first step.
    pub start: Option<Curvature>,
}

impl Trial<'_> {
    /// Says what the trial has shown; `again` measures the network as it is now.
    pub fn judge(
        &self,
        trained: &Result<History, TrainingFault>,
        again: impl FnOnce() -> Option<Curvature>,
        probe: &Probe,
    ) {
        let finding = match trained {
            Err(TrainingFault::Diverged { epoch, batch, loss, layers, history }) => {
                let (epoch, batch, loss) = (epoch + 1, batch + 1, rounded(*loss, 2));
                let layer = gave_way(layers, history).map_or(String::new(), |layer| format!("; {layer}"));
                let message =
                    format!("training diverges: the loss is {loss} in epoch {epoch}, batch {batch}{layer}");
                Some(self.rate(self.start).finding(Level::Error, message))
            }
            Ok(history) => {
                let seen = self.growing(history).or_else(|| self.dead(history));
                seen.or_else(|| self.beyond(again, probe))
            }
            Err(_) => None,
        };
        probe.find(finding.map(|finding| self.with_cure(finding)));
    }

    fn growing(&self, history: &History) -> Option<Diagnostic> {
        let (start, mean) = (self.start?.loss, history.epochs.first()?.train_loss);
        let message = || {
            let (start, mean) = (rounded(start, 2), rounded(mean, 2));
            format!("the loss grows: {start} before the first step, {mean} on the mean of an epoch")
        };
        (mean > GROWTH * start).then(|| self.rate(self.start).finding(Level::Warning, message()))
    }

    fn dead(&self, history: &History) -> Option<Diagnostic> {
        let message = dying(&history.epochs.last()?.layers)?;
        Some(self.rate(self.start).finding(Level::Warning, message))
    }

    /// A steep start that the first steps leave behind does no harm: both ends count.
    fn beyond(&self, again: impl FnOnce() -> Option<Curvature>, probe: &Probe) -> Option<Diagnostic> {
        let start = self.rate(self.start);
        if start.times() <= BEYOND {
            return None;
        }
        let now = self.rate(probe.aside(again));
        (now.times() > BEYOND).then(|| start.beyond())
    }

    fn with_cure(&self, finding: Diagnostic) -> Diagnostic {
        let steep = self.start.is_some_and(|start| start.largest > STEEP);
        let rate = finding.help.clone().filter(|_| steep);
        let cure = "or bring the features to a size of 1 with `standardize` or `scale(0, 1)`";
        finding.maybe_help(rate.map(|rate| format!("{rate}, {cure}")))
    }

    fn rate(&self, at: Option<Curvature>) -> Rate {
        let method = self.training.method;
        let rate = f64::from(method.rate());
        let curvature = at.map(|at| at.largest);
        let stable = curvature.and_then(|curvature| method.stable_rate(curvature));
        let better = match method {
            Method::Sgd { .. } => stable.map_or(0.1 * rate, |stable| (0.5 * stable).min(0.1 * rate)),
            Method::RmsProp { .. } => f64::from(defaults::RMSPROP.rate()),
            Method::Adam { .. } => f64::from(defaults::ADAM.rate()),
        };
        Rate { place: self.place, rate, curvature, stable, better }
    }
}

/// What a trial says of the rate of a machine with `hidden` units on `rows` (rows, visible).
pub fn machine(
    fault: Option<&RbmFault>,
    rows: ArrayView2<f32>,
    hidden: usize,
    training: &RbmTraining,
    place: Span,
) -> Option<Diagnostic> {
    let curvature = boltzmann::starting_curvature(rows.mean_axis(Axis(0))?.view(), hidden);
    let stable = (curvature > 0.0).then(|| 2.0 * (1.0 + f64::from(training.momentum_start)) / curvature);
    let rate = f64::from(training.rate);
    let better = stable.map_or(0.1 * rate, |stable| (0.5 * stable).min(0.1 * rate));
    let rate = Rate { place, rate, curvature: Some(curvature), stable, better };
    match fault {
        Some(RbmFault::Diverged { epoch, batch }) => {
            let message =
                format!("training diverges: a weight leaves every bound in epoch {epoch}, batch {batch}");
            Some(rate.finding(Level::Error, message))
        }
        Some(_) => None,
        None => (rate.times() > BEYOND_MACHINE).then(|| rate.beyond()),
    }
}
