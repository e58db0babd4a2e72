//! Support vector machines over a kernel: f(x) = Σ b_i K(x_i, x) in place of x.w (Boser, Guyon and Vapnik 1992; Cortes and Vapnik 1995).
//!
//! ```text
//! Gaussian     K(x, y) = exp(-|x - y|^2 / (2 width^2))
//! polynomial   K(x, y) = (1 + x.y / (2 width^2))^degree
//! ```
//!
//! The dual is that of the linear machine with K(x_i, x_j) for the inner products of rows, and is solved in the same way,
//! one row at a time. A constant is a 1 added to K: it is penalized with the rest.

use super::support_vectors::{Geometry, Margin, solve_dual};
use super::{RegressionFault, check};
use crate::numeric::blas;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

/// What stands for an inner product of two rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kernel {
    Gaussian { width: f64 },
    Polynomial { width: f64, degree: i32 },
}

impl Kernel {
    /// K of all pairs, (rows of x, rows of y).
    pub fn gram(self, x: ArrayView2<f64>, y: ArrayView2<f64>) -> Array2<f64> {
        blas::single_threaded();
        let products = x.dot(&y.t());
        match self {
            Kernel::Gaussian { width } => {
                let squares =
                    |x: ArrayView2<f64>| x.map_axis(Axis(1), |row| row.dot(&row)).into_raw_vec_and_offset().0;
                let (a, b) = (squares(x), squares(y));
                let mut pairs = products;
                for ((i, j), value) in pairs.indexed_iter_mut() {
                    *value = (-(a[i] + b[j] - 2.0 * *value).max(0.0) / (2.0 * width * width)).exp();
                }
                pairs
            }
            Kernel::Polynomial { width, degree } => {
                products.mapv_into(|product| (1.0 + product / (2.0 * width * width)).powi(degree))
            }
        }
    }
}

/// A width that suits data: half the columns times the variance of all their values, rooted, so that 2 width^2 is about what two
/// rows are apart; 1 for constant data.
pub fn usual_width(x: ArrayView2<f64>) -> f64 {
    let variance = x.var(0.0);
    let width = (0.5 * x.ncols() as f64 * variance).sqrt();
    if width > 0.0 && width.is_finite() { width } else { 1.0 }
}

/// A fitted machine: f(x) = Σ b_i (K(x_i, x) + constant).
#[derive(Clone, Debug, PartialEq)]
pub struct KernelMachine {
    pub kernel: Kernel,
    /// The rows with a share in f, (support, columns).
    pub support: Array2<f64>,
    /// b of these, (support).
    pub dual: Array1<f64>,
    /// 1 where a constant is fitted.
    pub constant: f64,
}

/// Rows whose scores are predicted together.
const ROWS: usize = 256;

impl KernelMachine {
    /// f of rows x (rows, columns).
    pub fn scores(&self, x: ArrayView2<f64>) -> Array1<f64> {
        let shift = self.constant * self.dual.sum();
        let parts = x.axis_chunks_iter(Axis(0), ROWS);
        parts.flat_map(|x| self.kernel.gram(x, self.support.view()).dot(&self.dual) + shift).collect()
    }
}

/// Rows by their Gram matrix, with the score of each kept up to date.
struct Gram {
    products: Array2<f64>,
    scores: Array1<f64>,
}

impl Geometry for Gram {
    fn rows(&self) -> usize {
        self.scores.len()
    }
    fn square(&self, row: usize) -> f64 {
        self.products[[row, row]]
    }
    fn score(&self, row: usize) -> f64 {
        self.scores[row]
    }
    fn add(&mut self, row: usize, step: f64) {
        if step != 0.0 {
            self.scores.scaled_add(step, &self.products.row(row));
        }
    }
    fn norm(&self, dual: &Array1<f64>) -> f64 {
        dual.dot(&self.scores)
    }
    fn sweep(&self) -> usize {
        self.products.len()
    }
}

/// Fits x (rows, columns) to y (rows) for a cost above 0; the Gram matrix holds 8 rows^2 bytes.
///
/// # Errors
/// [`RegressionFault`] for a cost that is not positive, unusable data or labels, a kernel that overflows, and too many sweeps.
pub fn kernel_machine(
    x: ArrayView2<f64>,
    y: ArrayView1<f64>,
    kernel: Kernel,
    margin: Margin,
    cost: f64,
    intercept: bool,
) -> Result<KernelMachine, RegressionFault> {
    check(x, y, cost)?;
    margin.check(y, cost)?;
    let constant = if intercept { 1.0 } else { 0.0 };
    let products = kernel.gram(x, x) + constant;
    if let Some(&largest) = products.iter().find(|value| value.is_nan() || value.abs() > 1e140) {
        return Err(RegressionFault::Scale { largest });
    }
    let mut rows = Gram { products, scores: Array1::zeros(x.nrows()) };
    let dual = solve_dual(&mut rows, y, margin, cost)?;
    let support: Vec<usize> = (0..dual.len()).filter(|&row| dual[row] != 0.0).collect();
    let (support, dual) = (x.select(Axis(0), &support), dual.select(Axis(0), &support));
    Ok(KernelMachine { kernel, support, dual, constant })
}

