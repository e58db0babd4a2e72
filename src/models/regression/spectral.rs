//! A least-squares problem in its singular vectors: one factorization serves every penalty and every target.
//!
//! The problem is |Xw - y|^2 + penalty |Lw|^2 with X (rows, columns). L is the identity, or takes differences
//! of neighbouring weights ([`Seminorm`]); the weights that L does not see, span K, are fitted freely. With H
//! an orthonormal basis of XK and P = 1 - HH' the rest is a problem in standard form for z = Lw,
//!
//! |P X L+ z - P y|^2 + penalty |z|^2,    w = (1 - K (XK)+ X) L+ z + K (XK)+ y
//!
//! (Elden 1982, BIT 22:487; Hansen 1998, section 2.3). Its singular value decomposition U diag(s) V' is taken
//! once. An intercept is the mean of y: columns of X and y are centred.

use super::factors::Factors;
use super::filter::Filter;
use super::{Coefficients, RegressionFault, check, moderate};
use crate::numeric::lapack::{LapackError, Svd, svd};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, concatenate, s};
use std::sync::Arc;

/// What is penalized.
#[derive(Clone, Debug, PartialEq)]
pub enum Seminorm {
    /// |w|^2
    Norm,
    /// The sum of (w_(i+1) - w_i)^2: constants are free.
    Slope,
    /// The sum of (w_(i+1) - 2 w_i + w_(i-1))^2: straight lines are free.
    Curvature,
    /// |Lw|^2 with this L (any number of rows, columns): what it maps to 0 is free.
    Matrix(Arc<Array2<f64>>),
}

impl Seminorm {
    /// Derivatives taken, and dimensions that stay free; of a matrix the fewest that its shape leaves.
    pub fn order(&self, columns: usize) -> usize {
        match self {
            Seminorm::Norm => 0,
            Seminorm::Slope => 1,
            Seminorm::Curvature => 2,
            Seminorm::Matrix(matrix) => columns.saturating_sub(matrix.nrows()),
        }
    }

    /// L, (columns - order, columns).
    pub fn matrix(&self, columns: usize) -> Array2<f64> {
        let stencil: &[f64] = match self {
            Seminorm::Norm => &[1.0],
            Seminorm::Slope => &[-1.0, 1.0],
            Seminorm::Curvature => &[1.0, -2.0, 1.0],
            Seminorm::Matrix(matrix) => return matrix.as_ref().clone(),
        };
        let rows = columns.saturating_sub(self.order(columns));
        Array2::from_shape_fn((rows, columns), |(i, j)| {
            j.checked_sub(i).and_then(|at| stencil.get(at)).copied().unwrap_or(0.0)
        })
    }

    /// An orthonormal basis of what L does not see, (columns, free), and the pseudo-inverse of L.
    fn parts(&self, columns: usize) -> Result<(Array2<f64>, Array2<f64>), RegressionFault> {
        let matrix = self.matrix(columns);
        if !matches!(self, Seminorm::Matrix(_)) {
            let Svd { u, singular_values, vt } = svd(matrix.view())?;
            return Ok((self.polynomials(columns), (vt.t().to_owned() / &singular_values).dot(&u.t())));
        }
        // Rows of zeros, so that the decomposition has all directions.
        let mut square = Array2::zeros((columns.max(matrix.nrows()), columns));
        square.slice_mut(s![..matrix.nrows(), ..]).assign(&matrix);
        let Svd { u, singular_values, vt } = svd(square.view())?;
        let negligible = columns as f64 * f64::EPSILON * singular_values.first().copied().unwrap_or(0.0);
        let rank = singular_values.iter().filter(|&&value| value > negligible).count();
        let scaled = &vt.slice(s![..rank, ..]).t() / &singular_values.slice(s![..rank]);
        let inverse = scaled.dot(&u.slice(s![..matrix.nrows(), ..rank]).t());
        Ok((vt.slice(s![rank.., ..]).t().to_owned(), inverse))
    }

    /// Constants and straight lines, as far as differences do not see them.
    fn polynomials(&self, columns: usize) -> Array2<f64> {
        let middle = (columns as f64 - 1.0) / 2.0;
        let order = self.order(columns);
        let mut basis =
            Array2::from_shape_fn((columns, order), |(i, power)| (i as f64 - middle).powi(power as i32));
        for mut column in basis.columns_mut() {
            let norm = column.dot(&column).sqrt();
            column.mapv_inplace(|value| value / norm);
        }
        basis
    }
}

/// How weights come from the standard form: w = back z + free h with h = H'y.
struct General {
    /// (columns, columns - order)
    back: Array2<f64>,
    /// H, (rows, order)
    image: Array2<f64>,
    /// K (XK)+ H, (columns, order)
    free: Array2<f64>,
}

/// Squares of squares of a larger singular value are not numbers of double precision.
const LARGEST: f64 = 1e75;

