//! Reading an image between its pixels.
//!
//! A [`Canvas`] is an image inside a frame, one pixel before and two behind, which holds what lies beyond the border:
//! zeros, the nearest pixel, the image mirrored or the image again. A position is first brought into the frame, so
//! that reading never asks whether it is inside. Lines have a power of two as their length S, and a coordinate c of
//! the frame is read as the bits of the number S + c, which lies in [S, 2 S): its mantissa then holds the whole part of
//! c and behind it the fraction, in 23 bits together (steps of 4e-6 pixels for images of 28). Whole positions stay
//! exact. All of that are integer operations on whole blocks, which every processor does in vector registers; only
//! the fetching of pixels goes one by one, and it is one fetch, because a pixel is stored beside the one below it.

/// Columns are handled in blocks of this many.
pub(crate) const LANES: usize = 16;
pub(crate) type Block = [f32; LANES];

const MANTISSA: u32 = 23;
const FRACTION: u32 = (1 << MANTISSA) - 1;
const ONE: u32 = 1f32.to_bits();

/// What an image shows beyond its border.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fill {
    /// k k | a b c | k k; the image fades to k over one pixel.
    Constant(f32),
    /// a a | a b c | c c
    Nearest,
    /// b a | a b c | c b
    Reflect,
    /// b c | a b c | a b
    Wrap,
}

/// An image in its frame.
#[derive(Debug)]
pub(crate) struct Canvas {
    rows: usize,
    columns: usize,
    fill: Fill,
    /// Of the length of a line, a power of two.
    stride_bits: u32,
    /// Of a power of two above every coordinate of the frame.
    base_bits: u32,
    /// A pixel and the one below it.
    pairs: Vec<[f32; 2]>,
}

impl Default for Canvas {
    fn default() -> Self {
        Canvas {
            rows: 0,
            columns: 0,
            fill: Fill::Constant(0.0),
            stride_bits: 0,
            base_bits: 0,
            pairs: Vec::new(),
        }
    }
}

impl Canvas {
    /// Copies an image of `size` (rows, columns) into the frame; less than that is filled up with nothing.
    pub fn load(&mut self, size: (usize, usize), image: &[f32], fill: Fill) {
        let (rows, columns) = size;
        if (self.rows, self.columns, self.fill) != (rows, columns, fill) || self.pairs.is_empty() {
            self.resize(size, fill);
        }
        if rows == 0 || columns == 0 || image.len() < rows * columns {
            self.pairs.clear();
            return;
        }
        let line_of = |row: usize| &image[row * columns..(row + 1) * columns];
        let stride = 1 << self.stride_bits;
        for (row, pairs) in self.pairs.chunks_exact_mut(stride).take(rows + 2).enumerate() {
            let (above, below) = (self.fill.source(row, rows), self.fill.source(row + 1, rows));
            let inner = &mut pairs[1..=columns];
            match (above, below) {
                (Some(above), Some(below)) => pair(inner, line_of(above), line_of(below)),
                (Some(above), None) => half(inner, line_of(above), 0, 1, self.fill.constant()),
                (None, Some(below)) => half(inner, line_of(below), 1, 0, self.fill.constant()),
                (None, None) => {}
            }
            if !matches!(self.fill, Fill::Constant(_)) {
                let side = |frame: usize| self.fill.source(frame, columns).map_or(1, |column| column + 1);
                (pairs[0], pairs[columns + 1]) = (pairs[side(0)], pairs[side(columns + 1)]);
                pairs[columns + 2] = pairs[columns + 1];
            }
        }
    }

    fn resize(&mut self, size: (usize, usize), fill: Fill) {
        (self.rows, self.columns, self.fill) = (size.0, size.1, fill);
        self.stride_bits = (size.1 + 3).next_power_of_two().trailing_zeros();
        self.base_bits = (size.0.max(size.1) + 3).next_power_of_two().trailing_zeros().min(MANTISSA);
        self.pairs.clear();
        self.pairs.resize((size.0 + 2) << self.stride_bits, [fill.constant(); 2]);
    }

