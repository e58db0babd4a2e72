//! ln Z of a machine: exactly, by enumeration of the smaller layer; sampled, by annealing up from a machine whose Z is
//! known or down to it; expanded in the couplings, by mean field and the corrections to it.
//!
//! What is sampled is unbiased for Z (upwards) or 1/Z (downwards), so by Jensen's inequality ln Z comes out too small on
//! average upwards and too large downwards: together they bound it from both sides (Grosse, Ghahramani and Adams 2015).

mod ais;
mod ladder;
mod mean_field;
mod products;

pub use ais::{Annealing, Direction, anneal, groups};
pub use ladder::{Ladder, Spacing};
pub use mean_field::{Expansion, expand};
pub use products::exact;

use super::{NotEnumerable, RbmFault};
use crate::models::NotKept;
use std::fmt;

/// An estimate of ln Z, in nats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub log_partition: f64,
    /// Standard error, of what is sampled.
    pub standard_error: Option<f64>,
    /// Independent chains; 1 for what is not sampled.
    pub chains: usize,
}

impl Estimate {
    /// A number without an error.
    pub fn certain(log_partition: f64) -> Self {
        Estimate { log_partition, standard_error: None, chains: 1 }
    }
}

/// Why ln Z was not estimated.
#[derive(Clone, Debug, PartialEq)]
pub enum PartitionFault {
    NotEnumerable(NotEnumerable),
    /// The method is made for binary units and spins.
    Units,
    /// The method is made for binary units.
    NotBinary,
    /// The machine could not be sampled from.
    Sampling(RbmFault),
    /// A parameter is NaN or infinite.
    NotFinite,
    Interrupted,
    /// A snapshot could not be written or gone on from; why, in words.
    NotKept(String),
}

impl fmt::Display for PartitionFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PartitionFault::NotEnumerable(why) => why.fmt(f),
            PartitionFault::Units => f.write_str("this way to ln Z is for binary units and spins"),
            PartitionFault::NotBinary => f.write_str("the extended mean field is for binary units"),
            PartitionFault::Sampling(why) => why.fmt(f),
            PartitionFault::NotFinite => f.write_str("a weight of the machine is not a finite number"),
            PartitionFault::Interrupted => f.write_str("the estimate was interrupted"),
            PartitionFault::NotKept(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for PartitionFault {}

impl From<NotEnumerable> for PartitionFault {
    fn from(why: NotEnumerable) -> Self {
        PartitionFault::NotEnumerable(why)
    }
}

impl From<NotKept> for PartitionFault {
    fn from(NotKept(why): NotKept) -> Self {
        PartitionFault::NotKept(why)
    }
}

impl From<crate::numeric::tensors::TensorFault> for PartitionFault {
    fn from(fault: crate::numeric::tensors::TensorFault) -> Self {
        PartitionFault::NotKept(fault.to_string())
    }
}

impl From<RbmFault> for PartitionFault {
    fn from(fault: RbmFault) -> Self {
        match fault {
            RbmFault::Interrupted => PartitionFault::Interrupted,
            RbmFault::NotKept(why) => PartitionFault::NotKept(why),
            other => PartitionFault::Sampling(other),
        }
    }
}
