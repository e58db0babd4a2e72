//! Convolutions of 3 x 3 places, one place a step, zeros around the image: y(i, j) = sum over the places (k, l) of the patch of
//! x(i + k - 1, j + l - 1) W(k, l). An image lies in a row place after place, line by line, channel after channel in each place,
//! so that a batch (rows, places * channels) is a matrix (rows * places, channels) without a move.
//!
//! Patches of a few images are written out (im2col), (places, 9 * channels), and one product on one thread makes of them what
//! comes out. Images are cut into blocks as [`crate::numeric::blocks`] says, and partial sums of gradients are added along its
//! tree, so that no bit depends on the number of threads. The gradient by the inputs is the convolution of the gradient by the
//! outputs with the weights turned by half a circle.

use crate::numeric::blocks::{Rows, fold_blocks, for_blocks};
use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut2};

/// Places of a patch in a line.
const SIDE: usize = 3;
/// Places of a patch.
pub const PATCH: usize = SIDE * SIDE;
/// Images of a task.
pub const IMAGES: usize = 16;
/// Numbers of the patches that are written out at once: they stay in the second cache.
const WRITTEN: usize = 1 << 16;

/// The places of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    pub height: usize,
    pub width: usize,
}

impl Grid {
    /// Places in all.
    pub fn places(self) -> usize {
        self.height * self.width
    }

    /// What pooling of 2 x 2 places leaves: a line or column that has no partner goes.
    pub fn pooled(self) -> Grid {
        Grid { height: self.height / 2, width: self.width / 2 }
    }
}

/// x (rows, places * inputs) * W (9 * inputs, outputs) + b (outputs), as (rows * places, outputs).
pub(super) fn convolved(
    grid: Grid,
    x: ArrayView2<f32>,
    weights: ArrayView2<f32>,
    bias: Option<ArrayView1<f32>>,
) -> Array2<f32> {
    let (places, outputs) = (grid.places(), weights.ncols());
    let mut out = Array2::zeros((x.nrows(), places * outputs));
    for_blocks((Rows(out.view_mut()), Rows(x)), IMAGES, &|(Rows(out), Rows(x))| {
        convolve(grid, x, weights, bias, out);
    });
    super::reshaped(out, (x.nrows() * places, outputs))
}

fn convolve(
    grid: Grid,
    x: ArrayView2<f32>,
    weights: ArrayView2<f32>,
    bias: Option<ArrayView1<f32>>,
    mut out: ArrayViewMut2<f32>,
) {
    let inputs = weights.nrows() / PATCH;
    if out.is_empty() {
        return;
    }
    let mut patches = Patches::new(grid, inputs, x.nrows());
    let out = out.as_slice_mut().expect("rows that follow each other");
    let numbers = patches.images * grid.places() * weights.ncols();
    for (images, out) in x.axis_chunks_iter(ndarray::Axis(0), patches.images).zip(out.chunks_mut(numbers)) {
        let kept = bias.map_or(0.0, |bias| {
            let bias = bias.as_slice().expect("a row of its own");
            out.chunks_exact_mut(bias.len().max(1)).for_each(|out| out.copy_from_slice(bias));
            1.0
        });
        let patches = patches.of(images);
        let shape = (patches.nrows(), weights.ncols());
        let mut out = ArrayViewMut2::from_shape(shape, out).expect("a row of sums for each place");
        general_mat_mul(1.0, &patches, &weights, kept, &mut out);
    }
}

/// The gradient by the weights (9 * inputs, outputs) and by the bias (outputs), of x (rows, places * inputs) and the gradient by
/// the sums (rows, places * outputs).
pub(super) fn by_weights(
    grid: Grid,
    x: ArrayView2<f32>,
    delta: ArrayView2<f32>,
    (inputs, outputs): (usize, usize),
) -> (Array2<f32>, Array1<f32>) {
    let block = |(Rows(x), Rows(delta)): (Rows<ArrayView2<f32>>, Rows<ArrayView2<f32>>)| {
        let mut patches = Patches::new(grid, inputs, x.nrows());
        let mut sums = (Array2::zeros((PATCH * inputs, outputs)), Array1::zeros(outputs));
        let numbers = (patches.images * grid.places() * outputs).max(1);
        let delta = delta.to_slice().expect("rows that follow each other");
        for (images, delta) in x.axis_chunks_iter(ndarray::Axis(0), patches.images).zip(delta.chunks(numbers))
        {
            let patches = patches.of(images);
            let delta =
                ArrayView2::from_shape((patches.nrows(), outputs), delta).expect("a row for each place");
            general_mat_mul(1.0, &patches.t(), &delta, 1.0, &mut sums.0);
            sums.1 += &delta.sum_axis(ndarray::Axis(0));
        }
        sums
    };
    let add = |a: (Array2<f32>, Array1<f32>), b: (Array2<f32>, Array1<f32>)| (a.0 + b.0, a.1 + b.1);
    fold_blocks((Rows(x), Rows(delta)), IMAGES, &block, &add)
}

