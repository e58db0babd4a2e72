//! `grid-edge`: penalties to choose from that do not hold the best one.
//!
//! Where noise and signal are known, the best penalty is about p times the variance of the noise over that of the signal
//! (Dobriban and Wager 2018). A grid that ends before it chooses its end, which is no choice. When a run chooses the
//! end of a grid, for whatever reason, its notes say so.

use crate::models::regression::selection::Grid;
use crate::source::amounts::short;
use crate::source::{Diagnostic, Level, Lint, Phase, Span};
use crate::vocabulary::DataKind;

pub static LINT: Lint = Lint {
    code: "grid-edge",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "penalties to choose from that do not hold the best one",
    why: "Every criterion chooses the end of a grid where the grid ends before the best penalty: then the grid has chosen, \
          and not the criterion. With columns of variance 1 and known noise the best penalty is about p times the \
          variance of the noise over that of the signal. Leave `least` and `largest` out, and the singular values of the \
          data say where the grid begins and ends. The notes of a run name the criteria that chose an end.",
    bad: "edition 1\nseed 1\n\
          model: fit tikhonov(least: 1e-9, largest: 1e-3) on gaussian(n: 200, p: 100, noise: 1) by gcv, then test\n",
    good: "edition 1\nseed 1\n\
           model: fit tikhonov(least: 1e-3, largest: 1e6) on gaussian(n: 200, p: 100, noise: 1) by gcv, then test\n",
    see: "Hansen 1998, Rank-Deficient and Discrete Ill-Posed Problems, section 7.3; Dobriban and Wager 2018, High-dimensional asymptotics of prediction",
};

pub fn find(grid: &Grid, place: Span, data: &DataKind) -> Option<Diagnostic> {
    let facts = data.shape.facts;
    let ratio =
        facts.noise_to_signal.filter(|ratio| facts.unit_variance && ratio.is_finite() && *ratio > 0.0)?;
    let best = data.shape.columns as f64 * ratio;
    let message = match (grid.least, grid.largest) {
        (_, Some(largest)) if largest < best => format!("the grid ends at {}", short(largest)),
        (Some(least), _) if least > best => format!("the grid begins at {}", short(least)),
        _ => return None,
    };
    let message = format!("{message}, the best penalty is about {}", short(best));
    let finding = LINT.at(place, message).label("the best penalty lies beyond");
    Some(finding.help("leave `least` and `largest` out: the data say where the grid begins and ends"))
}
