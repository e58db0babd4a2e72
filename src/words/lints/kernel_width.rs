//! `kernel-width`: a heat kernel so narrow that neighbours have no weight, or so wide that all have the same.

use crate::models::manifold::Reach;
use crate::source::amounts::short;
use crate::source::{Diagnostic, Level, Lint, Phase, Span};

pub static LINT: Lint = Lint {
    code: "kernel-width",
    level: Level::Warning,
    phase: Phase::Smoke,
    finds: "a heat kernel far narrower or wider than neighbours are apart",
    why: "The weight exp(-d^2 / (2 sigma^2)) of an edge tells near from far where sigma is about as large as the distances \
          between neighbours. With a fifth of it the farthest of them weighs 4e-6, rows drift apart, and eigenvalues \
          crowd at 0; with five times as much all weigh the same within 2 %, and sigma says nothing. The message gives \
          the median distance of a row to the last of its neighbours. The notes of a run say it as well.",
    bad: "edition 1\nseed 1\n\
          moons: embed two-moons by laplacian(sigma: 0.01, neighbours: 12)\n",
    good: "edition 1\nseed 1\n\
           moons: embed two-moons by laplacian(sigma: 0.2, neighbours: 12)\n",
    see: "Belkin and Niyogi 2003, Laplacian eigenmaps; von Luxburg 2007, A tutorial on spectral clustering, section 8.1",
};

/// A ratio beyond this, either way, is a finding.
const FAR: f64 = 5.0;

fn told(sigma: f64, reach: Reach) -> Option<String> {
    let how = match sigma / reach.median {
        ratio if ratio < 1.0 / FAR => "narrow",
        ratio if ratio > FAR => "wide",
        _ => return None,
    };
    let (sigma, median) = (short(sigma), short(reach.median));
    Some(format!("sigma = {sigma} is {how}: the last of a row's neighbours is {median} away, in the median"))
}

/// What the notes of a run say.
pub fn message(sigma: f64, reach: Reach) -> Option<String> {
    told(sigma, reach).map(|told| format!("kernel-width: {told}"))
}

pub fn find(sigma: f64, reach: Reach, place: Span) -> Option<Diagnostic> {
    let finding = LINT.at(place, told(sigma, reach)?).label("of another scale than the data");
    let help = format!("choose sigma near {}, or leave it out for weights of 1", short(reach.median));
    Some(finding.help(help))
}
