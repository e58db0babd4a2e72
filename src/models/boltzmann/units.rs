//! A layer of units as one seam: what the sum over its states, or the integral, is under any input.
//!
//! A unit with the state s has the energy q(s) - x s under the input x = bias + field of the other layer. From the
//! cumulant function Γ(x) = ln Σ_s e^(x s - q(s)) follow mean = Γ' and variance = Γ''. Arrays are (rows, columns).
//!
//! ```text
//! binary    s in {0, 1}            q = 0       Γ = ln(1 + e^x)
//! spin      s in {-1, 1}           q = 0       Γ = ln(2 cosh x)
//! gaussian  s real                 q = s²/2    Γ = x²/2 + ln(2π)/2
//! relu      s >= 0                 q = s²/2    Γ = x²/2 + ln(2π)/2 + ln Φ(x)
//! softmax   one of k columns is 1  q = 0       Γ = ln Σ_c e^(x_c), for each group of k columns
//! ```
//!
//! Welling, Rosen-Zvi and Hinton 2005 (exponential families); Nair and Hinton 2010 (rectified units, here with the exact
//! truncated normal law); a softmax group is a Potts spin (Salakhutdinov, Mnih and Hinton 2007).

use crate::numeric::exponentials::{ln_two_cosh, log_sum_exp, softplus};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, Zip};
use rand::{Rng, RngExt};
use rand_distr::{Distribution, Exp1, StandardNormal};
use statrs::function::erf::erfc;
use std::f64::consts::{PI, SQRT_2};
use std::ops::Range;

/// Below this input the tail of the normal law is taken from its continued fraction.
const TAIL: f64 = -5.0;
/// Below this input a rectified unit is exponential to the last digit.
const FAR_TAIL: f64 = -1e8;

/// What the units of a layer are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Units {
    #[default]
    Binary,
    Spin,
    Gaussian,
    Relu,
    /// Groups of so many columns, of which one is on.
    Softmax(usize),
}

pub(super) fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Φ(x) / φ(x) of the standard normal law, for x <= TAIL, by Laplace's continued fraction (remainder below 1e-15).
fn tail_ratio(x: f64) -> f64 {
    (1..=60).rev().fold(-x, |below, k| -x + f64::from(k) / below).recip()
}

fn normal_density(x: f64) -> f64 {
    (-0.5 * x * x).exp() / (2.0 * PI).sqrt()
}

/// φ(x) / Φ(x).
fn hazard(x: f64) -> f64 {
    if x < TAIL { tail_ratio(x).recip() } else { normal_density(x) / (0.5 * erfc(-x / SQRT_2)) }
}

/// x²/2 + ln(2π)/2 + ln Φ(x).
fn relu_cumulant(x: f64) -> f64 {
    if x < TAIL {
        tail_ratio(x).ln()
    } else {
        0.5 * (x * x + (2.0 * PI).ln()) + (0.5 * erfc(-x / SQRT_2)).ln()
    }
}

/// A normal number around x, given that it is not negative (Robert 1995 for the tail, which far out is exponential). What is
/// no number gives none: training that has come apart is found there, where a loop would never end.
fn rectified(x: f64, random: &mut impl Rng) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x < FAR_TAIL {
        return exponential(random) / -x;
    }
    loop {
        if x > -0.5 {
            let draw = x + normal(random);
            if draw >= 0.0 {
                return draw;
            }
        } else {
            let rate = 0.5 * (-x + (x * x + 4.0).sqrt());
            let draw = exponential(random) / rate;
            if random.random::<f64>() <= (-0.5 * (draw - x - rate).powi(2)).exp() {
                return draw;
            }
        }
    }
}

fn normal(random: &mut impl Rng) -> f64 {
    StandardNormal.sample(random)
}

fn exponential(random: &mut impl Rng) -> f64 {
    Exp1.sample(random)
}

impl Units {
    /// Whether a layer of so many columns can be made of them.
    pub fn fit(self, columns: usize) -> bool {
        match self {
            Units::Softmax(states) => states > 0 && columns.is_multiple_of(states),
            _ => true,
        }
    }

    /// How many states so many columns have; none where they are uncountable or beyond the numbers.
    pub fn states(self, columns: usize) -> Option<usize> {
        let (base, digits) = match self {
            Units::Binary | Units::Spin => (2usize, columns),
            Units::Softmax(states) => (states, columns / states.max(1)),
            Units::Gaussian | Units::Relu => return None,
        };
        base.checked_pow(u32::try_from(digits).ok()?)
    }

    /// How many binary digits number the states; none where they are uncountable.
    pub fn bits(self, columns: usize) -> Option<usize> {
        match self {
            Units::Binary | Units::Spin => Some(columns),
            Units::Softmax(states) => {
                Some(((columns / states.max(1)) as f64 * (states as f64).log2()).ceil() as usize)
            }
            Units::Gaussian | Units::Relu => None,
        }
    }

