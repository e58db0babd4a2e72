//! The factors U diag(s) V' of a table (rows, columns), k the smaller extent, by the quickest way that is near enough.
//!
//! A table at least twice as long as it is wide, or as wide as it is long, is first made square: Q of X = QR comes from
//! two Cholesky factorizations of products of the columns, each brought to length 1. The first leaves Q orthonormal to
//! epsilon times the square of the condition number, the second to epsilon (Yamamoto, Nakatsukasa, Yanagisawa and Fukaya
//! 2015, Electronic Transactions on Numerical Analysis 44:306), as long as that square is far below 1 / epsilon: from
//! [`LEAST_RCOND`] on. R has its singular values taken, so nothing is squared in the result.
//!
//! A large table that is about square, for penalties that are known, is taken through the eigenvectors of XX' = U diag(s^2) U',
//! V' = diag(1 / s) U'X. This is exact for XX' + E with |E| of some epsilon |XX'|, so that fits and leverages, which follow
//! from (XX' + penalty)^-1, are off by about |E| / penalty of themselves, and weights of the |y| / (2 sqrt(penalty)) that
//! their norm can reach: some 1e-8, 1e-7 at the most, where no penalty is below [`LEAST_SHARE`] of the largest eigenvalue. U is
//! orthonormal, V where s is large. What is below epsilon |XX'| is rounding, and counts as much, so that 1 / s is a number.
//! Directions F that are fitted freely are taken out of X before, exactly: XX' - FF' times its size tells them from those
//! that are merely small, and they count nothing, as what they left of a leverage may be less than rounding would be.
//!
//! All else goes through the singular value decomposition of X. The way depends on the table and the least penalty alone.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, s};

use crate::numeric::blas;
use crate::numeric::blocks::{Rows, for_blocks};
use crate::numeric::lapack::{Eigh, LapackError, PositiveDefinite, Svd, eigh_by_division, solve_lower, svd};

/// How much longer one side is than the other for a table to be made square first.
const LONG: usize = 2;
/// Products of columns of length 1 with a reciprocal condition number below this are left to the decomposition of X.
const LEAST_RCOND: f64 = 1e-9;
/// Penalties below this share of the largest eigenvalue of XX' are left to the decomposition of X.
const LEAST_SHARE: f64 = 1e-7;
/// Below as many rows or columns a singular value decomposition takes a fraction of a second.
const LARGE: usize = 256;
/// Rows whose products one task takes.
const BLOCK: usize = 256;

/// The factors of a table.
pub struct Factors {
    pub svd: Svd,
    /// Whether the rows of V' are orthonormal where singular values are small.
    pub is_orthonormal: bool,
}

impl Factors {
    pub fn orthonormal(svd: Svd) -> Self {
        Factors { svd, is_orthonormal: true }
    }

    /// Factors of x (rows, columns) for penalties from `least` up, or any where none is given. What is fitted freely is
    /// no part of x: `free` (rows, any), orthonormal columns that are orthogonal to those of x.
    ///
    /// # Errors
    /// Those of [`svd`].
    pub fn of(x: ArrayView2<f64>, least: Option<f64>, free: ArrayView2<f64>) -> Result<Self, LapackError> {
        blas::single_threaded();
        let (rows, columns) = x.dim();
        let small = rows.min(columns);
        if small > 0 && rows >= LONG * columns {
            if let Some(svd) = through_square(x)? {
                return Ok(Factors::orthonormal(svd));
            }
        } else if small > 0 && columns >= LONG * rows {
            if let Some(Svd { u, singular_values, vt }) = through_square(x.t())? {
                let (u, vt) = (vt.reversed_axes(), u.reversed_axes());
                return Ok(Factors::orthonormal(Svd { u, singular_values, vt }));
            }
        } else if let Some(least) = least
            && small >= LARGE
            && 4 * rows <= 5 * columns
            && let Some(svd) = by_products(x, least, free)?
        {
            return Ok(Factors { svd, is_orthonormal: false });
        }
        Ok(Factors::orthonormal(svd(x)?))
    }
}

/// X = QR with the singular values of R; nothing where columns nearly depend on each other.
fn through_square(x: ArrayView2<f64>) -> Result<Option<Svd>, LapackError> {
    let lengths = x.map_axis(Axis(0), |column| column.dot(&column).sqrt());
    if lengths.iter().any(|&length| length.is_nan() || length < f64::MIN_POSITIVE.sqrt()) {
        return Ok(None);
    }
    let mut q = &x / &lengths;
    let mut r = Array2::from_diag(&lengths);
    for _ in 0..2 {
        let lower = match PositiveDefinite::new(q.t().dot(&q).view(), LEAST_RCOND) {
            Ok(positive) => positive.into_lower(),
            Err(LapackError::IllConditioned { .. } | LapackError::NotPositiveDefinite) => return Ok(None),
            Err(error) => return Err(error),
        };
        q = solve_lower(lower.view(), q.as_standard_layout().into_owned())?;
        r = lower.t().dot(&r);
    }
    let Svd { u, singular_values, vt } = svd(r.view())?;
    Ok(Some(Svd { u: q.dot(&u), singular_values, vt }))
}

/// By the eigenvectors of XX'; nothing where a penalty is too small for that.
fn by_products(x: ArrayView2<f64>, least: f64, free: ArrayView2<f64>) -> Result<Option<Svd>, LapackError> {
    let (rows, columns) = x.dim();
    let k = rows.min(columns);
    let mut products = products(x);
    // No eigenvalue is above the largest, and none on the diagonal either.
    let largest = products.diag().iter().copied().fold(0.0, f64::max);
    if least.is_nan() || least < LEAST_SHARE * largest {
        return Ok(None);
    }
    general_mat_mul(-largest, &free, &free.t(), 1.0, &mut products);
    let Eigh { values, vectors } = eigh_by_division(products.view())?;
    let largest = values[rows - 1].max(0.0);
    if least < LEAST_SHARE * largest {
        return Ok(None);
    }
    let rounding = f64::EPSILON * largest;
    let u = vectors.slice(s![.., ..;-1]).slice(s![.., ..k]).as_standard_layout().into_owned();
    let mut values = values.slice(s![..;-1]).mapv(|value| value.max(rounding));
    values.slice_mut(s![rows - free.ncols()..]).fill(0.0);
    let values = values.slice(s![..k]);
    let mut vt = Array2::zeros((k, columns));
    let blocks = (Rows(vt.view_mut()), 0..k);
    for_blocks(blocks, BLOCK, &|(Rows(mut vt), of): (Rows<ArrayViewMut2<f64>>, std::ops::Range<usize>)| {
        vt.assign(&u.slice(s![.., of.clone()]).t().dot(&x));
        for (mut row, &value) in vt.rows_mut().into_iter().zip(values.slice(s![of])) {
            row *= if value > 0.0 { 1.0 / value.sqrt() } else { 0.0 };
        }
    });
    Ok(Some(Svd { u, singular_values: values.mapv(f64::sqrt), vt }))
}

/// XX' (rows, rows), the lower triangle.
fn products(x: ArrayView2<f64>) -> Array2<f64> {
    let rows = x.nrows();
    let mut products = Array2::zeros((rows, rows));
    let blocks = (Rows(products.view_mut()), 0..rows);
    for_blocks(blocks, BLOCK, &|(Rows(mut to), of): (Rows<ArrayViewMut2<f64>>, std::ops::Range<usize>)| {
        let others = x.slice(s![..of.end, ..]);
        to.slice_mut(s![.., ..of.end]).assign(&x.slice(s![of, ..]).dot(&others.t()));
    });
    products
}

#[cfg(test)]
mod tests;
