//! From plan to report: steps run in order and on demand, each with its own random stream; their
//! measures go into a table; claims are judged on it; the record says what was done.
//!
//! The interpreter names no word of the language: a step knows how to run itself.

mod estimate;
mod judge;
mod machine;
mod record;
mod runner;
mod store;
mod summary;
mod table;

pub use judge::{Judgement, Verdict};
pub use machine::Machine;
pub use record::{Circumstances, Record};
pub use runner::{RunOptions, Watcher, run};
pub use store::{RunFolder, StoreFault};
pub use summary::{End, Failure, Report, StepReport};
