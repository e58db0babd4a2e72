//! Iterations for least squares that regularize by being stopped: after k steps directions with small singular values have
//! hardly begun to be fitted (Hansen 1998, chapter 6).
//!
//! Landweber: w += step X'(y - Xw), with the filter 1 - (1 - step s^2)^k. Conjugate gradients on the normal equations
//! (Hestenes and Stiefel 1952, CGLS) and the bidiagonalization of Paige and Saunders (1982, LSQR) give, in exact
//! arithmetic, the same w: the least |Xw - y| in the span of X'y, X'X X'y, ..., k of them. All start at w = 0.

use super::{RegressionFault, check};
use ndarray::{Array1, ArrayView1, ArrayView2};

/// The iteration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Iteration {
    Cgls,
    Lsqr,
    /// With its step, below 2 over the square of the largest singular value.
    Landweber {
        step: f64,
    },
}

/// Weights after so many steps, or fewer where the residual has nothing left in the columns.
///
/// # Errors
/// [`RegressionFault`] for unusable data, and where numbers overflow.
pub fn iterate(
    x: ArrayView2<f64>,
    y: ArrayView1<f64>,
    iteration: Iteration,
    steps: usize,
) -> Result<Array1<f64>, RegressionFault> {
    check(x, y, 0.0)?;
    let weights = match iteration {
        Iteration::Cgls => cgls(x, y, steps),
        Iteration::Lsqr => lsqr(x, y, steps),
        Iteration::Landweber { step } => landweber(x, y, step, steps),
    };
    match weights.iter().all(|w| w.is_finite()) {
        true => Ok(weights),
        false => Err(RegressionFault::Scale { largest: x.iter().fold(0.0, |most, v| v.abs().max(most)) }),
    }
}

fn landweber(x: ArrayView2<f64>, y: ArrayView1<f64>, step: f64, steps: usize) -> Array1<f64> {
    let mut weights = Array1::zeros(x.ncols());
    for _ in 0..steps {
        let gradient = x.t().dot(&(&y - &x.dot(&weights)));
        weights.scaled_add(step, &gradient);
    }
    weights
}

fn cgls(x: ArrayView2<f64>, y: ArrayView1<f64>, steps: usize) -> Array1<f64> {
    let mut weights = Array1::zeros(x.ncols());
    let mut residual = y.to_owned();
    let mut gradient = x.t().dot(&residual);
    let mut direction = gradient.clone();
    let mut size = gradient.dot(&gradient);
    let least = size * f64::EPSILON * f64::EPSILON;
    for _ in 0..steps {
        let image = x.dot(&direction);
        let curvature = image.dot(&image);
        if size <= least || curvature == 0.0 {
            break;
        }
        let step = size / curvature;
        weights.scaled_add(step, &direction);
        residual.scaled_add(-step, &image);
        gradient = x.t().dot(&residual);
        let next = gradient.dot(&gradient);
        direction = &gradient + &(direction * (next / size));
        size = next;
    }
    weights
}

/// A vector as its length and its direction; of length 0 as it is.
fn split(vector: Array1<f64>) -> (f64, Array1<f64>) {
    let length = vector.dot(&vector).sqrt();
    if length > 0.0 { (length, vector / length) } else { (0.0, vector) }
}

