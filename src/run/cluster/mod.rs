//! A sweep on more than one machine: job arrays of a scheduler, or processes that share a folder.
//!
//! The store is shared and addressed by content, and a cell is done when the results of its steps are in it. So
//! nothing has to be collected or trusted: whoever runs a cell puts its results into the store, a watcher asks the
//! store what is missing, and a plain run afterwards finds everything there. A cell that two machines run by
//! accident has the same bits twice.

mod decide;
#[cfg(test)]
mod fake;
mod fault;
mod folder;
mod index;
mod lease;
mod note;
mod queue;
mod ranges;
mod request;
mod script;
mod site;
mod slurm;
mod sweep;
mod watch;

pub use decide::Rules;
pub use fault::ClusterFault;
pub use folder::{Shared, share};
pub use index::{CellChoice, IndexFault};
pub use lease::{Leases, PERIOD};
pub use request::Request;
pub use script::{NOT_FINISHED, quoted, shell_word, text};
pub use site::JobFolder;
pub use slurm::{Slurm, user};
pub use sweep::Sweep;
pub use watch::{Attendant, Ended, Job, watch};

/// The cells of a sweep, every repeat of each, by number.
pub trait Work {
    fn total(&self) -> usize;
    /// Whether the results of all its steps are in the store.
    fn is_done(&self, cell: usize) -> bool;
    /// Runs it into the store.
    fn run(&self, cell: usize) -> WorkEnd;
}

/// How the run of one cell ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkEnd {
    Done,
    /// Stopped from outside; what it has kept is gone on from.
    Stopped,
    Failed(String),
}
