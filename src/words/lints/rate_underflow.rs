//! `rate-underflow`: a decay that goes on until no step changes a weight any more.
//!
//! A weight w in single precision is rounded by eps/2 |w|, eps = 1.2e-7: a smaller step leaves it as it is.
//! The weights of a layer are about 1/sqrt(fan-in) at the start (LeCun et al. 1998); those of the largest
//! fan-in are moved the longest. A step of `rmsprop` and `adam` is about the rate itself; one of `sgd` is
//! the rate times a gradient, taken as 0.01, which is what the first steps of a network see and later ones
//! rarely, and momentum adds steps up to 1 / (1 - momentum).

use crate::models::network::{Method, Training};
use crate::source::amounts::short;
use crate::source::{Diagnostic, Level, Lint, Phase, Span};
use crate::vocabulary::{Methods, PerEpoch};
use crate::words::methods::decay::Decay;

pub static LINT: Lint = Lint {
    code: "rate-underflow",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "a rate that decays until steps no longer change a weight",
    why: "A factor per epoch acts epoch after epoch: 0.5 leaves a billionth after 30. A weight in single precision has \
          24 bits, and a step below half its last bit is lost. From there on every epoch costs its time, \
          and the network stays as it is. Choose the factor for the length of the run, or set a floor.",
    bad: "edition 1\nseed 1\nuse mnist\n\
          train mlp[784,800,10] with sgd(rate: 0.05) and decay(0.5 per epoch) for 100 epochs\n",
    good: "edition 1\nseed 1\nuse mnist\n\
           train mlp[784,800,10] with sgd(rate: 0.05) and decay(0.95 per epoch) for 100 epochs\n",
    see: "Goldberg 1991, What every computer scientist should know about floating-point arithmetic; LeCun, Bottou, Orr and Müller 1998, Efficient backprop",
};

/// A gradient of the mean loss by a weight, early in training.
const GRADIENT: f64 = 0.01;

/// What to say of a decay, for a training without warm-up, layers of these widths and a rate written there.
pub fn find(
    methods: &Methods,
    training: &Training,
    widths: &[usize],
    rate: Option<Span>,
) -> Option<Diagnostic> {
    let (decay, place) = (methods.find::<Decay>()?, methods.span_of::<Decay>()?);
    let weight = smallest_weight(widths)?;
    let least = rounding(weight) / step_of_rate_one(training.method);
    let (first, last) = (training.rate(0, 1), training.rate(training.epochs.saturating_sub(1), 1));
    if first < least || last >= least {
        return None;
    }
    let factor = decay.factor.value.or(PerEpoch::new(1.0)).get();
    let idle = first_idle_epoch(least / first, factor);
    let message = format!(
        "from epoch {idle} of {} on the rate is below {}: a step is less than the rounding of a weight of {}, {}",
        training.epochs,
        short(least),
        short(weight),
        short(rounding(weight))
    );
    let finding = LINT.at(decay.factor.span.unwrap_or(place), message).label("falls too fast for this run");
    let finding = finding.maybe_also(rate, "starts here");
    let cure = 0.01f64.powf(1.0 / (training.epochs as f64 - 1.0));
    Some(finding.help(format!(
        "`{} per epoch` ends at a hundredth of the rate; or set `floor: {}`",
        short(cure),
        short(first / 100.0)
    )))
}

/// The size of the weights of the layer with the largest fan-in.
fn smallest_weight(widths: &[usize]) -> Option<f64> {
    let fan_in = widths.iter().rev().skip(1).copied().max()?;
    Some(1.0 / (fan_in as f64).sqrt())
}

/// Half of the last bit of a weight.
fn rounding(weight: f64) -> f64 {
    0.5 * f64::from(f32::EPSILON) * weight
}

/// The first epoch, from 1, at whose start the rate is below this share of its first value.
fn first_idle_epoch(share: f64, factor: f64) -> f64 {
    (share.ln() / factor.ln()).ceil() + 1.0
}

/// What a step changes in a weight at a rate of 1.
fn step_of_rate_one(method: Method) -> f64 {
    match method {
        Method::Sgd { momentum, .. } => GRADIENT / (1.0 - f64::from(momentum)),
        Method::RmsProp { .. } | Method::Adam { .. } => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Unwatched;
    use crate::models::network::{self, Activation, Decay as Schedule, Init, Mlp};
    use crate::numeric::random::Seed;
    use crate::words::models::rows::LabelledRows;
    use ndarray::Array2;

    const WIDTHS: [usize; 3] = [40, 100, 4];

    /// Weights after so many epochs; the schedule does not depend on their number.
    fn weights(epochs: usize, method: Method) -> Vec<f32> {
        let mut values = vec![0f32; 200 * WIDTHS[0]];
        Seed::root(1).bulk().fill_uniform(&mut values);
        let x = Array2::from_shape_vec((200, WIDTHS[0]), values).unwrap();
        let labels = (0..200).map(|row| row % 4).collect();
        let rows = LabelledRows { x: x.into_shared(), labels, classes: 4, deformed: None };
        let schedule = Schedule::Exponential { per_epoch: 0.5, floor: 0.0 };
        let training = Training { epochs, batch: 20, method, schedule, ..Training::default() };
        let mut mlp = Mlp::new(&WIDTHS, Activation::Relu, Init::Lecun, &Seed::root(2));
        network::train(&mut mlp, &rows, None, &training, &Seed::root(3), &Unwatched).unwrap();
        mlp.layers.iter().flat_map(|layer| layer.weights.iter().copied()).collect()
    }

    /// What the finding says, tried on random labels, whose gradients stay large: from the epoch that it names
    /// to the end of the run no weight moves by more than a hundred roundings, about a hundred-thousandth of a
    /// weight (single batches have larger gradients than the 0.01 assumed, and small weights finer last bits).
    /// From half as many epochs on, weights still move by thousands of roundings.
    #[test]
    fn from_the_epoch_that_is_named_weights_stand_still() {
        let momentum = Method::Sgd { rate: 0.1, momentum: 0.9, nesterov: false };
        let rounding = rounding(smallest_weight(&WIDTHS).unwrap());
        for method in [momentum, Method::RmsProp { rate: 1e-3, rho: 0.9, epsilon: 1e-8 }] {
            let least = rounding / step_of_rate_one(method);
            let idle = first_idle_epoch(least / f64::from(method.rate()), 0.5) as usize;
            let end = weights(2 * idle, method);
            let moved = |epochs: usize| {
                let changes =
                    weights(epochs, method).into_iter().zip(&end).map(|(a, b)| f64::from((a - b).abs()));
                changes.fold(0.0, f64::max) / rounding
            };
            let (after, before) = (moved(idle - 1), moved(idle / 2));
            assert!(
                after < 100.0 && before > 1000.0,
                "{method:?}, epoch {idle}: {before} before, {after} after"
            );
        }
    }
}
