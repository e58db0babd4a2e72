//! What people look at: pages of runs, and a file while it is written.

use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub struct ReportOptions {
    /// A run: its id, the beginning of it, `last`, or a pipe file for its newest run; without a run of the file, its
    /// lock or its plan is shown. The last run without any.
    #[arg(default_value = "last", hide_default_value = true)]
    pub run: String,
    /// Another run, file or file of a git revision, to be shown beside the first.
    pub other: Option<String>,
    /// The file to write; the name of the pipe file with `.html` in this folder without it.
    #[arg(long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// The store; `.pipette` beside the file, else of the current folder, without it.
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
}

#[derive(Args)]
pub struct ViewOptions {
    /// The port; a free one without it.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub port: u16,
    /// The runs in the store beside this pipe file.
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// The store; `.pipette` beside the file, else of the current folder, without it.
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
}

#[derive(Args)]
pub struct WatchOptions {
    /// The pipe file.
    pub file: PathBuf,
    /// Give a `let` of the file another value, for as long as it is watched.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub sets: Vec<String>,
}
