//! Bonds moved, then decimated (Migdal 1975; Kadanoff 1976), in the plane with b = 2: two bonds of coupling K become one of
//! 2K, and of two in a row a spin is summed over,
//!
//! ```text
//! K' = 1/2 ln cosh 4K
//! ```
//! which is exact on the diamond hierarchical lattice (Berker and Ostlund 1979).

use super::{Exponents, root};

/// One step.
pub fn step(coupling: f64) -> f64 {
    // ln cosh x = |x| + ln(1 + e^-2|x|) - ln 2, without overflow.
    let x = 4.0 * coupling.abs();
    0.5 * (x + (-2.0 * x).exp().ln_1p() - std::f64::consts::LN_2)
}

/// The unstable fixed point.
pub fn fixed_point() -> f64 {
    root(0.1, 1.0, |k| step(k) - k)
}

/// Its eigenvalue, 2 tanh 4K*.
pub fn eigenvalue() -> f64 {
    2.0 * (4.0 * fixed_point()).tanh()
}

/// Its exponents: only the coupling flows.
pub fn exponents() -> Exponents {
    Exponents { dimension: 2.0, thermal: eigenvalue().log2(), magnetic: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fixed_point_and_its_exponent_are_known() {
        assert!((fixed_point() - 0.304_688_931_718_003).abs() < 1e-13);
        assert!((exponents().thermal - 0.747_235_718_928_908).abs() < 1e-12);
    }

    /// Below the fixed point couplings go to 0, above it without bound.
    #[test]
    fn the_fixed_point_parts_disorder_from_order() {
        let after = |k: f64| (0..40).fold(k, |k, _| step(k));
        assert!(after(0.3046) < 1e-6 && after(0.3047) > 1e3);
    }
}
