//! The chain in a field, by its transfer matrix of order two (Ising 1925; Kramers and Wannier 1941):
//!
//! ```text
//! l(+-) = e^K cosh h +- sqrt(e^2K sinh^2 h + e^-2K),   Z of a ring of n = l+^n + l-^n
//! ```

use super::super::{Chain, Thermodynamics};

/// The eigenvalues of the transfer matrix, the larger first, as logarithm of the first and the ratio of both.
fn eigenvalues(coupling: f64, field: f64) -> (f64, f64) {
    // e^|K| is drawn out, so that strong couplings do not overflow.
    let scale = coupling.abs();
    let mean = (coupling - scale).exp() * field.cosh();
    let root = ((coupling - scale).exp() * field.sinh()).hypot((-coupling - scale).exp());
    (scale + (mean + root).ln(), (mean - root) / (mean + root))
}

/// ln(1 + r^n) / n for a ratio r that may be negative.
fn correction(ratio: f64, n: usize) -> f64 {
    let power = ratio.abs().powf(n as f64);
    let power = if ratio < 0.0 && n % 2 == 1 { -power } else { power };
    power.ln_1p() / n as f64
}

/// `ln Z / N`.
pub fn log_partition(chain: &Chain) -> f64 {
    let (largest, ratio) = eigenvalues(chain.coupling, chain.field);
    largest + chain.length.map_or(0.0, |n| correction(ratio, n))
}

/// `-1 / ln(l- / l+)`, in lattice constants; without a field the chain orders only at coupling infinity.
pub fn correlation_length(coupling: f64, field: f64) -> f64 {
    let (_, ratio) = eigenvalues(coupling, field);
    -1.0 / ratio.abs().ln()
}

/// Free energy of a chain, and without a field the energy `-tanh K` of the infinite one, in units of `J`.
pub fn thermodynamics(chain: &Chain) -> Thermodynamics {
    let free = chain.length.is_none() && chain.field == 0.0;
    Thermodynamics {
        free_energy: Some(-log_partition(chain)),
        energy: free.then(|| -chain.coupling.tanh()),
        ..Thermodynamics::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(length: Option<usize>, coupling: f64, field: f64) -> Chain {
        Chain { length, coupling, field }
    }

    /// ln(2 cosh 1) for the infinite chain; a ring of five counted by hand of the program.
    #[test]
    fn chains_and_rings_have_their_sums_of_states() {
        assert!((log_partition(&chain(None, 1.0, 0.0)) - 1.126_928_011_042_97).abs() < 1e-14);
        for (k, h) in [(0.7, 0.2), (-0.6, 0.3), (-0.6, 0.0)] {
            let mut z = 0.0;
            for state in 0..32u32 {
                let s = |i: u32| if state >> (i % 5) & 1 == 1 { 1.0 } else { -1.0 };
                let exponent: f64 = (0..5).map(|i| k * s(i) * s(i + 1) + h * s(i)).sum();
                z += exponent.exp();
            }
            let got = log_partition(&chain(Some(5), k, h));
            assert!((got - f64::ln(z) / 5.0).abs() < 1e-13, "{k} {h}");
        }
    }

    #[test]
    fn the_correlation_length_of_coupling_one_is_known() {
        assert!((correlation_length(1.0, 0.0) - 3.671_860_932_510_95).abs() < 1e-12);
        assert!(log_partition(&chain(None, 900.0, 0.1)).is_finite());
    }
}
