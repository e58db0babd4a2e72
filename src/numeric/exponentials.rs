//! Sums of exponentials whose terms may lie beyond the range of a double: the largest exponent is taken out first.

/// ln Σ e^x, without overflow: where the largest exponent is infinite it is the result, of no exponents minus infinity.
pub fn log_sum_exp<'a>(exponents: impl IntoIterator<Item = &'a f64> + Clone) -> f64 {
    let largest = exponents.clone().into_iter().fold(f64::NEG_INFINITY, |a, &b| a.max(b));
    if !largest.is_finite() {
        return largest;
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
    }
}
