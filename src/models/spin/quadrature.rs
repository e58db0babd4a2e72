//! Integrals over an interval by the double exponential rule (Takahasi and Mori 1974): nodes crowd at the ends, so that
//! a singularity there, such as that of Onsager's integral at the critical point, costs nothing.

use std::f64::consts::{FRAC_PI_2, TAU};
use std::sync::LazyLock;

/// Steps of the rule are 1/32 in the new variable: far below what f64 can tell for functions that are smooth inside.
const STEP: f64 = 1.0 / 32.0;
/// At |t| = 3.4 nodes are closer to the ends than f64 resolves.
const NODES: i32 = 109;

/// The integral of `f` from `low` to `high`.
pub fn integral(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let half = (high - low) / 2.0;
    let node = |k: i32| {
        let t = f64::from(k) * STEP;
        let s = FRAC_PI_2 * t.sinh();
        let weight = FRAC_PI_2 * t.cosh() / (s.cosh() * s.cosh());
        weight * f(low + half * (1.0 + s.tanh()))
    };
    half * STEP * (-NODES..=NODES).map(node).sum::<f64>()
}

/// Cells of Simpson's rule for a normal number on [-12, 12], outside of which 1e-32 is left.
const CELLS: usize = 2400;
const WIDTH: f64 = 24.0 / CELLS as f64;
/// Nodes with their weights. The ends weigh nothing; between them they are 4, 2, 4, ... of Simpson's rule.
static NORMAL: LazyLock<Vec<(f64, f64)>> = LazyLock::new(|| {
    let node = |k: usize| {
        let z = -12.0 + WIDTH * k as f64;
        let weight = if k.is_multiple_of(2) { 2.0 } else { 4.0 };
        (z, weight * (-0.5 * z * z).exp())
    };
    (1..CELLS).map(node).collect()
});

/// The mean of `f(z)` for a normal number z.
pub fn normal_mean(f: impl Fn(f64) -> f64) -> f64 {
    let sum: f64 = NORMAL.iter().map(|&(z, weight)| weight * f(z)).sum();
    weighed(sum)
}

/// A sum over the nodes as a mean.
fn weighed(sum: f64) -> f64 {
    sum * WIDTH / 3.0 / TAU.sqrt()
}

/// The means of `f(z)` and of its square.
pub fn normal_moments(f: impl Fn(f64) -> f64) -> (f64, f64) {
    let (mut first, mut second) = (0.0, 0.0);
    for &(z, weight) in NORMAL.iter() {
        let value = f(z);
        first += weight * value;
        second += weight * (value * value);
    }
    (weighed(first), weighed(second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrals_with_singular_ends_are_right_to_rounding() {
        let log = integral(0.0, 1.0, |x| x.max(1e-300).ln());
        assert!((log + 1.0).abs() < 1e-13, "{log}");
        let wave = integral(0.0, 2.0, |x| (3.0 * x).cos());
        assert!((wave - 6f64.sin() / 3.0).abs() < 1e-14);
        assert!((normal_mean(|z| z * z * z * z) - 3.0).abs() < 1e-13);
        let (first, second) = normal_moments(|z| z + 2.0);
        assert!((first - 2.0).abs() < 1e-13 && (second - 5.0).abs() < 1e-13);
    }
}
