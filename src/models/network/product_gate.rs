//! Four neurons that multiply: u v is nearly a sum of four values of a smooth function σ whose second derivative at 0 is not 0
//! (Lin, Tegmark and Rolnick 2017, eq. 11), here the softplus, σ''(0) = 1/4:
//!
//! ```text
//! u v = [σ(λ(u+v)) + σ(-λ(u+v)) - σ(λ(u-v)) - σ(λ(v-u))] / (4 λ² σ''(0)) + O(λ²)
//! ```
//!
//! The scale λ of the inputs makes it as exact as is wanted, at the price of weights 1/λ² on top. That is why a layer of 4 n
//! neurons can multiply n pairs of numbers, and a deep network of few neurons stands for a polynomial.

use crate::numeric::exponentials::softplus;

/// σ''(0).
const CURVATURE: f64 = 0.25;

/// What the four neurons make of u v at inputs scaled by λ.
pub fn product(u: f64, v: f64, scale: f64) -> f64 {
    let pair = |x: f64| softplus(scale * x) + softplus(-scale * x);
    (pair(u + v) - pair(u - v)) / (4.0 * CURVATURE * scale * scale)
}

/// Points a side of the grid on which the error is taken.
const GRID: i32 = 21;

/// The largest |product - u v| on an even grid of u and v from -1 to 1.
pub fn largest_error(scale: f64) -> f64 {
    let at = |i: i32| f64::from(2 * i - GRID + 1) / f64::from(GRID - 1);
    let errors = (0..GRID * GRID).map(|k| {
        let (u, v) = (at(k / GRID), at(k % GRID));
        (product(u, v, scale) - u * v).abs()
    });
    errors.fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The next term of the series is λ² σ''''(0) ((u+v)⁴ - (u-v)⁴) / (48 σ''(0)), largest at u = v = 1: λ² / 6.
    #[test]
    fn the_error_is_of_second_order_in_the_scale() {
        for scale in [0.02, 0.05, 0.1] {
            let found = largest_error(scale) / (scale * scale);
            // Of the order of λ² follow, and of rounding 1e-16 / λ⁴ < 1e-9.
            assert!((found - 1.0 / 6.0).abs() < 0.2 * scale * scale + 1e-8, "{found} at {scale}");
        }
    }

    #[test]
    fn a_product_with_zero_is_zero() {
        assert_eq!((product(0.0, 0.7, 0.1), product(-0.4, 0.0, 0.1)), (0.0, 0.0));
    }
}
