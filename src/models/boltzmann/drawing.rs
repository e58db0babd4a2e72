//! States in {0, 1} that are drawn from means. A block of rows has a stream of random numbers of its own, named by its first row,
//! so that draws do not depend on how many threads share the blocks.

use crate::numeric::blocks::{Rows, for_blocks};
use crate::numeric::random::Seed;
use crate::numeric::wide;
use ndarray::{ArrayView2, ArrayViewMut2};

/// Rows that one task draws at the most.
pub const DRAWN_ROWS: usize = 16;

/// Draws a state from each mean, block after block of rows.
pub(super) fn draw(means: ArrayView2<f32>, states: ArrayViewMut2<f32>, seed: &Seed) {
    let range = 0..means.nrows();
    for_blocks(((Rows(means), Rows(states)), range), DRAWN_ROWS, &|((Rows(means), Rows(states)), range)| {
        draw_block(means, states, &seed.at(range.start as u64));
    });
}

/// The same for one block, whose rows may be parts of longer ones.
pub(super) fn draw_block(means: ArrayView2<f32>, mut states: ArrayViewMut2<f32>, seed: &Seed) {
    let mut random = seed.bulk();
    for (means, mut states) in means.rows().into_iter().zip(states.rows_mut()) {
        random.fill_uniform(states.as_slice_mut().expect("a row of states lies in one piece"));
        wide::update(states, means, |uniform, mean| if uniform < mean { 1.0 } else { 0.0 });
    }
}
