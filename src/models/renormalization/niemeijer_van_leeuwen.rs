//! Cells of three spins on the triangular lattice, by majority, to first order in the coupling between cells (Niemeijer and
//! van Leeuwen 1973, 1974), b = sqrt 3:
//!
//! ```text
//! K' = 2 K ((e^3K + e^-K) / (e^3K + 3 e^-K))^2,   h' = 3 h (e^3K + e^-K) / (e^3K + 3 e^-K) to first order in h
//! ```

use super::{Exponents, root};

/// The mean of a spin of a cell whose majority is up.
fn mean_spin(coupling: f64) -> f64 {
    // Over e^3K, so that strong couplings do not overflow.
    let ratio = (-4.0 * coupling).exp();
    (1.0 + ratio) / (1.0 + 3.0 * ratio)
}

/// One step.
pub fn step(coupling: f64) -> f64 {
    2.0 * coupling * mean_spin(coupling).powi(2)
}

/// The unstable fixed point, `ln(1 + 2 sqrt 2) / 4`.
pub fn fixed_point() -> f64 {
    root(0.1, 1.0, |k| step(k) - k)
}

/// d K' / d K at the fixed point.
pub fn eigenvalue() -> f64 {
    let k = fixed_point();
    let ratio = (-4.0 * k).exp();
    let slope = 8.0 * ratio / (1.0 + 3.0 * ratio).powi(2);
    let p = mean_spin(k);
    2.0 * p * p + 4.0 * k * p * slope
}

/// Its exponents, `y = ln(eigenvalue) / ln sqrt 3`; the field is multiplied by 3 mean spins.
pub fn exponents() -> Exponents {
    let scale = 3f64.sqrt().ln();
    let magnetic = (3.0 * mean_spin(fixed_point())).ln() / scale;
    Exponents { dimension: 2.0, thermal: eigenvalue().ln() / scale, magnetic: Some(magnetic) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fixed_point_and_its_exponents_are_known() {
        assert!((fixed_point() - 0.25 * (1.0 + 8f64.sqrt()).ln()).abs() < 1e-14);
        assert!((eigenvalue() - 1.623_524_387_4).abs() < 1e-9);
        let it = exponents();
        assert!((it.thermal - 0.882_202_645_9).abs() < 1e-9, "{it:?}");
        // At the fixed point the mean spin is 1 / sqrt 2: y_H = ln(3 / sqrt 2) / ln sqrt 3.
        assert!((it.magnetic.unwrap() - (3.0 / 2f64.sqrt()).ln() / 3f64.sqrt().ln()).abs() < 1e-12);
    }
}
