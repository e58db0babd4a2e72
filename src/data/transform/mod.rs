//! What is done to data before a model sees them: pure functions of a data set and a seed.
//!
//! Each comes twice: on a [`Dataset`](super::Dataset), and on a [`Shape`](super::Shape) for the plan,
//! under the same name with `_shape`. The first calls the second, so that a plan and a run refuse the
//! same requests in the same words. What is fitted is fitted on `train`.

mod bernoulli;
mod layer_normalization;
mod pad;
mod rows;
mod thin;
mod values;

pub use bernoulli::{bernoulli, bernoulli_shape};
pub use layer_normalization::{layer_normalization, layer_normalization_shape};
pub use pad::{pad, pad_shape};
pub use rows::{Amount, draw, draw_shape, split_validation, split_validation_shape, take, take_shape};
pub use thin::{thin, thin_shape};
pub use values::{scale, scale_shape, standardize, standardize_shape, threshold, threshold_shape};
