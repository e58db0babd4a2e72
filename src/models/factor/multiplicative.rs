//! The multiplicative rule for |X - C B|_F (Lee and Seung 2001, theorem 1): C <- C * X B' / (C B B'), then
//! B <- B * C'X / (C'C B). A plain step in double precision, and a fast one in single precision that reads X once.
//!
//! The fast step goes through X in panels of rows that stay in cache: a panel's coefficients are updated and added to
//! C'X and C'C at once. Rows are cut into tasks by the shape alone, and the sums of tasks are added in their order, so the
//! result does not depend on the number of threads. Buffers are made once.

use super::signs::square;
use crate::numeric::blocks::{Chunks, for_blocks};
use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Zip, s};

/// Keeps divisions from being by zero.
const LEAST: f64 = 1e-300;
/// The same in single precision.
const LEAST_SINGLE: f32 = 1e-30;
/// Rows of a panel: of 784 columns 600 kB, about what the second cache holds.
const PANEL: usize = 192;
/// Tasks at most, each with sums of its own.
const TASKS: usize = 32;

/// C'X (k, columns) and C'C (k, k).
pub struct Products {
    pub cross: Array2<f64>,
    pub gram: Array2<f64>,
}

/// One plain step; the relative residual after the coefficients and before the basis is updated.
pub fn step(x: ArrayView2<f64>, c: &mut Array2<f64>, b: &mut Array2<f64>) -> f64 {
    let scale = x.dot(&b.t()) / (c.dot(&b.dot(&b.t())) + LEAST);
    *c *= &scale;
    let Products { cross, gram } = Products { cross: c.t().dot(&x), gram: c.t().dot(c) };
    let between = relative(square(x), &cross, &gram, b);
    *b *= &(cross / (gram.dot(b) + LEAST));
    between
}

/// |X - C B| / |X|.
pub fn residual(x: ArrayView2<f64>, c: &Array2<f64>, b: &Array2<f64>) -> f64 {
    (square((&x - &c.dot(b)).view()) / square(x)).sqrt()
}

/// The same from the products: |X|^2 - 2 <C'X, B> + <C'C, B B'>.
pub fn relative(norm: f64, cross: &Array2<f64>, gram: &Array2<f64>, b: &Array2<f64>) -> f64 {
    let fitted = (cross * b).sum();
    let own = (gram * &b.dot(&b.t())).sum();
    ((norm - 2.0 * fitted + own).max(0.0) / norm).sqrt()
}

/// The state of the fast kernel: x (rows, columns), k factors.
pub struct Single {
    /// Rows of a task.
    height: usize,
    /// |X|^2
    norm: f64,
    /// (rows, k)
    c: Array2<f32>,
    /// (k, columns)
    b: Array2<f32>,
    /// B B', (k, k)
    outer: Array2<f32>,
    /// C'X and C'C of all rows, and C'C B.
    cross: Array2<f32>,
    gram: Array2<f32>,
    fitted: Array2<f32>,
    /// What each task has for itself, one after the other.
    own: Vec<f32>,
}

impl Single {
    pub fn new(x: ArrayView2<f32>, c: ArrayView2<f64>, b: ArrayView2<f64>) -> Self {
        let (rows, columns) = x.dim();
        let k = c.ncols();
        let height = rows.div_ceil(TASKS).next_multiple_of(PANEL);
        let norm =
            x.rows().into_iter().map(|row| row.iter().map(|&x| f64::from(x).powi(2)).sum::<f64>()).sum();
        Single {
            height,
            norm,
            c: c.mapv(|value| value as f32),
            b: b.mapv(|value| value as f32),
            outer: Array2::zeros((k, k)),
            cross: Array2::zeros((k, columns)),
            gram: Array2::zeros((k, k)),
            fitted: Array2::zeros((k, columns)),
            own: vec![0.0; rows.div_ceil(height) * Own::len(k, columns)],
        }
    }

    /// One step; the relative residual after the coefficients and before the basis is updated.
    pub fn step(&mut self, x: ArrayView2<f32>) -> f64 {
        general_mat_mul(1.0, &self.b, &self.b.t(), 0.0, &mut self.outer);
        self.coefficients(x, true);
        let between = self.between();
        general_mat_mul(1.0, &self.gram, &self.b, 0.0, &mut self.fitted);
        Zip::from(&mut self.b)
            .and(&self.cross)
            .and(&self.fitted)
            .for_each(|b, &cross, &fitted| *b *= cross / (fitted + LEAST_SINGLE));
        between
    }

