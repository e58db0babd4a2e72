//! `batch-beyond-rows`: a batch that was asked for and is larger than all rows to train on, so that an
//! epoch is a single step.

use crate::source::{Diagnostic, Level, Lint, Phase};
use crate::vocabulary::{Arg, Count};

pub static LINT: Lint = Lint {
    code: "batch-beyond-rows",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "a batch larger than all rows to train on",
    why: "A batch never holds more rows than there are. Where it is asked to, every epoch is one step along the \
          gradient of all rows: ten epochs are ten steps, which hardly train anything, and the batch that the \
          file states is not the one that is used. Held-out rows do not count.",
    bad: "edition 1\nseed 1\n\
          draw 100 of ionosphere, then train mlp[34,50,2] with sgd(batch: 128) for 50 epochs\n",
    good: "edition 1\nseed 1\n\
           draw 100 of ionosphere, then train mlp[34,50,2] with sgd(batch: 10) for 50 epochs\n",
    see: "Masters and Luschi 2018, Revisiting small batch training for deep neural networks",
};

pub fn find(batch: &Arg<Count>, rows: usize) -> Option<Diagnostic> {
    let (place, asked) = (batch.span?, batch.get());
    if asked <= rows {
        return None;
    }
    let message = format!("a batch of {asked} rows, and {rows} to train on: an epoch is one step");
    let finding = LINT.at(place, message).label("more than there are");
    Some(finding.help(format!("a batch of {} rows makes about ten steps an epoch", (rows / 10).max(1))))
}
