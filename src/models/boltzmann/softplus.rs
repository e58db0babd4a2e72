//! softplus(x) = ln(1 + e^x) in f32, branch-free, so that the compiler uses vector registers.
//!
//! max(x, 0) + ln(1 + y) with y = e^-|x|, and ln(1 + y) = 2 artanh(s), s = y / (2 + y) <= 1/3, whose
//! odd series ends after s^15 (remainder below 1e-9). A NaN stays a NaN.

use crate::numeric::elementary::exp;

/// ln(1 + e^x); relative error below 1e-6 for x > -87, 0 below.
#[inline(always)]
pub fn softplus(x: f32) -> f32 {
    let y = exp(-x.abs());
    let s = y / (2.0 + y);
    let q = s * s;
    let tail = 1.0 / 9.0 + q * (1.0 / 11.0 + q * (1.0 / 13.0 + q * (1.0 / 15.0)));
    let series = 1.0 + q * (1.0 / 3.0 + q * (1.0 / 5.0 + q * (1.0 / 7.0 + q * tail)));
    0.5 * (x + x.abs()) + 2.0 * s * series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_double_precision() {
        for x in (-86_999..=86_999).map(|i| i as f32 * 1e-3) {
            let y = f64::from(x);
            let exact = y.max(0.0) + (-y.abs()).exp().ln_1p();
            let error = (f64::from(softplus(x)) - exact).abs() / exact;
            assert!(error < 1e-6, "softplus({x}): relative error {error:e}");
        }
    }

    #[test]
    fn extremes_are_finite_and_nan_stays_nan() {
        assert_eq!(softplus(1e30), 1e30);
        assert_eq!(softplus(-1e30), 0.0);
        assert!(softplus(f32::NAN).is_nan());
    }
}
