//! `patience-beyond-epochs`: early stopping that can't stop before the end. The best epoch is the first
//! at the earliest, so a patience of k ends a run after k + 1 epochs at the earliest.

use crate::source::{Diagnostic, Level, Lint, Phase};
use crate::vocabulary::Methods;
use crate::words::methods::early_stopping::EarlyStopping;

pub static LINT: Lint = Lint {
    code: "patience-beyond-epochs",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "early stopping whose patience can't run out within the run",
    why: "Early stopping ends a run when the validation error has not fallen for as many epochs as its patience has. \
          Where the run is no longer than that, it never ends early: no time is saved. The \
          weights of the best epoch do come back; where that is all that is meant, allow it and say so.",
    bad: "edition 1\nseed 1\nuse mnist, then split validation 10000\n\
          train mlp[784,800,10] with sgd and early-stopping(patience: 20 epochs) for 20 epochs\n",
    good: "edition 1\nseed 1\nuse mnist, then split validation 10000\n\
           train mlp[784,800,10] with sgd and early-stopping(patience: 5 epochs) for 20 epochs\n",
    see: "Prechelt 1998, Early stopping - but when?",
};

pub fn find(methods: &Methods, epochs: usize) -> Option<Diagnostic> {
    let stopping = methods.find::<EarlyStopping>()?;
    let place = stopping.patience.span.or(methods.span_of::<EarlyStopping>())?;
    let patience = stopping.patience.get();
    let earliest = patience.saturating_add(1);
    if epochs == 1 || earliest < epochs {
        return None;
    }
    let message = format!(
        "a patience of {patience} epochs runs out after {earliest} at the earliest, and training ends after {epochs}"
    );
    let finding = LINT.at(place, message).label("never stops early");
    Some(finding.help(format!("a patience below {}, or a longer training", epochs - 1)))
}
