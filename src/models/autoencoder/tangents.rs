//! Along which directions the hidden units of an encoder change at a row: the leading right singular vectors of its Jacobian
//!
//! ```text
//! J = dh_L/dx = D_L W_L' ... D_1 W_1',   D_l = diag(h_l (1 - h_l)),   h_l = logistic(h_{l-1} W_l + b_l),   h_0 = x
//! ```
//!
//! Where contraction has made it insensitive to everything but what the data do, they span the tangent space of the
//! data at that row (Rifai, Dauphin, Vincent, Bengio and Muller 2011, section 3, as left singular vectors of J').
//! They are eigenvectors of J'J, or J' times those of JJ', whichever of both is smaller.
//!
//! x (rows, columns), W_l (below, units), b_l (units).

use crate::numeric::blas;
use crate::numeric::blocks::{Chunks, Rows, for_blocks};
use crate::numeric::lapack::{Eigh, LapackError, eigh};
use ndarray::{Array1, Array2, Array3, ArrayView1, ArrayView2, Axis};
use std::sync::Mutex;

/// Squares of singular values below this share of the largest one are rounding.
const NEGLIGIBLE: f64 = 1e-12;
/// Rows of one task.
const ROWS: usize = 4;

/// A layer of an encoder: W (below, units) and b (units).
pub type Layer = (Array2<f64>, Array1<f64>);

/// The first `count` directions at each row, (rows, count, columns), of length 1; 0 where the Jacobian has fewer. `ahead` is
/// asked at every row; once it says no, what is left stays 0.
///
/// # Errors
/// What LAPACK says of a Jacobian, such as one that is not finite.
pub fn tangents(
    x: ArrayView2<f32>,
    layers: &[Layer],
    count: usize,
    ahead: &(dyn Fn() -> bool + Sync),
) -> Result<Array3<f32>, LapackError> {
    blas::single_threaded();
    let (rows, columns) = x.dim();
    let mut directions = vec![0.0f32; rows * count * columns];
    let fault = Mutex::new(None);
    let blocks = (Rows(x), Chunks(&mut directions[..], count * columns));
    for_blocks(blocks, ROWS, &|(Rows(x), Chunks(out, length))| {
        for (x, out) in x.outer_iter().zip(out.chunks_mut(length.max(1))) {
            if !ahead() {
                return;
            }
            match leading(&jacobian(x, layers), count) {
                Ok(found) => out.iter_mut().zip(&found).for_each(|(out, &value)| *out = value as f32),
                Err(error) => note(&fault, error),
            }
        }
    });
    let fault = fault.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let shaped = Array3::from_shape_vec((rows, count, columns), directions);
    fault.map_or(shaped.map_err(|_| LapackError::Failed), Err)
}

fn note(fault: &Mutex<Option<LapackError>>, error: LapackError) {
    fault.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get_or_insert(error);
}

/// J at one row, (units of the last layer, columns).
fn jacobian(x: ArrayView1<f32>, layers: &[Layer]) -> Array2<f64> {
    let mut below = x.mapv(f64::from);
    let mut jacobian: Option<Array2<f64>> = None;
    for (weights, bias) in layers {
        let hidden = (below.dot(weights) + bias).mapv_into(|a| 1.0 / (1.0 + (-a).exp()));
        let product = match &jacobian {
            None => weights.t().to_owned(),
            Some(jacobian) => weights.t().dot(jacobian),
        };
        jacobian = Some(product * hidden.mapv(|h| h * (1.0 - h)).insert_axis(Axis(1)));
        below = hidden;
    }
    jacobian.unwrap_or_else(|| Array2::zeros((0, x.len())))
}

