//! Infinite MNIST: training image a, moved along its tangents by two fields, then by a pixel or none.
//!
//! Loosli, Canu and Bottou, "Training invariant support vector machines using selective sampling", in Large Scale
//! Kernel Machines (2007), number the images: 0 to 9,999 are the test images, the next 60,000 the training images, and
//! every later index i is a deformed training image, so that MNIST8M is the indices 10,000 to 8,109,999. With x in grey
//! levels 0 to 255 (here a 255th of them, from 0 to 1), two scalar fields F and the two tangents T of image a, its
//! derivatives along columns and rows,
//!
//! ```text
//! y = x + s (F_k1 · T_0 - F_k2 · T_1),   s = ± alpha,
//! ```
//!
//! clipped to 0 and 255, cut to whole levels, and translated by one of nine codes. It is the first step of a Taylor
//! series in the displacement: nothing is interpolated. `index` says which k1, k2, a, sign and code an index has.
//! Epoch e of N training images is the indices 10,000 + e N onward: epoch 0 shows the images as they are.
//!
//! The authors' fields and tangents are two files that were never described. `files` reads them where a user has
//! them. Without them, fields are smooth noise as Simard's, and tangents are Sobel's differences of the image, worked
//! out on the way.

mod files;
mod index;
mod tangents;
#[cfg(test)]
mod tests;

pub use files::{FIELDS_FILE, TANGENTS_FILE, check, sum_of};
pub use index::{FIELDS, FIRST, Index};

use super::deform::{Deformation, Sample, Workspace};
use super::{DataFault, warp};
use crate::numeric::random::Seed;
use std::path::Path;

/// The deformation for images of one size.
#[derive(Debug)]
pub struct Infimnist {
    alpha: f32,
    size: (usize, usize),
    /// (FIELDS, pixels).
    fields: Vec<f32>,
    tangents: Tangents,
}

#[derive(Debug)]
enum Tangents {
    /// Made from each image when it is asked for.
    Made,
    /// (images, 2, pixels), of the training images in their order.
    Read(Vec<f32>),
}

impl Infimnist {
    /// With fields of our own for images of `size` (rows, columns): smooth over `sigma` pixels, displacements of the
    /// standard deviation `displacement` pixels.
    pub fn made(alpha: f32, size: (usize, usize), sigma: f32, displacement: f32, seed: &Seed) -> Self {
        let fields = warp::smooth_fields(FIELDS, size, sigma, displacement, seed);
        Infimnist { alpha, size, fields, tangents: Tangents::Made }
    }

    /// With the authors' two files in a folder, for the 60,000 training images of MNIST in their order.
    ///
    /// # Errors
    /// Where a file is missing or has another length than it must have.
    pub fn read(alpha: f32, folder: &Path) -> Result<Self, DataFault> {
        let (fields, tangents) = files::read(folder)?;
        Ok(Infimnist { alpha, size: (files::SIDE, files::SIDE), fields, tangents: Tangents::Read(tangents) })
    }

    /// The image before its translation.
    fn bend(&self, index: &Index, image: &[f32], framed: &mut Vec<f32>, out: &mut [f32]) {
        let pixels = self.size.0 * self.size.1;
        let field = |k: usize| self.fields.get(k * pixels..(k + 1) * pixels).unwrap_or_default();
        let (across, down) = (field(index.fields[0]), field(index.fields[1]));
        let s = if index.negative { -self.alpha } else { self.alpha };
        match &self.tangents {
            Tangents::Made => {
                tangents::bend_along_own(self.size, image, (across, down), s, framed, out);
            }
            Tangents::Read(all) => {
                let at = index.image as usize * 2 * pixels;
                let both = all.get(at..at + 2 * pixels).unwrap_or_default();
                let (first, second) = both.split_at(pixels.min(both.len()));
                tangents::bend(image, (across, down), (first, second), s, out);
            }
        }
    }
}

impl Deformation for Infimnist {
    fn apply(&self, sample: &Sample, workspace: &mut Workspace, out: &mut [f32]) {
        let i = FIRST + sample.epoch * sample.rows + sample.row;
        let Some(index) = Index::of(i, sample.rows) else {
            out.copy_from_slice(sample.image);
            return;
        };
        self.bend(&index, sample.image, &mut workspace.numbers, out);
        index.translate(self.size.1, out);
    }

    fn rows(&self) -> Option<usize> {
        matches!(self.tangents, Tangents::Read(_)).then_some(files::IMAGES)
    }
}
