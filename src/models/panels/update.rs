//! From gradient to step. [`Memory`] is a parameter with what its method remembers, as flat numbers in one order; a
//! [`Held`] is a piece of all of them, a [`Descent`] the method with the numbers of one step.
//!
//! A step is taken where the gradient of a few weights has just been summed up, while they are in registers or in the
//! nearest cache: a gradient as a whole exists only where clipping needs its norm first.

use crate::numeric::blocks::Block;
use crate::numeric::tiles::prefetch;

/// The rule that turns a gradient g into a step. Momentum v starts at zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    /// v ← μ v - ε g, w ← w + v; with `nesterov` the gradient is taken at w + μ v
    /// (Sutskever et al. 2013, eq. 1-4; the weights that are kept are those at w + μ v).
    Sgd { rate: f32, momentum: f32, nesterov: bool },
    /// s ← ρ s + (1-ρ) g², w ← w - ε g / (√s + epsilon) (Tieleman and Hinton 2012).
    RmsProp { rate: f32, rho: f32, epsilon: f32 },
    /// Kingma and Ba 2015, algorithm 1, with bias correction.
    Adam { rate: f32, beta1: f32, beta2: f32, epsilon: f32 },
}

impl Method {
    /// The rate before any schedule.
    pub fn rate(&self) -> f32 {
        match *self {
            Method::Sgd { rate, .. } | Method::RmsProp { rate, .. } | Method::Adam { rate, .. } => rate,
        }
    }
}

/// A parameter and what a method keeps for it, all of one length.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    pub value: Vec<f32>,
    pub gradient: Option<Vec<f32>>,
    /// Velocity, mean square, or mean.
    pub first: Option<Vec<f32>>,
    /// Mean square of Adam.
    pub second: Option<Vec<f32>>,
}

impl Memory {
    pub fn new(value: Vec<f32>, method: Method, gradient: bool) -> Self {
        let slots = match method {
            Method::Sgd { momentum: 0.0, .. } => 0,
            Method::Sgd { .. } | Method::RmsProp { .. } => 1,
            Method::Adam { .. } => 2,
        };
        let zeros = |wanted: bool| wanted.then(|| vec![0.0; value.len()]);
        Memory { gradient: zeros(gradient), first: zeros(slots > 0), second: zeros(slots > 1), value }
    }

    /// All of it, to be cut into pieces of `piece` numbers.
    pub fn held(&mut self, piece: usize) -> Held<'_> {
        Held {
            value: &mut self.value,
            gradient: self.gradient.as_deref_mut(),
            first: self.first.as_deref_mut(),
            second: self.second.as_deref_mut(),
            piece,
        }
    }
}

/// The same piece of a parameter and of what belongs to it.
pub struct Held<'a> {
    pub value: &'a mut [f32],
    pub gradient: Option<&'a mut [f32]>,
    first: Option<&'a mut [f32]>,
    second: Option<&'a mut [f32]>,
    piece: usize,
}

impl Held<'_> {
    /// Brings a part of it nearer, if it is there.
    #[inline(always)]
    pub fn prefetch(&self, start: usize, len: usize) {
        let kept = [Some(&*self.value), self.first.as_deref(), self.second.as_deref()];
        for numbers in kept.into_iter().flatten() {
            prefetch(numbers.get(start..start + len).unwrap_or_default());
        }
    }

    /// A part of it.
    #[inline(always)]
    pub fn part(&mut self, start: usize, len: usize) -> Held<'_> {
        let piece = self.piece;
        Held {
            value: &mut self.value[start..start + len],
            gradient: self.gradient.as_deref_mut().map(|slice| &mut slice[start..start + len]),
            first: self.first.as_deref_mut().map(|slice| &mut slice[start..start + len]),
            second: self.second.as_deref_mut().map(|slice| &mut slice[start..start + len]),
            piece,
        }
    }
}

impl Block for Held<'_> {
    fn extent(&self) -> usize {
        self.value.len().div_ceil(self.piece.max(1))
    }
    fn split(self, at: usize) -> (Self, Self) {
        let middle = (at * self.piece).min(self.value.len());
        let (value, value_after) = self.value.split_at_mut(middle);
        let (gradient, gradient_after) = self.gradient.map(|slice| slice.split_at_mut(middle)).unzip();
        let (first, first_after) = self.first.map(|slice| slice.split_at_mut(middle)).unzip();
        let (second, second_after) = self.second.map(|slice| slice.split_at_mut(middle)).unzip();
        let after = Held {
            value: value_after,
            gradient: gradient_after,
            first: first_after,
            second: second_after,
            piece: self.piece,
        };
        (Held { value, gradient, first, second, piece: self.piece }, after)
    }
}

/// A method at one step.
#[derive(Clone, Copy, Debug)]
pub struct Descent {
    method: Method,
    /// The scheduled rate.
    rate: f32,
    weight_decay: f32,
    /// L1 penalty, of gradient descent with momentum only.
    lasso: f32,
    /// Factor on the gradient, from clipping.
    pub scale: f32,
    /// What Adam's averages are multiplied by at this step.
    unbias: (f32, f32),
    /// The momentum of the step after this one, at whose look-ahead point the weights are left.
    next_momentum: f32,
}

