//! The replica-symmetric theory of the memory at load `alpha = P / N` (Amit, Gutfreund and Sompolinsky 1985, 1987).
//!
//! ```text
//! m = E tanh((m + sqrt(alpha r) z) / T),   q = E tanh^2(...),   r = q / (1 - (1 - q) / T)^2
//! ```
//! with a normal z. At T = 0, with x = m / sqrt(2 alpha r), one equation is left:
//! ```text
//! sqrt(2 alpha) = erf(x) / x - (2 / sqrt pi) exp(-x^2),   m = erf(x)
//! ```
//! The spin glass begins below `T = 1 + sqrt(alpha)`. The Sherrington-Kirkpatrick model at T = 0 has the energy
//! `-sqrt(2 / pi)` and the negative entropy `-1 / (2 pi)` that shows its symmetry to be broken (1975).

use super::super::quadrature::{normal_mean, normal_moments};
use statrs::function::erf::{erf, erfc};
use std::f64::consts::PI;

/// The load at which x solves the equation of T = 0.
fn load(x: f64) -> f64 {
    let root = erf(x) / x - 2.0 / PI.sqrt() * (-x * x).exp();
    0.5 * root * root
}

/// Where `f` of a single peak in (low, high) is largest, by the golden section.
fn peak(mut low: f64, mut high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let golden = (5f64.sqrt() - 1.0) / 2.0;
    while high - low > 1e-9 {
        let (a, b) = (high - golden * (high - low), low + golden * (high - low));
        if f(a) > f(b) { high = b } else { low = a }
    }
    (low + high) / 2.0
}

/// The largest load with a retrieval state at T = 0, and its overlap there.
pub fn capacity() -> (f64, f64) {
    let x = peak(0.5, 4.0, load);
    (load(x), erf(x))
}

/// The overlap of the retrieval state at T = 0, from a load of 0 on, where it is 1; none above the capacity.
pub fn cold_overlap(alpha: f64) -> Option<f64> {
    let (mut low, mut high) = (peak(0.5, 4.0, load), 12.0);
    if alpha > load(low) {
        return None;
    }
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if load(middle) > alpha { low = middle } else { high = middle }
    }
    Some(erf(low))
}

/// Overlap m and Edwards-Anderson parameter q, followed from m = q = 1 by damped iteration.
pub fn order_parameters(temperature: f64, alpha: f64) -> (f64, f64) {
    let (mut m, mut q) = (1.0, 1.0);
    for _ in 0..3000 {
        let r = q / (1.0 - (1.0 - q) / temperature).powi(2);
        let width = (alpha * r).max(0.0).sqrt();
        let (new_m, new_q) = normal_moments(|z| ((m + width * z) / temperature).tanh());
        let moved = (new_m - m).abs() + (new_q - q).abs();
        (m, q) = ((m + new_m) / 2.0, (q + new_q) / 2.0);
        if moved < 1e-12 {
            break;
        }
    }
    (m, q)
}

/// The largest load that still has a retrieval state at this temperature; 0 from T = 1 on.
pub fn capacity_at(temperature: f64) -> f64 {
    if temperature <= 0.0 {
        return capacity().0;
    }
    let (mut low, mut high) = (0.0, 0.14);
    for _ in 0..24 {
        let middle = (low + high) / 2.0;
        if order_parameters(temperature, middle).0 > 0.05 { low = middle } else { high = middle }
    }
    low
}

/// The temperature below which there is a spin glass.
pub fn glass_temperature(alpha: f64) -> f64 {
    1.0 + alpha.sqrt()
}

/// The probability that a bit of a stored pattern is unstable, by the crosstalk of the other patterns.
pub fn crosstalk(alpha: f64) -> f64 {
    0.5 * erfc(1.0 / (2.0 * alpha).sqrt())
}

/// Energy and entropy a spin of the Sherrington-Kirkpatrick model at T = 0, with replica symmetry.
pub fn sherrington_kirkpatrick_cold() -> (f64, f64) {
    (-(2.0 / PI).sqrt(), -1.0 / (2.0 * PI))
}

/// q and the free energy a spin of the Sherrington-Kirkpatrick model, with replica symmetry.
pub fn sherrington_kirkpatrick(temperature: f64) -> (f64, f64) {
    let mut q = 0.9;
    for _ in 0..3000 {
        let new = normal_mean(|z| (f64::sqrt(q) / temperature * z).tanh().powi(2));
        let moved = (new - q).abs();
        q = new;
        if moved < 1e-14 {
            break;
        }
    }
    let entropy = normal_mean(|z| (2.0 * (f64::sqrt(q) / temperature * z).cosh()).ln());
    (q, -(1.0 - q).powi(2) / (4.0 * temperature) - temperature * entropy)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed independently with SciPy; AGS quote 0.138 and 0.97.
    #[test]
    fn the_capacity_and_the_overlaps_of_zero_temperature_are_known() {
        let (alpha, m) = capacity();
        assert!((alpha - 0.137_905_566_494_932).abs() < 1e-12 && (m - 0.967_417_115_302_064).abs() < 1e-7);
        for (alpha, m) in
            [(0.05, 0.999_992_228_149_046), (0.1, 0.997_999_266_347_299), (0.13, 0.987_211_890_799_235)]
        {
            assert!((cold_overlap(alpha).unwrap() - m).abs() < 1e-9);
        }
        assert_eq!((cold_overlap(0.138), cold_overlap(0.0)), (None, Some(1.0)));
    }

    #[test]
    fn warm_memories_hold_less() {
        for (t, alpha, m, q) in [
            (0.2, 0.05, 0.998_877_763_093_797, 0.997_830_410_962_975),
            (0.4, 0.05, 0.966_186_807_943_398, 0.936_682_191_004_758),
            (0.6, 0.01, 0.895_435_626_080_193, 0.803_850_532_913_058),
        ] {
            let got = order_parameters(t, alpha);
            assert!((got.0 - m).abs() < 1e-9 && (got.1 - q).abs() < 1e-9, "{t} {alpha}: {got:?}");
        }
    }

    #[test]
    fn crosstalk_and_the_spin_glass_have_their_numbers() {
        for (alpha, p) in [(0.05, 3.872_108_215e-6), (0.138, 3.552_210_928e-3), (0.185, 1.003_724_277e-2)] {
            assert!((crosstalk(alpha) / p - 1.0).abs() < 1e-8);
        }
        let (q, f) = sherrington_kirkpatrick(0.5);
        // The independent numbers are sums over 80 Gauss-Hermite nodes, which are right to about 1e-6 here.
        assert!((q - 0.530_368_8).abs() < 1e-6 && (f + 0.792_392_95).abs() < 1e-7, "{q} {f}");
        let cold = sherrington_kirkpatrick_cold();
        assert!((cold.0 + 0.797_884_560_803).abs() < 1e-11 && (cold.1 + 0.159_154_943_092).abs() < 1e-11);
    }
}
