//! `ridge-at-the-peak`: about as many rows as columns, and a penalty too small to hold the variance.
//!
//! The criterion is the asymptotic variance of ridge regression on isotropic features ([`ridge_variance`],
//! Hastie, Montanari, Rosset and Tibshirani 2022): the finding is made where the noise comes back more than
//! four times as large, and the penalty is less than a tenth of the best one. Without a penalty four times the
//! noise is reached at p/n = 0.8 and at 1.25, so that the window of shapes needs no choice of its own. The
//! best penalty is p times the variance of the noise over that of the signal (Dobriban and Wager 2018; it is
//! the posterior mean for normal weights); where the noise is not known, this ratio is taken as 1.

use crate::models::regression::ridge_variance;
use crate::source::amounts::short;
use crate::source::{Diagnostic, Level, Lint, Phase, Span};
use crate::vocabulary::DataKind;

pub static LINT: Lint = Lint {
    code: "ridge-at-the-peak",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "least squares with about as many rows as columns and next to no penalty",
    why: "Where there are as many rows as columns, some direction of the data is hardly seen, and the noise along \
          it comes back divided by next to nothing: the variance grows without bound as p/n goes to 1, and \
          more rows make the model worse. Only the penalty bounds it, as 1 / (2 sqrt(penalty / n)) at the peak. \
          The finding is made where the variance is more than four times that of the noise. Choose a penalty \
          of about p times the variance of the noise over that of the signal, or stay away from the peak.",
    bad: "edition 1\nseed 1\n\
          model: draw 60 of spambase, then standardize, then fit ridge(penalty: 1e-6), then test\n",
    good: "edition 1\nseed 1\n\
           model: draw 60 of spambase, then standardize, then fit ridge(penalty: 50), then test\n",
    see: "Hastie, Montanari, Rosset and Tibshirani 2022, Surprises in high-dimensional ridgeless least squares interpolation; Dobriban and Wager 2018, High-dimensional asymptotics of prediction",
};

/// More than this many times the variance of the noise is a finding.
const TOO_MUCH: f64 = 4.0;
/// A penalty below this share of the best one is far from it.
const FAR_BELOW: f64 = 0.1;
/// Mean square that columns of unknown scale are taken to have at least.
const LEAST_SQUARE: f64 = 1e-4;

pub fn find(penalty: f64, place: Span, data: &DataKind) -> Option<Diagnostic> {
    let (rows, columns, facts) = (data.shape.train, data.shape.columns, data.shape.facts);
    let (n, p) = (rows as f64, columns as f64);
    let mean_square = if facts.unit_variance { 1.0 } else { LEAST_SQUARE };
    let variance = ridge_variance(n, p, penalty / mean_square);
    let best = p * facts.noise_to_signal.unwrap_or(1.0);
    let noiseless = best == 0.0;
    if noiseless || variance <= TOO_MUCH || penalty / mean_square >= FAR_BELOW * best {
        return None;
    }
    let times = match variance.is_finite() {
        true => format!("{} times", short(variance)),
        false => "any number of times".to_string(),
    };
    let message = format!(
        "{columns} columns on {rows} rows: with a penalty of {} the noise comes back with {times} its variance",
        short(penalty)
    );
    let finding = LINT.at(place, message).label("too small to hold the variance at p/n = 1");
    Some(finding.help(help(p, best, facts.unit_variance, facts.noise_to_signal.is_some())))
}

fn help(p: f64, best: f64, unit_variance: bool, noise_is_known: bool) -> String {
    let scale = if unit_variance { "" } else { "standardize the columns; then " };
    let noise = if noise_is_known { "" } else { ", with as much noise as signal," };
    let (fewer, more) = ((p / 1.25).floor(), (p / 0.8).ceil());
    let best = if best.is_finite() { short(best) } else { "infinity, for there is no signal".into() };
    format!(
        "{scale}the best penalty{noise} is about {best}; or take fewer than {fewer} rows or more than {more}"
    )
}