#[cfg(test)]
mod tests {
    use super::super::support_vectors;
    use super::*;
    use crate::numeric::random::Seed;
    use ndarray::array;

    /// The four corners of a square with classes across (exclusive or), Gaussian kernel of width 1: by symmetry all dual variables
    /// are equal, a = 1 / (1 - 2 e^-2 + e^-4) = (1 - e^-2)^-2 while that is below the cost.
    #[test]
    fn exclusive_or_has_its_exact_solution() {
        let x = array![[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]];
        let y = array![1.0, 1.0, -1.0, -1.0];
        let kernel = Kernel::Gaussian { width: 1.0 };
        let exact = (1.0 - (-2f64).exp()).powi(-2);
        for (cost, expected) in [(10.0, exact), (0.5, 0.5)] {
            let fit = kernel_machine(x.view(), y.view(), kernel, Margin::Classes, cost, false).unwrap();
            // The gap that ends it is 1e-4 of the objective; the objective is quadratic about its minimum.
            for (b, y) in fit.dual.iter().zip(&y) {
                assert!((b * y - expected).abs() < 2e-2 * expected, "{cost}: {b}");
            }
            let scores = fit.scores(x.view());
            assert!(scores.iter().zip(&y).all(|(score, y)| score * y > 0.0));
        }
    }

    /// A polynomial of degree 1 with 2 width^2 = 1 is the linear machine with a constant of 1 in its kernel.
    #[test]
    fn degree_one_is_the_linear_machine() {
        let mut values = vec![0f32; 60];
        Seed::root(3).bulk().fill_uniform(&mut values);
        let x = Array2::from_shape_fn((20, 3), |(i, j)| f64::from(values[3 * i + j]) - 0.5);
        let y = Array1::from_shape_fn(20, |i| if x[[i, 0]] + 0.3 * x[[i, 1]] > 0.05 { 1.0 } else { -1.0 });
        let kernel = Kernel::Polynomial { width: 0.5f64.sqrt(), degree: 1 };
        for margin in [Margin::Classes, Margin::Values { epsilon: 0.1 }] {
            let by_kernel = kernel_machine(x.view(), y.view(), kernel, margin, 2.0, false).unwrap();
            let linear = support_vectors(x.view(), y.view(), margin, 2.0, true).unwrap();
            let apart = by_kernel.scores(x.view()) - linear.scores(x.view());
            // Both end within 1e-4 of their objective, about 20.
            assert!(apart.iter().all(|d| d.abs() < 0.05), "{apart}");
        }
    }

    /// The conditions of Karush, Kuhn and Tucker of the regression: errors of rows inside (-cost, cost) are epsilon, of rows with
    /// b = 0 at most that, of rows at the bound at least.
    #[test]
    fn a_tube_around_a_wave_fulfils_its_conditions() {
        let x = Array2::from_shape_fn((40, 1), |(i, _)| i as f64 * 0.1);
        let y = x.column(0).mapv(|x| (2.0 * x).sin());
        let (epsilon, cost) = (0.1, 5.0);
        let margin = Margin::Values { epsilon };
        let kernel = Kernel::Gaussian { width: 0.5 };
        let fit = kernel_machine(x.view(), y.view(), kernel, margin, cost, true).unwrap();
        let errors = &y - &fit.scores(x.view());
        assert!(errors.iter().all(|e| e.abs() < epsilon + 0.02), "{errors}");
        assert!(fit.dual.iter().all(|b| b.abs() <= cost));
        assert!(fit.dual.len() < 40, "{} of 40 rows carry the function", fit.dual.len());
    }

    #[test]
    fn edges_have_an_answer_or_a_fault() {
        let kernel = Kernel::Polynomial { width: 1e-100, degree: 9 };
        let (x, y) = (array![[1.0], [-1.0]], array![1.0, -1.0]);
        let fit = |kernel, cost| kernel_machine(x.view(), y.view(), kernel, Margin::Classes, cost, false);
        assert!(matches!(fit(kernel, 1.0), Err(RegressionFault::Scale { .. })));
        assert!(fit(Kernel::Gaussian { width: 1.0 }, 0.0).is_err());
        assert_eq!(usual_width(Array2::zeros((3, 2)).view()), 1.0);
    }
}