impl Descent {
    /// The rule of step `time`, counted from 1, before clipping.
    pub fn new(method: Method, rate: f32, weight_decay: f32, time: u64) -> Self {
        let unbias = match method {
            Method::Adam { beta1, beta2, .. } => (unbias(beta1, time), unbias(beta2, time)),
            _ => (1.0, 1.0),
        };
        let next_momentum = momentum(method);
        Descent { method, rate, weight_decay, lasso: 0.0, scale: 1.0, unbias, next_momentum }
    }

    /// The same where another momentum follows.
    pub fn before(self, next: Method) -> Self {
        Descent { next_momentum: momentum(next), ..self }
    }

    /// The same with an L1 penalty.
    pub fn with_lasso(self, lasso: f32) -> Self {
        Descent { lasso, ..self }
    }

    /// The rule for biases, which do not decay.
    pub fn without_decay(self) -> Self {
        Descent { weight_decay: 0.0, ..self }
    }

    /// Takes a step along a gradient, or keeps the gradient where that is wanted.
    #[inline(always)]
    pub fn descend(&self, held: Held, gradient: &[f32]) {
        match held.gradient {
            Some(kept) => kept.copy_from_slice(gradient),
            None => self.step(held, gradient),
        }
    }

    /// Takes a step along the gradient that is kept.
    pub fn apply(&self, mut held: Held) {
        if let Some(gradient) = held.gradient.take() {
            self.step(held, gradient);
        }
    }

    #[inline(always)]
    fn step(&self, held: Held, gradient: &[f32]) {
        let n = held.value.len();
        let (w, g) = (held.value, &gradient[..n]);
        // Counted loops, for the reason that `numeric::tiles` gives.
        match (self.method, held.first, held.second) {
            (Method::Sgd { momentum, nesterov, .. }, Some(v), _) => {
                let pull = self.rate * self.lasso;
                let numbers = (&mut w[..n], &mut v[..n], g);
                match pull == 0.0 {
                    true => self.roll(numbers, (momentum, nesterov), |_| 0.0),
                    false => self.roll(numbers, (momentum, nesterov), |weight| pull * sign(weight)),
                }
            }
            (Method::Sgd { .. }, ..) => {
                let (keep, rate) = (1.0 - self.rate * self.weight_decay, self.rate * self.scale);
                for i in 0..n {
                    w[i] = keep * w[i] - rate * g[i];
                }
            }
            (Method::RmsProp { rho, epsilon, .. }, Some(s), _) => {
                let s = &mut s[..n];
                for i in 0..n {
                    let g = self.scale * g[i] + self.weight_decay * w[i];
                    s[i] = rho * s[i] + (1.0 - rho) * g * g;
                    w[i] -= self.rate * g / (s[i].sqrt() + epsilon);
                }
            }
            (Method::Adam { beta1, beta2, epsilon, .. }, Some(m), Some(s)) => {
                let (m, s) = (&mut m[..n], &mut s[..n]);
                for i in 0..n {
                    let g = self.scale * g[i] + self.weight_decay * w[i];
                    m[i] = beta1 * m[i] + (1.0 - beta1) * g;
                    s[i] = beta2 * s[i] + (1.0 - beta2) * g * g;
                    w[i] -= self.rate * (m[i] * self.unbias.0) / ((s[i] * self.unbias.1).sqrt() + epsilon);
                }
            }
            // Memory::new has made what each method needs.
            (Method::RmsProp { .. } | Method::Adam { .. }, ..) => {}
        }
    }

    /// A step with momentum, of which every weight is `pulled` besides.
    #[inline(always)]
    fn roll(
        &self,
        (w, v, g): (&mut [f32], &mut [f32], &[f32]),
        (momentum, nesterov): (f32, bool),
        pulled: impl Fn(f32) -> f32,
    ) {
        let (shrink, rate) = (self.rate * self.weight_decay, self.rate * self.scale);
        // With w standing at the look-ahead point, the step is -μ v before the update and (1 + the next μ) v after it.
        let (back, ahead) = if nesterov { (momentum, 1.0 + self.next_momentum) } else { (0.0, 1.0) };
        for i in 0..w.len() {
            let old = v[i];
            v[i] = momentum * old - shrink * w[i] - rate * g[i] - pulled(w[i]);
            w[i] += ahead * v[i] - back * old;
        }
    }
}

/// 0 at 0.
#[inline(always)]
fn sign(weight: f32) -> f32 {
    let positive = if weight > 0.0 { 1.0 } else { 0.0 };
    if weight < 0.0 { -1.0 } else { positive }
}

fn momentum(method: Method) -> f32 {
    if let Method::Sgd { momentum, .. } = method { momentum } else { 0.0 }
}

/// 1 / (1 - βᵗ), which undoes the pull of the zero that an average starts from.
fn unbias(beta: f32, time: u64) -> f32 {
    (1.0 / (1.0 - f64::from(beta).powf(time as f64))) as f32
}
