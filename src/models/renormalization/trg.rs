//! The tensor renormalization group (Levin and Nave 2007): every tensor is split along one of its diagonals by a singular
//! value decomposition that keeps `bond` values, and four halves around a plaquette make a new tensor. Each step
//! halves the number of tensors and turns the lattice by 45 degrees.

use super::tensor::{self, Contracted, NetworkFault, go_on, matrix, tensor};
use crate::models::Observer;
use crate::numeric::lapack;
use ndarray::{Array2, Array4, Axis, s};

/// Singular values below this share of the first are noise.
const NOISE: f64 = 1e-14;

/// Halves of a matrix: A = left right with at most `bond` columns between them, and the share of squared values cut off.
fn split(a: &Array2<f64>, bond: usize) -> Result<(Array2<f64>, Array2<f64>, f64), NetworkFault> {
    let svd = lapack::svd(a.view())?;
    let values = &svd.singular_values;
    let first = values.first().copied().unwrap_or(0.0);
    let kept = values.iter().take(bond).filter(|&&value| value > NOISE * first).count().max(1);
    let roots = values.slice(s![..kept]).mapv(f64::sqrt);
    let left = &svd.u.slice(s![.., ..kept]) * &roots;
    let right = &svd.vt.slice(s![..kept, ..]) * &roots.insert_axis(Axis(1));
    let squares = |part: ndarray::ArrayView1<f64>| part.dot(&part);
    let cut = 1.0 - squares(values.slice(s![..kept])) / squares(values.view());
    Ok((left, right, cut.max(0.0)))
}

/// One step, with the share cut off.
fn coarser(
    t: &Array4<f64>,
    bond: usize,
    observer: &dyn Observer,
) -> Result<(Array4<f64>, f64), NetworkFault> {
    let (l, u, r, d) = t.dim();
    go_on(observer)?;
    let (a1, a3, first) = split(&matrix(t, [0, 1, 2, 3]), bond)?; // (l u) | (r d)
    go_on(observer)?;
    let (b2, b4, second) = split(&matrix(t, [1, 2, 3, 0]), bond)?; // (u r) | (d l)
    go_on(observer)?;
    let (a, b) = (a1.ncols(), b2.ncols());
    // Around a plaquette: top left a3 (a; r d), top right b4 (b; d l), bottom right a1 (l u; c), bottom left b2 (u r; e).
    // P[a w, b y] = sum over x of a3[a x w] b4[b y x].
    let p = matrix(&tensor(&a3, (a, r, d, 1)), [0, 2, 1, 3])
        .dot(&matrix(&tensor(&b4, (b, d, l, 1)), [2, 3, 0, 1]));
    // Q[w e, y c] = sum over z of b2[w z e] a1[z y c].
    let q = matrix(&tensor(&b2, (u, r, b, 1)), [0, 2, 1, 3])
        .dot(&matrix(&tensor(&a1, (l, u, a, 1)), [0, 3, 1, 2]));
    // T[a b, c e] = sum over w, y of P[a w b y] Q[w e y c].
    let p = matrix(&tensor(&p, (a, d, b, d)), [0, 2, 1, 3]);
    let q = matrix(&tensor(&q, (u, b, u, a)), [0, 2, 3, 1]);
    Ok((tensor(&p.dot(&q), (a, b, a, b)), first.max(second)))
}

/// Contracts 2^steps spins on a torus.
///
/// # Errors
/// Of LAPACK, or because the observer wants the end.
pub fn contract(
    coupling: f64,
    bond: usize,
    steps: usize,
    observer: &dyn Observer,
) -> Result<Contracted, NetworkFault> {
    tensor::contract(coupling, bond, steps, coarser, observer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Unwatched;
    use crate::models::spin::CRITICAL_COUPLING;
    use crate::models::spin::exact::{kaufman, onsager};

    /// Without truncation 2^4 spins are the torus of 4 x 4: exact to rounding.
    #[test]
    fn untruncated_it_is_exact() {
        let got = contract(CRITICAL_COUPLING, 256, 4, &Unwatched).unwrap();
        assert!((16.0 * got.log_partition - 15.521_915_458_755).abs() < 1e-9, "{got:?}");
        let exact = kaufman::thermodynamics(4, 4, 0.3).free_energy.unwrap();
        assert!((contract(0.3, 256, 4, &Unwatched).unwrap().log_partition + exact).abs() < 1e-12);
    }

    /// Errors at the critical point against Onsager, within a factor of three of an independent program: where the bond cuts
    /// a multiplet of equal singular values, which of them stay is a matter of rounding.
    #[test]
    fn errors_fall_with_the_bond_as_known() {
        let exact = onsager::log_partition(CRITICAL_COUPLING);
        for (bond, known) in [(4, 2.89e-4), (8, 6.91e-5)] {
            let got = contract(CRITICAL_COUPLING, bond, 40, &Unwatched).unwrap();
            let error = (got.log_partition / exact - 1.0).abs();
            assert!(error < 3.0 * known && error > known / 3.0, "{bond}: {error:e}");
        }
    }
}
