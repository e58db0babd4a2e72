//! Kadanoff's variational lower bound (1975; Kadanoff, Houghton and Yalabik 1976) for the Ising model on the square
//! lattice, b = 2. V is any function on a plaquette; potentials are moved so that a plaquette of four becomes
//!
//! ```text
//! exp V'(m1..m4) = sum over s1..s4 of exp(4 V(s) + p sum of m_i s_i - ln 2 cosh(p (s1 + .. + s4)))
//! ```
//! Moving potentials cannot lower ln Z: the free energy that comes out is a lower bound for every p. At the fixed
//! point the best p is where the bound is stationary: the left eigenvector of dV'/dV with the eigenvalue 2^d = 4
//! is orthogonal to dV'/dp.
//!
//! V is spanned by 1, neighbours, diagonals, the product of all four (even), and by the sum of spins and of products of three (odd).

use super::Exponents;
use crate::numeric::lapack::{self, LapackError};
use ndarray::{Array1, Array2, ArrayView1, Axis};

/// The states of a plaquette.
const STATES: usize = 16;

/// Couplings of neighbours, of diagonals, and of all four spins.
pub type Couplings = [f64; 3];

fn spin(state: usize, i: usize) -> f64 {
    crate::models::spin::hamiltonian::spin(state, i % 4)
}

fn total(state: usize) -> f64 {
    (0..4).map(|i| spin(state, i)).sum()
}

/// The value of each basis function in each state: (state, function).
fn even() -> Array2<f64> {
    Array2::from_shape_fn((STATES, 4), |(state, function)| match function {
        0 => 1.0,
        1 => (0..4).map(|i| spin(state, i) * spin(state, i + 1)).sum(),
        2 => spin(state, 0) * spin(state, 2) + spin(state, 1) * spin(state, 3),
        _ => (0..4).map(|i| spin(state, i)).product(),
    })
}

fn odd() -> Array2<f64> {
    let all = |state: usize| (0..4).map(|i| spin(state, i)).product::<f64>();
    Array2::from_shape_fn((STATES, 2), |(state, function)| match function {
        0 => total(state),
        _ => (0..4).map(|i| all(state) * spin(state, i)).sum(),
    })
}

/// The coefficients of functions (state, column) in a basis whose columns are orthogonal.
fn projected(functions: &Array2<f64>, basis: &Array2<f64>) -> Array2<f64> {
    let norms = basis.map_axis(Axis(0), |column| column.dot(&column));
    basis.t().dot(functions) / &norms.insert_axis(Axis(1))
}

/// The exponents of the sum over s for each m: (m, s).
fn kernel(v: ArrayView1<f64>, p: f64) -> Array2<f64> {
    Array2::from_shape_fn((STATES, STATES), |(m, s)| {
        let along: f64 = (0..4).map(|i| spin(m, i) * spin(s, i)).sum();
        4.0 * v[s] + p * along - (2.0 * (p * total(s)).cosh()).ln()
    })
}

/// V' and the weights of s given m.
fn step(v: ArrayView1<f64>, p: f64) -> (Array1<f64>, Array2<f64>) {
    let mut weights = kernel(v, p);
    let next = weights.map_axis(Axis(1), |row| {
        let largest = row.fold(f64::NEG_INFINITY, |most, x| most.max(*x));
        largest + row.mapv(|x| (x - largest).exp()).sum().ln()
    });
    for (mut row, &ln) in weights.rows_mut().into_iter().zip(&next) {
        row.mapv_inplace(|x| (x - ln).exp());
    }
    (next, weights)
}

/// The potential with these couplings and without a constant.
fn potential(k: &Couplings) -> Array1<f64> {
    even().slice(ndarray::s![.., 1..]).dot(&ArrayView1::from(k.as_slice()))
}

/// dK'/dK of the even couplings, the constant among them: (new, old).
fn jacobian(weights: &Array2<f64>, basis: &Array2<f64>) -> Array2<f64> {
    projected(&(weights.dot(basis) * 4.0), basis)
}

/// The fixed point for this p, by Newton's method.
///
/// # Errors
/// Of the linear equations, where the method leads nowhere.
fn fixed_point(p: f64, start: Couplings) -> Result<Couplings, LapackError> {
    let (basis, mut k) = (even(), start);
    for _ in 0..100 {
        let (next, weights) = step(potential(&k).view(), p);
        let new = projected(&next.insert_axis(Axis(1)), &basis);
        let slope = jacobian(&weights, &basis);
        let matrix = Array2::eye(3) - slope.slice(ndarray::s![1.., 1..]);
        let residual = Array1::from_shape_fn(3, |i| new[[i + 1, 0]] - k[i]);
        let moved = lapack::least_squares(matrix.view(), residual.view())?.solution;
        k.iter_mut().zip(&moved).for_each(|(k, d)| *k += d);
        if moved.iter().all(|d| d.abs() < 1e-15) {
            break;
        }
    }
    Ok(k)
}

/// The fixed point at its best p.
#[derive(Clone, Debug, PartialEq)]
pub struct FixedPoint {
    pub p: f64,
    pub couplings: Couplings,
    /// Eigenvalues of the even couplings, the first 4 for the constant, and of the odd ones, in falling order.
    pub even: Vec<f64>,
    pub odd: Vec<f64>,
}

impl FixedPoint {
    /// The second even eigenvalue and the first odd one. The third even one above 1 breaks the symmetry between neighbours
    /// and diagonals, an artefact of moving potentials.
    pub fn exponents(&self) -> Exponents {
        let y = |values: &[f64], at: usize| values.get(at).map_or(f64::NAN, |value| value.log2());
        Exponents { dimension: 2.0, thermal: y(&self.even, 1), magnetic: Some(y(&self.odd, 0)) }
    }
}

