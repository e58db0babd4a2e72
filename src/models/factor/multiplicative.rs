//! The multiplicative rule for |X - C B|_F (Lee and Seung 2001, theorem 1): C <- C * X B' / (C B B'), then
//! B <- B * C'X / (C'C B). A plain step in double precision, and a fast one in single precision that reads X once.
//!
//! The fast step goes through X in panels of rows that stay in cache: a panel's coefficients are updated and added to
//! C'X and C'C at once ([`super::strips`] has both products). Rows are cut into tasks by the shape alone, and the sums of
//! tasks are added in their order, so the result does not depend on the number of threads. Buffers are made once.

use super::signs::square;
use super::strips::{self, PANEL, Shape};
use crate::numeric::blocks::{Chunks, for_blocks};
use crate::numeric::wide;
use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView1, ArrayView2, ArrayViewMut1, ArrayViewMut2, s};

/// Keeps divisions from being by zero.
const LEAST: f64 = 1e-300;
/// The same in single precision. Coefficients and a basis below it are nothing, before they slow down all that they are in.
const LEAST_SINGLE: f32 = 1e-30;
/// Tasks at most, each with sums of its own.
const TASKS: usize = 32;
/// Numbers that are summed up over tasks together.
const TOGETHER: usize = 4096;

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
    shape: Shape,
    rows: usize,
    /// Rows of a task.
    height: usize,
    /// |X|^2
    norm: f64,
    /// X, panel after panel.
    panels: Vec<f32>,
    /// (rows, k)
    c: Array2<f32>,
    /// (k, columns), and the same as a panel is multiplied by it.
    b: Array2<f32>,
    basis: Vec<f32>,
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
        let shape = Shape::new(columns, k);
        let height = rows.div_ceil(TASKS).next_multiple_of(PANEL);
        let norm =
            x.rows().into_iter().map(|row| row.iter().map(|&x| f64::from(x).powi(2)).sum::<f64>()).sum();
        let mut panels = vec![0.0; rows.div_ceil(PANEL) * shape.panel()];
        for (panel, to) in panels.chunks_mut(shape.panel()).enumerate() {
            shape.pack(x.slice(s![panel * PANEL..rows.min((panel + 1) * PANEL), ..]), to);
        }
        Single {
            shape,
            rows,
            height,
            norm,
            panels,
            c: c.mapv(|value| value as f32),
            b: b.mapv(|value| value as f32),
            basis: vec![0.0; shape.basis_len()],
            outer: Array2::zeros((k, k)),
            cross: Array2::zeros((k, columns)),
            gram: Array2::zeros((k, k)),
            fitted: Array2::zeros((k, columns)),
            own: vec![0.0; rows.div_ceil(height) * Own::len(shape)],
        }
    }

    /// One step; the relative residual after the coefficients and before the basis is updated.
    pub fn step(&mut self) -> f64 {
        self.coefficients(true);
        let mut fitted = std::mem::take(&mut self.fitted);
        let fit = || general_mat_mul(1.0, &self.gram, &self.b, 0.0, &mut fitted);
        let (between, ()) = rayon::join(|| self.between(), fit);
        self.fitted = fitted;
        let there = self.fitted.outer_iter_mut().zip(self.cross.outer_iter());
        for (b, (there, wanted)) in self.b.outer_iter_mut().zip(there) {
            scale(b, wanted, there);
        }
        between
    }

    /// The relative residual as it stands.
    pub fn residual(&mut self) -> f64 {
        self.coefficients(false);
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
    fn coefficients(&mut self, update: bool) {
        let (shape, height, k) = (self.shape, self.height, self.shape.factors);
        let (b, outer, basis) = (self.b.view(), &mut self.outer, &mut self.basis[..]);
        rayon::join(|| general_mat_mul(1.0, &b, &b.t(), 0.0, outer), || shape.basis(b, basis));
        let (panels, basis, outer) = (&self.panels[..], &self.basis[..], self.outer.view());
        let Some(c) = self.c.as_slice_mut() else { return };
        let (tasks, length) = (self.rows.div_ceil(height), Own::len(shape));
        let blocks = ((Chunks(c, height * k), Chunks(&mut self.own[..], length)), 0..tasks);
        for_blocks(blocks, 1, &|((Chunks(c, _), Chunks(own, _)), task)| {
            let panels = &panels[task.start * height / PANEL * shape.panel()..];
            if let Some(own) = Own::of(own, shape) {
                own.pass(shape, panels, c, (basis, outer), update);
            }
        });
        let sums = Own::sums(shape);
        let (first, others) = self.own.split_at_mut(length);
        for_blocks((&mut first[..sums], 0..sums), TOGETHER, &|(sums, at): (&mut [f32], _)| {
            for own in others.chunks(length) {
                sums.iter_mut().zip(&own[std::ops::Range::clone(&at)]).for_each(|(sum, &own)| *sum += own);
            }
        });
        if let Some(own) = Own::of(first, shape) {
            self.gram.assign(&own.gram);
            self.cross.fill(0.0);
            if let Some(cross) = self.cross.as_slice_mut() {
                shape.add_to(own.cross, cross);
            }
        }
    }
}

