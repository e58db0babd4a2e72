//! Dense linear algebra in f64 over LAPACK, on the calling thread; the only importer of ndarray-linalg.
//!
//! Matrices are (rows, columns). What LAPACK can't digest (NaN, infinity, an empty or mismatched matrix) is
//! refused before it gets there, and what it reports comes back as a [`LapackError`] with numbers.
//! Factorizations: Cholesky (potrf, potrs, potri), divide-and-conquer SVD (gesdd), symmetric eigenvalues (syev, and by
//! divide and conquer: sytrd, stedc, ormtr).

use std::fmt;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, OwnedRepr, ShapeBuilder};
use ndarray_linalg::{
    CholeskyFactorized, Diag, EigVals as _, Eigh as _, FactorizeCInto as _, FactorizeInto as _,
    InverseC as _, JobSvd, SVDDCInto as _, Solve as _, SolveC as _, SolveTriangularInto as _, UPLO,
};

use super::blas;
use super::blocks::{Chunks, fold_blocks};

/// Why a factorization or a solution was not delivered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LapackError {
    /// An element is NaN or infinite.
    NotFinite { row: usize, column: usize },
    /// There are no elements.
    Empty,
    /// Two sizes that must agree differ.
    Mismatch { expected: usize, found: usize },
    /// A Cholesky factorization met a pivot that is not positive.
    NotPositiveDefinite,
    /// An LU factorization met a pivot of zero.
    Singular,
    /// The reciprocal condition number (1-norm) is below what the caller accepts.
    IllConditioned { rcond: f64 },
    /// An iteration inside LAPACK did not converge, or refused its arguments.
    Failed,
}

impl fmt::Display for LapackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LapackError::NotFinite { row, column } => {
                write!(f, "the element in row {row}, column {column} is not a finite number")
            }
            LapackError::Empty => write!(f, "the matrix has no elements"),
            LapackError::Mismatch { expected, found } => {
                write!(f, "{found} numbers where {expected} are needed")
            }
            LapackError::NotPositiveDefinite => write!(f, "the matrix is not positive definite"),
            LapackError::Singular => write!(f, "the matrix is singular"),
            LapackError::IllConditioned { rcond } => {
                write!(f, "the matrix is ill-conditioned: its reciprocal condition number is {rcond:.1e}")
            }
            LapackError::Failed => write!(f, "LAPACK did not converge"),
        }
    }
}

impl std::error::Error for LapackError {}

/// Thin singular value decomposition A = U diag(s) V', with k = min(rows, columns).
#[derive(Clone, Debug)]
pub struct Svd {
    /// (rows, k), orthonormal columns.
    pub u: Array2<f64>,
    /// (k), descending.
    pub singular_values: Array1<f64>,
    /// (k, columns), orthonormal rows.
    pub vt: Array2<f64>,
}

/// Eigenvalues and eigenvectors of a symmetric matrix.
#[derive(Clone, Debug)]
pub struct Eigh {
    /// (order), ascending.
    pub values: Array1<f64>,
    /// (order, order), the eigenvector of value i in column i.
    pub vectors: Array2<f64>,
}

/// The least-squares solution of smallest norm.
#[derive(Clone, Debug)]
pub struct LeastSquares {
    /// (columns)
    pub solution: Array1<f64>,
    /// Singular values above max(rows, columns) epsilon times the largest.
    pub rank: usize,
}

/// Refuses an empty matrix and one with a NaN or an infinity, and brings it into C order for LAPACK.
fn digestible(a: ArrayView2<f64>) -> Result<Array2<f64>, LapackError> {
    blas::single_threaded();
    if a.is_empty() {
        return Err(LapackError::Empty);
    }
    match a.indexed_iter().find(|(_, value)| !value.is_finite()) {
        Some(((row, column), _)) => Err(LapackError::NotFinite { row, column }),
        None => Ok(a.as_standard_layout().into_owned()),
    }
}

/// A vector of a given length without NaN or infinity, as one column.
fn digestible_column(b: ArrayView1<f64>, expected: usize) -> Result<Array1<f64>, LapackError> {
    if b.len() != expected {
        return Err(LapackError::Mismatch { expected, found: b.len() });
    }
    match b.iter().position(|value| !value.is_finite()) {
        Some(row) => Err(LapackError::NotFinite { row, column: 0 }),
        None => Ok(Array1::from_iter(b.iter().copied())),
    }
}

