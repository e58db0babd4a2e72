//! The command line as types.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Experiments in machine learning and statistical physics, written as sentences.
#[derive(Parser)]
#[command(name = "pipette", version, about, propagate_version = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Run a file, and print measures and the verdict of each claim.
    Run(RunOptions),
    /// Say everything that is wrong with files, before they are run.
    Lint(LintOptions),
    /// Show what would run: every default, kind, memory and time.
    Plan(PlanOptions),
    /// Data sets: list their cards, fetch and verify their files.
    Data(DataOptions),
    /// Every word of the language, or one with its arguments, units and defaults.
    Vocabulary(VocabularyOptions),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// What reading a file needs.
#[derive(Args)]
pub struct FileOptions {
    /// The pipe file.
    pub file: PathBuf,
    /// Give a `let` of the file another value, for this once.
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub sets: Vec<String>,
    /// For people, or for programs.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

#[derive(Args)]
pub struct RunOptions {
    #[command(flatten)]
    pub file: FileOptions,
    /// Threads to use; all cores without it. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Where data files are looked for first.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Never fetch data.
    #[arg(long)]
    pub offline: bool,
    /// Where runs are kept; `.pipette` beside the file without it.
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
    /// Undecided claims count as failed.
    #[arg(long)]
    pub strict: bool,
}

#[derive(Args)]
pub struct LintOptions {
    /// Files, or folders whose `.pipe` files are meant.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// For people, or for programs.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// Make a finding's code, or every `warn`, an error.
    #[arg(long, value_name = "CODE|warn")]
    pub deny: Vec<String>,
}

#[derive(Args)]
pub struct PlanOptions {
    #[command(flatten)]
    pub file: FileOptions,
}

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
pub struct VocabularyOptions {
    /// One word.
    pub word: Option<String>,
    /// Write the reference of every word as pages of Markdown into this folder.
    #[arg(long, value_name = "DIR", conflicts_with = "word")]
    pub write: Option<PathBuf>,
}
