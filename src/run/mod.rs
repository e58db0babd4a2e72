//! From plan to report: steps run in order and on demand, each with its own random stream; their
//! measures go into a table; claims are judged on it; the record says what was done.
//!
//! The interpreter names no word of the language: a step knows how to run itself.

mod alive;
mod block;
mod cache;
pub mod calibration;
pub mod cluster;
pub mod compare;
mod experiment;
mod forecast;
pub mod history;
pub mod index;
mod journal;
mod judge;
pub mod key;
pub mod live;
mod lock;
mod machine;
mod planned;
pub mod recheck;
mod record;
mod results;
mod runner;
mod search;
mod smoke;
mod stopwatch;
pub mod store;
mod summary;
mod sums;
mod table;
pub mod trim;
mod versions;
pub mod why;
mod worker;

pub use alive::Alive;
pub use cache::Cache;
pub use experiment::{Experiment, Sentence, Sweep};
pub use forecast::Forecast;
pub use index::Index;
pub use journal::Journal;
pub use judge::{Comparisons, Judgement, Pair, Verdict};
pub use key::numeric_class;
pub use lock::{Lock, LockFault, LockedClaim, LockedMeasure, LockedStep, merged};
pub use machine::Machine;
use machine::peak_memory;
pub use record::{
    Circumstances, ClaimRecord, FailedCell, FindingRecord, MeasureRecord, Record, RecordFault, SeriesRecord,
    StepRecord,
};
pub use runner::{Cells, RunOptions, Running, Watcher, run};
pub use search::{Searched, Tried};
pub use smoke::{Smoke, SmokeOptions, Stage, smoke};
pub use store::{RunFolder, Store, StoreFault};
pub use summary::{End, Failure, Report, StepReport};
pub use sums::Sums;
pub use table::Row;