/// Refuses a matrix that is not square.
fn square(a: ArrayView2<f64>) -> Result<Array2<f64>, LapackError> {
    if a.nrows() == a.ncols() {
        digestible(a)
    } else {
        Err(LapackError::Mismatch { expected: a.nrows(), found: a.ncols() })
    }
}

/// The largest sum of magnitudes of a column.
fn one_norm(a: &Array2<f64>) -> f64 {
    a.mapv(f64::abs).sum_axis(Axis(0)).iter().fold(0.0, |largest, &sum| sum.max(largest))
}

/// A symmetric positive definite matrix (order, order), factorized.
pub struct PositiveDefinite(CholeskyFactorized<OwnedRepr<f64>>);

impl PositiveDefinite {
    /// Factorizes a matrix, of which the lower triangle is read.
    ///
    /// # Errors
    /// [`LapackError::NotPositiveDefinite`], or [`LapackError::IllConditioned`] when the reciprocal condition
    /// number in the 1-norm, 1 / (|a| |a^-1|), is below `least_rcond`: about epsilon / rcond of a solution is then noise.
    pub fn new(a: ArrayView2<f64>, least_rcond: f64) -> Result<Self, LapackError> {
        let a = square(a)?;
        let norm = one_norm(&a);
        let factor = a.factorizec_into(UPLO::Lower).map_err(|_| LapackError::NotPositiveDefinite)?;
        let inverse = factor.invc().map_err(|_| LapackError::NotPositiveDefinite)?;
        let rcond = 1.0 / (norm * one_norm(&inverse));
        if rcond.is_nan() || rcond < least_rcond {
            return Err(LapackError::IllConditioned { rcond });
        }
        Ok(PositiveDefinite(factor))
    }

    /// The x of a x = b.
    ///
    /// # Errors
    /// [`LapackError::Mismatch`], [`LapackError::NotFinite`].
    pub fn solve(&self, b: ArrayView1<f64>) -> Result<Array1<f64>, LapackError> {
        let mut b = digestible_column(b, self.0.factor.nrows())?;
        self.0.solvec_inplace(&mut b).map_err(|_| LapackError::Failed)?;
        Ok(b)
    }

    /// The lower triangular L (order, order) of a = L L'.
    pub fn into_lower(self) -> Array2<f64> {
        let mut lower = self.0.into_lower();
        lower.indexed_iter_mut().filter(|((i, j), _)| j > i).for_each(|(_, value)| *value = 0.0);
        lower
    }
}

/// The X of L X' = b' for a lower triangular L (order, order) and b (rows, order), which becomes it (trtrs).
///
/// # Errors
/// [`LapackError::Mismatch`]; [`LapackError::Singular`] for a zero on the diagonal.
pub fn solve_lower(l: ArrayView2<f64>, b: Array2<f64>) -> Result<Array2<f64>, LapackError> {
    if l.nrows() != l.ncols() || l.nrows() != b.ncols() {
        return Err(LapackError::Mismatch { expected: l.nrows(), found: b.ncols() });
    }
    blas::single_threaded();
    // Both column after column, as LAPACK wants them: b' lies so already.
    let columns = l.t().as_standard_layout().into_owned().reversed_axes();
    let solved = columns.solve_triangular_into(UPLO::Lower, Diag::NonUnit, b.reversed_axes());
    solved.map(Array2::reversed_axes).map_err(|_| LapackError::Singular)
}

/// Solves a x = b for a symmetric positive definite (order, order), of which the lower triangle is read.
///
/// # Errors
/// Those of [`PositiveDefinite::new`] and of [`PositiveDefinite::solve`].
pub fn solve_positive_definite(
    a: ArrayView2<f64>,
    b: ArrayView1<f64>,
    least_rcond: f64,
) -> Result<Array1<f64>, LapackError> {
    PositiveDefinite::new(a, least_rcond)?.solve(b)
}

