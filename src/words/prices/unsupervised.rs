//! Factorizations, graphs of neighbours, their eigenvectors, k-means and kernel fits on graphs. Where rounds end is known
//! after the run alone; the counts say what is usual.

use crate::models::factor::Patience;
use crate::models::manifold::DENSE;
use crate::vocabulary::{Cost, MANY, Work};

const DOUBLE: f64 = 8.0;

/// Iterations of n rows of p columns with k factors: two products with the table, each of which reads it from memory, and two
/// with the factors, each way.
pub fn factorization(n: usize, p: usize, k: usize, patience: Patience, products: f64) -> Cost {
    let (n, p, k) = (n as f64, p as f64, k as f64);
    let iteration = products * 2.0 * n * p * k + 4.0 * (n + p) * k * k;
    let iterations = patience.iterations as f64;
    let spared = if patience.tolerance > 0.0 { 0.9 } else { 0.0 };
    let work = Cost::alone(Work::DoubleFlop, iterations * iteration)
        + Cost::alone(Work::Byte, iterations * products * DOUBLE * n * p)
        + Cost::alone(Work::Element, 6.0 * iterations * (n + p) * k)
        + Cost::factorization(n.min(p), 9.0 * n.min(p).powi(3))
        + Cost::holding(DOUBLE * (2.0 * n * p + 6.0 * (n + p) * k));
    Cost { spared, kept: DOUBLE * (n + p) * k, ..work }
}

/// The k nearest of n rows of p columns among each other: all distances.
pub fn neighbours(n: usize, p: usize, k: usize) -> Cost {
    let (n, p, k) = (n as f64, p as f64, k as f64);
    Cost::shared(Work::DoubleFlop, 2.0 * n * n * p, MANY)
        + Cost::shared(Work::Element, 2.0 * n * n, MANY)
        + Cost::holding(DOUBLE * n * (3.0 * k + 256.0))
}

/// Some eigenvectors of the Laplacian of a graph of n rows with k neighbours each.
pub fn eigenvectors(n: usize, k: usize, count: usize) -> Cost {
    let (rows, count) = (n as f64, count as f64);
    if n <= DENSE {
        return Cost::factorization(rows, 9.0 * rows.powi(3)) + Cost::holding(3.0 * DOUBLE * rows * rows);
    }
    /// Restarts that graphs of neighbours take, about.
    const RESTARTS: f64 = 20.0;
    let basis = 2.0 * count + 40.0;
    let vectors = RESTARTS * basis;
    Cost::alone(Work::Element, vectors * 2.0 * rows * k as f64)
        + Cost::alone(Work::DoubleFlop, vectors * 8.0 * rows * basis)
        + Cost::holding(2.0 * DOUBLE * rows * basis)
}

/// k-means of n rows of p columns from some starts; twenty rounds each.
pub fn kmeans(n: usize, p: usize, clusters: usize, starts: usize) -> Cost {
    const ROUNDS: f64 = 20.0;
    let rounds = ROUNDS * starts as f64;
    let (n, p, clusters) = (n as f64, p as f64, clusters as f64);
    Cost::shared(Work::DoubleFlop, rounds * 2.0 * n * p * clusters, MANY)
        + Cost::alone(Work::Element, rounds * n * (p + clusters))
        + Cost::holding(DOUBLE * n * 4.0)
}

/// A kernel expansion on n rows of p columns of which some are labelled.
pub fn kernel_fit(n: usize, p: usize, k: usize) -> Cost {
    let (rows, columns) = (n as f64, p as f64);
    neighbours(n, p, k)
        + Cost::alone(Work::DoubleFlop, 2.0 * rows * rows * (rows + columns))
        + Cost::factorization(rows, rows.powi(3))
        + Cost::alone(Work::Element, 12.0 * rows * rows)
        + Cost::holding(4.0 * DOUBLE * rows * rows)
}
