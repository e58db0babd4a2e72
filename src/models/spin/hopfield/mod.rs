//! Hopfield's memory (1982): N spins with energy `-1/2 s.J s`, couplings from P patterns by a rule of learning.
//!
//! Hebb:
//! ```text
//! J_ij = (1/N) sum over patterns of x_i x_j,  J_ii = 0
//! ```
//! Storkey (1997) adds patterns one by one, with local fields `h_ij = sum over k not i, j of J_ik x_k`:
//! ```text
//! J_ij += (x_i x_j - x_i h_ji - h_ij x_j) / N
//! ```
//! The pseudo-inverse (Personnaz, Guyon and Dreyfus 1985) projects on the patterns, `J = X' (X X')^-1 X` without its
//! diagonal, so that every pattern is a fixed point as long as they are linearly independent.

pub mod mixtures;
pub mod recall;
pub mod replica;

use crate::models::Observer;
use crate::numeric::lapack::{self, LapackError};
use crate::numeric::random::Seed;
use ndarray::{Array1, Array2, Axis};
use rand::RngExt as _;

/// How couplings are learnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Learning {
    Hebb,
    Storkey,
    PseudoInverse,
}

/// Patterns and the couplings learnt from them.
#[derive(Clone, Debug, PartialEq)]
pub struct Memory {
    /// (patterns, spins), +1 and -1.
    pub patterns: Array2<f64>,
    /// (spins, spins), symmetric, with a diagonal of 0.
    pub couplings: Array2<f64>,
}

/// Patterns of independent fair spins (patterns, spins).
pub fn random_patterns(patterns: usize, spins: usize, seed: &Seed) -> Array2<f64> {
    let mut stream = seed.stream();
    Array2::from_shape_simple_fn((patterns, spins), || if stream.random::<bool>() { 1.0 } else { -1.0 })
}

impl Memory {
    /// Learns the patterns (patterns, spins); none once the observer wants the end.
    ///
    /// # Errors
    /// Of the pseudo-inverse, where patterns are not linearly independent.
    pub fn learn(
        patterns: Array2<f64>,
        rule: Learning,
        observer: &dyn Observer,
    ) -> Result<Option<Self>, LapackError> {
        crate::numeric::blas::single_threaded();
        let n = patterns.ncols() as f64;
        let mut couplings = match rule {
            Learning::Hebb => Some(patterns.t().dot(&patterns) / n),
            Learning::Storkey => storkey(&patterns, observer),
            Learning::PseudoInverse => Some(projector(&patterns)?),
        };
        if let Some(couplings) = &mut couplings {
            couplings.diag_mut().fill(0.0);
        }
        Ok(couplings.map(|couplings| Memory { patterns, couplings }))
    }

    pub fn spins(&self) -> usize {
        self.patterns.ncols()
    }

    /// The energy of a state.
    pub fn energy(&self, state: &Array1<f64>) -> f64 {
        -0.5 * state.dot(&self.couplings.dot(state))
    }

    /// The overlap of a state with each pattern.
    pub fn overlaps(&self, state: &Array1<f64>) -> Array1<f64> {
        self.patterns.dot(state) / self.spins() as f64
    }

    /// The share of the bits of each pattern whose field points the other way.
    pub fn unstable(&self) -> Vec<f64> {
        let fields = self.patterns.dot(&self.couplings);
        let wrong = &fields * &self.patterns;
        let share = |row: ndarray::ArrayView1<f64>| row.iter().filter(|x| **x < 0.0).count() as f64;
        wrong.rows().into_iter().map(|row| share(row) / self.spins() as f64).collect()
    }
}

/// With h = J x the local field h_ij is h_i - J_ij x_j (J_ii is 0), so a pattern changes J by a matrix of rank two and by J
/// with its signs turned.
fn storkey(patterns: &Array2<f64>, observer: &dyn Observer) -> Option<Array2<f64>> {
    let n = patterns.ncols();
    let mut j = Array2::<f64>::zeros((n, n));
    for (learnt, x) in patterns.rows().into_iter().enumerate() {
        if observer.cancelled() {
            return None;
        }
        observer.progress(learnt as u64, patterns.nrows() as u64, "patterns");
        let h = j.dot(&x);
        for (a, mut row) in j.axis_iter_mut(Axis(0)).enumerate() {
            for (b, coupling) in row.iter_mut().enumerate().filter(|(b, _)| *b != a) {
                let (from_a, from_b) = (h[a] - *coupling * x[b], h[b] - *coupling * x[a]);
                *coupling += (x[a] * x[b] - x[a] * from_b - from_a * x[b]) / n as f64;
            }
        }
    }
    Some(j)
}

