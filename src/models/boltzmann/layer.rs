//! One layer given the other: p(unit = 1 | input) = sigma(bias + input W), and states drawn from it.
//!
//! The two directions of a bipartite machine are one computation with W or its transpose, cut into
//! blocks of units (columns of the output). Each block has its own stream of random numbers, named by
//! its first unit, so neither sums nor draws depend on how many threads share the blocks.

use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView1, ArrayView2, ArrayViewMut2};

use super::drawing::draw_block;
use crate::numeric::blocks::{Columns, for_blocks};
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
        let parameters = (Columns(self.weights), Columns(self.bias));
        let blocks = ((Columns(means), Columns(states)), (parameters, 0..self.bias.len()));
        for_blocks(blocks, LAYER_BLOCK, &|((Columns(mut means), Columns(states)), (parameters, units))| {
            let (Columns(weights), Columns(bias)) = parameters;
            block_means(input, weights, bias, means.view_mut());
            draw_block(means.view(), states, &seed.at(units.start as u64));
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
    activate(means, bias);
}

/// Sums over the other layer (rows, units) become means: σ(sum + bias).
pub(super) fn activate(mut inputs: ArrayViewMut2<f32>, bias: ArrayView1<f32>) {
    for row in inputs.rows_mut() {
        wide::update(row, bias, |input, bias| logistic(input + bias));
    }
}