/// How a table is factorized, beside what is fitted freely ([`Factors::of`]).
type Way<'a> = &'a dyn Fn(ArrayView2<f64>, ArrayView2<f64>) -> Result<Factors, LapackError>;

/// The factorized problem.
pub struct Spectral {
    /// (rows, k)
    pub u: Array2<f64>,
    /// (k), falling
    pub singular_values: Array1<f64>,
    /// (k, columns of the standard form)
    pub vt: Array2<f64>,
    /// Whether the rows of V' are orthonormal: not where they came from products of rows ([`Spectral::along`]).
    pub is_orthonormal: bool,
    general: Option<General>,
    means: Option<Array1<f64>>,
    columns: usize,
}

/// A target in the basis of a [`Spectral`].
pub struct Target {
    /// U'y, (k)
    pub beta: Array1<f64>,
    /// What no weights can reach, (rows)
    pub outside: Array1<f64>,
    /// H'y
    free: Array1<f64>,
    mean: f64,
}

impl Spectral {
    /// Factorizes X (rows, columns).
    ///
    /// # Errors
    /// [`RegressionFault::Seminorm`] where the seminorm takes more differences than there are columns, or the data
    /// do not determine what it leaves free, or a matrix has another number of columns; [`RegressionFault::Scale`] for numbers whose squares overflow;
    /// [`RegressionFault::Lapack`] for data that are empty or not finite.
    pub fn new(x: ArrayView2<f64>, seminorm: Seminorm, intercept: bool) -> Result<Self, RegressionFault> {
        let by = |x: ArrayView2<f64>, _: ArrayView2<f64>| Ok(Factors::orthonormal(svd(x)?));
        Spectral::factorized(x, seminorm, intercept, &by)
    }

    /// The same by the quickest way that serves penalties from `least` up, or any where none is given (`Factors`
    /// says how near): for Tikhonov's filter alone.
    ///
    /// # Errors
    /// Those of [`Spectral::new`].
    pub fn along(
        x: ArrayView2<f64>,
        seminorm: Seminorm,
        intercept: bool,
        least: Option<f64>,
    ) -> Result<Self, RegressionFault> {
        let by = |x: ArrayView2<f64>, free: ArrayView2<f64>| Factors::of(x, least, free);
        Spectral::factorized(x, seminorm, intercept, &by)
    }

    fn factorized(
        x: ArrayView2<f64>,
        seminorm: Seminorm,
        intercept: bool,
        by: Way,
    ) -> Result<Self, RegressionFault> {
        check(x, Array1::zeros(x.nrows()).view(), 0.0)?;
        let means = intercept.then(|| x.sum_axis(Axis(0)) / x.nrows() as f64);
        let centred = means.as_ref().map(|means| &x - means);
        let x = centred.as_ref().map_or(x, |x| x.view());
        let columns = x.ncols();
        if let Seminorm::Matrix(matrix) = &seminorm
            && matrix.ncols() != columns
        {
            return Err(LapackError::Mismatch { expected: columns, found: matrix.ncols() }.into());
        }
        let (general, standard) = match seminorm {
            Seminorm::Norm => (None, None),
            _ => {
                let (general, standard) = general_form(x, &seminorm)?;
                (Some(general), Some(standard))
            }
        };
        let standard = standard.as_ref().map_or(x, |x| x.view());
        let free = free(x.nrows(), means.is_some(), general.as_ref());
        let Factors { svd: Svd { u, singular_values, vt }, is_orthonormal } = by(standard, free.view())?;
        if let Some(&largest) = singular_values.first().filter(|s| s.is_nan() || **s > LARGEST) {
            return Err(RegressionFault::Scale { largest });
        }
        Ok(Spectral { u, singular_values, vt, is_orthonormal, general, means, columns })
    }

    pub fn rows(&self) -> usize {
        self.u.nrows()
    }

    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Degrees of freedom that no penalty takes away.
    pub fn free_dimensions(&self) -> usize {
        self.general.as_ref().map_or(0, |general| general.image.ncols()) + usize::from(self.means.is_some())
    }

    /// Singular values below this are rounding: max(rows, columns) epsilon times the largest.
    pub fn negligible(&self) -> f64 {
        let largest = self.singular_values.first().copied().unwrap_or(0.0);
        self.rows().max(self.columns) as f64 * f64::EPSILON * largest
    }

    /// Singular values above rounding.
    pub fn rank(&self) -> usize {
        let negligible = self.negligible();
        self.singular_values.iter().filter(|&&s| s > negligible).count()
    }

    pub fn gains(&self, filter: Filter) -> Array1<f64> {
        filter.gains(self.singular_values.view(), self.negligible())
    }

    pub fn factors(&self, filter: Filter) -> Array1<f64> {
        filter.factors(self.singular_values.view(), self.negligible())
    }

    /// The trace of the matrix that maps y to its fit: sum of f, and what is free.
    pub fn degrees_of_freedom(&self, filter: Filter) -> f64 {
        self.factors(filter).sum() + self.free_dimensions() as f64
    }

