//! The way of some rows of a batch through the phases of an update. Rows are independent of each other between two updates, so a
//! group of them is one task from the first step to the last, with a stream of random numbers of its own: where groups begin
//! depends on the size of the batch alone.

use super::weights::Drive;
use crate::models::panels::{Activation, Precision, Products};
use crate::numeric::elementary::logistic;
use crate::numeric::random::{Bulk, Seed};
use crate::numeric::wide;
use ndarray::{Array2, ArrayView1, ArrayView2, ArrayViewMut2, s};

/// Rows of a group at the most: few enough for several threads, enough for efficient products.
pub(super) const GROUP: usize = 64;

/// Rows of a group: all have about as many.
pub(super) fn group(rows: usize) -> usize {
    rows.div_ceil(rows.div_ceil(GROUP).max(1)).max(1)
}

/// What a group needs.
pub(super) struct Walker {
    products: Products,
    visible_means: Array2<f32>,
    hidden_states: Array2<f32>,
    noise: Vec<f32>,
}

impl Walker {
    /// For groups of at most so many rows.
    pub fn new(drive: Drive, rows: usize, precision: Precision) -> Self {
        let (visible, hidden) = drive.dim();
        Walker {
            products: drive.products(rows, precision),
            visible_means: Array2::zeros((rows, visible)),
            hidden_states: Array2::zeros((rows, hidden)),
            noise: vec![0.0; visible.max(hidden)],
        }
    }
}

/// The way of every group.
pub(super) struct Walk<'a> {
    pub drive: Drive<'a>,
    pub visible_bias: ArrayView1<'a, f32>,
    pub hidden_bias: ArrayView1<'a, f32>,
    /// Chains go on from where they are, and not from the data.
    pub persistent: bool,
    /// Gibbs steps.
    pub steps: usize,
    /// What the hidden means of the model are multiplied by in the end.
    pub scale: f32,
}

/// Rows of both layers, one after the other.
type Rows<'a> = (&'a mut [f32], &'a mut [f32]);

impl Walk<'_> {
    /// Fills the hidden means of the data, and states and hidden means of the model, for the rows that there are.
    pub fn run(&self, walker: &mut Walker, model: Rows, data: Rows, seed: &Seed) {
        let (mut random, dim) = (seed.bulk(), self.drive.dim());
        let (v_data, mut h_data) = (rows(data.0, dim.0), rows(data.1, dim.1));
        let (mut v, mut h) = (rows(model.0, dim.0), rows(model.1, dim.1));
        let Walker { products, visible_means, hidden_states, noise } = walker;
        self.hidden_means(v_data.view(), h_data.view_mut(), products);
        let count = v.nrows();
        if count == 0 {
            return;
        }
        let mut states = hidden_states.slice_mut(s![..count, ..]);
        if self.persistent {
            self.hidden_means(v.view(), h.view_mut(), products);
            draw(h.view(), states.view_mut(), noise, &mut random);
        } else {
            draw(h_data.view(), states.view_mut(), noise, &mut random);
        }
        for step in 1..=self.steps {
            let mut means = visible_means.slice_mut(s![..count, ..]);
            self.drive.visible(states.view(), means.view_mut(), products);
            for row in means.rows_mut() {
                wide::update(row, self.visible_bias, |input, bias| logistic(input + bias));
            }
            draw(means.view(), v.view_mut(), noise, &mut random);
            self.hidden_means(v.view(), h.view_mut(), products);
            if step < self.steps {
                draw(h.view(), states.view_mut(), noise, &mut random);
            }
        }
        h *= self.scale;
    }

    fn hidden_means(&self, v: ArrayView2<f32>, h: ArrayViewMut2<f32>, products: &mut Products) {
        if v.nrows() > 0 {
            let bias = self.hidden_bias.to_slice().unwrap_or_default();
            self.drive.hidden(v, bias, Some(Activation::Logistic), h, products);
        }
    }
}

fn rows(numbers: &mut [f32], columns: usize) -> ArrayViewMut2<'_, f32> {
    let shape = (numbers.len() / columns.max(1), columns);
    ArrayViewMut2::from_shape(shape, numbers).expect("whole rows")
}

/// Draws states in {0, 1} from means.
fn draw(means: ArrayView2<f32>, mut states: ArrayViewMut2<f32>, noise: &mut [f32], random: &mut Bulk) {
    let noise = &mut noise[..means.ncols()];
    for (means, states) in means.rows().into_iter().zip(states.rows_mut()) {
        random.fill_uniform(noise);
        let mut states = states;
        states.assign(&ArrayView1::from(&*noise));
        wide::update(states, means, |uniform, mean| if uniform < mean { 1.0 } else { 0.0 });
    }
}
