//! `warm-up-beyond-epochs`: a rate that is still rising when training ends.

use crate::source::amounts::counted;
use crate::source::{Diagnostic, Level, Lint, Phase};
use crate::vocabulary::Methods;
use crate::words::methods::warm_up::WarmUp;

pub static LINT: Lint = Lint {
    code: "warm-up-beyond-epochs",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "a warm-up that lasts as long as the training, or longer",
    why: "A warm-up raises the rate from nearly 0 to its value in the first epochs. Where it lasts as long as the run, \
          the network is never trained at the rate that the file states, and a schedule that is to follow \
          never comes. A warm-up takes an epoch or a few.",
    bad: "edition 1\nseed 1\nuse mnist\n\
          train mlp[784,800,10] with sgd and warm-up(10 epochs) for 5 epochs\n",
    good: "edition 1\nseed 1\nuse mnist\n\
           train mlp[784,800,10] with sgd and warm-up(1 epoch) for 5 epochs\n",
    see: "Goyal et al. 2017, Accurate, large minibatch SGD: training ImageNet in 1 hour, section 2.2",
};

/// A single epoch is a trial, of which nothing is said.
pub fn find(methods: &Methods, epochs: usize) -> Option<Diagnostic> {
    let warm_up = methods.find::<WarmUp>()?;
    let (duration, place) = (warm_up.duration.get(), warm_up.duration.span.or(methods.span_of::<WarmUp>())?);
    if epochs == 1 || duration < epochs {
        return None;
    }
    let message = format!("the rate rises for {duration} epochs, and training ends after {epochs}");
    let finding = LINT.at(place, message).label("never reaches the rate");
    Some(finding.help(format!(
        "a warm-up of {} or less, or a longer training",
        counted((epochs / 10).max(1), "epoch")
    )))
}
