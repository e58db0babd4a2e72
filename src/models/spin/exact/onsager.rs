//! The infinite square lattice without a field.
//!
//! ```text
//! ln Z / N = ln(2 cosh 2K) + (1/pi) integral 0..pi/2 of ln((1 + sqrt(1 - k^2 sin^2 t)) / 2) dt
//! u = -coth 2K (1 + (2/pi) (2 tanh^2 2K - 1) F(k)),   k = 2 sinh 2K / cosh^2 2K
//! m = (1 - sinh^-4 2K)^(1/8) for K above the critical coupling
//! ```
//! F is the complete elliptic integral of the first kind of modulus k. Onsager 1944 (equations 108b, 116, 117);
//! m: Onsager 1949, Yang 1952.

use super::super::quadrature::integral;
use super::super::{CRITICAL_COUPLING, Thermodynamics};
use std::f64::consts::{FRAC_PI_2, PI};

/// `ln Z / N`.
pub fn log_partition(coupling: f64) -> f64 {
    let (s, c) = ((2.0 * coupling).sinh(), (2.0 * coupling).cosh());
    // 1 - k^2 sin^2 t = k'^2 + k^2 cos^2 t, which has no cancellation at the critical coupling.
    let (k, complement) = (2.0 * s / (c * c), complement(coupling));
    let integrand = |t: f64| {
        let root = complement.hypot(k * t.cos());
        ((1.0 + root) / 2.0).ln()
    };
    (2.0 * c).ln() + integral(0.0, FRAC_PI_2, integrand) / PI
}

/// k' = 2 tanh^2 2K - 1, which is 0 at the critical coupling.
fn complement(coupling: f64) -> f64 {
    let t = (2.0 * coupling).tanh();
    2.0 * t * t - 1.0
}

/// Complete elliptic integrals of the first and the second kind, from the complementary modulus k', by the mean of
/// Gauss; none where the first is infinite.
fn elliptic(complement: f64) -> Option<(f64, f64)> {
    let mut a = 1.0;
    let mut b = complement.abs();
    if b < 1e-300 {
        return None;
    }
    let mut sum = 1.0 - b * b;
    let mut power = 1.0;
    while (a - b).abs() > 1e-15 * a {
        let c = (a - b) / 2.0;
        (a, b) = ((a + b) / 2.0, (a * b).sqrt());
        power *= 2.0;
        sum += power * c * c;
    }
    let first = FRAC_PI_2 / a;
    Some((first, first * (1.0 - sum / 2.0)))
}

/// The energy a spin, in units of J.
pub fn energy(coupling: f64) -> f64 {
    let factor = complement(coupling);
    let product = elliptic(factor).map_or(0.0, |(first, _)| factor * first);
    -(1.0 + 2.0 / PI * product) / (2.0 * coupling).tanh()
}

/// d energy / d T; infinite at the critical coupling (Onsager 1944, equation 117).
pub fn specific_heat(coupling: f64) -> f64 {
    let k2 = complement(coupling);
    let Some((first, second)) = elliptic(k2) else { return f64::INFINITY };
    let coth = 1.0 / (2.0 * coupling).tanh();
    let bracket = 2.0 * first - 2.0 * second - (1.0 - k2) * (FRAC_PI_2 + k2 * first);
    2.0 / PI * (coupling * coth).powi(2) * bracket
}

/// The spontaneous magnetization.
pub fn magnetization(coupling: f64) -> f64 {
    if coupling <= CRITICAL_COUPLING {
        return 0.0;
    }
    (1.0 - (2.0 * coupling).sinh().powi(-4)).max(0.0).powf(0.125)
}

/// All of it at this coupling.
pub fn thermodynamics(coupling: f64) -> Thermodynamics {
    Thermodynamics {
        free_energy: Some(-log_partition(coupling)),
        energy: Some(energy(coupling)),
        specific_heat: Some(specific_heat(coupling)).filter(|c| c.is_finite()),
        magnetization: Some(magnetization(coupling)),
        ..Thermodynamics::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ln Z / N at the critical point is ln 2 / 2 + 2 G / pi, with Catalan's constant G.
    #[test]
    fn the_critical_point_has_its_closed_form() {
        let catalan = 0.915_965_594_177_219;
        let closed = 2f64.ln() / 2.0 + 2.0 * catalan / PI;
        assert!((log_partition(CRITICAL_COUPLING) - closed).abs() < 1e-13);
        assert!((energy(CRITICAL_COUPLING) + 2f64.sqrt()).abs() < 1e-12);
    }

    /// Computed independently with the quadrature and the elliptic integrals of SciPy.
    #[test]
    fn above_and_below_values_are_those_of_an_independent_program() {
        let known = [
            (1.0, 2.000_348_283_700_71, -1.997_160_204_112_25, 0.999_275_751_957_061),
            (2.0, 1.025_792_812_694_92, -1.745_564_575_312_55, 0.911_319_377_877_496),
            (2.2, 0.950_339_138_278_758, -1.546_489_144_098_45, 0.784_755_131_383_921),
            (2.5, 0.879_363_820_774_948, -1.106_079_203_745_79, 0.0),
            (4.0, 0.759_106_478_535_455, -0.557_272_240_628_49, 0.0),
        ];
        for (t, z, u, m) in known {
            let k = 1.0 / t;
            assert!((log_partition(k) - z).abs() < 1e-12, "{t}");
            assert!((energy(k) - u).abs() < 1e-12 && (magnetization(k) - m).abs() < 1e-12, "{t}");
        }
    }

    /// u = -d ln z / dK and c = du/dT, by central differences of order h^2.
    #[test]
    fn energy_and_specific_heat_are_derivatives() {
        let h = 1e-4;
        for t in [1.5, 2.0, 2.2, 2.4, 3.0] {
            let k = 1.0 / t;
            let u = -(log_partition(k + h) - log_partition(k - h)) / (2.0 * h);
            assert!((energy(k) - u).abs() < 1e-6, "{t}");
            let c = (energy(1.0 / (t + h)) - energy(1.0 / (t - h))) / (2.0 * h);
            assert!((specific_heat(k) - c).abs() < 1e-5, "{t}: {} {c}", specific_heat(k));
        }
    }
}
