//! `saturated-init`: weights so large, or inputs so large, that most units start where their function is flat.
//!
//! A unit with fan-in n, weights of variance s^2 and inputs of mean square q starts at a normal sum of
//! standard deviation sqrt(n q) s (LeCun et al. 1998, section 4.6; Glorot and Bengio 2010). Half of
//! the units are beyond 0.6745 standard deviations; the finding is made where the slope there is below a tenth of
//! its largest. Of inputs between two bounds that include 0, q is taken as (high - low)^2 / 12, the variance of uniform
//! ones without their mean, which is rather too small: most numbers of an image are 0. Where all are far from 0
//! on one side it is (low^2 + low high + high^2) / 3, the mean square of uniform ones. The next layers' q follows
//! from the activation.

use crate::source::amounts::short;
use crate::source::{Diagnostic, Level, Lint, Phase, Span};
use crate::vocabulary::DataKind;
use crate::words::models::init::Init;
use crate::words::models::mlp::{Activation, Mlp};

pub static LINT: Lint = Lint {
    code: "saturated-init",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "initial weights or inputs so large that most units start saturated",
    why: "A unit adds up as many products as it has inputs, so that the same weights that suit 10 inputs drive a unit \
          with 1000 far into the flat ends of tanh or of the logistic function. There its slope is nearly 0 and \
          it hardly learns. Weights of standard deviation 1/sqrt(fan-in), on inputs of variance 1, keep the \
          sums near 1: `init: lecun` and `init: glorot` choose them.",
    bad: "edition 1\nseed 1\nuse mnist\n\
          train mlp[784,500,10](activation: tanh, init: uniform(1)) for 20 epochs\n",
    good: "edition 1\nseed 1\nuse mnist\n\
           train mlp[784,500,10](activation: tanh, init: uniform(0.05)) for 20 epochs\n",
    see: "LeCun, Bottou, Orr and Müller 1998, Efficient backprop, sections 4.3 to 4.6; Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks",
};

/// The median of the size of a standard normal variable.
const MEDIAN: f64 = 0.6745;
/// tanh(a) has a tenth of its slope here: a = arcosh sqrt(10).
const TANH_IS_FLAT: f64 = 1.818;

/// The first hidden layer that starts saturated.
struct Saturated {
    /// From 1.
    layer: usize,
    fan_in: usize,
    /// Standard deviation of the sums.
    sums: f64,
    /// Mean square of the layer's inputs.
    inputs: f64,
}

pub fn find(mlp: &Mlp, data: &DataKind, verb: Span) -> Option<Diagnostic> {
    let function = mlp.activation.value.function()?;
    let flat = flat_from(function)?;
    let found = first_saturated(mlp, mean_square(data)?, flat)?;
    let message = format!(
        "more than half of the units of hidden layer {} start saturated: the sums over their {} inputs are {} (standard \
         deviation), and `{}` is flat beyond {}",
        found.layer,
        found.fan_in,
        short(found.sums),
        crate::vocabulary::Argument::write(&mlp.activation.value, crate::vocabulary::Style::Shown),
        short(flat)
    );
    let place = mlp.init.span.or(mlp.activation.span).unwrap_or(verb);
    let finding = LINT.at(place, message).label("saturates from the start");
    let activation = mlp.activation.span.filter(|span| *span != place);
    let finding = finding.maybe_also(activation, format!("flat beyond {}", short(flat)));
    Some(finding.help(help(mlp.init.value, &found, data)))
}

/// Sums of standard deviation 1 are what the cure aims at.
fn help(init: Init, found: &Saturated, data: &DataKind) -> String {
    match (init, data.shape.range) {
        (Init::Uniform(_), _) => {
            let limit = (3.0 / (found.fan_in as f64 * found.inputs)).sqrt();
            format!(
                "`init: uniform({})` gives sums of about 1, as do `lecun` and `glorot` on inputs of variance 1",
                short(limit)
            )
        }
        (_, Some((low, high))) => {
            format!(
                "bring the data to variance 1 by `standardize`: their values run from {} to {}",
                short(low),
                short(high)
            )
        }
        (_, None) => "bring the data to variance 1 by `standardize`".into(),
    }
}

