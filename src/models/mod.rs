//! The science, one folder a family. Nothing here knows a file, a span or an argument of the
//! language: arrays and numbers come in, arrays and numbers go out.

pub mod autoencoder;
pub mod boltzmann;
pub mod factor;
pub mod fields;
#[cfg(test)]
mod interrupted;
mod layers;
pub mod manifold;
pub mod network;
mod panels;
pub mod regression;
pub mod renormalization;
pub mod spin;

pub use panels::Precision;

use crate::numeric::tensors::Tensors;
use std::fmt;
use std::ops::ControlFlow;

/// Who watches a long computation: told how far it is, asked whether to stop, handed snapshots of it.
pub trait Observer: Sync {
    /// `done` of `total` units of work are done; `note` is a short text such as `loss 0.0312`.
    fn progress(&self, done: u64, total: u64, note: &str);
    /// True once somebody wants the computation to end; it is asked at least once a batch.
    fn cancelled(&self) -> bool;

    /// A point of a curve, by its name (`training-loss`): the value of an epoch that is over, counted from 1. What goes on from a
    /// snapshot tells the epochs before it again.
    fn curve(&self, _name: &str, _epoch: usize, _value: f64) {}

    /// The newest snapshot that an earlier run of the same computation left, from which it goes on to the same bits.
    fn snapshot(&self) -> Option<Tensors> {
        None
    }

    /// Whether it is time to keep a snapshot; it is asked at least once a batch.
    fn snapshot_due(&self) -> bool {
        false
    }

    /// Keeps a snapshot.
    ///
    /// # Errors
    /// [`NotKept`], which ends the computation.
    fn keep(&self, _snapshot: &Tensors) -> Result<(), NotKept> {
        Ok(())
    }
}

/// A snapshot could not be written; why, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct NotKept(pub String);

impl fmt::Display for NotKept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Keeps a snapshot where one is due or the end is asked for; a break where it is.
fn pause(observer: &dyn Observer, snapshot: impl FnOnce() -> Tensors) -> Result<ControlFlow<()>, NotKept> {
    let cancelled = observer.cancelled();
    if cancelled || observer.snapshot_due() {
        observer.keep(&snapshot())?;
    }
    Ok(if cancelled { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
}

/// An observer that watches nothing.
pub struct Unwatched;

impl Observer for Unwatched {
    fn progress(&self, _done: u64, _total: u64, _note: &str) {}
    fn cancelled(&self) -> bool {
        false
    }
}
