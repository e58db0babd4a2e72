//! How a network is trained: plain numbers, and the rate at every step as a function of them.
//! The objective is mean cross-entropy + weight_decay/2 * sum of squared weights (biases are free).

use super::autoencoding::Autoencoding;
use super::composed::DropPath;
use super::defaults;
use super::dropout::Dropout;
use super::tangents::Tangents;
use super::{Method, Precision};

/// The recipe of a training run.
#[derive(Clone, Debug, PartialEq)]
pub struct Training {
    pub epochs: usize,
    /// Rows per step; the last batch of an epoch may be smaller and is trained too.
    pub batch: usize,
    pub method: Method,
    /// What the operands of products are rounded to.
    pub precision: Precision,
    /// The steps after which the momentum first rises towards that of the method; none for a constant one.
    pub rising_momentum: Option<usize>,
    /// How the rate falls, as a factor on the method's rate.
    pub schedule: Decay,
    /// Epochs during which the rate rises linearly from nearly 0; multiplies the schedule.
    pub warm_up: f64,
    /// λ in λ/2 Σ w² over weights, not biases. The gradient gets λ w after clipping, in every method.
    pub weight_decay: f32,
    pub dropout: Dropout,
    /// What joins of composed networks leave out; plain chains have no joins.
    pub drop_path: Option<DropPath>,
    /// Bound on the Euclidean norm of the weights that lead into a hidden unit.
    pub max_norm: Option<f32>,
    /// Bound on the Euclidean norm of the gradient of the loss by all weights and biases: g becomes g min(1, c/|g|).
    pub clip: Option<f32>,
    /// Share of the target spread evenly over all classes.
    pub label_smoothing: f32,
    /// Decay d per step of an average of the weights: the weight of step i after t steps is d^(t-i),
    /// normalized (no memory of the start). The average is what is evaluated and returned.
    pub averaging: Option<f32>,
    /// The network gives its inputs back instead of telling classes.
    pub autoencoding: Option<Autoencoding>,
    /// Directions along which the probabilities of the classes are not to change. Not with dropout.
    pub tangents: Option<Tangents>,
    /// Ends the run after so many epochs without a lower validation error, and returns the best epoch's weights.
    pub early_stopping: Option<usize>,
}

/// The fall of the rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Decay {
    Constant,
    /// rate = max(floor, rate * per_epoch^epoch), the epoch counted from 0.
    Exponential {
        per_epoch: f64,
        floor: f64,
    },
    /// rate * (1 + cos(π t)) / 2, t the share of the steps after the warm-up that are done.
    Cosine,
}

impl Training {
    /// Whether a gradient has to be whole before the step: to be clipped, tied or added to.
    pub fn keeps_gradients(&self) -> bool {
        let couples = self.autoencoding.is_some_and(Autoencoding::couples);
        self.clip.is_some() || couples || self.tangents.is_some()
    }

    /// The method at a step, counted from 0 over the whole run. Rising momentum is 1 - 2^(-1 - log2(floor(t / n) + 1)), at most
    /// that of the method (Sutskever, Martens, Dahl and Hinton 2013, equation 5, where n = 250).
    pub fn method_at(&self, step: u64) -> Method {
        match (self.method, self.rising_momentum) {
            (Method::Sgd { rate, momentum, nesterov }, Some(every)) => {
                let stage = (step / every.max(1) as u64 + 1) as f64;
                let risen = 1.0 - (-1.0 - stage.log2()).exp2();
                Method::Sgd { rate, momentum: momentum.min(risen as f32), nesterov }
            }
            (method, _) => method,
        }
    }