fn first_saturated(mlp: &Mlp, mut inputs: f64, flat: f64) -> Option<Saturated> {
    let widths = &mlp.widths.value.list;
    let hidden = widths.windows(2).take(widths.len().saturating_sub(2)).enumerate();
    let mut sums = 0.0;
    for (layer, pair) in hidden {
        if layer > 0 {
            inputs = mean_square_of(mlp.activation.value.function()?, sums);
        }
        sums = (pair[0] as f64 * inputs * weight_variance(mlp.init.value, pair[0], pair[1])).sqrt();
        if MEDIAN * sums > flat {
            return Some(Saturated { layer: layer + 1, fan_in: pair[0], sums, inputs });
        }
    }
    None
}

/// Mean square of the features, where something is known of it.
fn mean_square(data: &DataKind) -> Option<f64> {
    if data.shape.facts.unit_variance {
        return Some(1.0);
    }
    let range = data.shape.range.filter(|(low, high)| (high - low).is_finite());
    range.map(|(low, high)| mean_square_between(low, high))
}

fn mean_square_between(low: f64, high: f64) -> f64 {
    if low <= 0.0 && high >= 0.0 {
        (high - low).powi(2) / 12.0
    } else {
        (low * low + low * high + high * high) / 3.0
    }
}

fn weight_variance(init: Init, fan_in: usize, fan_out: usize) -> f64 {
    let (fan_in, fan_out) = (fan_in as f64, fan_out as f64);
    match init {
        Init::Uniform(limit) => limit.get().powi(2) / 3.0,
        Init::Glorot => 2.0 / (fan_in + fan_out),
        Init::He => 2.0 / fan_in,
        Init::Lecun => 1.0 / fan_in,
    }
}

/// Where the slope is a tenth of its largest; none where the function is not flat at both ends.
fn flat_from(activation: Activation) -> Option<f64> {
    match activation {
        Activation::Relu | Activation::Linear => None,
        Activation::Tanh => Some(TANH_IS_FLAT),
        Activation::ScaledTanh => Some(TANH_IS_FLAT / 0.6666),
        Activation::Logistic => Some(2.0 * TANH_IS_FLAT),
    }
}

/// E f(sums z)^2 for a standard normal z, by the trapezoidal rule over plus or minus 5.
fn mean_square_of(activation: Activation, sums: f64) -> f64 {
    let f = |a: f64| match activation {
        Activation::Linear => a,
        Activation::Relu => a.max(0.0),
        Activation::Tanh => a.tanh(),
        Activation::ScaledTanh => 1.7159 * (0.6666 * a).tanh(),
        Activation::Logistic => 1.0 / (1.0 + (-a).exp()),
    };
    let points = (-50..=50).map(|i| 0.1 * f64::from(i));
    let (weighted, weights) = points.fold((0.0, 0.0), |(sum, weights), z| {
        let weight = (-0.5 * z * z).exp();
        (sum + weight * f(sums * z).powi(2), weights + weight)
    });
    weighted / weights
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of relu it is sums^2 / 2 exactly; of the others the limits of small and of large sums. What lies beyond 5
    /// standard deviations is 2e-5 of a second moment.
    #[test]
    fn mean_squares_of_activations() {
        let close = |a: f64, b: f64, tolerance: f64| assert!((a - b).abs() < tolerance, "{a} is not {b}");
        close(mean_square_of(Activation::Relu, 3.0), 4.5, 1e-4);
        close(mean_square_of(Activation::Tanh, 1e-3), 1e-6, 1e-10);
        close(mean_square_of(Activation::Logistic, 1e-3), 0.25, 1e-6);
        // Saturated, tanh is 1 almost everywhere, the logistic function 1 on one half: 1/2 less what the grid
        // of 0.1 leaves of the step.
        close(mean_square_of(Activation::Tanh, 1e6), 1.0, 0.05);
        close(mean_square_of(Activation::Logistic, 1e6), 0.5, 0.02);
    }

    /// Of grey levels the variance; of a column near 100 nearly its square, on either side of 0.
    #[test]
    fn a_column_far_from_zero_counts_with_its_mean() {
        assert!((mean_square_between(0.0, 1.0) - 1.0 / 12.0).abs() < 1e-15);
        assert!((mean_square_between(-1.0, 1.0) - 1.0 / 3.0).abs() < 1e-15);
        let (above, below) = (mean_square_between(100.0, 101.0), mean_square_between(-101.0, -100.0));
        assert!((above - (100.5f64.powi(2) + 1.0 / 12.0)).abs() < 1e-9 && above == below, "{above} {below}");
    }

    #[test]
    fn the_slope_of_tanh_is_a_tenth_where_it_is_called_flat() {
        assert!((1.0 - TANH_IS_FLAT.tanh().powi(2) - 0.1).abs() < 1e-3);
    }
}
