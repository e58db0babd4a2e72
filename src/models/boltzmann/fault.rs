//! What can end the training of a Boltzmann machine.

use crate::models::NotKept;
use crate::numeric::tensors::TensorFault;
use std::fmt;

/// Why a machine was not trained to the end.
#[derive(Clone, Debug, PartialEq)]
pub enum RbmFault {
    /// A parameter left the range in which a logistic unit can still change, or became NaN, in this epoch and
    /// batch (both counted from 1): the rate is too high for these data.
    Diverged { epoch: usize, batch: usize },
    /// The observer asked to stop.
    Interrupted,
    /// A data value is not a probability.
    NotAProbability { row: usize, column: usize, value: f32 },
    /// Rows have another number of columns than the machine has visible units.
    WrongWidth { columns: usize, visible: usize },
    /// There are no rows, or no units.
    Empty,
    /// A setting has a value that means nothing.
    Setting { name: &'static str, value: f64 },
    /// A snapshot could not be written or gone on from; why, in words.
    NotKept(String),
}

impl fmt::Display for RbmFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RbmFault::Diverged { epoch, batch } => {
                write!(
                    f,
                    "training diverged in epoch {epoch}, batch {batch}: a lower rate would keep the weights finite"
                )
            }
            RbmFault::Interrupted => write!(f, "training was interrupted"),
            RbmFault::NotAProbability { row, column, value } => write!(
                f,
                "row {row}, column {column} of the data is {value}; binary units take values from 0 to 1"
            ),
            RbmFault::WrongWidth { columns, visible } => {
                write!(f, "the data have {columns} columns, the machine has {visible} visible units")
            }
            RbmFault::Empty => {
                write!(f, "a Boltzmann machine needs at least one row, one visible and one hidden unit")
            }
            RbmFault::Setting { name, value } => write!(f, "{name} can't be {value}"),
            RbmFault::NotKept(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for RbmFault {}

impl From<TensorFault> for RbmFault {
    fn from(fault: TensorFault) -> Self {
        RbmFault::NotKept(fault.to_string())
    }
}

impl From<NotKept> for RbmFault {
    fn from(NotKept(why): NotKept) -> Self {
        RbmFault::NotKept(why)
    }
}
