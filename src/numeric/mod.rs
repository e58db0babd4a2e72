//! Arrays and numbers below the science: random streams, blocked matrix products, LAPACK,
//! special functions and statistics. Nothing here knows what a network or a file is.

pub mod allocator;
pub mod blas;
pub mod blocks;
pub mod brain;
pub mod elementary;
pub mod exponentials;
pub mod lanczos;
pub mod lapack;
pub mod mathematics;
pub mod random;
pub mod statistics;
pub mod tensors;
pub mod tiles;
pub mod wide;