/// The update of a row by what is wanted and what is there, of which the ratio is left.
fn scale(values: ArrayViewMut1<f32>, wanted: ArrayView1<f32>, mut there: ArrayViewMut1<f32>) {
    wide::update(there.view_mut(), wanted, |there, wanted| wanted / (there + LEAST_SINGLE));
    wide::update(values, there.view(), |value, ratio| {
        let value = value * ratio;
        if value < LEAST_SINGLE { 0.0 } else { value }
    });
}

/// What a task has for itself.
struct Own<'a> {
    cross: &'a mut [f32],
    gram: ArrayViewMut2<'a, f32>,
    /// X B' and C B B' of a panel.
    wanted: &'a mut [f32],
    there: ArrayViewMut2<'a, f32>,
    /// Its coefficients as C'X reads them.
    packed: &'a mut [f32],
}

impl<'a> Own<'a> {
    /// Numbers of C'X and C'C, which come first.
    fn sums(shape: Shape) -> usize {
        shape.cross_len() + shape.factors * shape.factors
    }

    fn len(shape: Shape) -> usize {
        Own::sums(shape) + shape.wanted_len() + PANEL * shape.factors + shape.coefficients_len()
    }

    fn of(buffer: &'a mut [f32], shape: Shape) -> Option<Self> {
        let k = shape.factors;
        let (cross, rest) = buffer.split_at_mut_checked(shape.cross_len())?;
        let (gram, rest) = rest.split_at_mut_checked(k * k)?;
        let (wanted, rest) = rest.split_at_mut_checked(shape.wanted_len())?;
        let (there, packed) = rest.split_at_mut_checked(PANEL * k)?;
        Some(Own {
            cross,
            gram: ArrayViewMut2::from_shape((k, k), gram).ok()?,
            wanted,
            there: ArrayViewMut2::from_shape((PANEL, k), there).ok()?,
            packed,
        })
    }

    /// The rows of this task, panel by panel; c are their coefficients.
    fn pass(
        mut self,
        shape: Shape,
        panels: &[f32],
        c: &mut [f32],
        (basis, outer): (&[f32], ArrayView2<f32>),
        update: bool,
    ) {
        let k = shape.factors;
        self.cross.fill(0.0);
        self.gram.fill(0.0);
        for (panel, c) in panels.chunks(shape.panel()).zip(c.chunks_mut(PANEL * k.max(1))) {
            let rows = c.len() / k.max(1);
            let Ok(mut c) = ArrayViewMut2::from_shape((rows, k), c) else { continue };
            if update {
                let mut there = self.there.slice_mut(s![..rows, ..]);
                general_mat_mul(1.0, &c, &outer, 0.0, &mut there);
                strips::wanted(shape, rows, panel, basis, self.wanted);
                let wanted = self.wanted.chunks(shape.width());
                for ((c, there), wanted) in c.rows_mut().into_iter().zip(there.rows_mut()).zip(wanted) {
                    scale(c, wanted[..k].into(), there);
                }
            }
            shape.coefficients(c.as_slice().unwrap_or_default(), self.packed);
            strips::add_cross(shape, rows, panel, self.packed, self.cross);
            general_mat_mul(1.0, &c.t(), &c, 1.0, &mut self.gram);
        }
    }
}
