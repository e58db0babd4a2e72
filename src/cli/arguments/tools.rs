//! Data sets, and the program itself.

use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Args)]
pub struct DataOptions {
    #[command(subcommand)]
    pub command: DataCommand,
    /// Where data files are looked for first.
    #[arg(long, value_name = "DIR", global = true)]
    pub data: Option<PathBuf>,
}

#[derive(Subcommand)]
pub enum DataCommand {
    /// Every card: rows, columns, classes, origin, licence, and where the files are.
    List,
    /// Fetch the files of sets that are not here.
    Fetch { words: Vec<String> },
    /// Check the sums of the files that are here.
    Verify { words: Vec<String> },
}

#[derive(Args)]
pub struct CompletionsOptions {
    /// The shell that is to read the script.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Args)]
pub struct ManOptions {
    /// Write a page for the program and one for each command into this folder.
    #[arg(long, value_name = "DIR")]
    pub write: Option<PathBuf>,
}

#[derive(Args)]
pub struct NewOptions {
    /// The folder to make; its last part names the study.
    #[arg(value_name = "NAME")]
    pub folder: PathBuf,
}

#[derive(Args)]
pub struct JupyterOptions {
    /// Write `pipette_magic.py` into this folder; without it the text goes to standard output.
    #[arg(long, value_name = "DIR")]
    pub write: Option<PathBuf>,
}
