//! Restricted Boltzmann machines with binary units: exact mathematics, training, sampling, stacking.
//!
//! An RBM gives a visible and a hidden vector of units in {0, 1} the energy
//! E(v, h) = -b.v - c.h - v.W.h, with W of shape (visible, hidden), b the visible and c the hidden
//! bias, and the probability e^-E / Z (Smolensky 1986; Hinton, "A practical guide to training
//! restricted Boltzmann machines", 2010). There are no couplings within a layer, so each layer is
//! independent given the other. Summing over h gives the clamped free energy
//! F_c(v) = -b.v - sum_j softplus(c_j + (vW)_j), and ln p(v) = -F_c(v) - ln Z. All logarithms are natural.
//!
//! Two representations: [`ExactRbm`] in f64, small enough to be enumerated, is the reference;
//! [`Rbm`] in f32 is what [`train`] trains by contrastive divergence, in blocks that depend on shapes alone:
//! a seed gives the same bits for any number of threads.

pub mod belief_net;
mod curvature;
mod drawing;
pub mod emf;
mod enumeration;
mod epochs;
mod exact;
mod fault;
mod gibbs;
mod history;
mod layer;
mod machine;
mod mixing;
mod moments;
pub mod partition;
mod precise;
mod pseudo;
mod replicas;
mod sample;
mod schedule;
mod shaping;
mod snapshot;
mod softplus;
mod stack;
mod stacking;
mod step;
mod train;
mod units;
mod walk;
mod weights;

pub use curvature::starting_curvature;
pub use drawing::DRAWN_ROWS;
pub use enumeration::{ENUMERABLE, NotEnumerable};
pub use exact::ExactRbm;
pub use fault::RbmFault;
pub use gibbs::{expected_cd_gradient, gibbs_spectrum, gibbs_transition};
pub use history::{RbmEpoch, RbmHistory, WATCHED};
pub use layer::LAYER_BLOCK;
pub use machine::Rbm;
pub use mixing::{Mixing, Watch, mixing};
pub use moments::Moments;
pub use precise::{Ascent, Slope, ascend, train_precisely};
pub use pseudo::{PseudoLikelihood, pseudo_likelihood};
pub use replicas::Chains;
pub use sample::{sample, sample_any};
pub use schedule::Falling;
pub use shaping::{Shape, Sparsity};
pub use stack::{Stack, train_stack};
pub use stacking::{Stacked, stacked};
pub use train::{RbmTraining, train};
pub use units::Units;

#[cfg(test)]
mod tests;
