//! `decay-never`: a decay that leaves the rate where it was, to a hundredth, over the whole run.

use crate::models::network::Training;
use crate::source::amounts::short;
use crate::source::{Diagnostic, Level, Lint, Phase, Span};
use crate::vocabulary::Methods;
use crate::words::methods::decay::Decay;

pub static LINT: Lint = Lint {
    code: "decay-never",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "a decay that changes the rate by less than 1 % over the whole run",
    why: "A factor per epoch that was chosen for hundreds of epochs does nothing in ten, and a floor that lies at the \
          rate holds it there. The network is then trained at a constant rate, though the file says \
          otherwise. A factor that fits the run brings the rate to a hundredth in the last epoch: `decay` \
          without a factor is that one.",
    bad: "edition 1\nseed 1\nuse mnist\n\
          train mlp[784,100,10] with sgd and decay(0.9999 per epoch) for 20 epochs\n",
    good: "edition 1\nseed 1\nuse mnist\n\
           train mlp[784,100,10] with sgd and decay(0.8 per epoch) for 20 epochs\n",
    see: "",
};

/// What to say of a decay, for a training without warm-up and a rate written there.
pub fn find(methods: &Methods, training: &Training, rate_at: Option<Span>) -> Option<Diagnostic> {
    let (decay, place) = (methods.find::<Decay>()?, methods.span_of::<Decay>()?);
    let falls = training.epochs.saturating_sub(1);
    let (first, last) = (training.rate(0, 1), training.rate(falls, 1));
    if falls == 0 || first == 0.0 || last < 0.99 * first {
        return None;
    }
    let epochs = training.epochs;
    if decay.floor.get() >= 0.99 * first {
        let message = format!(
            "the rate starts at {} and never falls: the floor is {}",
            rate(training),
            short(decay.floor.get())
        );
        let finding = LINT
            .at(decay.floor.span.unwrap_or(place), message)
            .label("holds the rate up")
            .maybe_also(rate_at, "starts here");
        return Some(finding.help(format!(
            "a floor below the rate, such as {}",
            short(f64::from(training.method.rate()) / 100.0)
        )));
    }
    let left = 100.0 * last / first;
    let message = format!("after {epochs} epochs the rate is still {left:.1} % of {}", rate(training));
    let finding = LINT
        .at(decay.factor.span.unwrap_or(place), message)
        .label("hardly falls in this run")
        .maybe_also(rate_at, "starts here");
    let cure = 0.01f64.powf(1.0 / falls as f64);
    Some(finding.help(format!("`{} per epoch` brings it to a hundredth; or leave `decay` out", short(cure))))
}

fn rate(training: &Training) -> String {
    short(f64::from(training.method.rate()))
}
