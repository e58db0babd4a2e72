//! The models of the language, a file each, and how they look from outside once they are trained.

use crate::vocabulary::AnyModelWord;

mod divergence;
pub mod init;
mod linear;
mod logistic;
pub mod mlp;
mod rbm;
mod ridge;
pub mod rows;

/// Every model, in reading order.
pub static MODELS: &[AnyModelWord] = &[
    AnyModelWord::of::<mlp::Mlp>(),
    AnyModelWord::of::<rbm::Rbm>(),
    AnyModelWord::of::<ridge::Ridge>(),
    AnyModelWord::of::<logistic::Logistic>(),
];
