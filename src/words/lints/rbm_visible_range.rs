//! `rbm-visible-range`: binary units on data whose range nobody knows before they are read. A range that
//! is known and does not fit is an error of the machine itself.

use crate::source::{Diagnostic, Level, Lint, Phase, Span};
use crate::vocabulary::DataKind;

pub static LINT: Lint = Lint {
    code: "rbm-visible-range",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "binary units on data whose range is not known before the run",
    why: "A binary unit stands for a probability: its data lie between 0 and 1. What a card or a header says of \
          the range is checked before the run; of other files nothing is known, and a value outside ends the \
          run when it is read, or, far worse, columns of different scales are modelled as if they were \
          probabilities. `scale(0, 1)` or `threshold` make sure. Real values need units of another kind.",
    bad: "",
    good: "",
    see: "Hinton 2010, A practical guide to training restricted Boltzmann machines, section 13",
};

pub fn find(data: &DataKind, place: Span) -> Option<Diagnostic> {
    if data.shape.range.is_some() {
        return None;
    }
    let message = format!("binary units take values from 0 to 1, the range of `{}` is not known", data.name);
    let finding = LINT.at(place, message).label("binary units");
    Some(finding.help("map the data first: `use ... with scale(0, 1)` or `with threshold(0.5)`"))
}
