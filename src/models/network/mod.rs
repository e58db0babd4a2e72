//! Fully connected networks, for classification or, as autoencoders, to give their inputs back: layers a_l = f(a_{l-1} W_l + b_l), softmax and
//! cross-entropy on top, trained by mini-batch gradient descent (Rumelhart, Hinton and Williams, 1986;
//! big and deep as in Ciresan et al., Neural Computation 22, 2010).
//!
//! Reading order: [`Mlp`] and [`Activation`] (what is trained), [`TrainingRows`] (what it is trained on), [`Training`]
//! (how), [`train`] (the loop), then `trainer` (a step), whose passes over the weights are those of `models::panels`.
//! Arrays are row-major with one sample a row: x (batch, inputs), W (inputs, outputs), b (outputs).
//! Losses are means over samples in nats. Everything is f32, but for the operands of products that are rounded to bfloat16
//! where a training asks for it; the tests hold it against a plain f64 version.

mod autoencoding;
mod batch;
pub mod composed;
mod corruption;
mod curvature;
pub mod defaults;
mod dropout;
mod evaluation;
mod forward;
mod history;
mod learner;
mod loss;
mod mlp;
pub mod product_gate;
mod products;
#[cfg(test)]
mod reference;
mod rows;
mod snapshot;
mod statistics;
mod tangents;
#[cfg(test)]
mod tests;
mod train;
mod trainer;
mod training;

pub use autoencoding::{Autoencoding, Output};
pub use corruption::Corruption;
pub use curvature::{Curvature, curvature};
pub use dropout::Dropout;
pub use evaluation::{Evaluation, evaluate};
pub use forward::{FORWARD_BLOCK, PREDICTED_ROWS};
pub use history::{Epoch, History, TrainingFault};
pub use mlp::{Dense, Init, Mlp};
pub use rows::{FixedRows, TrainingRows};
pub use statistics::{LayerStatistics, weakest};
pub use tangents::Tangents;
pub use train::{train, train_composed, train_rows};
pub use training::{Decay, Training};

pub use super::panels::ascent::parts;
pub use super::panels::{Activation, Method, Precision};