/// The names are those of the paper, sections 3 and 4.
fn lsqr(x: ArrayView2<f64>, y: ArrayView1<f64>, steps: usize) -> Array1<f64> {
    let mut weights = Array1::zeros(x.ncols());
    let (beta, mut u) = split(y.to_owned());
    let (mut alpha, mut v) = split(x.t().dot(&u));
    let least = alpha * f64::EPSILON;
    let (mut direction, mut phi_bar, mut rho_bar) = (v.clone(), beta, alpha);
    for _ in 0..steps {
        if alpha <= least {
            break;
        }
        let (beta, next_u) = split(x.dot(&v) - &u * alpha);
        let (next_alpha, next_v) = split(x.t().dot(&next_u) - &v * beta);
        (u, v, alpha) = (next_u, next_v, next_alpha);
        let rho = rho_bar.hypot(beta);
        let (cosine, sine) = (rho_bar / rho, beta / rho);
        let (theta, phi) = (sine * alpha, cosine * phi_bar);
        (rho_bar, phi_bar) = (-cosine * alpha, sine * phi_bar);
        weights.scaled_add(phi / rho, &direction);
        direction = &v - &(direction * (theta / rho));
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::regression::{Filter, Seminorm, Spectral};
    use ndarray::{Array2, array};

    fn problem() -> (Array2<f64>, Array1<f64>) {
        let x = Array2::from_shape_fn((12, 5), |(i, j)| ((2 * i + 1) as f64 * (j + 2) as f64 * 0.31).cos());
        (x, Array1::from_iter((0..12).map(|i| (f64::from(i) * 0.7).sin())))
    }

    fn apart(a: &Array1<f64>, b: &Array1<f64>) -> f64 {
        (a - b).mapv(f64::abs).sum()
    }

    /// Landweber's iteration is its filter, at every number of steps.
    #[test]
    fn landweber_is_its_filter() {
        let (x, y) = problem();
        let spectral = Spectral::new(x.view(), Seminorm::Norm, false).unwrap();
        let target = spectral.target(y.view()).unwrap();
        let step = spectral.singular_values[0].powi(-2);
        for steps in [1, 7, 100] {
            let found = iterate(x.view(), y.view(), Iteration::Landweber { step }, steps).unwrap();
            let exact = spectral.weights(&target, Filter::Landweber { steps, step });
            assert!(apart(&found, &exact) < 1e-12, "{steps} steps");
        }
    }

    /// After as many steps as columns both are least squares, and on the way they are the same.
    #[test]
    fn conjugate_gradients_and_bidiagonalization_agree() {
        let (x, y) = problem();
        for steps in 1..=5 {
            let a = iterate(x.view(), y.view(), Iteration::Cgls, steps).unwrap();
            let b = iterate(x.view(), y.view(), Iteration::Lsqr, steps).unwrap();
            assert!(apart(&a, &b) < 1e-10, "{steps}: {a} and {b}");
        }
        let spectral = Spectral::new(x.view(), Seminorm::Norm, false).unwrap();
        let exact = spectral.weights(&spectral.target(y.view()).unwrap(), Filter::Tikhonov { penalty: 0.0 });
        assert!(apart(&iterate(x.view(), y.view(), Iteration::Cgls, 5).unwrap(), &exact) < 1e-9);
    }

    /// Each step lowers the residual and lengthens the weights.
    #[test]
    fn residuals_fall_and_norms_grow() {
        let (x, y) = problem();
        for iteration in [Iteration::Cgls, Iteration::Lsqr, Iteration::Landweber { step: 0.02 }] {
            let norms: Vec<(f64, f64)> = (1..=5)
                .map(|steps| {
                    let w = iterate(x.view(), y.view(), iteration, steps).unwrap();
                    let r = x.dot(&w) - &y;
                    (r.dot(&r), w.dot(&w))
                })
                .collect();
            let falls = norms.windows(2).all(|pair| pair[1].0 < pair[0].0 && pair[1].1 > pair[0].1);
            assert!(falls, "{iteration:?}: {norms:?}");
        }
    }

    #[test]
    fn edges_have_an_answer_or_a_fault() {
        for iteration in [Iteration::Cgls, Iteration::Lsqr, Iteration::Landweber { step: 0.1 }] {
            let zero = iterate(Array2::zeros((3, 2)).view(), array![1.0, 1.0, 1.0].view(), iteration, 9);
            assert_eq!(zero.unwrap().to_vec(), [0.0, 0.0]);
            let one = iterate(array![[2.0]].view(), array![4.0].view(), iteration, 200).unwrap();
            assert!((one[0] - 2.0).abs() < 1e-9, "{iteration:?}: {one}");
            let twins = array![[1.0, 1.0], [2.0, 2.0], [0.0, 0.0]];
            let shared = iterate(twins.view(), array![1.0, 2.0, 5.0].view(), iteration, 200).unwrap();
            assert!((shared[0] - 0.5).abs() < 1e-9 && (shared[1] - 0.5).abs() < 1e-9, "{shared}");
        }
        let huge = array![[1e300], [1e300]];
        assert!(iterate(huge.view(), array![1.0, 1.0].view(), Iteration::Cgls, 3).is_err());
    }
}
