//! The lock beside a file, and the store of results.

use super::amounts::{Size, Time};
use super::{FileOptions, Resources};
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Args)]
pub struct VerifyOptions {
    #[command(flatten)]
    pub file: FileOptions,
    #[command(flatten)]
    pub resources: Resources,
    /// Where runs are kept; `.pipette` beside the file without it.
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
    /// Compute everything anew, in a store of its own, and compare.
    #[arg(long)]
    pub rerun: bool,
    /// What can't be checked counts as different.
    #[arg(long)]
    pub strict: bool,
}

#[derive(Args)]
pub struct WhyOptions {
    #[command(flatten)]
    pub file: FileOptions,
    /// A label, or words that the step's sentence begins with; every step without it.
    pub step: Option<String>,
    /// Where runs are kept; `.pipette` beside the file without it.
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
}

#[derive(Args)]
pub struct CacheOptions {
    #[command(subcommand)]
    pub command: CacheCommand,
    /// Where runs are kept; `.pipette` in this folder without it.
    #[arg(long, value_name = "DIR", global = true)]
    pub store: Option<PathBuf>,
}

#[derive(Subcommand)]
pub enum CacheCommand {
    /// How much is kept, by kind.
    Show,
    /// Hash everything again; what is damaged is put aside.
    Verify,
    /// Delete old results, but nothing that a lock file names, and nothing while a run is at work.
    Trim {
        /// Results that were made longer ago than this.
        #[arg(long, value_name = "TIME")]
        older_than: Option<Time>,
        /// Damaged files and the oldest results, until no more bytes than this are left of what can go, such as 500M or
        /// 20GiB; records of runs stay, and do not count.
        #[arg(long, value_name = "SIZE")]
        down_to: Option<Size>,
        /// Let results go, too, that only locks name which are no longer where a run has put them.
        #[arg(long)]
        unpin: bool,
        /// Say what would go, and delete nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Args)]
pub struct MergeLockOptions {
    /// The version that both sides started from; git's `%O`.
    pub base: PathBuf,
    /// Our version, which is replaced; git's `%A`.
    pub ours: PathBuf,
    /// Their version; git's `%B`.
    pub theirs: PathBuf,
}