/// The gradient by the inputs (rows, places * inputs), of the gradient by the sums (rows, places * outputs).
pub(super) fn by_inputs(grid: Grid, delta: ArrayView2<f32>, weights: ArrayView2<f32>) -> Array2<f32> {
    let (rows, inputs, outputs) = (delta.nrows(), weights.nrows() / PATCH, weights.ncols());
    let turned = Array2::from_shape_fn((PATCH * outputs, inputs), |(at, input)| {
        weights[((PATCH - 1 - at / outputs) * inputs + input, at % outputs)]
    });
    super::reshaped(convolved(grid, delta, turned.view(), None), (rows, grid.places() * inputs))
}

/// Room for the patches of a few images.
struct Patches {
    grid: Grid,
    channels: usize,
    /// Images at once.
    images: usize,
    numbers: Vec<f32>,
}

impl Patches {
    fn new(grid: Grid, channels: usize, images: usize) -> Self {
        let one = grid.places() * PATCH * channels;
        let images = (WRITTEN / one.max(1)).clamp(1, images.max(1));
        Patches { grid, channels, images, numbers: vec![0.0; images * one] }
    }

    /// The patch of each place of each image (rows, places * channels), as (rows * places, 9 * channels).
    fn of(&mut self, images: ArrayView2<f32>) -> ArrayView2<'_, f32> {
        let (line, patch) = (self.grid.width * self.channels, PATCH * self.channels);
        let one = self.grid.places() * patch;
        for (image, to) in images.rows().into_iter().zip(self.numbers.chunks_exact_mut(one.max(1))) {
            let image = image.to_slice().expect("a row lies in one piece");
            for (i, to) in to.chunks_exact_mut(self.grid.width * patch).enumerate() {
                for k in 0..SIDE {
                    let from = (i + k).checked_sub(1).filter(|&i| i < self.grid.height);
                    let from = from.map(|i| &image[i * line..(i + 1) * line]);
                    self.grid.line(self.channels, from, k, to);
                }
            }
        }
        let shape = (images.nrows() * self.grid.places(), patch);
        ArrayView2::from_shape(shape, &self.numbers[..shape.0 * shape.1]).expect("so many were written")
    }
}

impl Grid {
    /// Line `k` of the patches of a line of places: `from` is the line of the image that they see, none beyond its edge.
    fn line(self, channels: usize, from: Option<&[f32]>, k: usize, to: &mut [f32]) {
        let (seen, last) = (SIDE * channels, self.width - 1);
        for (j, patch) in to.chunks_exact_mut(PATCH * channels).enumerate() {
            let to = &mut patch[k * seen..(k + 1) * seen];
            let Some(from) = from else {
                to.fill(0.0);
                continue;
            };
            if j > 0 && j < last {
                to.copy_from_slice(&from[(j - 1) * channels..(j + 2) * channels]);
                continue;
            }
            for (l, to) in to.chunks_exact_mut(channels).enumerate() {
                match (j + l).checked_sub(1).filter(|&j| j <= last) {
                    Some(j) => to.copy_from_slice(&from[j * channels..(j + 1) * channels]),
                    None => to.fill(0.0),
                }
            }
        }
    }
}

