//! `overloaded-memory`: more patterns than a rule of learning can hold.

use crate::models::spin::hopfield::Rule;
use crate::source::{Diagnostic, Level, Lint, Phase, Span};

pub static LINT: Lint = Lint {
    code: "overloaded-memory",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "more patterns than a memory can recall",
    why: "The patterns disturb each other: with Hebb's rule recall breaks down all at once at 0.138 patterns a spin, and not \
          one of them is left. The projection holds as many as there are spins, but above half of that no errors are \
          corrected. Storkey's rule lies between, at about one pattern a sqrt(2 ln N) spins.",
    bad: "edition 1\nseed 1\nstore 100 patterns in hopfield(400), then recall with noise(10 %), then check overlap\n",
    good: "edition 1\nseed 1\nstore 40 patterns in hopfield(400), then recall with noise(10 %), then check overlap\n",
    see: "Amit, Gutfreund and Sompolinsky 1985, Storing infinite numbers of patterns in a spin-glass model of neural networks; Kanter and Sompolinsky 1987, Associative recall of memory without errors",
};

/// The patterns a spin that a rule holds.
fn capacity(rule: Rule, spins: usize) -> f64 {
    match rule {
        Rule::Hebb => 0.138,
        Rule::Storkey => 1.0 / (2.0 * (spins.max(3) as f64).ln()).sqrt(),
        Rule::PseudoInverse => 1.0,
    }
}

pub fn find(rule: Rule, patterns: usize, spins: usize, place: Span) -> Option<Diagnostic> {
    let (load, most) = (patterns as f64 / spins as f64, capacity(rule, spins));
    if load <= most {
        return None;
    }
    let message =
        format!("{patterns} patterns are {load:.3} a spin, more than the {most:.3} that this rule holds");
    let fit = (most * spins as f64).floor();
    let finding = LINT.at(place, message).label("too many");
    Some(
        finding.help(format!(
            "store at most {fit} patterns, or take more than {:.0} spins",
            patterns as f64 / most
        )),
    )
}
