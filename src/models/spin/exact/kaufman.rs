//! The square lattice on a torus of m rows and n columns (Kaufman 1949, equation 55):
//!
//! ```text
//! Z = 1/2 (2 sinh 2K)^(mn/2) (P[2 cosh, odd] + P[2 sinh, odd] + P[2 cosh, even] + P[2 sinh, even])
//! P[f, odd] = product over r < n of f(m g(2r + 1) / 2),   cosh g(l) = cosh 2K coth 2K - cos(pi l / n),   g(0) = 2K + ln tanh K
//! ```
//! g(0) changes its sign at the critical coupling, and the last product with it. Derivatives are carried along.

use super::super::Thermodynamics;
use super::super::jet::Jet;
use std::f64::consts::PI;

/// A product as `factor` times e to the power `scale`, so that it neither overflows nor loses its sign.
struct Product {
    scale: Jet,
    factor: Jet,
}

/// ln(2 cosh x) for x >= 0.
fn ln_two_cosh(x: Jet) -> Jet {
    x + (Jet::constant(1.0) + x.scaled(-2.0).exp()).ln()
}

/// ln(2 sinh x) for x > 0.
fn ln_two_sinh(x: Jet) -> Jet {
    x + (Jet::constant(1.0) - x.scaled(-2.0).exp()).ln()
}

fn sum(terms: impl Iterator<Item = Jet>) -> Jet {
    terms.fold(Jet::constant(0.0), |sum, term| sum + term)
}

/// `ln Z` of an m x n torus, with its derivatives by the coupling.
fn log_partition(m: usize, n: usize, coupling: f64) -> Jet {
    let k = Jet::variable(coupling);
    let c = k.scaled(2.0).cosh() * k.scaled(2.0).tanh().recip();
    let half = m as f64 / 2.0;
    let x = |l: usize| (c - Jet::constant((PI * l as f64 / n as f64).cos())).acosh().scaled(half);
    let odd: Vec<Jet> = (0..n).map(|r| x(2 * r + 1)).collect();
    let even: Vec<Jet> = (1..n).map(|r| x(2 * r)).collect();
    let zero = (k.scaled(2.0) + k.tanh().ln()).scaled(half);
    let sign = if zero.0 < 0.0 { -1.0 } else { 1.0 };
    let apart = zero.scaled(sign);
    let one = Jet::constant(1.0);
    let products = [
        Product { scale: sum(odd.iter().map(|&x| ln_two_cosh(x))), factor: one },
        Product { scale: sum(odd.iter().map(|&x| ln_two_sinh(x))), factor: one },
        Product { scale: sum(even.iter().map(|&x| ln_two_cosh(x))) + ln_two_cosh(apart), factor: one },
        Product {
            scale: sum(even.iter().map(|&x| ln_two_sinh(x))) + apart,
            factor: (one - apart.scaled(-2.0).exp()).scaled(sign),
        },
    ];
    let largest = products.iter().map(|p| p.scale.0).fold(f64::NEG_INFINITY, f64::max);
    let total = sum(products.iter().map(|p| (p.scale - Jet::constant(largest)).exp() * p.factor));
    let sinh = k.scaled(2.0).sinh().scaled(2.0).ln().scaled((m * n) as f64 / 2.0);
    sinh + Jet::constant(largest) + total.scaled(0.5).ln()
}

/// Free energy, energy and specific heat of an m x n torus, two rows and columns or more.
pub fn thermodynamics(m: usize, n: usize, coupling: f64) -> Thermodynamics {
    let Jet(ln_z, first, second) = log_partition(m, n, coupling);
    let spins = (m * n) as f64;
    Thermodynamics {
        free_energy: Some(-ln_z / spins),
        energy: Some(-first / spins),
        specific_heat: Some(coupling * coupling * second / spins),
        ..Thermodynamics::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::CRITICAL_COUPLING;
    use super::*;

    /// Computed independently by the transfer matrix of NumPy; the digits given end at 1e-13.
    #[test]
    fn small_tori_are_those_of_a_transfer_matrix() {
        let known = [
            (3, 0.3, 7.346_915_902_869_6),
            (4, 0.3, 12.785_523_325_713_7),
            (4, CRITICAL_COUPLING, 15.521_915_458_755_3),
            (6, 0.6, 44.258_107_290_659_2),
            (8, CRITICAL_COUPLING, 60.141_780_789_069_2),
            (8, 0.6, 78.141_648_857_616_7),
        ];
        for (l, k, ln_z) in known {
            let got = log_partition(l, l, k).0;
            assert!((got - ln_z).abs() < 2e-12 * ln_z, "{l} {k}: {got}");
        }
    }

    #[test]
    fn large_tori_at_the_critical_point_come_near_onsager() {
        for (l, known) in [(16, 0.932_196_314_980_988), (128, 0.929_734_455_770_189)] {
            let f = thermodynamics(l, l, CRITICAL_COUPLING).free_energy.unwrap();
            assert!((f + known).abs() < 1e-12);
        }
        // ln Z(L) - L^2 f goes to ln(2^(1/4) + 2^(-1/2)) (Ferdinand and Fisher 1969), here to order L^-2.
        let limit = (2f64.powf(0.25) + 2f64.powf(-0.5)).ln();
        let rest = log_partition(64, 64, CRITICAL_COUPLING).0
            - 4096.0 * super::super::onsager::log_partition(CRITICAL_COUPLING);
        assert!((rest - limit).abs() < 1e-4, "{rest} {limit}");
    }

    /// From cold to hot nothing overflows, also where one product is negligible.
    #[test]
    fn any_temperature_gives_finite_numbers() {
        for k in [1e-3, 0.1, 0.44, 0.5, 2.0, 20.0] {
            let it = thermodynamics(500, 300, k);
            let exact = super::super::onsager::energy(k);
            assert!((it.energy.unwrap() - exact).abs() < 5e-3, "{k}: {:?} {exact}", it.energy);
        }
    }
}
