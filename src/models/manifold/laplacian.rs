//! The Laplacian of a graph with weights A and degrees D: unnormalized D - A, symmetric I - D^-1/2 A D^-1/2, random walk
//! I - D^-1 A (von Luxburg, Statistics and Computing 17:395, 2007). The last has the eigenvalues of the second and the
//! eigenvectors D^-1/2 v. A row without weight has nothing to be compared with: it is a part of its own, with a 0.

use super::Graph;
use ndarray::{Array1, Array2, ArrayView1, ArrayViewMut1};

/// How degrees enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Normalization {
    Unnormalized,
    Symmetric,
    RandomWalk,
}

/// The operator, symmetric for every normalization: for the random walk it is that of the symmetric one.
pub struct Laplacian<'a> {
    graph: &'a Graph,
    pub normalization: Normalization,
    pub degrees: Array1<f64>,
    /// D^-1/2 for the normalized ones, 1 for the other.
    scale: Array1<f64>,
}

impl<'a> Laplacian<'a> {
    pub fn new(graph: &'a Graph, normalization: Normalization) -> Self {
        let degrees = graph.degrees();
        let scale = match normalization {
            Normalization::Unnormalized => Array1::ones(degrees.len()),
            _ => degrees.mapv(|degree| if degree > 0.0 { degree.sqrt().recip() } else { 0.0 }),
        };
        Laplacian { graph, normalization, degrees, scale }
    }

    /// L v, both (rows).
    pub fn apply(&self, v: ArrayView1<f64>, mut out: ArrayViewMut1<f64>) {
        for (row, out) in out.iter_mut().enumerate() {
            let joined: f64 =
                self.graph.of(row).map(|(other, weight)| weight * self.scale[other] * v[other]).sum();
            *out = self.diagonal(row) * v[row] - self.scale[row] * joined;
        }
    }

    /// The operator as a table, (rows, rows).
    pub fn dense(&self) -> Array2<f64> {
        let rows = self.graph.rows();
        let mut table = Array2::zeros((rows, rows));
        for row in 0..rows {
            table[(row, row)] = self.diagonal(row);
            for (other, weight) in self.graph.of(row) {
                table[(row, other)] -= self.scale[row] * weight * self.scale[other];
            }
        }
        table
    }

    /// No eigenvalue is larger: 2 of a normalized one, twice the largest degree of the other (Gershgorin).
    pub fn bound(&self) -> f64 {
        match self.normalization {
            Normalization::Unnormalized => 2.0 * self.degrees.iter().copied().fold(0.0, f64::max),
            _ => 2.0,
        }
    }

    /// What an eigenvector of the operator is one of the graph's: D^-1/2 v for the random walk.
    pub fn harmonic(&self, v: ArrayView1<f64>) -> Array1<f64> {
        match self.normalization {
            Normalization::RandomWalk => &v * &self.scale,
            _ => v.to_owned(),
        }
    }

    /// The vector that a function constant on the graph is for the operator, not normalized: 1, or D^1/2.
    pub fn constant(&self) -> Array1<f64> {
        match self.normalization {
            Normalization::Unnormalized => Array1::ones(self.degrees.len()),
            _ => self.degrees.mapv(|degree| if degree > 0.0 { degree.sqrt() } else { 1.0 }),
        }
    }

    fn diagonal(&self, row: usize) -> f64 {
        match self.normalization {
            Normalization::Unnormalized => self.degrees[row],
            _ => f64::from(u8::from(self.degrees[row] > 0.0)),
        }
    }
}
