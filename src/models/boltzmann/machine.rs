//! The binary RBM that is trained: f32 parameters, conditionals and free energies of whole data sets.
//!
//! weights (visible, hidden), biases in nats; rows of data (rows, visible) hold states in {0, 1} or
//! probabilities in [0, 1].

use ndarray::{Array1, Array2, ArrayView2, Axis, Zip};
use rand_distr::{Distribution, StandardNormal};

use super::ExactRbm;
use super::layer::Conditional;
use super::softplus::softplus;
use crate::numeric::blas;
use crate::numeric::blocks::{Rows, for_blocks, sum_blocks};
use crate::numeric::random::Seed;
use crate::numeric::wide;

/// Rows that one task takes through the machine.
const ROWS: usize = 256;
/// The initial visible bias takes a unit to be on in no less than this share of the data, and no more
/// than the rest: a pixel that never fires would have bias -infinity.
const LEAST_SHARE: f32 = 0.001;

/// A restricted Boltzmann machine with binary units.
#[derive(Clone, Debug, PartialEq)]
pub struct Rbm {
    /// (visible, hidden)
    pub weights: Array2<f32>,
    pub visible_bias: Array1<f32>,
    pub hidden_bias: Array1<f32>,
}

/// Parameters rounded to single precision; units other than binary ones are not told apart here.
impl From<&ExactRbm> for Rbm {
    fn from(machine: &ExactRbm) -> Self {
        Rbm {
            weights: machine.weights.mapv(|x| x as f32),
            visible_bias: machine.visible_bias.mapv(|x| x as f32),
            hidden_bias: machine.hidden_bias.mapv(|x| x as f32),
        }
    }
}

impl Rbm {
    /// A machine without couplings or biases: the uniform distribution.
    pub fn zeros(visible: usize, hidden: usize) -> Self {
        Rbm {
            weights: Array2::zeros((visible, hidden)),
            visible_bias: Array1::zeros(visible),
            hidden_bias: Array1::zeros(hidden),
        }
    }

    /// The start of training (Hinton 2010, section 8): weights from N(0, spread^2), hidden biases 0, visible
    /// biases ln(p / (1 - p)) with p the mean of each column of `data` (rows, visible), kept in [0.001, 0.999].
    pub fn init(hidden: usize, data: ArrayView2<f32>, spread: f32, seed: &Seed) -> Self {
        let share = data.mean_axis(Axis(0)).unwrap_or_else(|| Array1::from_elem(data.ncols(), 0.5));
        let log_odds = |p: f32| {
            let p = p.clamp(LEAST_SHARE, 1.0 - LEAST_SHARE);
            (p / (1.0 - p)).ln()
        };
        let mut rbm = Rbm::zeros(data.ncols(), hidden);
        let mut random = seed.child("weights").stream();
        rbm.weights.mapv_inplace(|_| {
            let normal: f32 = StandardNormal.sample(&mut random);
            spread * normal
        });
        rbm.visible_bias = share.mapv_into(log_odds);
        rbm
    }

    pub fn visible(&self) -> usize {
        self.visible_bias.len()
    }

    pub fn hidden(&self) -> usize {
        self.hidden_bias.len()
    }

    pub(super) fn hidden_layer(&self) -> Conditional<'_> {
        Conditional { weights: self.weights.view(), bias: self.hidden_bias.view() }
    }

    pub(super) fn visible_layer(&self) -> Conditional<'_> {
        Conditional { weights: self.weights.t(), bias: self.visible_bias.view() }
    }

    /// p(h_j = 1 | v): v (rows, visible) to (rows, hidden).
    pub fn hidden_given_visible(&self, v: ArrayView2<f32>) -> Array2<f32> {
        layer_means(self.hidden_layer(), v)
    }

    /// p(v_i = 1 | h): h (rows, hidden) to (rows, visible).
    pub fn visible_given_hidden(&self, h: ArrayView2<f32>) -> Array2<f32> {
        layer_means(self.visible_layer(), h)
    }

    /// States h in {0, 1} drawn from p(h | v): v (rows, visible) to (rows, hidden).
    pub fn sample_h_given_v(&self, v: ArrayView2<f32>, seed: &Seed) -> Array2<f32> {
        layer_states(self.hidden_layer(), v, seed)
    }

    /// States v in {0, 1} drawn from p(v | h): h (rows, hidden) to (rows, visible).
    pub fn sample_v_given_h(&self, h: ArrayView2<f32>, seed: &Seed) -> Array2<f32> {
        layer_states(self.visible_layer(), h, seed)
    }

    /// F_c(v) = -b.v - sum_j softplus(c_j + (vW)_j) of each row of v (rows, visible), in nats.
    pub fn free_energy(&self, v: ArrayView2<f32>) -> Array1<f64> {
        blas::single_threaded();
        let mut energies = vec![0.0; v.nrows()];
        for_blocks((Rows(v), &mut energies[..]), ROWS, &|(Rows(v), energies): (Rows<_>, &mut [f64])| {
            let mut hidden = v.dot(&self.weights);
            for row in hidden.outer_iter_mut() {
                wide::update(row, self.hidden_bias.view(), |x, bias| softplus(x + bias));
            }
            let linear = v.dot(&self.visible_bias);
            for ((energy, linear), hidden) in energies.iter_mut().zip(linear).zip(hidden.outer_iter()) {
                *energy = -f64::from(linear) - hidden.iter().map(|&x| f64::from(x)).sum::<f64>();
            }
        });
        energies.into()
    }

    /// Mean squared difference, per visible unit, between v (rows, visible) and its reconstruction through
    /// the hidden means: v against p(v | p(h | v)).
    pub fn reconstruction_error(&self, v: ArrayView2<f32>) -> f64 {
        let reconstruction = self.visible_given_hidden(self.hidden_given_visible(v).view());
        let squares = sum_blocks((Rows(v), Rows(reconstruction.view())), ROWS, &|(Rows(v), Rows(mean))| {
            Zip::from(v).and(mean).fold(0.0, |sum, v, mean| sum + f64::from(v - mean).powi(2))
        });
        squares / v.len().max(1) as f64
    }
}

fn layer_means(layer: Conditional, input: ArrayView2<f32>) -> Array2<f32> {
    blas::single_threaded();
    let mut means = Array2::zeros((input.nrows(), layer.bias.len()));
    for_blocks((Rows(input), Rows(means.view_mut())), ROWS, &|(Rows(input), Rows(means))| {
        layer.means(input, means);
    });
    means
}

fn layer_states(layer: Conditional, input: ArrayView2<f32>, seed: &Seed) -> Array2<f32> {
    blas::single_threaded();
    let mut means = Array2::zeros((input.nrows(), layer.bias.len()));
    let mut states = Array2::zeros(means.raw_dim());
    layer.sample(input, means.view_mut(), states.view_mut(), seed);
    states
}
