//! The way of a batch through the phases of an update, pass after pass over all its rows. A thread has the same blocks of weights
//! in every pass, those of the update before and after it too: weights that others have changed would have to come over.

use super::drawing::{DRAWN_ROWS, draw, draw_block};
use super::layer::activate;
use super::weights::Drive;
use crate::models::panels::{Activation, Precision, Products};
use crate::numeric::blocks::{Rows, for_blocks};
use crate::numeric::random::Seed;
use ndarray::{Array2, ArrayView1, ArrayView2, ArrayViewMut2, s};

/// What batches need.
pub(super) struct Walker {
    products: Products,
    visible_means: Array2<f32>,
    hidden_states: Array2<f32>,
}

impl Walker {
    /// For batches of at most so many rows.
    pub fn new(drive: Drive, rows: usize, precision: Precision) -> Self {
        let (visible, hidden) = drive.dim();
        Walker {
            products: Drive::products(&[drive], rows, precision),
            visible_means: Array2::zeros((rows, visible)),
            hidden_states: Array2::zeros((rows, hidden)),
        }
    }
}

/// The way of every batch.
pub(super) struct Walk<'a> {
    pub drive: Drive<'a>,
    pub visible_bias: ArrayView1<'a, f32>,
    pub hidden_bias: &'a [f32],
    /// Chains go on from where they are, and not from the data.
    pub persistent: bool,
    /// Gibbs steps.
    pub steps: usize,
    /// What the hidden means of the model are multiplied by in the end.
    pub scale: f32,
}

/// Rows of both layers.
type Layers<'a> = (ArrayViewMut2<'a, f32>, ArrayViewMut2<'a, f32>);

impl Walk<'_> {
    /// Fills the hidden means of the data, and states and hidden means of the model.
    pub fn run(&self, walker: &mut Walker, model: Layers, data: Layers, seed: &Seed) {
        let ((mut v, mut h), (v_data, mut h_data)) = (model, data);
        let Walker { products, visible_means, hidden_states } = walker;
        let mut means = visible_means.slice_mut(s![..v.nrows(), ..]);
        let mut states = hidden_states.slice_mut(s![..v.nrows(), ..]);
        self.hidden_means(v_data.view(), h_data.view_mut(), products);
        if self.persistent {
            self.hidden_means(v.view(), h.view_mut(), products);
        }
        draw(if self.persistent { h.view() } else { h_data.view() }, states.view_mut(), &seed.child("start"));
        for step in 1..=self.steps {
            let seed = seed.at(step as u64);
            self.drive.visible(states.view(), means.view_mut(), products);
            self.draw_visible(means.view_mut(), v.view_mut(), &seed.child("visible"));
            self.hidden_means(v.view(), h.view_mut(), products);
            if step < self.steps {
                draw(h.view(), states.view_mut(), &seed.child("hidden"));
            }
        }
        for_blocks(Rows(h), DRAWN_ROWS, &|Rows(mut h): Rows<ArrayViewMut2<f32>>| h *= self.scale);
    }

    fn hidden_means(&self, v: ArrayView2<f32>, h: ArrayViewMut2<f32>, products: &mut Products) {
        self.drive.hidden_by_blocks(v, self.hidden_bias, Some(Activation::Logistic), h, products);
    }

    /// Inputs of visible units become means, from which states are drawn.
    fn draw_visible(&self, means: ArrayViewMut2<f32>, states: ArrayViewMut2<f32>, seed: &Seed) {
        let range = 0..means.nrows();
        for_blocks(((Rows(means), Rows(states)), range), DRAWN_ROWS, &|(
            (Rows(mut means), Rows(states)),
            range,
        )| {
            activate(means.view_mut(), self.visible_bias);
            draw_block(means.view(), states, &seed.at(range.start as u64));
        });
    }
}