    /// The rate at a step, counted from 0 over the whole run of `steps_per_epoch * epochs` steps.
    pub fn rate(&self, step: usize, steps_per_epoch: usize) -> f64 {
        let rate = f64::from(self.method.rate());
        let warm_steps = self.warm_up * steps_per_epoch as f64;
        let rise = if warm_steps > 0.0 { ((step + 1) as f64 / warm_steps).min(1.0) } else { 1.0 };
        rise * match self.schedule {
            Decay::Constant => rate,
            Decay::Exponential { per_epoch, floor } => {
                let epoch = step / steps_per_epoch.max(1);
                (rate * per_epoch.powf(epoch as f64)).max(floor)
            }
            Decay::Cosine => {
                let left = self.epochs as f64 * steps_per_epoch as f64 - warm_steps;
                let share = ((step as f64 - warm_steps) / left.max(1.0)).clamp(0.0, 1.0);
                rate * 0.5 * (1.0 + (std::f64::consts::PI * share).cos())
            }
        }
    }
}

impl Default for Training {
    fn default() -> Self {
        Training {
            epochs: defaults::EPOCHS,
            batch: defaults::BATCH,
            method: defaults::SGD,
            precision: Precision::default(),
            rising_momentum: None,
            schedule: Decay::Constant,
            warm_up: 0.0,
            weight_decay: 0.0,
            dropout: Dropout::default(),
            drop_path: None,
            max_norm: None,
            clip: None,
            label_smoothing: 0.0,
            averaging: None,
            autoencoding: None,
            tangents: None,
            early_stopping: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(schedule: Decay, warm_up: f64, epochs: usize) -> Training {
        let method = Method::Sgd { rate: 1e-3, momentum: 0.0, nesterov: false };
        Training { schedule, warm_up, epochs, method, ..Training::default() }
    }

    /// The values that the paper's formula takes at five steps; single precision keeps them to 1e-7.
    #[test]
    fn momentum_rises_as_the_formula_says() {
        let method = Method::Sgd { rate: 0.1, momentum: 0.995, nesterov: true };
        let plan = Training { method, rising_momentum: Some(250), ..Training::default() };
        let at = |step| match plan.method_at(step) {
            Method::Sgd { momentum, .. } => f64::from(momentum),
            _ => f64::NAN,
        };
        let table = [(0, 0.5), (249, 0.5), (250, 0.75), (750, 0.875), (1000, 0.9), (10_000, 0.987_804_878)];
        for (step, momentum) in table {
            assert!((at(step) - momentum).abs() < 1e-7, "{step}: {}", at(step));
        }
        assert!((at(1_000_000) - 0.995).abs() < 1e-7, "never above that of the method");
    }

    /// Three decades in 800 epochs need a factor 0.99140 an epoch; 0.997 needs 2299 epochs.
    #[test]
    fn exponential_decay_reaches_its_floor_when_arithmetic_says() {
        let slow = with(Decay::Exponential { per_epoch: 0.997, floor: 1e-6 }, 0.0, 3000);
        assert!(slow.rate(2299 * 10, 10) > 1e-6 && slow.rate(2300 * 10, 10) <= 1e-6 * (1.0 + 1e-12));
        let fast = with(Decay::Exponential { per_epoch: 0.1f64.powf(3.0 / 800.0), floor: 0.0 }, 0.0, 800);
        // The rate is an f32 number, 1e-3 to 6e-8.
        assert!((fast.rate(800 * 10, 10) / 1e-6 - 1.0).abs() < 1e-6);
        assert_eq!(fast.rate(0, 10), fast.rate(9, 10));
    }

    #[test]
    fn cosine_falls_from_the_rate_to_zero_after_a_linear_warm_up() {
        let plan = with(Decay::Cosine, 2.0, 10);
        let rate = f64::from(1e-3f32);
        assert!((plan.rate(0, 100) - rate / 200.0).abs() < 1e-12);
        assert!((plan.rate(199, 100) - rate).abs() < 1e-12);
        assert!((plan.rate(600, 100) - rate / 2.0).abs() < 1e-12);
        assert!(plan.rate(999, 100) < 1e-5 * rate);
    }
}
