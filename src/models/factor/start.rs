//! Where a non-negative factorization starts. NNDSVD (Boutsidis and Gallopoulos, Pattern Recognition 41:1350, 2008): of
//! each singular triple (s, u, v) the heavier pair of (u+, v+) and (u-, v-), scaled to sqrt(s |u||v|). Zeros are filled
//! with the mean of X, because multiplicative rules never leave a zero ("NNDSVDa").

use super::FactorFault;
use crate::numeric::lapack::eigh;
use crate::numeric::random::Seed;
use ndarray::{Array1, Array2, ArrayView2};
use rand::RngExt;

/// How coefficients and basis start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// From the leading singular vectors; the same for every seed.
    Nndsvd,
    /// Uniform, of the scale of the mean.
    Random,
}

/// Coefficients (rows, k) and basis (k, columns), all above zero.
pub fn start(
    x: ArrayView2<f64>,
    factors: usize,
    start: Start,
    seed: &Seed,
) -> Result<(Array2<f64>, Array2<f64>), FactorFault> {
    let mean = x.sum() / x.len() as f64;
    match start {
        Start::Random => {
            let mut stream = seed.stream();
            let scale = 2.0 * (mean / factors as f64).sqrt();
            let mut draw =
                |shape| Array2::from_shape_simple_fn(shape, || scale * (1.0 - stream.random::<f64>()));
            Ok((draw((x.nrows(), factors)), draw((factors, x.ncols()))))
        }
        Start::Nndsvd => nndsvd(x, factors, mean),
    }
}

fn nndsvd(x: ArrayView2<f64>, factors: usize, mean: f64) -> Result<(Array2<f64>, Array2<f64>), FactorFault> {
    let (mut coefficients, mut basis) =
        (Array2::zeros((x.nrows(), factors)), Array2::zeros((factors, x.ncols())));
    for (at, (u, s, v)) in leading(x, factors)?.into_iter().enumerate() {
        let (up, vp, un, vn) = (part(&u, 1.0), part(&v, 1.0), part(&u, -1.0), part(&v, -1.0));
        let (positive, negative) = (norm(&up) * norm(&vp), norm(&un) * norm(&vn));
        let (u, v, weight) = if positive >= negative { (up, vp, positive) } else { (un, vn, negative) };
        if weight > 0.0 {
            let scale = (s * weight).sqrt();
            coefficients.column_mut(at).assign(&(&u * (scale / norm(&u))));
            basis.row_mut(at).assign(&(&v * (scale / norm(&v))));
        }
    }
    let filled = |value: f64| if value > 0.0 { value } else { mean };
    Ok((coefficients.mapv_into(filled), basis.mapv_into(filled)))
}

/// u, s and v.
type Triple = (Array1<f64>, f64, Array1<f64>);

/// The leading singular triples of X, by the eigenvectors of the smaller of X'X and X X'.
pub fn leading(x: ArrayView2<f64>, factors: usize) -> Result<Vec<Triple>, FactorFault> {
    let tall = x.nrows() >= x.ncols();
    let gram = if tall { x.t().dot(&x) } else { x.dot(&x.t()) };
    let found = eigh(gram.view())?;
    let largest = found.values.len();
    let of = |at: usize| {
        let vector = found.vectors.column(largest - 1 - at).to_owned();
        let s = found.values[largest - 1 - at].max(0.0).sqrt();
        let other = if tall { x.dot(&vector) } else { x.t().dot(&vector) };
        let other = if s > 0.0 { other / s } else { other };
        if tall { (other, s, vector) } else { (vector, s, other) }
    };
    Ok((0..factors).map(of).collect())
}

fn part(vector: &Array1<f64>, sign: f64) -> Array1<f64> {
    vector.mapv(|value| (sign * value).max(0.0))
}

fn norm(vector: &Array1<f64>) -> f64 {
    vector.dot(vector).sqrt()
}

/// Class indicators, 1 where a row belongs to the column and 0 elsewhere, plus 0.2 (Ding, Li and Jordan, section 2.1.2).
pub fn indicators(clusters: &[usize], factors: usize) -> Array2<f64> {
    let mut start = Array2::from_elem((clusters.len(), factors), 0.2);
    for (mut row, &cluster) in start.outer_iter_mut().zip(clusters) {
        if let Some(share) = row.get_mut(cluster) {
            *share += 1.0;
        }
    }
    start
}
