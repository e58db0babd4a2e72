//! Which Ising model is meant: the lattice with its size and temperature, or a ring of spins.

/// The lattice that spins stand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lattice {
    /// Four neighbours, with periodic boundaries: a torus.
    Square,
    /// Six neighbours.
    Triangular,
}

/// The Ising model in two dimensions without a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ising {
    pub lattice: Lattice,
    /// Rows and columns of the torus; none for the infinite lattice.
    pub size: Option<(usize, usize)>,
    /// In units of `J`.
    pub temperature: f64,
}

impl Ising {
    pub fn coupling(&self) -> f64 {
        1.0 / self.temperature
    }

    /// The number of spins of a finite lattice.
    pub fn spins(&self) -> Option<usize> {
        self.size.map(|(rows, columns)| rows * columns)
    }
}

/// Ising spins in a row, `-H / T` = coupling times the sum of `s s'` + field times the sum of `s`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chain {
    /// Spins of a ring; none for the infinite chain.
    pub length: Option<usize>,
    /// `J / T`.
    pub coupling: f64,
    /// The field over the temperature.
    pub field: f64,
}
