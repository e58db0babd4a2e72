//! One update by the up-down algorithm, a contrastive wake-sleep (Hinton, Osindero and Teh 2006, appendix B).
//!
//! Awake, states go up by recognition, and the generative weights learn to give each layer from the one above. On top the
//! machine learns by contrastive divergence from there. Asleep, what its chains end at goes down by generation, and the
//! recognition weights learn to give each layer from the one below. Each is the delta rule: W += rate inputᵀ (state - mean) / n.

use super::{BeliefNet, means};
use crate::models::boltzmann::layer::Conditional;
use crate::numeric::blocks::{Columns, Rows, for_blocks};
use crate::numeric::random::Seed;
use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView2, Axis, concatenate, s};

/// Rows of the weights that one task updates.
const BLOCK: usize = 128;

/// States drawn from a layer: (rows, inputs) to (rows, units).
fn states(layer: Conditional, input: ArrayView2<f32>, seed: &Seed) -> Array2<f32> {
    let mut p = Array2::zeros((input.nrows(), layer.bias.len()));
    let mut states = p.clone();
    layer.sample(input, p.view_mut(), states.view_mut(), seed);
    states
}

/// W += rate inputᵀ error / n: input (n, inputs), error (n, outputs), W (inputs, outputs).
fn learn(weights: &mut Array2<f32>, input: ArrayView2<f32>, error: ArrayView2<f32>, rate: f32) {
    let rate = rate / input.nrows().max(1) as f32;
    for_blocks((Columns(input), Rows(weights.view_mut())), BLOCK, &|(Columns(input), Rows(mut weights))| {
        general_mat_mul(rate, &input.t(), &error, 1.0, &mut weights);
    });
}

fn learn_bias(bias: &mut Array1<f32>, error: ArrayView2<f32>, rate: f32) {
    bias.scaled_add(rate / error.nrows().max(1) as f32, &error.sum_axis(Axis(0)));
}

impl BeliefNet {
    /// Learns from rows (n, visible) of classes (n, classes), one of whose columns is 1, with so many Gibbs steps on top.
    pub(super) fn up_down(
        &mut self,
        rows: ArrayView2<f32>,
        classes: ArrayView2<f32>,
        steps: usize,
        rate: f32,
        seed: &Seed,
    ) {
        let mut awake = vec![rows.to_owned()];
        for (l, layer) in self.directed.iter().enumerate() {
            let seed = seed.child("up").at(l as u64);
            awake.push(states(layer.up(), awake[l].view(), &seed));
        }
        let units = self.top.visible() - self.classes;
        let highest = awake[self.directed.len()].view();
        // Both views have n rows: their columns stand side by side.
        let visible = concatenate(Axis(1), &[highest, classes]).unwrap_or_default();
        let dream = self.contrast(visible, steps, rate, &seed.child("top"));
        let asleep = self.dreamt(dream.slice(s![.., ..units]).to_owned(), &seed.child("down"));
        for (l, layer) in self.directed.iter_mut().enumerate() {
            let error = &awake[l] - &means(layer.down(), awake[l + 1].view());
            learn(&mut layer.generation, error.view(), awake[l + 1].view(), rate);
            learn_bias(&mut layer.below_bias, error.view(), rate);
            let error = &asleep[l + 1] - &means(layer.up(), asleep[l].view());
            learn(&mut layer.recognition, asleep[l].view(), error.view(), rate);
            learn_bias(&mut layer.above_bias, error.view(), rate);
        }
    }

    /// Contrastive divergence of the top machine from visible states (n, visible); where its chains end.
    fn contrast(&mut self, visible: Array2<f32>, steps: usize, rate: f32, seed: &Seed) -> Array2<f32> {
        let hidden = self.top.sample_h_given_v(visible.view(), &seed.child("start"));
        let (mut v, mut h) = (visible.clone(), hidden.clone());
        for step in 0..steps {
            let seed = seed.at(step as u64);
            v = self.visible_states(h.view(), &seed.child("visible"));
            h = self.top.sample_h_given_v(v.view(), &seed.child("hidden"));
        }
        learn(&mut self.top.weights, visible.view(), hidden.view(), rate);
        learn(&mut self.top.weights, v.view(), h.view(), -rate);
        learn_bias(&mut self.top.visible_bias, (&visible - &v).view(), rate);
        learn_bias(&mut self.top.hidden_bias, (&hidden - &h).view(), rate);
        v
    }

    /// States of every layer below `highest`, from the data up; of the data means.
    pub(super) fn dreamt(&self, highest: Array2<f32>, seed: &Seed) -> Vec<Array2<f32>> {
        let mut asleep = vec![highest];
        for (l, layer) in self.directed.iter().enumerate().rev() {
            let above = asleep[asleep.len() - 1].view();
            let below = match l {
                0 => means(layer.down(), above),
                _ => states(layer.down(), above, &seed.at(l as u64)),
            };
            asleep.push(below);
        }
        asleep.reverse();
        asleep
    }
}
