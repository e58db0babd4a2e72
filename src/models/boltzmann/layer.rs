//! One layer given the other: p(unit = 1 | input) = sigma(bias + input W), and states drawn from it.
//!
//! The two directions of a bipartite machine are one computation with W or its transpose, cut into
//! blocks of units (columns of the output). Each block has its own stream of random numbers, named by
//! its first unit, so neither sums nor draws depend on how many threads share the blocks.

use std::ops::Range;

use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView1, ArrayView2, ArrayViewMut1, ArrayViewMut2};

use crate::numeric::blocks::{Block, Columns, for_blocks};
use crate::numeric::elementary::logistic;
use crate::numeric::random::Seed;
use crate::numeric::wide;

/// Units of a block: few enough for several threads, enough for an efficient product.
pub const LAYER_BLOCK: usize = 128;

/// A layer of binary units driven by the other layer.
#[derive(Clone, Copy)]
pub(super) struct Conditional<'a> {
    /// (inputs, units)
    pub weights: ArrayView2<'a, f32>,
    /// (units)
    pub bias: ArrayView1<'a, f32>,
}

/// The numbers of a block's units.
struct Units(Range<usize>);

impl Block for Units {
    fn extent(&self) -> usize {
        self.0.len()
    }
    fn split(self, at: usize) -> (Self, Self) {
        let middle = self.0.start + at;
        (Units(self.0.start..middle), Units(middle..self.0.end))
    }
}

impl Conditional<'_> {
    /// Writes p(unit = 1 | input) for each row: input (rows, inputs), means (rows, units).
    pub fn means(&self, input: ArrayView2<f32>, means: ArrayViewMut2<f32>) {
        let blocks = (Columns(means), (Columns(self.weights), Columns(self.bias)));
        for_blocks(blocks, LAYER_BLOCK, &|(Columns(means), (Columns(weights), Columns(bias)))| {
            block_means(input, weights, bias, means);
        });
    }

    /// Writes the means and a state in {0, 1} drawn from each: means and states (rows, units).
    pub fn sample(
        &self,
        input: ArrayView2<f32>,
        means: ArrayViewMut2<f32>,
        states: ArrayViewMut2<f32>,
        seed: &Seed,
    ) {
        let units = Units(0..self.bias.len());
        let blocks =
            ((Columns(means), Columns(states)), ((Columns(self.weights), Columns(self.bias)), units));
        for_blocks(blocks, LAYER_BLOCK, &|(
            (Columns(mut means), Columns(states)),
            (parameters, Units(units)),
        )| {
            let (Columns(weights), Columns(bias)) = parameters;
            block_means(input, weights, bias, means.view_mut());
            draw(means.view(), states, &seed.at(units.start as u64));
        });
    }
}

fn block_means(
    input: ArrayView2<f32>,
    weights: ArrayView2<f32>,
    bias: ArrayView1<f32>,
    mut means: ArrayViewMut2<f32>,
) {
    general_mat_mul(1.0, &input, &weights, 0.0, &mut means);
    for row in means.outer_iter_mut() {
        wide::update(row, bias, |input, bias| logistic(input + bias));
    }
}

/// Draws at most [`LAYER_BLOCK`] units a row.
fn draw(means: ArrayView2<f32>, mut states: ArrayViewMut2<f32>, seed: &Seed) {
    let mut random = seed.bulk();
    let mut noise = [0.0f32; LAYER_BLOCK];
    let noise = &mut noise[..means.ncols().min(LAYER_BLOCK)];
    for (mean, mut state) in means.outer_iter().zip(states.outer_iter_mut()) {
        random.fill_uniform(noise);
        let mut drawn = ArrayViewMut1::from(&mut *noise);
        wide::update(drawn.view_mut(), mean, |uniform, mean| if uniform < mean { 1.0 } else { 0.0 });
        state.assign(&drawn);
    }
}
