//! Sums of exponentials whose terms may lie beyond the range of a double: the largest exponent is taken out first.

/// ln(1 + e^x), without overflow.
pub fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// ln(2 cosh x), without overflow.
pub fn ln_two_cosh(x: f64) -> f64 {
    x.abs() + (-2.0 * x.abs()).exp().ln_1p()
}

/// ln Σ e^x, without overflow: where the largest exponent is infinite it is the result, of no exponents minus infinity. It is
/// no number where an exponent is none.
pub fn log_sum_exp<'a>(exponents: impl IntoIterator<Item = &'a f64> + Clone) -> f64 {
    let largest = exponents.clone().into_iter().fold(f64::NEG_INFINITY, |a, &b| a.max(b));
    if !largest.is_finite() {
        let none = exponents.into_iter().any(|x| x.is_nan());
        return if none { f64::NAN } else { largest };
    }
    largest + exponents.into_iter().map(|x| (x - largest).exp()).sum::<f64>().ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_exponent_may_lie_anywhere() {
        // ln (e^x + e^x) = x + ln 2, to the rounding of x.
        for x in [-1e4, 0.0, 1e4] {
            assert!((log_sum_exp(&[x, x]) - x - std::f64::consts::LN_2).abs() < 1e-11);
        }
        assert_eq!(log_sum_exp(&[f64::NEG_INFINITY, 3.0]), 3.0);
        assert_eq!(log_sum_exp(&[]), f64::NEG_INFINITY);
        assert!(log_sum_exp(&[f64::NAN]).is_nan() && log_sum_exp(&[f64::NAN, 1.0]).is_nan());
    }

    #[test]
    fn functions_of_one_exponent_have_their_limits() {
        for x in [-800.0, -3.0, 0.0, 0.7, 800.0] {
            assert!((softplus(x) - log_sum_exp(&[0.0, x])).abs() < 1e-15 * x.abs().max(1.0), "{x}");
            assert!((ln_two_cosh(x) - log_sum_exp(&[x, -x])).abs() < 1e-15 * x.abs().max(1.0), "{x}");
        }
        assert_eq!((softplus(-800.0), softplus(800.0), ln_two_cosh(-800.0)), (0.0, 800.0, 800.0));
    }
}
