//! A file that is run, planned or tried out, and the speed of the machine.

use super::amounts::{Time, workers};
use super::{FileOptions, Resources};
use crate::run::Cells;
use crate::run::cluster::{CellChoice, IndexFault};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Args)]
pub struct RunOptions {
    #[command(flatten)]
    pub file: FileOptions,
    #[command(flatten)]
    pub resources: Resources,
    /// Where runs are kept; `.pipette` beside the file without it.
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
    /// Undecided claims count as failed.
    #[arg(long)]
    pub strict: bool,
    /// Refuse to run where the lock file would change, and leave it as it is.
    #[arg(long)]
    pub locked: bool,
    /// Add curves, measures, weights and samples to logs in this folder while it runs, for TensorBoard. A run that goes on where
    /// another was cut off goes on in its logs.
    #[arg(long, value_name = "FOLDER")]
    pub tensorboard: Option<PathBuf>,
    /// Add the points of curves over epochs to this table while it runs, a row each: label, cell, curve, epoch, value.
    #[arg(long, value_name = "FILE.csv")]
    pub curves: Option<PathBuf>,
    #[command(flatten)]
    pub cells: CellOptions,
    #[command(flatten)]
    pub elsewhere: ElsewhereOptions,
}

/// Where the cells of sweeps and repeats are run.
#[derive(Args)]
pub struct ElsewhereOptions {
    /// Share the cells with other machines, and gather here what they yield.
    #[arg(long, value_enum, default_value = "local")]
    pub on: Where,
    /// An option of sbatch for the jobs, such as --partition=long; it wins over what the plan asks for.
    #[arg(long = "slurm-option", value_name = "OPTION", allow_hyphen_values = true)]
    pub slurm_options: Vec<String>,
    /// What a job was submitted for: it is refused where file or machine are others.
    #[arg(long, value_name = "WORDS", hide = true)]
    pub expect: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Where {
    /// Run everything in this process.
    Local,
    /// Submit the cells as job arrays of Slurm, and watch them.
    Slurm,
    /// Share the cells with every other process that runs this file on the same store.
    Folder,
}

/// How the cells of sweeps and repeats are run.
#[derive(Args)]
pub struct CellOptions {
    /// Run so many cells at a time; they share the threads. On a cluster: so many jobs at most.
    #[arg(long, value_name = "N", value_parser = workers)]
    pub jobs: Option<u16>,
    /// When a cell fails, run the others all the same.
    #[arg(long)]
    pub keep_going: bool,
    /// Try a cell that fails again, so many times; jobs of a cluster are submitted again twice without it.
    #[arg(long, value_name = "N")]
    pub retry: Option<u32>,
    /// Run only the cell of this number (from 0, of all cells in all repeats), and keep its results in the store.
    /// `auto` takes the number from a job array of Slurm, PBS, SGE or LSF, an indexed job of Kubernetes, or the
    /// rank of MPI; `auto+1000` and `auto-1` move it.
    #[arg(long, value_name = "I|auto", conflicts_with = "on")]
    pub cell: Option<CellChoice>,
    /// The time between two snapshots of a long step, such as 60s or 5m.
    #[arg(long, value_name = "TIME")]
    pub checkpoint_every: Option<Time>,
}

impl CellOptions {
    /// # Errors
    /// [`IndexFault`] where the environment does not say which cell is meant.
    pub fn cells(&self) -> Result<Cells, IndexFault> {
        let variable = |name: &str| std::env::var(name).ok();
        let only = self.cell.map(|choice| choice.resolve(&variable)).transpose()?;
        let (jobs, retries) = (self.jobs.map_or(1, usize::from), self.retry.unwrap_or(0));
        Ok(Cells { jobs, keep_going: self.keep_going, retries, only: only.map(|cell| cell as u64) })
    }
}

#[derive(Args)]
pub struct PlanOptions {
    #[command(flatten)]
    pub file: FileOptions,
    /// Where runs are kept; `.pipette` beside the file without it.
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
    /// Threads that a run would use; all cores without it.
    #[arg(long, value_name = "N", value_parser = workers)]
    pub threads: Option<u16>,
}

#[derive(Args)]
pub struct SmokeOptions {
    #[command(flatten)]
    pub file: FileOptions,
    #[command(flatten)]
    pub resources: Resources,
}

#[derive(Args)]
pub struct CalibrateOptions {
    /// Measure nothing; show how well the times and the memory of past runs were foretold.
    #[arg(long)]
    pub score: bool,
}
