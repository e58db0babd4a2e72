//! The chain in a field, by its transfer matrix of order two (Ising 1925; Kramers and Wannier 1941):
//!
//! ```text
//! l(+-) = e^K cosh h +- sqrt(e^2K sinh^2 h + e^-2K),   Z of a ring of n = l+^n + l-^n
//! ```

use super::super::{Chain, Thermodynamics};

/// The eigenvalues of the transfer matrix: the logarithm of the larger, and of their ratio its sign and the logarithm of its
/// size.
struct Eigenvalues {
    largest: f64,
    sign: f64,
    ratio: f64,
}

impl Eigenvalues {
    fn of(coupling: f64, field: f64) -> Self {
        let field = field.abs();
        // The largest entry of the matrix is drawn out, so that neither strong couplings nor strong fields overflow.
        let scale = (coupling + field).max(-coupling);
        let (aligned, opposed) = ((coupling + field - scale).exp(), (-coupling - scale).exp());
        let mean = aligned * (1.0 + (-2.0 * field).exp()) / 2.0;
        let root = (aligned * -(-2.0 * field).exp_m1() / 2.0).hypot(opposed);
        let largest = scale + (mean + root).ln();
        // Where the ratio is near 1 its distance from 1 is exact; where it is small, the product of both is: 2 sinh 2K.
        let apart = 2.0 * mean.min(root) / (mean + root);
        let ratio = if apart < 0.5 {
            (-apart).ln_1p()
        } else {
            let twice = 2.0 * coupling.abs();
            twice + (-(-2.0 * twice).exp_m1()).ln() - 2.0 * largest
        };
        Eigenvalues { largest, sign: coupling.signum(), ratio }
    }

    /// ln(1 + r^n) / n for the ratio r.
    fn correction(&self, n: usize) -> f64 {
        let power = n as f64 * self.ratio;
        let sum = if self.sign < 0.0 && n % 2 == 1 { (-power.exp_m1()).ln() } else { power.exp().ln_1p() };
        sum / n as f64
    }
}

/// `ln Z / N`.
pub fn log_partition(chain: &Chain) -> f64 {
    let eigenvalues = Eigenvalues::of(chain.coupling, chain.field);
    eigenvalues.largest + chain.length.map_or(0.0, |n| eigenvalues.correction(n))
}

/// `-1 / ln |l- / l+|`, in lattice constants; without a field the chain orders only at coupling infinity.
pub fn correlation_length(coupling: f64, field: f64) -> f64 {
    1.0 / Eigenvalues::of(coupling, field).ratio.abs()
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

    /// Without a field 1 / -ln tanh K, e^2K / 2 for strong couplings; in a strong field 1 / -ln of 2 sinh 2K / l+^2, with
    /// l+ = e^(K + h) to the last digit. Rings that strong couplings frustrate have two bonds' worth of energy less and one
    /// broken bond on any of n places, up or down.
    #[test]
    fn strong_couplings_and_fields_do_not_cancel() {
        for k in [17.0, 20.0, 100.0] {
            let exact = (2.0f64 * k).exp() / 2.0;
            assert!((correlation_length(k, 0.0) / exact - 1.0).abs() < 1e-12, "{k}");
            assert!((correlation_length(-k, 0.0) / exact - 1.0).abs() < 1e-12, "{k}");
        }
        assert!(
            (correlation_length(0.5, 30.0) - 1.0 / (61.0 - (1f64.exp() - (-1f64).exp()).ln())).abs() < 1e-12
        );
        assert_eq!(correlation_length(0.0, 1.0), 0.0);
        let ring = log_partition(&chain(Some(5), -30.0, 0.0));
        assert!((ring - (90.0 + 10f64.ln()) / 5.0).abs() < 1e-12, "{ring}");
        for (k, h) in [(1.0, 800.0), (-900.0, 900.0), (0.0, 800.0)] {
            assert!(log_partition(&chain(Some(4), k, h)).is_finite(), "{k} {h}");
        }
        assert!((log_partition(&chain(None, 1.0, 800.0)) - 801.0).abs() < 1e-12);
    }
}
