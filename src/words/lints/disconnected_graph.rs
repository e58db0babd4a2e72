//! `disconnected-graph`: a graph of neighbours that falls into parts, which no walk on it joins.

use crate::source::{Diagnostic, Level, Lint, Phase, Span};

pub static LINT: Lint = Lint {
    code: "disconnected-graph",
    level: Level::Warning,
    phase: Phase::Smoke,
    finds: "a graph of neighbours that falls into parts",
    why: "Coordinates and clusters from a graph rest on its smallest eigenvalues. A graph in p parts has the eigenvalue 0 \
          p times, and its first p - 1 coordinates say which part a row belongs to and nothing else: rows in different \
          parts are infinitely far apart, however near they lie, and labels do not reach from part to part. Few outliers \
          are enough. More neighbours join the parts; where the parts are what is looked for, allow this. The notes of \
          a run say it as well.",
    bad: "edition 1\nseed 1\n\
          moons: embed two-moons by laplacian(neighbours: 3)\n",
    good: "edition 1\nseed 1\n\
           moons: embed two-moons by laplacian(neighbours: 12)\n",
    see: "von Luxburg 2007, A tutorial on spectral clustering, section 8.2",
};

/// What the notes of a run say.
pub fn message(parts: usize) -> Option<String> {
    (parts > 1).then(|| format!("disconnected-graph: {}", told(parts)))
}

fn told(parts: usize) -> String {
    format!("the graph of neighbours falls into {parts} parts")
}

pub fn find(parts: usize, place: Span) -> Option<Diagnostic> {
    let finding = (parts > 1).then(|| LINT.at(place, told(parts)))?;
    Some(finding.label("no walk joins them").help("raise `neighbours` until the parts are joined"))
}