    /// The states with the numbers in `range`, one a row. The first column is the lowest digit: bit i of the number is unit
    /// i, or digit g of the number to the base k is the column that is on in group g.
    pub fn enumerated(self, columns: usize, range: Range<usize>) -> Array2<f64> {
        let bit = |number: usize, unit: usize| (number >> unit & 1) as f64;
        let value = |number: usize, column: usize| match self {
            Units::Spin => 2.0 * bit(number, column) - 1.0,
            Units::Softmax(states) => {
                let digit = number / states.pow((column / states) as u32) % states;
                if digit == column % states { 1.0 } else { 0.0 }
            }
            _ => bit(number, column),
        };
        Array2::from_shape_fn((range.len(), columns), |(row, column)| value(range.start + row, column))
    }

    /// Σ q(s) of each row of states.
    pub fn confinement(self, states: ArrayView2<f64>) -> Array1<f64> {
        match self {
            Units::Gaussian | Units::Relu => states.map_axis(Axis(1), |row| 0.5 * row.dot(&row)),
            _ => Array1::zeros(states.nrows()),
        }
    }

    /// Σ Γ of each row of inputs.
    pub fn cumulant(self, inputs: ArrayView2<f64>) -> Array1<f64> {
        let single = |x: f64| match self {
            Units::Spin => ln_two_cosh(x),
            Units::Gaussian => 0.5 * (x * x + (2.0 * PI).ln()),
            Units::Relu => relu_cumulant(x),
            _ => softplus(x),
        };
        let of_row = |row: ArrayView1<f64>| match self {
            Units::Softmax(states) => {
                row.axis_chunks_iter(Axis(0), states).map(|group| log_sum_exp(&group)).sum()
            }
            _ => row.iter().map(|&x| single(x)).sum::<f64>(),
        };
        inputs.map_axis(Axis(1), of_row)
    }

    /// The mean of every unit: the derivative of Γ.
    pub fn means(self, mut inputs: Array2<f64>) -> Array2<f64> {
        match self {
            Units::Binary => inputs.mapv_inplace(sigmoid),
            Units::Spin => inputs.mapv_inplace(f64::tanh),
            Units::Gaussian => {}
            Units::Relu => inputs.mapv_inplace(|x| x + hazard(x)),
            Units::Softmax(states) => {
                for mut row in inputs.outer_iter_mut() {
                    for mut group in row.axis_chunks_iter_mut(Axis(0), states) {
                        let total = log_sum_exp(&group);
                        group.mapv_inplace(|x| (x - total).exp());
                    }
                }
            }
        }
        inputs
    }

    /// The variance of every unit: the second derivative of Γ.
    pub fn variances(self, inputs: Array2<f64>) -> Array2<f64> {
        match self {
            Units::Binary | Units::Softmax(_) => self.means(inputs).mapv_into(|m| m * (1.0 - m)),
            Units::Spin => inputs.mapv_into(|x| x.cosh().powi(-2)),
            Units::Gaussian => Array2::ones(inputs.raw_dim()),
            Units::Relu => inputs.mapv_into(|x| 1.0 - hazard(x) * (x + hazard(x))),
        }
    }

    /// States drawn under these inputs.
    pub fn sample(self, inputs: Array2<f64>, random: &mut impl Rng) -> Array2<f64> {
        let mut states = match self {
            Units::Gaussian | Units::Relu => inputs,
            _ => self.means(inputs),
        };
        match self {
            Units::Binary => states.mapv_inplace(|p| f64::from(u8::from(random.random::<f64>() < p))),
            Units::Spin => {
                states.mapv_inplace(|m| if 2.0 * random.random::<f64>() < 1.0 + m { 1.0 } else { -1.0 })
            }
            Units::Gaussian => states.mapv_inplace(|x| x + normal(random)),
            Units::Relu => states.mapv_inplace(|x| rectified(x, random)),
            Units::Softmax(groups) => {
                for mut row in states.outer_iter_mut() {
                    for group in row.axis_chunks_iter_mut(Axis(0), groups) {
                        choose(group, random.random());
                    }
                }
            }
        }
        states
    }

    /// The probability of a state, where `means` are those of independent units.
    pub fn probability(self, means: ArrayView1<f64>, state: ArrayView1<f64>) -> f64 {
        let mut probability = 1.0;
        match self {
            Units::Softmax(states) => {
                let groups =
                    means.axis_chunks_iter(Axis(0), states).zip(state.axis_chunks_iter(Axis(0), states));
                groups.for_each(|(means, state)| probability *= means.dot(&state));
            }
            Units::Spin => Zip::from(means).and(state).for_each(|m, s| probability *= 0.5 * (1.0 + m * s)),
            _ => Zip::from(means)
                .and(state)
                .for_each(|p, s| probability *= if *s > 0.5 { *p } else { 1.0 - p }),
        }
        probability
    }
}

/// Turns probabilities into the state that a uniform number picks.
fn choose(mut group: ndarray::ArrayViewMut1<f64>, uniform: f64) {
    let mut left = uniform;
    let mut chosen = group.len().saturating_sub(1);
    for (at, p) in group.iter().enumerate() {
        left -= p;
        if left < 0.0 {
            chosen = at;
            break;
        }
    }
    group.iter_mut().enumerate().for_each(|(at, state)| *state = if at == chosen { 1.0 } else { 0.0 });
}
