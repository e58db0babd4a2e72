//! Symmetric mixtures of an odd number n of patterns, at a load of 0 (Amit, Gutfreund and Sompolinsky 1985).
//!
//! At temperature 0 the state sign(x_1 + ... + x_n) overlaps with each of them by `C(n-1, (n-1)/2) / 2^(n-1)` and has the
//! energy `-n m^2 / 2` a spin. The mixture of three, `m = (tanh 3m/T + tanh m/T) / 4`, is a local
//! minimum below a temperature at which the least eigenvalue of its stability matrix vanishes.

/// The overlap of a mixture of `n` patterns with each of them, at temperature 0; n is odd.
pub fn overlap(n: u32) -> f64 {
    let half = (n.saturating_sub(1)) / 2;
    (1..=half).map(|k| f64::from(half + k) / f64::from(k) / 4.0).product()
}

/// Its energy a spin.
pub fn energy(n: u32) -> f64 {
    -f64::from(n) * overlap(n).powi(2) / 2.0
}

/// The overlap of the mixture of three at a temperature, by bisection from above; 0 where there is none.
pub fn three(temperature: f64) -> f64 {
    let excess = |m: f64| 0.25 * (3.0 * m / temperature).tanh() + 0.25 * (m / temperature).tanh() - m;
    let (mut low, mut high) = (1e-3, 0.6);
    if excess(low) < 0.0 {
        return 0.0;
    }
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if excess(middle) > 0.0 { low = middle } else { high = middle }
    }
    low
}

/// The least eigenvalue of the stability matrix of the mixture of three.
fn stability(temperature: f64) -> f64 {
    let m = three(temperature);
    let (far, near) = ((3.0 * m / temperature).tanh().powi(2), (m / temperature).tanh().powi(2));
    let (q, cross) = (0.25 * far + 0.75 * near, 0.25 * far - 0.25 * near);
    let diagonal = 1.0 - (1.0 - q) / temperature;
    (diagonal + 2.0 * cross / temperature).min(diagonal - cross / temperature)
}

/// The temperature below which the mixture of three is stable.
pub fn three_is_stable_below() -> f64 {
    let (mut low, mut high) = (0.2, 0.9);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if stability(middle) > 0.0 { low = middle } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixtures_have_their_overlaps_energies_and_temperature() {
        assert_eq!([1, 3, 5, 7].map(overlap), [1.0, 0.5, 0.375, 0.3125]);
        assert_eq!([1, 3, 5, 7].map(energy), [-0.5, -0.375, -45.0 / 128.0, -175.0 / 512.0]);
        assert!((three_is_stable_below() - 0.459_794_239_877_587).abs() < 1e-9);
    }
}
