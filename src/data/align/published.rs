//! The published images: `alignmnist.npz` holds x (N, 28, 28) in bytes and y (N), in blocks of as many images as there are
//! training images, each block in their order; the first block is the training images themselves. Epoch e shows block
//! e, and after the last the first again. The images stay bytes in memory: 47 MB a block of MNIST's 60,000.

use super::super::deform::{Deformation, Sample, Workspace};
use crate::data::{DataFault, npz};
use std::path::Path;

/// Blocks of images.
#[derive(Debug)]
pub struct Published {
    rows: usize,
    pixels: usize,
    images: Vec<u8>,
}

/// Whether the headers of a file say that it holds blocks of `rows` images of `size` (rows, columns).
///
/// # Errors
/// A [`DataFault`] that says what else it holds.
pub fn check(path: &Path, rows: usize, size: (usize, usize)) -> Result<(), DataFault> {
    let shape = npz::peek(path, Some("x"), Some("y"))?;
    let found = shape.image.unwrap_or((1, shape.columns));
    if found != size || rows == 0 || shape.train % rows != 0 {
        let (count, (height, width)) = (shape.train, found);
        let what = format!(
            "{count} images of {height} x {width} are no blocks of {rows} images of {} x {}",
            size.0, size.1
        );
        return Err(DataFault::format(path, what));
    }
    Ok(())
}

impl Published {
    /// Reads the file for training images of `size` (rows, columns) with these labels.
    ///
    /// # Errors
    /// As [`check`], and where the first block has other labels or pixels are no bytes.
    pub fn read(path: &Path, size: (usize, usize), labels: &[u32]) -> Result<Published, DataFault> {
        check(path, labels.len(), size)?;
        let (images, targets) = npz::bytes(path, "x", "y")?;
        let other = targets.iter().zip(labels).position(|(target, &label)| *target != f64::from(label));
        if let Some(row) = other {
            let what = format!(
                "its image {} has the label {}, the training image {}",
                row + 1,
                targets[row],
                labels[row]
            );
            return Err(DataFault::format(path, what));
        }
        Ok(Published { rows: labels.len(), pixels: size.0 * size.1, images })
    }
}

impl Deformation for Published {
    fn apply(&self, sample: &Sample, _workspace: &mut Workspace, out: &mut [f32]) {
        let blocks = (self.images.len() / (self.rows * self.pixels).max(1)).max(1);
        let image = (sample.epoch as usize % blocks) * self.rows + sample.row as usize;
        let bytes = self.images.get(image * self.pixels..(image + 1) * self.pixels).unwrap_or_default();
        out.iter_mut().zip(bytes).for_each(|(value, &level)| *value = f32::from(level) / 255.0);
    }

    fn rows(&self) -> Option<usize> {
        Some(self.rows)
    }
}