    /// Reads the image at a block of positions, in pixels from the first one; as many as `out` has.
    #[inline(always)]
    pub fn read(&self, mut x: Block, mut y: Block, out: &mut [f32]) {
        if let Fill::Reflect | Fill::Wrap = self.fill {
            x = x.map(|x| self.fill.folded(x, self.columns as f32));
            y = y.map(|y| self.fill.folded(y, self.rows as f32));
        }
        let (last_x, last_y) = (self.columns as f32 + 1.0, self.rows as f32 + 1.0);
        let base = (1u32 << self.base_bits) as f32;
        let whole = MANTISSA - self.base_bits;
        let mask = (1u32 << self.base_bits) - 1;
        let mut at = [0u32; LANES];
        for i in 0..LANES {
            let across = (framed(x[i], last_x) + base).to_bits();
            let down = (framed(y[i], last_y) + base).to_bits();
            x[i] = f32::from_bits((across << self.base_bits) & FRACTION | ONE) - 1.0;
            y[i] = f32::from_bits((down << self.base_bits) & FRACTION | ONE) - 1.0;
            at[i] = ((down >> whole) & mask) << self.stride_bits | ((across >> whole) & mask);
        }
        let mut near = [[0f32; 4]; LANES];
        for (near, at) in near.iter_mut().zip(at) {
            if let Some(&[left, right]) = self.pairs.get(at as usize..).and_then(<[_]>::first_chunk) {
                *near = [left[0], left[1], right[0], right[1]];
            }
        }
        let mut values = [0f32; LANES];
        for (i, [left, left_below, right, right_below]) in near.into_iter().enumerate() {
            let left = left + y[i] * (left_below - left);
            let right = right + y[i] * (right_below - right);
            values[i] = left + x[i] * (right - left);
        }
        out.iter_mut().zip(values).for_each(|(out, value)| *out = value);
    }
}

/// Two lines, pixel by pixel one above the other.
fn pair(pairs: &mut [[f32; 2]], above: &[f32], below: &[f32]) {
    for ((pair, &above), &below) in pairs.iter_mut().zip(above).zip(below) {
        *pair = [above, below];
    }
}

/// A line beside what lies beyond the border.
fn half(pairs: &mut [[f32; 2]], line: &[f32], own: usize, other: usize, beyond: f32) {
    for (pair, &pixel) in pairs.iter_mut().zip(line) {
        (pair[own], pair[other]) = (pixel, beyond);
    }
}

/// A coordinate in the frame, from 0 to `last`; what is not a number lands at 0, outside the image.
#[inline(always)]
fn framed(coordinate: f32, last: f32) -> f32 {
    let inside = coordinate + 1.0;
    let inside = if inside > 0.0 { inside } else { 0.0 };
    if inside < last { inside } else { last }
}

impl Fill {
    fn constant(self) -> f32 {
        if let Fill::Constant(value) = self { value } else { 0.0 }
    }

    /// The line of an image of `length` that the frame's line shows; none where it shows the constant.
    fn source(self, frame: usize, length: usize) -> Option<usize> {
        match (self, frame) {
            (_, frame) if (1..=length).contains(&frame) => Some(frame - 1),
            (Fill::Constant(_), _) => None,
            (Fill::Wrap, 0) => Some(length - 1),
            (Fill::Wrap, _) => Some(0),
            (Fill::Nearest | Fill::Reflect, 0) => Some(0),
            (Fill::Nearest | Fill::Reflect, _) => Some(length - 1),
        }
    }

    /// A coordinate of a mirrored image in [-1/2, length - 1/2], of a repeated one in [0, length).
    fn folded(self, coordinate: f32, length: f32) -> f32 {
        match self {
            Fill::Reflect => {
                let period = 2.0 * length;
                let within = (coordinate + 0.5).rem_euclid(period);
                within.min(period - within) - 0.5
            }
            Fill::Wrap => coordinate.rem_euclid(length),
            Fill::Constant(_) | Fill::Nearest => coordinate,
        }
    }
}
