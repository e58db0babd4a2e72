//! Learning on graphs of neighbours: what lies near in the data is joined, and the Laplacian of the graph stands for the
//! Laplace-Beltrami operator of the manifold that the data lie on (Belkin and Niyogi 2003).
//!
//! Reading order: [`Graph`] (neighbours and weights), [`Laplacian`] (operators and their spectra), [`embed`]
//! (coordinates), [`kmeans()`] (clusters), [`Regularized`] (least squares and support vectors that are smooth on the
//! graph), [`Agreement`] (clusters against classes). Rows are points; everything is f64.

mod agreement;
mod embedding;
mod fault;
mod graph;
mod kmeans;
mod laplacian;
mod regularized;
#[cfg(test)]
mod tests;

pub use agreement::Agreement;
pub use embedding::{DENSE, Embedding, embed};
pub use fault::ManifoldFault;
pub use graph::{Graph, Reach};
pub use kmeans::{Clusters, kmeans};
pub use laplacian::{Laplacian, Normalization};
pub use regularized::{Expansion, Loss, Regularized};
