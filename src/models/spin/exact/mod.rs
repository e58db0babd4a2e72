//! Exact results that others are held against: Onsager's infinite lattice, Kaufman's torus, a transfer matrix,
//! every state counted, the chain.

pub mod chain;
pub mod enumeration;
pub mod kaufman;
pub mod onsager;
pub mod transfer;
