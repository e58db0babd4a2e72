//! Size-extensivity: N systems that know nothing of each other have N times the energy of one. Truncated configuration
//! interaction breaks it (Szabo and Ostlund 1982, section 4.6): of N dimers it lets one be excited at a time.
//!
//! A dimer has a ground state, a doubly excited state 2Δ above it, and the element K between them. Energies are below that of
//! the uncorrelated ground states, in the units of Δ and K:
//!
//! ```text
//! one dimer                    E = Δ - √(Δ² + K²)
//! N, all excitations           N E
//! N, double excitations only   Δ - √(Δ² + N K²), for large N of order √N
//! ```
//!
//! The last is the lowest eigenvalue of the matrix that has 0 and N times 2Δ in its diagonal, and K in its first row and column.

/// Dimers that do not interact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dimers {
    pub count: usize,
    /// Half the energy of a double excitation, Δ.
    pub gap: f64,
    /// The element K between ground state and excitation.
    pub coupling: f64,
}

impl Dimers {
    /// The exact correlation energy.
    pub fn all_excitations(&self) -> f64 {
        self.count as f64 * Dimers { count: 1, ..*self }.double_excitations()
    }

    /// The correlation energy where a single dimer is excited at a time.
    pub fn double_excitations(&self) -> f64 {
        self.gap - (self.gap * self.gap + self.count as f64 * self.coupling * self.coupling).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::lapack::eigh;
    use ndarray::Array2;

    fn dimers(count: usize) -> Dimers {
        Dimers { count, gap: 0.7, coupling: 0.2 }
    }

    /// Computed independently, to the digits that are given.
    #[test]
    fn truncation_is_not_extensive() {
        for (n, exact, truncated) in [
            (1, -0.0280109889280518, -0.0280109889280518),
            (10, -0.280109889280518, -0.24339811320566),
            (1000, -28.0109889280518, -5.66317530797321),
        ] {
            assert!((dimers(n).all_excitations() - exact).abs() < 1e-13 * n as f64);
            assert!((dimers(n).double_excitations() - truncated).abs() < 1e-13);
        }
        let a_dimer = |n: usize| dimers(n).double_excitations() / n as f64;
        let slope = (a_dimer(400_000_000) / a_dimer(100_000_000)).log2() / 2.0;
        assert!((slope + 0.5).abs() < 1e-3, "{slope}");
    }

    /// The closed form is the lowest eigenvalue of the matrix.
    #[test]
    fn the_closed_form_is_an_eigenvalue() {
        let it = dimers(6);
        let matrix = Array2::from_shape_fn((7, 7), |(i, j)| match (i, j) {
            (0, 0) => 0.0,
            _ if i == j => 2.0 * it.gap,
            (0, _) | (_, 0) => it.coupling,
            _ => 0.0,
        });
        let lowest = eigh(matrix.view()).unwrap().values[0];
        assert!((lowest - it.double_excitations()).abs() < 1e-13);
    }
}
