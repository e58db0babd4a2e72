//! Products of matrices in single precision, cut into blocks of columns that are tasks of their own.

use crate::numeric::blocks::{Columns, for_blocks};
use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2};

/// Columns of one block.
const BLOCK: usize = 256;

/// a b for a (rows, inner) and b (inner, columns).
pub(super) fn product(a: ArrayView2<f32>, b: ArrayView2<f32>) -> Array2<f32> {
    let mut out = Array2::zeros((a.nrows(), b.ncols()));
    for_blocks((Columns(out.view_mut()), Columns(b)), BLOCK, &|(Columns(mut out), Columns(b))| {
        general_mat_mul(1.0, &a, &b, 0.0, &mut out);
    });
    out
}
