//! From gradient to step. A [`Parameter`] is a weight matrix with what its method remembers, cut
//! into blocks of rows together; a [`Rule`] is the method with the numbers of one step.
//!
//! Stochastic gradient descent without clipping never holds a gradient: the product inputᵀ delta is
//! accumulated straight into the weights (or the velocity), which saves two passes over memory.

use super::training::Method;
use crate::numeric::blocks::{Block, Rows};
use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Zip};

/// What a method keeps for one matrix, all of its shape.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    pub gradient: Option<Array2<f32>>,
    /// Velocity, mean square, or mean.
    pub first: Option<Array2<f32>>,
    /// Mean square of Adam.
    pub second: Option<Array2<f32>>,
}

impl Memory {
    pub fn new(shape: (usize, usize), method: Method, gradient: bool) -> Self {
        let slots = match method {
            Method::Sgd { momentum: 0.0, .. } => 0,
            Method::Sgd { .. } | Method::RmsProp { .. } => 1,
            Method::Adam { .. } => 2,
        };
        let zeros = |wanted: bool| wanted.then(|| Array2::zeros(shape));
        Memory { gradient: zeros(gradient), first: zeros(slots > 0), second: zeros(slots > 1) }
    }

    pub fn parameter<'a>(&'a mut self, value: ArrayViewMut2<'a, f32>) -> Parameter<'a> {
        Parameter {
            value: Rows(value),
            gradient: view(&mut self.gradient),
            first: view(&mut self.first),
            second: view(&mut self.second),
        }
    }
}

fn view(array: &mut Option<Array2<f32>>) -> Option<Rows<ArrayViewMut2<'_, f32>>> {
    array.as_mut().map(|array| Rows(array.view_mut()))
}

type OptionalRows<'a> = Option<Rows<ArrayViewMut2<'a, f32>>>;

/// Rows of a weight matrix with the same rows of what belongs to it.
pub(super) struct Parameter<'a> {
    pub value: Rows<ArrayViewMut2<'a, f32>>,
    pub gradient: OptionalRows<'a>,
    first: OptionalRows<'a>,
    second: OptionalRows<'a>,
}

impl Block for Parameter<'_> {
    fn extent(&self) -> usize {
        self.value.extent()
    }
    fn split(self, at: usize) -> (Self, Self) {
        let (value, value_after) = self.value.split(at);
        let (gradient, gradient_after) = self.gradient.split(at);
        let (first, first_after) = self.first.split(at);
        let (second, second_after) = self.second.split(at);
        (
            Parameter { value, gradient, first, second },
            Parameter {
                value: value_after,
                gradient: gradient_after,
                first: first_after,
                second: second_after,
            },
        )
    }
}

/// A method at one step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub method: Method,
    /// The scheduled rate.
    pub rate: f32,
    pub weight_decay: f32,
    /// Factor on the gradient, from clipping.
    pub scale: f32,
    /// Steps taken so far, this one included.
    pub time: u64,
}

impl Rule {
    /// The rule for biases, which do not decay.
    pub fn without_decay(self) -> Self {
        Rule { weight_decay: 0.0, ..self }
    }

    /// Takes a step along inputᵀ delta, for input (batch, rows) and delta (batch, outputs). Where a
    /// gradient is kept it is written there first; `wait` leaves it there for later.
    pub fn descend(
        &self,
        mut parameter: Parameter,
        input: ArrayView2<f32>,
        delta: ArrayView2<f32>,
        wait: bool,
    ) {
        match &mut parameter.gradient {
            Some(Rows(gradient)) => general_mat_mul(1.0, &input.t(), &delta, 0.0, gradient),
            None => {
                return self.sgd(parameter, |rate, keep, mut target| {
                    general_mat_mul(-rate, &input.t(), &delta, keep, &mut target)
                });
            }
        }
        if !wait {
            self.apply(parameter);
        }
    }

    /// Takes a step along the gradient that is kept.
    pub fn apply(&self, mut parameter: Parameter) {
        let Some(Rows(gradient)) = parameter.gradient.take() else { return };
        let weight = &mut parameter.value.0;
        match (self.method, &mut parameter.first, &mut parameter.second) {
            (Method::RmsProp { rho, epsilon, .. }, Some(Rows(square)), _) => {
                Zip::from(weight).and(square).and(&gradient).for_each(|w, s, &g| {
                    let g = self.scale * g + self.weight_decay * *w;
                    *s = rho * *s + (1.0 - rho) * g * g;
                    *w -= self.rate * g / (s.sqrt() + epsilon);
                });
            }
            (Method::Adam { beta1, beta2, epsilon, .. }, Some(Rows(mean)), Some(Rows(square))) => {
                let (unbias1, unbias2) = (self.unbias(beta1), self.unbias(beta2));
                Zip::from(weight).and(mean).and(square).and(&gradient).for_each(|w, m, s, &g| {
                    let g = self.scale * g + self.weight_decay * *w;
                    *m = beta1 * *m + (1.0 - beta1) * g;
                    *s = beta2 * *s + (1.0 - beta2) * g * g;
                    *w -= self.rate * (*m * unbias1) / ((*s * unbias2).sqrt() + epsilon);
                });
            }
            _ => self.sgd(parameter, |rate, keep, target| {
                Zip::from(target).and(&gradient).for_each(|t, &g| *t = keep * *t - rate * self.scale * g)
            }),
        }
    }

    /// 1 / (1 - βᵗ), which undoes the pull of the zero that Adam's averages start from.
    fn unbias(&self, beta: f32) -> f32 {
        (1.0 / (1.0 - f64::from(beta).powf(self.time as f64))) as f32
    }

    /// Gradient descent; `accumulate(rate, keep, target)` does target ← keep target - rate g.
    fn sgd(&self, parameter: Parameter, accumulate: impl FnOnce(f32, f32, ArrayViewMut2<f32>)) {
        let Rows(mut weight) = parameter.value;
        let shrink = self.rate * self.weight_decay;
        let (Method::Sgd { momentum, nesterov, .. }, Some(Rows(mut velocity))) =
            (self.method, parameter.first)
        else {
            return accumulate(self.rate, 1.0 - shrink, weight);
        };
        // With w standing at the look-ahead point, the step is -μ v before the update and (1 + μ) v after it.
        let (back, ahead) = if nesterov { (momentum, 1.0 + momentum) } else { (0.0, 1.0) };
        Zip::from(&mut weight).and(&mut velocity).for_each(|w, v| {
            let old = *v;
            *v = momentum * old - shrink * *w;
            *w -= back * old;
        });
        accumulate(self.rate, 1.0, velocity.view_mut());
        weight.scaled_add(ahead, &velocity);
    }
}