/// How far from stationary the bound is at this p.
fn stationarity(p: f64, couplings: &Couplings) -> Result<f64, LapackError> {
    let basis = even();
    let (_, weights) = step(potential(couplings).view(), p);
    let slope = jacobian(&weights, &basis);
    // The left eigenvector of 4 spans the null space of (J' - 4).
    let shifted = slope.t().to_owned() - Array2::<f64>::eye(4) * 4.0;
    let vt = lapack::svd(shifted.view())?.vt;
    let null = vt.row(3).to_owned() / vt[[3, 0]];
    let by_p = Array2::from_shape_fn((STATES, 1), |(m, _)| {
        let term = |s: usize| {
            let along: f64 = (0..4).map(|i| spin(m, i) * spin(s, i)).sum();
            weights[[m, s]] * (along - total(s) * (p * total(s)).tanh())
        };
        (0..STATES).map(term).sum()
    });
    Ok(null.dot(&projected(&by_p, &basis).column(0)))
}

/// The fixed point whose p makes the bound stationary.
///
/// # Errors
/// Of the linear equations.
pub fn optimum() -> Result<FixedPoint, LapackError> {
    let start = [0.14, 0.14, -0.01];
    let (mut low, mut high) = (0.74, 0.80);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        let k = fixed_point(middle, start)?;
        if stationarity(middle, &k)? < 0.0 { low = middle } else { high = middle }
    }
    let p = (low + high) / 2.0;
    let couplings = fixed_point(p, start)?;
    let (_, weights) = step(potential(&couplings).view(), p);
    let values = |basis: &Array2<f64>| -> Result<Vec<f64>, LapackError> {
        Ok(lapack::eigenvalues(jacobian(&weights, basis).view())?.into_iter().map(|(re, _)| re).collect())
    };
    Ok(FixedPoint { p, couplings, even: values(&even())?, odd: values(&odd())? })
}

/// A bound on `ln Z / N` from above at this coupling, for one p at all steps.
pub fn upper_bound(coupling: f64, p: f64) -> f64 {
    const STEPS: usize = 40;
    /// Beyond this difference of potentials only the lowest states count.
    const ORDERED: f64 = 50.0;
    let mut v = potential(&[coupling / 2.0, 0.0, 0.0]);
    let (mut sum, mut weight) = (0.0, 1.0);
    for _ in 0..STEPS {
        v = step(v.view(), p).0;
        weight /= 4.0;
        let (low, high) =
            v.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), &x| (a.min(x), b.max(x)));
        let ordered = high - low > ORDERED;
        let constant = if ordered { high } else { v.sum() / STATES as f64 };
        sum += weight * constant;
        if ordered {
            return sum;
        }
        v.mapv_inplace(|x| x - constant);
    }
    sum + weight * std::f64::consts::LN_2
}

/// The lowest such bound, and its p: on a grid first, then by the golden section around its best node.
pub fn best_bound(coupling: f64) -> (f64, f64) {
    let node = |i: usize| 0.3 + 0.01 * i as f64;
    let best = (0..130usize)
        .min_by(|&a, &b| upper_bound(coupling, node(a)).total_cmp(&upper_bound(coupling, node(b))));
    let centre = node(best.unwrap_or(0));
    let (mut low, mut high) = ((centre - 0.02).max(0.3), centre + 0.02);
    let golden = (5f64.sqrt() - 1.0) / 2.0;
    while high - low > 1e-9 {
        let (a, b) = (high - golden * (high - low), low + golden * (high - low));
        if upper_bound(coupling, a) < upper_bound(coupling, b) { high = b } else { low = a }
    }
    let p = (low + high) / 2.0;
    (upper_bound(coupling, p), p)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::spin::exact::onsager;

    /// Solved independently with SciPy; the papers print delta = 15.04 and alpha = 0.002.
    #[test]
    fn the_fixed_point_and_its_exponents_are_known() {
        let it = optimum().unwrap();
        assert!((it.p - 0.765_983_035_2).abs() < 1e-8, "{it:?}");
        for (k, known) in it.couplings.iter().zip([0.139_716_631_689, 0.139_716_631_689, -0.006_865_007_686])
        {
            assert!((k - known).abs() < 1e-9, "{it:?}");
        }
        for (value, known) in it.even.iter().zip([4.0, 2.001_218_832_29, 1.151_345_681_59, 0.505_606_733_93])
        {
            assert!((value - known).abs() < 1e-7, "{it:?}");
        }
        let y = it.exponents();
        assert!(
            (y.thermal - 1.000_878_933_9).abs() < 1e-7
                && (y.magnetic.unwrap() - 1.875_315_811_2).abs() < 1e-7
        );
        assert!(
            (y.delta().unwrap() - 15.040_526_22).abs() < 1e-5 && (y.alpha() - 0.001_756_324).abs() < 1e-7
        );
    }

    #[test]
    fn the_moved_potential_bounds_the_exact_one() {
        for (k, bound) in [(0.4, 0.901_025_007_531), (0.44, 0.947_088_561_219), (0.5, 1.034_380_549_082)] {
            let (got, _) = best_bound(k);
            assert!((got - bound).abs() < 1e-8, "{k}: {got}");
            assert!(got >= onsager::log_partition(k));
        }
        // For any p it is a bound.
        assert!([0.2, 0.5, 1.0, 2.0].iter().all(|&p| upper_bound(0.44, p) >= onsager::log_partition(0.44)));
    }
}