    /// A target (rows) in this basis.
    ///
    /// # Errors
    /// [`RegressionFault::Lapack`] where its length or a value is unusable.
    pub fn target(&self, y: ArrayView1<f64>) -> Result<Target, RegressionFault> {
        if y.len() != self.rows() {
            return Err(LapackError::Mismatch { expected: self.rows(), found: y.len() }.into());
        }
        if let Some(row) = y.iter().position(|value| !value.is_finite()) {
            return Err(LapackError::NotFinite { row, column: 0 }.into());
        }
        moderate(y.iter())?;
        let mean = if self.means.is_some() { y.sum() / y.len() as f64 } else { 0.0 };
        let mut y = &y - mean;
        let mut free = Array1::zeros(0);
        if let Some(general) = &self.general {
            free = general.image.t().dot(&y);
            y -= &general.image.dot(&free);
        }
        let beta = self.u.t().dot(&y);
        let outside = y - self.u.dot(&beta);
        Ok(Target { beta, outside, free, mean })
    }

    /// Fitted weights (columns).
    pub fn weights(&self, target: &Target, filter: Filter) -> Array1<f64> {
        let standard = self.vt.t().dot(&(self.gains(filter) * &target.beta));
        match &self.general {
            None => standard,
            Some(general) => general.back.dot(&standard) + general.free.dot(&target.free),
        }
    }

    /// Fitted weights and intercept.
    pub fn coefficients(&self, target: &Target, filter: Filter) -> Coefficients {
        let weights = self.weights(target, filter);
        let shift = self.means.as_ref().map_or(0.0, |means| means.dot(&weights));
        Coefficients { weights, intercept: target.mean - shift }
    }

    /// y less its fit (rows).
    pub fn residual(&self, target: &Target, filter: Filter) -> Array1<f64> {
        let left = (1.0 - self.factors(filter)) * &target.beta;
        self.u.dot(&left) + &target.outside
    }

    /// |Xw - y|^2 and |Lw|^2.
    pub fn norms(&self, target: &Target, filter: Filter) -> (f64, f64) {
        let left = (1.0 - self.factors(filter)) * &target.beta;
        let standard = self.gains(filter) * &target.beta;
        (left.dot(&left) + target.outside.dot(&target.outside), standard.dot(&standard))
    }

    /// The matrix that maps y to weights, (columns, rows), without the part of an intercept.
    pub fn map(&self, filter: Filter) -> Array2<f64> {
        let standard = (self.vt.t().to_owned() * self.gains(filter)).dot(&self.u.t());
        match &self.general {
            None => standard,
            Some(general) => general.back.dot(&standard) + general.free.dot(&general.image.t()),
        }
    }

    /// Squares of what each row contributes to its own fit, beside U: (rows) of the free directions.
    pub fn free_leverage(&self) -> Array1<f64> {
        let rows = self.rows();
        let constant = if self.means.is_some() { 1.0 / rows as f64 } else { 0.0 };
        let mut leverage = Array1::from_elem(rows, constant);
        if let Some(general) = &self.general {
            leverage += &general.image.mapv(|value| value * value).sum_axis(Axis(1));
        }
        leverage
    }
}

/// An orthonormal basis (rows, any) of what is fitted freely.
fn free(rows: usize, intercept: bool, general: Option<&General>) -> Array2<f64> {
    let constant = Array2::from_elem((rows, usize::from(intercept)), 1.0 / (rows as f64).sqrt());
    match general {
        None => constant,
        Some(general) => concatenate![Axis(1), constant, general.image],
    }
}

/// The standard form of a seminorm, and the way back.
fn general_form(x: ArrayView2<f64>, seminorm: &Seminorm) -> Result<(General, Array2<f64>), RegressionFault> {
    let columns = x.ncols();
    if columns <= seminorm.order(columns) {
        return Err(RegressionFault::Seminorm { free: seminorm.order(columns) });
    }
    let (null, inverse) = seminorm.parts(columns)?;
    if null.is_empty() {
        let (image, free) = (Array2::zeros((x.nrows(), 0)), Array2::zeros((columns, 0)));
        let standard = x.dot(&inverse);
        return Ok((General { back: inverse, image, free }, standard));
    }
    let fault = RegressionFault::Seminorm { free: null.ncols() };
    let Svd { u: image, singular_values, vt } = svd(x.dot(&null).view())?;
    let (largest, least) = (singular_values[0], singular_values[singular_values.len() - 1]);
    if image.ncols() < null.ncols() || least <= 1e-12 * largest {
        return Err(fault);
    }
    let free = null.dot(&(vt.t().to_owned() / &singular_values));
    let image_of_inverse = image.t().dot(&x.dot(&inverse));
    let standard = x.dot(&inverse) - image.dot(&image_of_inverse);
    let back = inverse - free.dot(&image_of_inverse);
    Ok((General { back, image, free }, standard))
}
