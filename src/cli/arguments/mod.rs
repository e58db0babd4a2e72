//! The command line as types, by theme: `running` and `checking` a file, the store and its `locks`, what has been run
//! (`history`) and how it looks (`seeing`), and the rest of the program (`tools`).

mod amounts;
mod checking;
mod history;
mod locks;
mod running;
mod seeing;
mod tools;

pub use checking::{ExplainOptions, FindingsFormat, FmtOptions, LintOptions, LspOptions, VocabularyOptions};
pub use history::{
    CiteFormat, CiteOptions, DiffOptions, ExportFormat, ExportOptions, ReproductionsOptions, RunsOptions,
    ShowOptions,
};
pub use locks::{CacheCommand, CacheOptions, MergeLockOptions, VerifyOptions, WhyOptions};
pub use running::{CalibrateOptions, PlanOptions, RunOptions, SmokeOptions, Where};
pub use seeing::{ReportOptions, ViewOptions, WatchOptions};
pub use tools::{CompletionsOptions, DataCommand, DataOptions, JupyterOptions, ManOptions, NewOptions};

use amounts::workers;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Where to begin, and what the exit codes are.
const BEGINNING: &str = "\
To begin:
  pipette new my-study       a folder with an experiment that runs as it is
  pipette run FILE           measures, the verdict of each claim, a record and a lock
  pipette lint               what is wrong in the pipe files of this folder
  pipette vocabulary WORD    what a word of the language means

Exit codes: 0 done and no claim failed, 1 a claim failed or a comparison found a difference, 2 the file or the \
command line has errors, 3 the run failed, 130 and 143 interrupted.";

/// Experiments in machine learning and statistical physics, written as sentences.
#[derive(Parser)]
#[command(name = "pipette", version, about, propagate_version = true, after_help = BEGINNING)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

/// In the order in which somebody needs them: an experiment, what it left, the language, the program.
#[derive(Subcommand)]
pub enum Command {
    /// Make a folder for a study: a pipe file that runs, settings, a workflow for a code host.
    New(NewOptions),
    /// Say everything that is wrong with files, before they are run.
    Lint(LintOptions),
    /// Show what would run: every default, kind, memory and time.
    Plan(PlanOptions),
    /// Try a file out in seconds before it runs for hours: every code path, rates, memory, time.
    Smoke(SmokeOptions),
    /// Run a file, and print measures and the verdict of each claim.
    Run(RunOptions),
    /// Check a file again whenever it is saved: its findings, and what would run.
    Watch(WatchOptions),
    /// A run, or two side by side, as one HTML file that needs no network.
    Report(ReportOptions),
    /// The runs of a store in a browser on this machine, in progress and past; prints the address.
    View(ViewOptions),
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
    /// Check the lock beside a file again: its inputs, results and claims.
    Verify(VerifyOptions),
    /// Why a step would run again: what changed, from what to what.
    Why(WhyOptions),
    /// Every word of the language, or one with its arguments, units and defaults.
    Vocabulary(VocabularyOptions),
    /// What a finding means, with a file that shows it and one that cures it; every code without one.
    Explain(ExplainOptions),
    /// Bring files into their one canonical form.
    Fmt(FmtOptions),
    /// Data sets: list their cards, fetch and verify their files.
    Data(DataOptions),
    /// The store of results: what is in it, whether it is whole, what can go.
    Cache(CacheOptions),
    /// Measure how fast this machine is, once, so that plans can tell time.
    Calibrate(CalibrateOptions),
    /// The magic `%%pipe` for notebooks, as a module of Python.
    Jupyter(JupyterOptions),
    /// A script that lets a shell complete commands and options.
    Completions(CompletionsOptions),
    /// The manual as pages for `man`.
    Man(ManOptions),
    /// The language server for editors, over standard input and output.
    Lsp(LspOptions),
    /// Merge three versions of a lock file, as git asks for it.
    MergeLock(MergeLockOptions),
    /// What the experiments of a folder have reproduced, as a page: from the heads of pipe files and their locks.
    Reproductions(ReproductionsOptions),
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
    #[arg(long, value_name = "N", value_parser = workers)]
    pub threads: Option<u16>,
    /// Where data files are looked for first.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Never fetch data.
    #[arg(long)]
    pub offline: bool,
}
