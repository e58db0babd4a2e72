//! Manifold regularization (Belkin, Niyogi and Sindhwani, JMLR 7:2399, 2006): of all functions f in the space of a Gaussian
//! kernel K(x, y) = exp(-|x - y|^2 / (2 sigma^2)) the one that minimizes
//!
//! ```text
//! 1/l sum over labelled rows V(y, f(x)) + ambient |f|_K^2 + intrinsic / n^2 f' L f
//! ```
//!
//! with n = labelled + unlabelled rows and the unnormalized Laplacian L of their graph. f(x) = sum a_i K(x_i, x). Squares
//! give (J K + ambient l I + intrinsic l / n^2 L K) a = y (their equation 8); the hinge loss a dual of one variable a
//! labelled row, 0 <= b <= 1/l (equations 10 and 11, without an intercept). intrinsic = 0 is the supervised fit, which
//! is then one of the labelled rows alone.

use super::{Graph, Laplacian, ManifoldFault, Normalization};
use crate::numeric::blas;
use crate::numeric::lapack;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, concatenate, s};

/// What a labelled row costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// (y - f)^2
    Squares,
    /// max(0, 1 - y f)
    Hinge,
}

/// A recipe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regularized {
    pub loss: Loss,
    /// The width of the kernel.
    pub sigma: f64,
    /// The penalty of the norm, above 0.
    pub ambient: f64,
    /// The penalty of roughness on the graph.
    pub intrinsic: f64,
    /// Neighbours of a row in the graph.
    pub neighbours: usize,
    /// The width of the heat kernel of its weights; without it they are 1.
    pub heat: Option<f64>,
}

/// A sum of kernels: f(x) = sum a_i exp(-|x_i - x|^2 / (2 sigma^2)).
#[derive(Clone, Debug, PartialEq)]
pub struct Expansion {
    /// (rows, columns)
    pub centres: Array2<f64>,
    /// (rows)
    pub coefficients: Array1<f64>,
    pub sigma: f64,
}

/// Sweeps of the dual descent.
const SWEEPS: usize = 10_000;

impl Regularized {
    /// Fits labelled rows x (l, columns) with labels -1 and 1, helped by unlabelled ones (u, columns); also tells the
    /// number of connected parts of the graph, 0 where there was none.
    ///
    /// # Errors
    /// [`ManifoldFault`] for labels of one class, too few rows for the neighbours, and what LAPACK refuses.
    pub fn fit(
        &self,
        x: ArrayView2<f64>,
        y: ArrayView1<f64>,
        unlabelled: ArrayView2<f64>,
    ) -> Result<(Expansion, usize), ManifoldFault> {
        blas::single_threaded();
        if !(y.iter().any(|&y| y > 0.0) && y.iter().any(|&y| y < 0.0)) {
            return Err(ManifoldFault::NoLabels);
        }
        let all = concatenate![Axis(0), x, unlabelled];
        let kernel = kernel(all.view(), all.view(), self.sigma);
        let (rough, parts) = match self.intrinsic > 0.0 {
            true => {
                let (graph, _) = Graph::neighbours(all.view(), self.neighbours, self.heat)?;
                let parts = graph.components().1;
                (Laplacian::new(&graph, Normalization::Unnormalized).dense().dot(&kernel), parts)
            }
            false => (Array2::zeros(kernel.dim()), 0),
        };
        let coefficients = match self.loss {
            Loss::Squares => self.squares(&kernel, &rough, y)?,
            Loss::Hinge => self.hinge(&kernel, &rough, y)?,
        };
        Ok((Expansion { centres: all, coefficients, sigma: self.sigma }, parts))
    }

    fn squares(
        &self,
        kernel: &Array2<f64>,
        rough: &Array2<f64>,
        y: ArrayView1<f64>,
    ) -> Result<Array1<f64>, ManifoldFault> {
        let (l, n) = (y.len(), kernel.nrows());
        let mut system = rough * (self.intrinsic * l as f64 / (n * n) as f64);
        system.diag_mut().mapv_inplace(|value| value + self.ambient * l as f64);
        let mut labelled = system.slice_mut(s![..l, ..]);
        labelled += &kernel.slice(s![..l, ..]);
        let mut target = Array1::zeros(n);
        target.slice_mut(s![..l]).assign(&y);
        Ok(lapack::solve(system.view(), target.insert_axis(Axis(1)).view())?.column(0).to_owned())
    }

    fn hinge(
        &self,
        kernel: &Array2<f64>,
        rough: &Array2<f64>,
        y: ArrayView1<f64>,
    ) -> Result<Array1<f64>, ManifoldFault> {
        let (l, n) = (y.len(), kernel.nrows());
        let mut system = rough * (2.0 * self.intrinsic / (n * n) as f64);
        system.diag_mut().mapv_inplace(|value| value + 2.0 * self.ambient);
        // J'Y: one column a labelled row.
        let mut labels = Array2::zeros((n, l));
        labels.slice_mut(s![..l, ..]).diag_mut().assign(&y);
        let solved = lapack::solve(system.view(), labels.view())?;
        let q = kernel.slice(s![..l, ..]).dot(&solved) * y.insert_axis(Axis(1));
        Ok(solved.dot(&box_descent(&q, 1.0 / l as f64)))
    }
}

/// Maximizes sum b - b'Q b / 2 over 0 <= b <= top, one variable after the other.
fn box_descent(q: &Array2<f64>, top: f64) -> Array1<f64> {
    let mut b = Array1::<f64>::zeros(q.nrows());
    for _ in 0..SWEEPS {
        let mut moved = 0.0f64;
        for i in 0..b.len() {
            let slope = 1.0 - 0.5 * (q.row(i).dot(&b) + q.column(i).dot(&b));
            let new = if q[(i, i)] > 0.0 { (b[i] + slope / q[(i, i)]).clamp(0.0, top) } else { top };
            moved = moved.max((new - b[i]).abs());
            b[i] = new;
        }
        if moved <= 1e-10 * top {
            break;
        }
    }
    b
}

/// exp(-|x - y|^2 / (2 sigma^2)) of all pairs, (rows of x, rows of y).
fn kernel(x: ArrayView2<f64>, y: ArrayView2<f64>, sigma: f64) -> Array2<f64> {
    let square = |x: ArrayView2<f64>| x.rows().into_iter().map(|row| row.dot(&row)).collect::<Array1<f64>>();
    let (a, b) = (square(x), square(y));
    let mut pairs = x.dot(&y.t());
    for ((i, j), value) in pairs.indexed_iter_mut() {
        *value = (-(a[i] + b[j] - 2.0 * *value).max(0.0) / (2.0 * sigma * sigma)).exp();
    }
    pairs
}

impl Expansion {
    /// f of rows x (rows, columns).
    pub fn scores(&self, x: ArrayView2<f64>) -> Array1<f64> {
        blas::single_threaded();
        let mut scores = Array1::zeros(x.nrows());
        for (rows, mut scores) in
            x.axis_chunks_iter(Axis(0), 256).zip(scores.axis_chunks_iter_mut(Axis(0), 256))
        {
            scores.assign(&kernel(rows, self.centres.view(), self.sigma).dot(&self.coefficients));
        }
        scores
    }
}