/// Solves a X = b for any square a (order, order) and b (order, columns), by LU factorization with pivots (getrf, getrs).
///
/// # Errors
/// [`LapackError::Singular`], and as for [`svd`].
pub fn solve(a: ArrayView2<f64>, b: ArrayView2<f64>) -> Result<Array2<f64>, LapackError> {
    let a = square(a)?;
    if b.nrows() != a.nrows() {
        return Err(LapackError::Mismatch { expected: a.nrows(), found: b.nrows() });
    }
    let b = digestible(b)?;
    let factor = a.factorize_into().map_err(|_| LapackError::Singular)?;
    let mut solved = Array2::zeros(b.dim());
    for (mut to, column) in solved.axis_iter_mut(Axis(1)).zip(b.axis_iter(Axis(1))) {
        to.assign(&factor.solve(&column.to_owned()).map_err(|_| LapackError::Singular)?);
    }
    Ok(solved)
}

/// The thin singular value decomposition of a matrix of any shape.
///
/// # Errors
/// [`LapackError::NotFinite`], [`LapackError::Empty`], [`LapackError::Failed`].
pub fn svd(a: ArrayView2<f64>) -> Result<Svd, LapackError> {
    match digestible(a)?.svddc_into(JobSvd::Some) {
        Ok((Some(u), singular_values, Some(vt))) => Ok(Svd { u, singular_values, vt }),
        _ => Err(LapackError::Failed),
    }
}

/// Eigenvalues and eigenvectors of a symmetric matrix (order, order), of which the lower triangle is read.
///
/// # Errors
/// [`LapackError::NotFinite`], [`LapackError::Empty`], [`LapackError::Mismatch`], [`LapackError::Failed`].
pub fn eigh(a: ArrayView2<f64>) -> Result<Eigh, LapackError> {
    let (values, vectors) = square(a)?.eigh(UPLO::Lower).map_err(|_| LapackError::Failed)?;
    Ok(Eigh { values, vectors })
}

/// As [`eigh`] by divide and conquer, several times as fast from some hundred rows on. The vectors are turned back in groups
/// that may run beside each other.
///
/// # Errors
/// As for [`eigh`].
pub fn eigh_by_division(a: ArrayView2<f64>) -> Result<Eigh, LapackError> {
    /// Vectors of a group.
    const GROUP: usize = 512;
    let order = a.nrows();
    let lower = square(a.t())?.into_raw_vec_and_offset().0;
    let tridiagonal = blas::tridiagonal(lower, order).ok_or(LapackError::Failed)?;
    let (values, mut vectors) = tridiagonal.eigen().ok_or(LapackError::Failed)?;
    let groups = Chunks(&mut vectors[..], order);
    let turned = |Chunks(vectors, _): Chunks<&mut [f64]>| tridiagonal.turn_back(vectors);
    fold_blocks(groups, GROUP, &turned, &Option::and).ok_or(LapackError::Failed)?;
    let vectors = Array2::from_shape_vec((order, order).f(), vectors).map_err(|_| LapackError::Failed)?;
    Ok(Eigh { values: Array1::from(values), vectors })
}

/// The eigenvalues of any square matrix (order, order), as real and imaginary part, the largest magnitude first.
///
/// # Errors
/// As for [`eigh`].
pub fn eigenvalues(a: ArrayView2<f64>) -> Result<Vec<(f64, f64)>, LapackError> {
    let values = square(a)?.eigvals().map_err(|_| LapackError::Failed)?;
    let mut values: Vec<(f64, f64)> = values.iter().map(|value| (value.re, value.im)).collect();
    values.sort_by(|a, b| b.0.hypot(b.1).total_cmp(&a.0.hypot(a.1)));
    Ok(values)
}

