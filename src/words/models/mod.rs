//! The models of the language, a file each, and how they look from outside once they are trained.

use crate::vocabulary::AnyModelWord;

mod autoencoder;
mod composed;
mod conv_fractal_net;
mod dbn;
mod denoiser;
mod divergence;
mod fractal_net;
mod history;
pub mod init;
mod iterative;
mod kernel;
mod known_law;
mod laplacian;
mod lasso;
pub mod linear;
mod linear_autoencoder;
mod log_periodic;
mod logistic;
pub mod mlp;
mod naive_bayes;
mod pareto;
pub mod path;
mod policy;
pub mod pseudo_inverse;
pub(super) mod rbm;
mod ridge;
pub mod rows;
mod sample;
mod softmax;
mod start;
mod svc;
mod svr;
mod tangents;
mod tikhonov;
mod tsvd;
mod unit;

pub use composed::told_classes;

/// Every model, in reading order.
pub static MODELS: &[AnyModelWord] = &[
    AnyModelWord::of::<mlp::Mlp>(),
    AnyModelWord::of::<fractal_net::FractalNet>(),
    AnyModelWord::of::<conv_fractal_net::ConvFractalNet>(),
    AnyModelWord::of::<rbm::Rbm>(),
    AnyModelWord::of::<dbn::Dbn>(),
    AnyModelWord::of::<autoencoder::Autoencoder>(),
    AnyModelWord::of::<linear_autoencoder::LinearAutoencoder>(),
    AnyModelWord::of::<denoiser::OptimalDenoiser>(),
    AnyModelWord::of::<ridge::Ridge>(),
    AnyModelWord::of::<tikhonov::Tikhonov>(),
    AnyModelWord::of::<tsvd::Tsvd>(),
    AnyModelWord::of::<pseudo_inverse::PseudoInverse>(),
    AnyModelWord::of::<iterative::Iterative>(),
    AnyModelWord::of::<lasso::Lasso>(),
    AnyModelWord::of::<svr::Svr>(),
    AnyModelWord::of::<logistic::Logistic>(),
    AnyModelWord::of::<softmax::Softmax>(),
    AnyModelWord::of::<svc::Svc>(),
    AnyModelWord::of::<policy::Policy>(),
    AnyModelWord::of::<naive_bayes::Bayes>(),
    AnyModelWord::of::<log_periodic::Periodic>(),
    AnyModelWord::of::<laplacian::LaplacianRls>(),
    AnyModelWord::of::<laplacian::LaplacianSvm>(),
    AnyModelWord::of::<pareto::Pareto>(),
    AnyModelWord::of::<known_law::KnownLaw>(),
];
