//! `deep-sigmoid-cold`: many layers of logistic units that start from random weights. Without a start of
//! their own the lowest layers hardly learn: this is what stacks of Boltzmann machines were made for.

use crate::source::{Diagnostic, Level, Lint, Phase};
use crate::words::models::mlp::{Activation, Mlp};

pub static LINT: Lint = Lint {
    code: "deep-sigmoid-cold",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "more than three hidden layers of logistic units, started at random",
    why: "The slope of a logistic unit is at most 1/4, so that each layer passes on at most a quarter of the gradient \
          per unit of weight, and its mean is 1/2 rather than 0, which drives the layer above into \
          saturation within the first epochs. From four hidden layers on such networks mostly stay at guessing for \
          a long time. Pretraining cures it, or normalization, or units that do not shrink the gradient.",
    bad: "edition 1\nseed 1\nuse mnist\n\
          train mlp[784,500,500,500,500,10](activation: logistic, init: glorot) for 20 epochs\n",
    good: "edition 1\nseed 1\nuse mnist\n\
           train mlp[784,500,500,500,500,10](activation: tanh, init: glorot) for 20 epochs\n",
    see: "Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks, section 3.1; Hinton, Osindero and Teh 2006, A fast learning algorithm for deep belief nets",
};

/// So many hidden layers still learn by themselves.
const MOST: usize = 3;

pub fn find(mlp: &Mlp) -> Option<Diagnostic> {
    let hidden = mlp.widths.value.list.len().saturating_sub(2);
    let place =
        mlp.activation.span.filter(|_| mlp.activation.value.function() == Some(Activation::Logistic))?;
    if hidden <= MOST {
        return None;
    }
    let shrunk = 4f64.powi(hidden.min(500) as i32);
    let message = format!(
        "{hidden} hidden layers of logistic units: their slopes leave at most 1/{} of the gradient to the first",
        crate::source::amounts::short(shrunk)
    );
    let finding = LINT.at(place, message).label("each slope is 1/4 at most");
    let finding = finding.maybe_also(mlp.widths.span, format!("{hidden} hidden layers"));
    Some(finding.help(format!("use `activation: relu` or `tanh`, or {MOST} hidden layers at most")))
}