/// The same by its definition and in f64: x (rows, places * inputs), W (9 * inputs, outputs), as (rows * places, outputs).
#[cfg(test)]
pub(super) fn reference(grid: Grid, x: &Array2<f64>, weights: &Array2<f64>) -> Array2<f64> {
    let inputs = weights.nrows() / PATCH;
    Array2::from_shape_fn((x.nrows() * grid.places(), weights.ncols()), |(place, output)| {
        let (row, place) = (place / grid.places(), place % grid.places());
        let (i, j) = (place / grid.width, place % grid.width);
        let mut sum = 0.0;
        for (k, l) in (0..SIDE).flat_map(|k| (0..SIDE).map(move |l| (k, l))) {
            let (y, x_) = (i + k, j + l);
            if (1..=grid.height).contains(&y) && (1..=grid.width).contains(&x_) {
                let seen = ((y - 1) * grid.width + x_ - 1) * inputs;
                let weight = (k * SIDE + l) * inputs;
                sum += (0..inputs).map(|c| x[(row, seen + c)] * weights[(weight + c, output)]).sum::<f64>();
            }
        }
        sum
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Seed;
    use rand::RngExt;

    fn numbers(shape: (usize, usize), seed: u64) -> Array2<f32> {
        let mut stream = Seed::root(seed).stream();
        Array2::from_shape_simple_fn(shape, || stream.random_range(-1.0f32..1.0))
    }

    /// Images of a line, a column, a place, and larger ones than are written out at once; more images than a task has.
    const CASES: [(usize, usize, usize, usize, usize); 7] = [
        (1, 4, 5, 1, 1),
        (3, 5, 4, 2, 3),
        (37, 6, 6, 3, 2),
        (2, 1, 5, 2, 2),
        (2, 5, 1, 2, 2),
        (3, 1, 1, 2, 3),
        (2, 40, 30, 8, 2),
    ];

    /// Sums of 72 products below 1 in size, in f32.
    const CLOSE: f64 = 2e-5;

    #[test]
    fn it_is_the_sum_that_defines_it() {
        for (rows, height, width, inputs, outputs) in CASES {
            let grid = Grid { height, width };
            let x = numbers((rows, grid.places() * inputs), 1);
            let (w, bias) = (numbers((PATCH * inputs, outputs), 2), numbers((1, outputs), 3));
            let found = convolved(grid, x.view(), w.view(), Some(bias.row(0)));
            let expected = reference(grid, &x.mapv(f64::from), &w.mapv(f64::from)) + bias.mapv(f64::from);
            let far = (found.mapv(f64::from) - expected).iter().fold(0.0f64, |far, d| far.max(d.abs()));
            assert!(far < CLOSE, "{rows} {grid:?}: {far}");
        }
    }

    /// `<delta, conv(x; W)>` is linear in x and in W: the gradients are what it says of unit vectors. As inner products of random
    /// directions, whose size is that of some thousand products.
    #[test]
    fn gradients_are_the_transposed_maps() {
        for (rows, height, width, inputs, outputs) in CASES {
            let grid = Grid { height, width };
            let x = numbers((rows, grid.places() * inputs), 1);
            let w = numbers((PATCH * inputs, outputs), 2);
            let delta = numbers((rows, grid.places() * outputs), 3);
            let inner = |x: &Array2<f32>, w: &Array2<f32>| {
                let y = reference(grid, &x.mapv(f64::from), &w.mapv(f64::from));
                y.iter().zip(&delta).map(|(y, &d)| y * f64::from(d)).sum::<f64>()
            };
            let dot = |a: &Array2<f32>, b: &Array2<f32>| {
                a.iter().zip(b).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum::<f64>()
            };
            let (by_w, by_bias) = by_weights(grid, x.view(), delta.view(), (inputs, outputs));
            let by_x = by_inputs(grid, delta.view(), w.view());
            for seed in 4..8 {
                let (v, u) = (numbers(w.dim(), seed), numbers(x.dim(), seed));
                assert!((dot(&by_w, &v) - inner(&x, &v)).abs() < 1e-3, "{grid:?}");
                assert!((dot(&by_x, &u) - inner(&u, &w)).abs() < 1e-3, "{grid:?}");
            }
            let places = delta.into_shape_with_order((rows * grid.places(), outputs)).unwrap();
            let far = by_bias - places.sum_axis(ndarray::Axis(0));
            assert!(far.iter().all(|d| d.abs() < 1e-3));
        }
    }

    /// More images than one block has, on one thread and on three.
    #[test]
    fn threads_change_no_bit() {
        let grid = Grid { height: 7, width: 6 };
        let (x, w) = (numbers((90, 42 * 3), 1), numbers((27, 5), 2));
        let delta = numbers((90, 42 * 5), 3);
        let made = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let (by_w, by_bias) = by_weights(grid, x.view(), delta.view(), (3, 5));
                let by_x = by_inputs(grid, delta.view(), w.view());
                (convolved(grid, x.view(), w.view(), None), by_w, by_bias, by_x)
            })
        };
        assert!(made(1) == made(3));
    }
}