/// The leading right singular vectors of J (units, columns), a row each.
fn leading(jacobian: &Array2<f64>, count: usize) -> Result<Array2<f64>, LapackError> {
    let tall = jacobian.nrows() >= jacobian.ncols();
    let gram = if tall { jacobian.t().dot(jacobian) } else { jacobian.dot(&jacobian.t()) };
    let Eigh { values, vectors } = eigh(gram.view())?;
    let largest = values.last().copied().unwrap_or(0.0);
    let mut found = Array2::zeros((count, jacobian.ncols()));
    let pairs = values
        .iter()
        .zip(vectors.axis_iter(Axis(1)))
        .rev()
        .take_while(|(value, _)| **value > NEGLIGIBLE * largest);
    for (mut row, (value, vector)) in found.outer_iter_mut().zip(pairs) {
        match tall {
            true => row.assign(&vector),
            false => row.assign(&(jacobian.t().dot(&vector) / value.sqrt())),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::regression::SplitMix;
    use crate::numeric::lapack::svd;

    fn matrix(rows: usize, columns: usize, seed: u64) -> Array2<f64> {
        Array2::from_shape_vec((rows, columns), SplitMix::new(seed).normals(rows * columns))
            .expect("as many numbers")
    }

    fn encoder(widths: &[usize]) -> Vec<Layer> {
        let layer = |(at, pair): (usize, &[usize])| {
            let seed = 2 * at as u64;
            (matrix(pair[0], pair[1], seed), matrix(1, pair[1], seed + 1).row(0).to_owned())
        };
        widths.windows(2).enumerate().map(layer).collect()
    }

    fn hidden(x: &Array1<f64>, layers: &[Layer]) -> Array1<f64> {
        layers
            .iter()
            .fold(x.clone(), |x, (weights, bias)| (x.dot(weights) + bias).mapv(|a| 1.0 / (1.0 + (-a).exp())))
    }

    /// Central differences of steps of 1e-5 are good to 1e-9. The projector on the directions is that on the leading singular
    /// vectors of these differences; single precision leaves 1e-6.
    #[test]
    fn they_are_the_leading_singular_vectors_of_what_differences_show() {
        for (widths, count) in [(&[7, 4][..], 3), (&[4, 9], 2), (&[6, 8, 5], 4)] {
            let (layers, x) = (encoder(widths), matrix(3, widths[0], 11).mapv(|x| x as f32));
            let found = tangents(x.view(), &layers, count, &|| true).expect("directions");
            for (x, found) in x.outer_iter().zip(found.outer_iter()) {
                let x = x.mapv(f64::from);
                let mut differences = Array2::zeros((*widths.last().expect("a width"), x.len()));
                for column in 0..x.len() {
                    let moved = |step: f64| {
                        let mut x = x.clone();
                        x[column] += step;
                        hidden(&x, &layers)
                    };
                    differences.column_mut(column).assign(&((moved(1e-5) - moved(-1e-5)) / 2e-5));
                }
                let vt = svd(differences.view()).expect("singular values").vt;
                let leading = vt.slice(ndarray::s![..count, ..]);
                let found = found.mapv(f64::from);
                let apart = found.t().dot(&found) - leading.t().dot(&leading);
                assert!(apart.iter().all(|error| error.abs() < 1e-5), "{widths:?}: {apart}");
                let gram = found.dot(&found.t()) - Array2::<f64>::eye(count);
                assert!(gram.iter().all(|error| error.abs() < 1e-6), "{gram}");
            }
        }
    }

    #[test]
    fn what_is_not_there_is_zero_and_what_is_no_number_is_refused() {
        let x = matrix(2, 5, 3).mapv(|x| x as f32);
        let few = tangents(x.view(), &encoder(&[5, 2]), 4, &|| true).expect("directions");
        assert!(few.slice(ndarray::s![.., 2.., ..]).iter().all(|&value| value == 0.0));
        // Units that are all saturated change with nothing.
        let deaf = vec![(matrix(5, 3, 1), Array1::from_elem(3, 1e4))];
        assert!(tangents(x.view(), &deaf, 2, &|| true).expect("none").iter().all(|&value| value == 0.0));
        let stopped = tangents(x.view(), &encoder(&[5, 2]), 2, &|| false).expect("nothing yet");
        assert!(stopped.iter().all(|&value| value == 0.0));
        let broken = vec![(Array2::from_elem((5, 3), f64::NAN), Array1::zeros(3))];
        assert!(matches!(tangents(x.view(), &broken, 2, &|| true), Err(LapackError::NotFinite { .. })));
    }
}
