//! The science, one folder a family. Nothing here knows a file, a span or an argument of the
//! language: arrays and numbers come in, arrays and numbers go out.

pub mod boltzmann;
pub mod network;
pub mod regression;

/// Who watches a long computation: told how far it is, asked whether to stop.
pub trait Observer: Sync {
    /// `done` of `total` units of work are done; `note` is a short text such as `loss 0.0312`.
    fn progress(&self, done: u64, total: u64, note: &str);
    /// True once somebody wants the computation to end; it is asked at least once a batch.
    fn cancelled(&self) -> bool;
}

/// An observer that watches nothing.
pub struct Unwatched;

impl Observer for Unwatched {
    fn progress(&self, _done: u64, _total: u64, _note: &str) {}
    fn cancelled(&self) -> bool {
        false
    }
}