/// The x of smallest norm among those that minimize |a x - b|, by SVD: a (rows, columns), b (rows).
///
/// # Errors
/// As for [`svd`], and [`LapackError::Mismatch`].
pub fn least_squares(a: ArrayView2<f64>, b: ArrayView1<f64>) -> Result<LeastSquares, LapackError> {
    let b = digestible_column(b, a.nrows())?;
    let Svd { u, singular_values: s, vt } = svd(a)?;
    let largest = s.iter().fold(0.0, |largest: f64, &value| largest.max(value));
    let negligible = a.nrows().max(a.ncols()) as f64 * f64::EPSILON * largest;
    let inverse = s.mapv(|value| if value > negligible { 1.0 / value } else { 0.0 });
    let rank = s.iter().filter(|&&value| value > negligible).count();
    Ok(LeastSquares { solution: vt.t().dot(&(u.t().dot(&b) * inverse)), rank })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Seed;
    use ndarray::array;

    fn random(rows: usize, columns: usize, seed: u64) -> Array2<f64> {
        let mut values = vec![0f32; rows * columns];
        Seed::root(seed).bulk().fill_uniform(&mut values);
        Array2::from_shape_fn((rows, columns), |(i, j)| f64::from(values[i * columns + j]) - 0.5)
    }

    /// Backward-stable factorizations of matrices of norm about 3: some hundred roundings.
    fn assert_close(a: &Array2<f64>, b: &Array2<f64>) {
        assert_eq!(a.dim(), b.dim());
        let worst = a.iter().zip(b).fold(0.0f64, |worst, (a, b)| worst.max((a - b).abs()));
        assert!(worst < 1e-13, "differ by {worst:e}");
    }

    #[test]
    fn singular_vectors_are_orthonormal_and_give_the_matrix_back() {
        for (rows, columns) in [(9, 4), (4, 9), (5, 5), (1, 3), (3, 1)] {
            let a = random(rows, columns, 1);
            for view in [a.view(), a.view().reversed_axes()] {
                let Svd { u, singular_values, vt } = svd(view).unwrap();
                let k = rows.min(columns);
                assert_close(&u.t().dot(&u), &Array2::eye(k));
                assert_close(&vt.dot(&vt.t()), &Array2::eye(k));
                assert_close(&(&u * &singular_values).dot(&vt), &view.to_owned());
                assert!(singular_values.windows(2).into_iter().all(|pair| pair[0] >= pair[1]));
            }
        }
    }

    /// Singular values of this matrix by numpy 2.4.
    #[test]
    fn singular_values_of_a_known_matrix() {
        let a = array![[1.0, 2.0, 0.0], [0.0, 1.0, 1.0], [2.0, 0.0, 1.0], [1.0, 1.0, 1.0]];
        let expected = [3.2631909206443, 1.79191307195381, 1.06800400654007];
        for (value, expected) in svd(a.view()).unwrap().singular_values.iter().zip(expected) {
            assert!((value - expected).abs() < 1e-13);
        }
    }

    #[test]
    fn eigenvectors_diagonalize() {
        let a = random(7, 7, 2);
        let a = &a + &a.t();
        let Eigh { values, vectors } = eigh(a.view()).unwrap();
        assert_close(&a.dot(&vectors), &(&vectors * &values));
        assert_close(&vectors.t().dot(&vectors), &Array2::eye(7));
        assert!(values.windows(2).into_iter().all(|pair| pair[0] <= pair[1]));
    }

    /// Of an order that is more than one group of vectors, and of few.
    #[test]
    fn division_finds_the_same_eigenvalues_and_vectors_that_diagonalize() {
        for order in [1, 2, 7, 600] {
            let a = random(order, order, 2);
            let a = &a + &a.t();
            let Eigh { values, vectors } = eigh_by_division(a.view()).unwrap();
            // Entries are sums of `order` roundings of values of norm sqrt(order).
            let scale = order as f64;
            assert_close(&(a.dot(&vectors) / scale), &(&vectors * &values / scale));
            assert_close(&(vectors.t().dot(&vectors) / scale), &(Array2::eye(order) / scale));
            assert!(values.windows(2).into_iter().all(|pair| pair[0] <= pair[1]));
            let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
            let again = alone.install(|| eigh_by_division(a.view())).unwrap();
            assert_eq!((values, vectors), (again.values, again.vectors));
        }
    }

    #[test]
    fn rows_are_solved_by_a_lower_triangle() {
        let a = random(9, 6, 3);
        let lower = PositiveDefinite::new(a.t().dot(&a).view(), 1e-9).unwrap().into_lower();
        assert_close(&lower.dot(&lower.t()), &a.t().dot(&a));
        let solved = solve_lower(lower.view(), a.clone()).unwrap();
        assert_close(&solved.dot(&lower.t()), &a);
        assert!(solve_lower(lower.view(), random(3, 5, 1)).is_err());
    }

    #[test]
    fn a_positive_definite_system_is_solved_whatever_its_memory_order() {
        let a = random(9, 6, 3);
        let a = a.t().dot(&a) + Array2::<f64>::eye(6);
        let x = Array1::from_iter((0..6).map(f64::from));
        let mut backwards = a.dot(&x);
        backwards.invert_axis(Axis(0));
        backwards = Array1::from_iter(backwards.iter().copied());
        backwards.invert_axis(Axis(0));
        for b in [a.dot(&x).view(), backwards.view()] {
            for view in [a.view(), a.t()] {
                let solved = solve_positive_definite(view, b, 1e-12).unwrap();
                assert!((&solved - &x).iter().all(|error| error.abs() < 1e-12), "{solved}");
            }
        }
    }

    #[test]
    fn any_square_system_is_solved_and_a_singular_one_is_refused() {
        let (a, x) = (random(6, 6, 3), random(6, 2, 4));
        assert_close(&solve(a.view(), a.dot(&x).view()).unwrap(), &x);
        let singular = array![[1.0, 2.0], [2.0, 4.0]];
        assert_eq!(solve(singular.view(), Array2::eye(2).view()).unwrap_err(), LapackError::Singular);
    }

    #[test]
    fn an_ill_conditioned_system_says_how_much() {
        let a = array![[1.0, 0.0], [0.0, 1e-9]];
        let error = solve_positive_definite(a.view(), array![1.0, 1.0].view(), 1e-8).unwrap_err();
        assert!(matches!(error, LapackError::IllConditioned { rcond } if (rcond / 1e-9 - 1.0).abs() < 1e-6));
        assert!(solve_positive_definite(a.view(), array![1.0, 1.0].view(), 1e-10).is_ok());
        let indefinite = array![[1.0, 2.0], [2.0, 1.0]];
        let error = solve_positive_definite(indefinite.view(), array![1.0, 1.0].view(), 0.0).unwrap_err();
        assert_eq!(error, LapackError::NotPositiveDefinite);
    }

    /// The four conditions of Penrose (1955) define the pseudo-inverse, here built column by column.
    #[test]
    fn least_squares_is_the_pseudo_inverse() {
        for (rows, columns, rank) in [(6, 3, 3), (3, 6, 3), (6, 5, 2)] {
            let a = random(rows, rank, 4).dot(&random(rank, columns, 5));
            let mut inverse = Array2::zeros((columns, rows));
            for row in 0..rows {
                let unit = Array1::from_iter((0..rows).map(|i| if i == row { 1.0 } else { 0.0 }));
                let fit = least_squares(a.view(), unit.view()).unwrap();
                assert_eq!(fit.rank, rank);
                inverse.column_mut(row).assign(&fit.solution);
            }
            let (left, right) = (a.dot(&inverse), inverse.dot(&a));
            assert_close(&left.dot(&a), &a);
            assert_close(&left, &left.t().to_owned());
            assert_close(&right, &right.t().to_owned());
            // The inverse is of norm about 10, its rounding likewise.
            assert_close(&(right.dot(&inverse) / 100.0), &(&inverse / 100.0));
        }
    }

    #[test]
    fn what_lapack_cannot_digest_is_refused() {
        let mut a = Array2::<f64>::eye(3);
        a[[1, 2]] = f64::NAN;
        assert_eq!(svd(a.view()).unwrap_err(), LapackError::NotFinite { row: 1, column: 2 });
        a[[1, 2]] = f64::NEG_INFINITY;
        assert_eq!(eigh(a.view()).unwrap_err(), LapackError::NotFinite { row: 1, column: 2 });
        assert_eq!(svd(Array2::zeros((0, 3)).view()).unwrap_err(), LapackError::Empty);
        assert_eq!(
            eigh(random(2, 3, 1).view()).unwrap_err(),
            LapackError::Mismatch { expected: 2, found: 3 }
        );
        let b = array![1.0, f64::INFINITY];
        let error = least_squares(Array2::eye(2).view(), b.view()).unwrap_err();
        assert_eq!(error, LapackError::NotFinite { row: 1, column: 0 });
    }
}
