//! One image drawn: an affine map and perhaps a field in one pass, block by block, with the widest instructions of this
//! processor. Which ones they are changes no bit: nothing is fused, and every sum has its order.

use super::affine::Affine;
use super::elastic::Lattice;
use crate::data::deform::{LANES, Workspace};
use pulp::{Arch, Simd, WithSimd};

/// Reads the canvas of the workspace, an image of `size` (rows, columns), where the map and the field drawn last say.
pub(super) fn sample(
    size: (usize, usize),
    affine: &Affine,
    lattice: Option<&Lattice>,
    workspace: &Workspace,
    out: &mut [f32],
) {
    Arch::new().dispatch(Sampling { size, affine, lattice, workspace, out });
}

struct Sampling<'a> {
    size: (usize, usize),
    affine: &'a Affine,
    lattice: Option<&'a Lattice>,
    workspace: &'a Workspace,
    out: &'a mut [f32],
}

impl WithSimd for Sampling<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Sampling { size, affine, lattice, workspace, out } = self;
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
}
