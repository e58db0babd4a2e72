//! From plan to report: steps run in order and on demand, each with its own random stream; their
//! measures go into a table; claims are judged on it; the record says what was done.
//!
//! The interpreter names no word of the language: a step knows how to run itself.

mod cache;
pub mod calibration;
mod estimate;
pub mod history;
mod judge;
mod machine;
mod record;
mod runner;
mod smoke;
mod stopwatch;
mod store;
mod summary;
mod table;

pub use cache::Cache;
pub use judge::{Judgement, Verdict};
pub use machine::Machine;
use machine::peak_memory;
pub use record::{Circumstances, Record};
pub use runner::{RunOptions, Watcher, run};
pub use smoke::{Smoke, SmokeOptions, Stage, smoke};
pub use store::{RunFolder, StoreFault};
pub use summary::{End, Failure, Report, StepReport};
