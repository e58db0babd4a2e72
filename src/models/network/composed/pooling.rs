//! Pooling: of 2 x 2 places the largest value of each channel, the first of equals. Squares do not overlap; a line or column of
//! an odd grid that has no partner is left out. The gradient goes to the value that was taken, and nowhere else.

use super::convolution::{Grid, IMAGES};
use crate::numeric::blocks::{Rows, for_blocks};
use ndarray::{ArcArray2, Array2, ArrayView2, ArrayViewMut2};

/// Pools images of so many places and channels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pooling {
    pub grid: Grid,
    pub channels: usize,
}

/// Which of the four was taken, (rows, places left * channels).
pub(super) type Taken = Array2<u8>;

impl Pooling {
    /// x (rows, places * channels) as (rows, places left * channels).
    pub fn forward(self, x: &ArcArray2<f32>) -> (ArcArray2<f32>, Taken) {
        let shape = (x.nrows(), self.grid.pooled().places() * self.channels);
        let (mut out, mut taken) = (Array2::zeros(shape), Array2::zeros(shape));
        let parts = (Rows(x.view()), (Rows(out.view_mut()), Rows(taken.view_mut())));
        for_blocks(parts, IMAGES, &|(Rows(x), (Rows(out), Rows(taken)))| self.pool(x, out, taken));
        (out.into_shared(), taken)
    }

    fn pool(self, x: ArrayView2<f32>, mut out: ArrayViewMut2<f32>, mut taken: ArrayViewMut2<u8>) {
        for ((x, mut out), mut taken) in x.rows().into_iter().zip(out.rows_mut()).zip(taken.rows_mut()) {
            self.each_square(|at, left| {
                for c in 0..self.channels {
                    let mut best = 0;
                    for which in 1..4u8 {
                        if x[at[which as usize] + c] > x[at[best as usize] + c] {
                            best = which;
                        }
                    }
                    (out[left + c], taken[left + c]) = (x[at[best as usize] + c], best);
                }
            });
        }
    }

    /// The gradient by x (rows, places * channels), of the gradient by what is left.
    pub fn backward(self, delta: &Array2<f32>, taken: &Taken) -> Array2<f32> {
        let mut by_x = Array2::zeros((delta.nrows(), self.grid.places() * self.channels));
        let parts = (Rows(by_x.view_mut()), (Rows(delta.view()), Rows(taken.view())));
        for_blocks(parts, IMAGES, &|(Rows(mut by_x), (Rows(delta), Rows(taken)))| {
            for ((mut by_x, delta), taken) in by_x.rows_mut().into_iter().zip(delta.rows()).zip(taken.rows())
            {
                self.each_square(|at, left| {
                    for c in 0..self.channels {
                        by_x[at[usize::from(taken[left + c])] + c] = delta[left + c];
                    }
                });
            }
        });
        by_x
    }

    /// Where the four places of each square begin, and what is left of it.
    fn each_square(self, mut see: impl FnMut([usize; 4], usize)) {
        let (left, width) = (self.grid.pooled(), self.grid.width);
        for i in 0..left.height {
            for j in 0..left.width {
                let first = 2 * i * width + 2 * j;
                let at = [first, first + 1, first + width, first + width + 1];
                see(at.map(|place| place * self.channels), (i * left.width + j) * self.channels);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// Three lines of five places, two channels; the last line and the last column have no partner. By hand.
    #[test]
    fn the_largest_of_four_is_taken_and_gets_the_gradient() {
        let first = [[1.0f32, 5.0, 2.0, 2.0, 9.0], [3.0, 4.0, 2.0, 1.0, 9.0], [9.0; 5]];
        let second = first.map(|line| line.map(|x| -x));
        let places = first.iter().flatten().zip(second.iter().flatten());
        let row: Vec<f32> = places.flat_map(|(&a, &b)| [a, b]).collect();
        let x = Array2::from_shape_vec((1, 30), row).unwrap();
        let pooling = Pooling { grid: Grid { height: 3, width: 5 }, channels: 2 };
        let (out, taken) = pooling.forward(&x.into_shared());
        assert_eq!(out, array![[5.0, -1.0, 2.0, -1.0]].into_shared());
        assert_eq!(taken, array![[1, 0, 0, 3]]);
        let by_x = pooling.backward(&array![[10.0, 20.0, 30.0, 40.0]], &taken);
        let found: Vec<(usize, f32)> = by_x.iter().copied().enumerate().filter(|(_, d)| *d != 0.0).collect();
        // Places 1 and 2 of the first line, 0 of it, and 3 of the second: two channels each.
        assert_eq!(found, [(1, 20.0), (2, 10.0), (4, 30.0), (17, 40.0)]);
    }
}
