//! The command line as types, by theme: `running` and `checking` a file, the store and its `locks`, what has been run
//! (`history`), and the rest of the program (`tools`).

mod amounts;
mod checking;
mod history;
mod locks;
mod running;
mod tools;

pub use checking::{ExplainOptions, FindingsFormat, FmtOptions, LintOptions, LspOptions, VocabularyOptions};
pub use history::{
    CiteFormat, CiteOptions, DiffOptions, ExportFormat, ExportOptions, ReproductionsOptions, RunsOptions,
    ShowOptions,
};
pub use locks::{CacheCommand, CacheOptions, MergeLockOptions, VerifyOptions, WhyOptions};
pub use running::{CalibrateOptions, PlanOptions, RunOptions, SmokeOptions, Where};
pub use tools::{CompletionsOptions, DataCommand, DataOptions, JupyterOptions, ManOptions, NewOptions};

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
    /// Make a folder for a study: a pipe file that runs, settings, a workflow for a code host.
    New(NewOptions),
    /// Run a file, and print measures and the verdict of each claim.
    Run(RunOptions),
    /// Say everything that is wrong with files, before they are run.
    Lint(LintOptions),
    /// Bring files into their one canonical form.
    Fmt(FmtOptions),
    /// Check the lock beside a file again: its inputs, results and claims.
    Verify(VerifyOptions),
    /// Why a step would run again: what changed, from what to what.
    Why(WhyOptions),
    /// The store of results: what is in it, whether it is whole, what can go.
    Cache(CacheOptions),
    /// Merge three versions of a lock file, as git asks for it.
    MergeLock(MergeLockOptions),
    /// Show what would run: every default, kind, memory and time.
    Plan(PlanOptions),
    /// Measure how fast this machine is, once, so that plans can tell time.
    Calibrate(CalibrateOptions),
    /// Try a file out in seconds before it runs for hours: every code path, rates, memory, time.
    Smoke(SmokeOptions),
    /// Data sets: list their cards, fetch and verify their files.
    Data(DataOptions),
    /// What a finding means, with a file that shows it and one that cures it; every code without one.
    Explain(ExplainOptions),
    /// Every word of the language, or one with its arguments, units and defaults.
    Vocabulary(VocabularyOptions),
    /// A script that lets a shell complete commands and options.
    Completions(CompletionsOptions),
    /// The manual as pages for `man`.
    Man(ManOptions),
    /// What was run, newest first, with what became of it.
    Runs(RunsOptions),
    /// One run: its sentences, measures, curves, claims, data, and where it comes from.
    Show(ShowOptions),
    /// Two runs, files or revisions of a file side by side, by what they mean; exits with 1 where they differ.
    Diff(DiffOptions),
    /// The measures, curves and models of a run as files for other tools.
    Export(ExportOptions),
    /// What an article has to say of a file: a paragraph on its methods, and the references.
    Cite(CiteOptions),
    /// What the experiments of a folder have reproduced, as a page: from the heads of pipe files and their locks.
    Reproductions(ReproductionsOptions),
    /// The magic `%%pipe` for notebooks, as a module of Python.
    Jupyter(JupyterOptions),
    /// The language server for editors, over standard input and output.
    Lsp(LspOptions),
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

/// What a run may use.
#[derive(Args)]
pub struct Resources {
    /// Threads to use; all cores without it. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Where data files are looked for first.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Never fetch data.
    #[arg(long)]
    pub offline: bool,
}
