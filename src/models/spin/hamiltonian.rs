//! The general energy of spins, with terms of any number of them: `H(s) = -sum over terms of J (product of its spins)`.
//! A Hopfield network, an Ising model and a p-spin model are such sums; each function of n spins is one, in one way only.

use crate::numeric::exponentials::log_sum_exp;

/// A coupling and the spins that it joins.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub coupling: f64,
    pub spins: Vec<usize>,
}

/// A sum of terms over n spins of +1 and -1.
#[derive(Clone, Debug, PartialEq)]
pub struct Hamiltonian {
    pub spins: usize,
    pub terms: Vec<Term>,
}

/// Systems of more spins have too many states to be enumerated.
pub const MOST_SPINS: usize = 24;

/// Spin `i` of the state that counts in binary, the first spin lowest; 0 is spin down.
pub fn spin(state: usize, i: usize) -> f64 {
    if state >> i & 1 == 1 { 1.0 } else { -1.0 }
}

impl Hamiltonian {
    /// The energy of a state.
    pub fn energy(&self, state: usize) -> f64 {
        let product = |term: &Term| term.spins.iter().map(|&i| spin(state, i)).product::<f64>();
        -self.terms.iter().map(|term| term.coupling * product(term)).sum::<f64>()
    }

    /// `ln Z` at this temperature, by all states; none for more spins than [`MOST_SPINS`].
    pub fn log_partition(&self, temperature: f64) -> Option<f64> {
        (self.spins <= MOST_SPINS).then(|| {
            let exponents: Vec<f64> =
                (0..1usize << self.spins).map(|state| -self.energy(state) / temperature).collect();
            log_sum_exp(&exponents)
        })
    }

    /// The terms of any function of the states: `J(A) = -(mean over states of f times the product over A)`, the transform
    /// of Walsh. Couplings below `negligible` are left out.
    pub fn of(spins: usize, energies: &[f64], negligible: f64) -> Self {
        let mut c = energies.to_vec();
        for bit in 0..spins {
            for state in (0..c.len()).filter(|state| state >> bit & 1 == 0) {
                let (down, up) = (c[state], c[state | 1 << bit]);
                c[state] = (up + down) / 2.0;
                c[state | 1 << bit] = (up - down) / 2.0;
            }
        }
        let term = |(set, c): (usize, &f64)| {
            let spins = (0..spins).filter(|i| set >> i & 1 == 1).collect();
            (c.abs() > negligible).then_some(Term { coupling: -c, spins })
        };
        Hamiltonian { spins, terms: c.iter().enumerate().filter_map(term).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A polynomial with a term of three spins is found again from its values, and has no other terms.
    #[test]
    fn every_function_of_spins_is_one_sum_of_products() {
        let term = |coupling, spins: &[usize]| Term { coupling, spins: spins.to_vec() };
        let terms = vec![term(0.3, &[0]), term(-0.7, &[0, 2]), term(1.1, &[1, 2, 3])];
        let it = Hamiltonian { spins: 4, terms };
        let energies: Vec<f64> = (0..16).map(|state| it.energy(state)).collect();
        let again = Hamiltonian::of(4, &energies, 1e-12);
        assert_eq!(again.terms.len(), 3);
        for state in 0..16 {
            assert!((again.energy(state) - it.energy(state)).abs() < 1e-12);
        }
    }

    /// Free spins in fields: ln Z is a sum of ln(2 cosh(h / T)).
    #[test]
    fn free_spins_have_their_sum_of_states() {
        let terms = (0..3).map(|i| Term { coupling: 0.5 * (i + 1) as f64, spins: vec![i] }).collect();
        let ln_z = Hamiltonian { spins: 3, terms }.log_partition(2.0).unwrap();
        let exact: f64 = [0.25f64, 0.5, 0.75].iter().map(|x| (2.0 * x.cosh()).ln()).sum();
        assert!((ln_z - exact).abs() < 1e-13);
    }
}