    /// The relative residual as it stands.
    pub fn residual(&mut self, x: ArrayView2<f32>) -> f64 {
        general_mat_mul(1.0, &self.b, &self.b.t(), 0.0, &mut self.outer);
        self.coefficients(x, false);
        self.between()
    }

    /// Coefficients and basis in double precision.
    pub fn factors(&self) -> (Array2<f64>, Array2<f64>) {
        (self.c.mapv(f64::from), self.b.mapv(f64::from))
    }

    fn between(&self) -> f64 {
        let dot = |a: &Array2<f32>, b: &Array2<f32>| -> f64 {
            a.iter().zip(b).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum()
        };
        let square = self.norm - 2.0 * dot(&self.cross, &self.b) + dot(&self.gram, &self.outer);
        (square.max(0.0) / self.norm).sqrt()
    }

    /// Updates the coefficients where asked, and sums up C'X and C'C.
    fn coefficients(&mut self, x: ArrayView2<f32>, update: bool) {
        let (k, columns) = self.b.dim();
        let (rows, height) = (x.nrows(), self.height);
        let (b, outer) = (self.b.view(), self.outer.view());
        let Some(c) = self.c.as_slice_mut() else { return };
        let tasks = rows.div_ceil(height);
        let length = Own::len(k, columns);
        let blocks = ((Chunks(c, height * k), Chunks(&mut self.own[..], length)), 0..tasks);
        for_blocks(blocks, 1, &|((Chunks(c, _), Chunks(own, _)), task)| {
            let start = task.start * height;
            let x = x.slice(s![start..rows.min(start + height), ..]);
            if let Some(own) = Own::of(own, k, columns) {
                own.pass(x, c, b, outer, update);
            }
        });
        self.cross.fill(0.0);
        self.gram.fill(0.0);
        for own in self.own.chunks_mut(length) {
            if let Some(own) = Own::of(own, k, columns) {
                self.cross += &own.cross;
                self.gram += &own.gram;
            }
        }
    }
}

/// What a task has for itself.
struct Own<'a> {
    cross: ArrayViewMut2<'a, f32>,
    gram: ArrayViewMut2<'a, f32>,
    /// X B' and C B B' of a panel.
    wanted: ArrayViewMut2<'a, f32>,
    there: ArrayViewMut2<'a, f32>,
}

impl<'a> Own<'a> {
    fn len(k: usize, columns: usize) -> usize {
        k * columns + k * k + 2 * PANEL * k
    }

    fn of(buffer: &'a mut [f32], k: usize, columns: usize) -> Option<Self> {
        let (cross, rest) = buffer.split_at_mut_checked(k * columns)?;
        let (gram, rest) = rest.split_at_mut_checked(k * k)?;
        let (wanted, there) = rest.split_at_mut_checked(PANEL * k)?;
        Some(Own {
            cross: ArrayViewMut2::from_shape((k, columns), cross).ok()?,
            gram: ArrayViewMut2::from_shape((k, k), gram).ok()?,
            wanted: ArrayViewMut2::from_shape((PANEL, k), wanted).ok()?,
            there: ArrayViewMut2::from_shape((PANEL, k), there).ok()?,
        })
    }

    /// The rows x of this task, panel by panel; c are their coefficients.
    fn pass(
        mut self,
        x: ArrayView2<f32>,
        c: &mut [f32],
        b: ArrayView2<f32>,
        outer: ArrayView2<f32>,
        update: bool,
    ) {
        let k = b.nrows();
        self.cross.fill(0.0);
        self.gram.fill(0.0);
        for (panel, c) in c.chunks_mut(PANEL * k.max(1)).enumerate() {
            let start = panel * PANEL;
            let rows = c.len() / k.max(1);
            let x = x.slice(s![start..start + rows, ..]);
            let Ok(mut c) = ArrayViewMut2::from_shape((rows, k), c) else { continue };
            if update {
                let mut wanted = self.wanted.slice_mut(s![..rows, ..]);
                let mut there = self.there.slice_mut(s![..rows, ..]);
                general_mat_mul(1.0, &x, &b.t(), 0.0, &mut wanted);
                general_mat_mul(1.0, &c, &outer, 0.0, &mut there);
                Zip::from(&mut c)
                    .and(&wanted)
                    .and(&there)
                    .for_each(|c, &wanted, &there| *c *= wanted / (there + LEAST_SINGLE));
            }
            general_mat_mul(1.0, &c.t(), &x, 1.0, &mut self.cross);
            general_mat_mul(1.0, &c.t(), &c, 1.0, &mut self.gram);
        }
    }
}
