//! One image drawn: an affine map and perhaps a field in one pass, block by block.

use super::affine::Affine;
use super::elastic::Lattice;
use crate::data::deform::{LANES, Workspace};

/// Reads the canvas of the workspace, an image of `size` (rows, columns), where the map and the field drawn last say.
pub(super) fn sample(
    size: (usize, usize),
    affine: &Affine,
    lattice: Option<&Lattice>,
    workspace: &Workspace,
    out: &mut [f32],
) {
    let step = [affine.matrix[0][0], affine.matrix[1][0]];
    for (row, line) in out.chunks_exact_mut(size.1.max(1)).enumerate() {
        let start = affine.start(row, size);
        for (block, pixels) in line.chunks_mut(LANES).enumerate() {
            let mut at = [[0f32; LANES]; 2];
            for (axis, at) in at.iter_mut().enumerate() {
                for (i, at) in at.iter_mut().enumerate() {
                    *at = step[axis] * (block * LANES + i) as f32 + start[axis];
                }
            }
            if let Some(lattice) = lattice {
                lattice.displace(row, block, &workspace.field, &mut at);
            }
            workspace.canvas.read(at[0], at[1], pixels);
        }
    }
}
