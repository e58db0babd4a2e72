//! Coordinates of rows from their graph: the eigenvectors of its Laplacian with the smallest eigenvalues, but for the
//! constant one (Laplacian eigenmaps, Belkin and Niyogi 2003).
//!
//! The eigenvalue 0 is known without a solver: it has a vector for every connected part. The constant is set apart
//! exactly, so the first coordinates of a graph in p parts are p - 1 vectors that tell the parts apart, and the
//! solver sees the rest alone. Up to [`DENSE`] rows that is LAPACK's; above, Lanczos on bound - L, in memory for the
//! edges and some tens of vectors.

use super::{Graph, Laplacian, ManifoldFault, Normalization};
use crate::models::Observer;
use crate::numeric::blas;
use crate::numeric::lanczos::{LanczosFault, largest};
use crate::numeric::lapack::eigh;
use crate::numeric::random::Seed;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut1, Axis, s};
use std::ops::ControlFlow;

/// Rows up to which the Laplacian is a table.
pub const DENSE: usize = 400;
/// Residuals of eigenvectors found by Lanczos, as a share of the bound on the spectrum.
const TOLERANCE: f64 = 1e-9;

/// Coordinates (rows, dimensions) with the eigenvalue of each, ascending.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedding {
    /// Columns of norm 1 for the symmetric operators; for the random walk D^-1/2 times those.
    pub coordinates: Array2<f64>,
    pub eigenvalues: Vec<f64>,
    /// Connected parts of the graph.
    pub parts: usize,
}

/// The first `dimensions` coordinates of the rows of a graph. Lanczos draws its starts from `seed`.
///
/// # Errors
/// [`ManifoldFault`] where there are not more rows than dimensions, for a graph without weight, and the end.
pub fn embed(
    graph: &Graph,
    dimensions: usize,
    normalization: Normalization,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<Embedding, ManifoldFault> {
    blas::single_threaded();
    let rows = graph.rows();
    if dimensions >= rows {
        return Err(ManifoldFault::TooMany { what: "coordinates", asked: dimensions, rows });
    }
    let laplacian = Laplacian::new(graph, normalization);
    if laplacian.degrees.iter().all(|&degree| degree == 0.0) {
        return Err(ManifoldFault::NoWeights);
    }
    let null = null_space(graph, &laplacian);
    let parts = null.ncols();
    let known = (parts - 1).min(dimensions);
    let mut eigenvalues = vec![0.0; known];
    let mut vectors = Array2::zeros((rows, dimensions));
    vectors.slice_mut(s![.., ..known]).assign(&null.slice(s![.., 1..=known]));
    let (values, rest) = smallest(&laplacian, null.view(), dimensions - known, seed, observer)?;
    let count = values.len();
    eigenvalues.extend(values);
    vectors.slice_mut(s![.., known..known + count]).assign(&rest);
    let mut coordinates = Array2::zeros((rows, known + count));
    for (at, mut column) in coordinates.axis_iter_mut(Axis(1)).enumerate() {
        column.assign(&laplacian.harmonic(signed(vectors.column(at).to_owned()).view()));
    }
    Ok(Embedding { coordinates, eigenvalues, parts })
}

/// An eigenvector has no sign of its own: the entry of largest size is made positive, the first of equals.
fn signed(vector: Array1<f64>) -> Array1<f64> {
    let largest = vector.iter().fold(0.0f64, |top, &value| if value.abs() > top.abs() { value } else { top });
    if largest < 0.0 { -vector } else { vector }
}

/// Orthonormal columns that span the eigenvalue 0: the constant first, then what tells the parts apart.
fn null_space(graph: &Graph, laplacian: &Laplacian) -> Array2<f64> {
    let (component, parts) = graph.components();
    let constant = laplacian.constant();
    let mut columns = Array2::zeros((graph.rows(), parts));
    columns.column_mut(0).assign(&(&constant / constant.dot(&constant).sqrt()));
    for part in 1..parts {
        // The last parts are left out: with the constant, the first parts - 1 indicators span all.
        let own =
            component.iter().zip(&constant).map(|(&at, &value)| if at == part - 1 { value } else { 0.0 });
        let mut vector: Array1<f64> = own.collect();
        for _ in 0..2 {
            let before = columns.slice(s![.., ..part]);
            vector -= &before.dot(&before.t().dot(&vector));
        }
        let norm = vector.dot(&vector).sqrt();
        columns.column_mut(part).assign(&(vector / norm));
    }
    columns
}

/// The smallest eigenvalues, ascending, on the complement of `null` (rows, parts), with their vectors as columns.
fn smallest(
    laplacian: &Laplacian,
    null: ArrayView2<f64>,
    count: usize,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<(Vec<f64>, Array2<f64>), ManifoldFault> {
    let (rows, bound) = (null.nrows(), laplacian.bound());
    let count = count.min(rows - null.ncols());
    if rows <= DENSE {
        // What is known is lifted above the spectrum, out of the way.
        let lifted = laplacian.dense() + &(null.dot(&null.t()) * (2.0 * bound + 1.0));
        let found = eigh(lifted.view())?;
        let vectors = found.vectors.slice(s![.., ..count]).to_owned();
        return Ok((found.values.slice(s![..count]).to_vec(), vectors));
    }
    let flipped = |v: ArrayView1<f64>, mut out: ArrayViewMut1<f64>| {
        laplacian.apply(v, out.view_mut());
        out.zip_mut_with(&v, |out, v| *out = bound * v - *out);
    };
    let pause = || if observer.cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let found =
        largest(&flipped, null, count, TOLERANCE * bound, seed, &pause).map_err(|fault| match fault {
            LanczosFault::NotConverged { residual } => ManifoldFault::NotConverged { residual },
            LanczosFault::Lapack(error) => ManifoldFault::Lapack(error),
            LanczosFault::Interrupted => ManifoldFault::Interrupted,
        })?;
    Ok((found.values.iter().map(|value| (bound - value).max(0.0)).collect(), found.vectors))
}
