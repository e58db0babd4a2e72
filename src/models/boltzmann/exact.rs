//! A Boltzmann machine of two layers in f64: energies, conditionals, clamped free energies.
//!
//! E(v, h) = q(v) - b.v + q(h) - c.h - v.W.h, with q what confines continuous units ([`Units`]). Summed over h:
//! F_c(v) = q(v) - b.v - Σ Γ(c + vW), and Z = Σ_v e^-F_c(v) = Σ_h e^-F(h). Arrays are (rows, units), natural logarithms.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

use super::{Rbm, Units};
use crate::numeric::random::Seed;

/// A free unit starts no surer than this.
const LEAST_SHARE: f64 = 0.001;

/// A machine in double precision: weights (visible, hidden), the two biases, and what the units are.
#[derive(Clone, Debug, PartialEq)]
pub struct ExactRbm {
    pub weights: Array2<f64>,
    pub visible_bias: Array1<f64>,
    pub hidden_bias: Array1<f64>,
    pub visible_units: Units,
    pub hidden_units: Units,
}

impl From<&Rbm> for ExactRbm {
    fn from(rbm: &Rbm) -> Self {
        ExactRbm::binary(
            rbm.weights.mapv(f64::from),
            rbm.visible_bias.mapv(f64::from),
            rbm.hidden_bias.mapv(f64::from),
        )
    }
}

impl ExactRbm {
    /// A machine of binary units.
    pub fn binary(weights: Array2<f64>, visible_bias: Array1<f64>, hidden_bias: Array1<f64>) -> Self {
        let (visible_units, hidden_units) = (Units::Binary, Units::Binary);
        ExactRbm { weights, visible_bias, hidden_bias, visible_units, hidden_units }
    }

    /// The start of training: weights from N(0, spread²), hidden biases 0, and visible biases with which free units would
    /// have the means of the rows of `data` (rows, visible), kept inside what they can have.
    pub fn init(
        (visible_units, hidden_units): (Units, Units),
        hidden: usize,
        data: ArrayView2<f64>,
        spread: f64,
        seed: &Seed,
    ) -> Self {
        let means = data.mean_axis(Axis(0)).unwrap_or_else(|| Array1::zeros(data.ncols()));
        let inside = |p: f64| p.clamp(LEAST_SHARE, 1.0 - LEAST_SHARE);
        let log_odds = |p: f64| (inside(p) / (1.0 - inside(p))).ln();
        let visible_bias = means.mapv_into(|mean| match visible_units {
            Units::Binary => log_odds(mean),
            Units::Spin => 0.5 * log_odds(0.5 * (1.0 + mean)),
            Units::Softmax(_) => inside(mean).ln(),
            Units::Gaussian | Units::Relu => mean,
        });
        let mut random = seed.child("weights").stream();
        let mut draw = || spread * Distribution::<f64>::sample(&StandardNormal, &mut random);
        ExactRbm {
            weights: Array2::from_shape_simple_fn((data.ncols(), hidden), &mut draw),
            visible_bias,
            hidden_bias: Array1::zeros(hidden),
            visible_units,
            hidden_units,
        }
    }

    /// The machine of binary units with the distribution of this one, where its units are binary or spins, s = 2v - 1; and
    /// what must be added to its ln Z to have that of this machine.
    pub fn as_binary(&self) -> Option<(Self, f64)> {
        let (visible, constant) = self.visible_as_binary()?;
        let (hidden, other) = visible.transposed().visible_as_binary()?;
        Some((hidden.transposed(), constant + other))
    }

    /// -E = b.s + s.W.h + ... with s = 2v - 1: W' = 2W, b' = 2b, c' = c - 1.W, and -1.b is left over.
    fn visible_as_binary(&self) -> Option<(Self, f64)> {
        match self.visible_units {
            Units::Binary => Some((self.clone(), 0.0)),
            Units::Spin => {
                let machine = ExactRbm {
                    weights: &self.weights * 2.0,
                    visible_bias: &self.visible_bias * 2.0,
                    hidden_bias: &self.hidden_bias - &self.weights.sum_axis(Axis(0)),
                    visible_units: Units::Binary,
                    hidden_units: self.hidden_units,
                };
                Some((machine, -self.visible_bias.sum()))
            }
            _ => None,
        }
    }

    pub fn visible(&self) -> usize {
        self.visible_bias.len()
    }

    pub fn hidden(&self) -> usize {
        self.hidden_bias.len()
    }

    /// The same machine with its two layers exchanged.
    pub fn transposed(&self) -> Self {
        ExactRbm {
            weights: self.weights.t().as_standard_layout().into_owned(),
            visible_bias: self.hidden_bias.clone(),
            hidden_bias: self.visible_bias.clone(),
            visible_units: self.hidden_units,
            hidden_units: self.visible_units,
        }
    }

    /// E(v, h) of one joint state.
    pub fn energy(&self, v: ArrayView1<f64>, h: ArrayView1<f64>) -> f64 {
        let row = |units: Units, state: ArrayView1<f64>| units.confinement(state.insert_axis(Axis(0))).sum();
        row(self.visible_units, v) + row(self.hidden_units, h) + self.tempered_energy(v, h)
    }

    /// -b.v - c.h - v W h: what of E(v, h) a temperature multiplies, which is all but the confinement q of the units.
    pub(super) fn tempered_energy(&self, v: ArrayView1<f64>, h: ArrayView1<f64>) -> f64 {
        -self.visible_bias.dot(&v) - self.hidden_bias.dot(&h) - v.dot(&self.weights).dot(&h)
    }

    /// c + vW: what drives each hidden unit; v (rows, visible) to (rows, hidden).
    pub(super) fn hidden_input(&self, v: ArrayView2<f64>) -> Array2<f64> {
        v.dot(&self.weights) + &self.hidden_bias
    }

    /// b + Wh: what drives each visible unit; h (rows, hidden) to (rows, visible).
    pub(super) fn visible_input(&self, h: ArrayView2<f64>) -> Array2<f64> {
        h.dot(&self.weights.t()) + &self.visible_bias
    }

    /// F_c(v) of each row of v (rows, visible), in nats.
    pub fn free_energy(&self, v: ArrayView2<f64>) -> Array1<f64> {
        let hidden = self.hidden_units.cumulant(self.hidden_input(v).view());
        self.visible_units.confinement(v) - v.dot(&self.visible_bias) - hidden
    }

    /// ⟨h_j⟩ given v, for binary units p(h_j = 1 | v): exact because the graph is bipartite; (rows, visible) to (rows, hidden).
    pub fn hidden_given_visible(&self, v: ArrayView2<f64>) -> Array2<f64> {
        self.hidden_units.means(self.hidden_input(v))
    }

    /// ⟨v_i⟩ given h: (rows, hidden) to (rows, visible).
    pub fn visible_given_hidden(&self, h: ArrayView2<f64>) -> Array2<f64> {
        self.visible_units.means(self.visible_input(h))
    }

    /// States h drawn given v, (rows, visible) to (rows, hidden).
    pub fn sample_h_given_v(&self, v: ArrayView2<f64>, random: &mut impl Rng) -> Array2<f64> {
        self.hidden_units.sample(self.hidden_input(v), random)
    }

    /// States v drawn given h, (rows, hidden) to (rows, visible).
    pub fn sample_v_given_h(&self, h: ArrayView2<f64>, random: &mut impl Rng) -> Array2<f64> {
        self.visible_units.sample(self.visible_input(h), random)
    }
}
