//! What methods without targets do: factor a table, give rows coordinates, part them into clusters.

use super::{Context, Cost, DataKind, Fault, Scene};
use crate::data::{Dataset, Features, Shape};
use crate::models::Observer;
use crate::models::factor::{Factored, Signs};
use crate::numeric::random::Seed;
use ndarray::Array2;

/// A method that factors a table into coefficients and a basis.
pub trait Factoring {
    /// Rows of the basis.
    fn factors(&self) -> usize;
    /// The coefficients that new rows may have.
    fn signs(&self) -> Signs;
    /// What these data lack for it, with a cure.
    fn lacks(&self, data: &DataKind) -> Option<(String, String)>;
    fn cost(&self, shape: &Shape) -> Cost;
    fn factor(&self, x: &Features, seed: &Seed, observer: &dyn Observer) -> Result<Factored, Fault>;
}

/// A method that gives training rows coordinates.
pub trait Embedding {
    /// Columns of what it gives.
    fn dimensions(&self) -> usize;
    fn cost(&self, shape: &Shape) -> Cost;
    fn embed(&self, x: &Features, context: &Context) -> Result<Embedded, Fault>;
}

/// Coordinates (rows, dimensions), with what else is to be said.
pub struct Embedded {
    pub coordinates: Array2<f64>,
    /// The eigenvalue of each coordinate, where it is an eigenvector.
    pub eigenvalues: Vec<f64>,
    pub notes: Vec<String>,
}

/// A method that parts training rows into clusters.
pub trait Clustering {
    fn clusters(&self) -> usize;
    /// Says what is wrong with the data for it.
    fn review(&self, _data: &DataKind, _scene: &mut Scene) {}
    fn cost(&self, shape: &Shape) -> Cost;
    fn cluster(&self, set: &Dataset, context: &Context) -> Result<Partition, Fault>;
}

/// The cluster of each training row, with what else is to be said.
pub struct Partition {
    pub of_row: Vec<usize>,
    pub notes: Vec<String>,
}