/// X' (X X')^-1 X.
fn projector(patterns: &Array2<f64>) -> Result<Array2<f64>, LapackError> {
    let n = patterns.ncols() as f64;
    let gram = lapack::eigh(patterns.dot(&patterns.t()).mapv(|x| x / n).view())?;
    let least = gram.values.first().copied().unwrap_or(0.0);
    if least < 1e-10 {
        return Err(LapackError::IllConditioned { rcond: least.max(0.0) });
    }
    let scaled = &gram.vectors / &gram.values.mapv(f64::sqrt);
    let basis = scaled.t().dot(patterns);
    Ok(basis.t().dot(&basis) / n)
}

#[cfg(test)]
mod tests {
    use super::super::hamiltonian::{Hamiltonian, Term, spin};
    use super::*;
    use crate::models::Unwatched;
    use crate::numeric::exponentials::log_sum_exp;

    fn memory(patterns: usize, spins: usize, rule: Learning) -> Memory {
        Memory::learn(random_patterns(patterns, spins, &Seed::root(3)), rule, &Unwatched).unwrap().unwrap()
    }

    /// The definition with its sum over k, written out, for small patterns.
    #[test]
    fn storkeys_rule_is_its_definition() {
        let (p, n) = (3, 7);
        let it = memory(p, n, Learning::Storkey);
        let mut j = Array2::<f64>::zeros((n, n));
        for x in it.patterns.rows() {
            let old = j.clone();
            let h = |a: usize, b: usize| {
                (0..n).filter(|k| *k != a && *k != b).map(|k| old[[a, k]] * x[k]).sum::<f64>()
            };
            for a in 0..n {
                for b in (0..n).filter(|b| *b != a) {
                    j[[a, b]] += (x[a] * x[b] - x[a] * h(b, a) - h(a, b) * x[b]) / n as f64;
                }
            }
        }
        assert!((&j - &it.couplings).iter().all(|d| d.abs() < 1e-14));
    }

    /// Far above Hebb's capacity every pattern stays; Hebb has by then lost bits of all of them.
    #[test]
    fn the_pseudo_inverse_holds_what_hebb_loses() {
        let stable = |rule| memory(30, 100, rule).unstable().iter().sum::<f64>();
        assert_eq!(stable(Learning::PseudoInverse), 0.0);
        assert!(stable(Learning::Hebb) > 0.1 && stable(Learning::Storkey) < stable(Learning::Hebb));
        assert!(Memory::learn(Array2::ones((2, 5)), Learning::PseudoInverse, &Unwatched).is_err());
    }

    /// Integrating P Gaussian hidden units out of `-sqrt(beta/N) sum h x.s + h^2/2` leaves `beta/(2N) sum (x.s)^2`: the
    /// memory with its diagonal, beta P / 2 above the one without (Hubbard 1959; Barra et al. 2012).
    #[test]
    fn a_memory_is_a_machine_with_gaussian_hidden_units() {
        let (n, p, beta) = (6, 2, 0.9);
        let it = memory(p, n, Learning::Hebb);
        let mut terms = Vec::new();
        for a in 0..n {
            terms.extend((0..a).map(|b| Term { coupling: it.couplings[[a, b]], spins: vec![a, b] }));
        }
        let direct =
            Hamiltonian { spins: n, terms }.log_partition(1.0 / beta).unwrap() + beta * p as f64 / 2.0;
        let integrated = (0..1 << n).map(|state| {
            let hidden = |mu: usize| {
                let field: f64 = (0..n).map(|i| it.patterns[[mu, i]] * spin(state, i)).sum::<f64>();
                let field = field * (beta / n as f64).sqrt();
                super::super::quadrature::normal_mean(|h| (h * field).exp()).ln()
            };
            (0..p).map(hidden).sum::<f64>()
        });
        let through = log_sum_exp(&integrated.collect::<Vec<_>>());
        assert!((direct - through).abs() < 1e-9, "{direct} {through}");
    }
}
