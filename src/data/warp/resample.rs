//! Where each pixel is read from, and the bilinear reading.
//!
//! [`Positions`] holds source coordinates in pixels, one row of `stride` per image row (`stride` is the
//! number of columns rounded up to whole blocks). [`Canvas`] is the image inside a frame of zeros: one pixel
//! before, two behind. A position is clamped to the frame, so that reading never needs to ask whether it is
//! inside: the image fades to zero over one pixel at its border, and everything beyond is zero.

use super::{Affine, LANES};

/// Source coordinates of every pixel.
#[derive(Debug, Default)]
pub(super) struct Positions {
    pub(super) size: (usize, usize),
    pub(super) stride: usize,
    pub(super) x: Vec<f32>,
    pub(super) y: Vec<f32>,
}

impl Positions {
    /// The positions that an affine map gives.
    pub(super) fn fill(&mut self, size: (usize, usize), affine: &Affine) {
        let (rows, cols) = size;
        self.size = size;
        self.stride = cols.next_multiple_of(LANES);
        self.x.resize(rows * self.stride, 0.0);
        self.y.resize(rows * self.stride, 0.0);
        let [for_x, for_y] = affine.matrix;
        let centre = (middle(cols), middle(rows));
        let lines = self.x.chunks_exact_mut(self.stride).zip(self.y.chunks_exact_mut(self.stride));
        for (row, (line_x, line_y)) in lines.enumerate() {
            let y = row as f32 - centre.1 - affine.shift.1;
            let start = (for_x[1] * y + centre.0, for_y[1] * y + centre.1);
            for (column, (at_x, at_y)) in line_x.iter_mut().zip(line_y).enumerate() {
                let x = column as f32 - centre.0 - affine.shift.0;
                *at_x = for_x[0] * x + start.0;
                *at_y = for_y[0] * x + start.1;
            }
        }
    }
}

/// Halves are exact in f32, so that whole shifts and right angles stay exact.
fn middle(length: usize) -> f32 {
    (length as f32 - 1.0) / 2.0
}

/// An image in its frame of zeros.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    size: (usize, usize),
    stride: usize,
    pixels: Vec<f32>,
}

impl Canvas {
    /// Copies `input`, of `size` (rows, columns), into the frame.
    pub(super) fn load(&mut self, size: (usize, usize), input: &[f32]) {
        let (rows, cols) = size;
        if self.size != size {
            self.size = size;
            self.stride = cols + 3;
            self.pixels.clear();
            self.pixels.resize((rows + 3) * self.stride, 0.0);
        }
        let inner = self.pixels.chunks_exact_mut(self.stride).skip(1);
        for (line, from) in inner.zip(input.chunks_exact(cols.max(1))) {
            line[1..=cols].copy_from_slice(from);
        }
    }

    /// Reads the image at every position.
    pub(super) fn sample(&self, at: &Positions, out: &mut [f32]) {
        let (rows, cols) = self.size;
        let last = (cols as f32 + 1.0, rows as f32 + 1.0);
        let lines = at.x.chunks_exact(at.stride.max(1)).zip(at.y.chunks_exact(at.stride.max(1)));
        for ((line_x, line_y), line) in lines.zip(out.chunks_exact_mut(cols.max(1))) {
            for ((pixel, &x), &y) in line.iter_mut().zip(line_x).zip(line_y) {
                *pixel = self.bilinear(framed(x, last.0), framed(y, last.1));
            }
        }
    }

    /// The value between four pixels of the frame. With a whole position the weights are 0 and the pixel's
    /// own value comes back unchanged.
    #[inline]
    fn bilinear(&self, x: f32, y: f32) -> f32 {
        let (column, row) = (x as u32, y as u32);
        let (right, down) = (x - column as f32, y - row as f32);
        let corner = row as usize * self.stride + column as usize;
        let (above, below) = (&self.pixels[corner..corner + 2], &self.pixels[corner + self.stride..][..2]);
        let top = above[0] + right * (above[1] - above[0]);
        let bottom = below[0] + right * (below[1] - below[0]);
        top + down * (bottom - top)
    }
}

/// A coordinate in the frame, clamped to 0 and `last`; what is not a number lands at 0, outside the image.
#[inline]
fn framed(coordinate: f32, last: f32) -> f32 {
    let inside = coordinate + 1.0;
    let inside = if inside > 0.0 { inside } else { 0.0 };
    if inside < last { inside } else { last }
}
