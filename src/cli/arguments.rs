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
    /// Bring files into their one canonical form.
    Fmt(FmtOptions),
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

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FindingsFormat {
    /// For people.
    Text,
    /// For programs: docs/schemas/lint.schema.json.
    Json,
    /// For code hosts and editors: SARIF 2.1.0.
    Sarif,
    /// For the log of a GitHub workflow, which shows them beside the lines.
    Github,
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
    /// How findings are written.
    #[arg(long, value_enum, default_value = "text")]
    pub format: FindingsFormat,
    /// Make a finding's code, or every `warn`, an error.
    #[arg(long, value_name = "CODE|warn")]
    pub deny: Vec<String>,
    /// Make the fixes that keep the meaning of a file; what remains is said.
    #[arg(long)]
    pub fix: bool,
    /// Make the fixes that are only suggested, too.
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Show what the fixes would change, and change nothing; alone, what `--fix` would.
    #[arg(long)]
    pub diff: bool,
}

#[derive(Args)]
pub struct FmtOptions {
    /// Files, or folders whose `.pipe` files are meant.
    #[arg(required_unless_present = "stdin", conflicts_with = "stdin", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Change nothing; name the files that would change, and exit with 1 if there are any.
    #[arg(long)]
    pub check: bool,
    /// Read a file from the standard input and write it to the standard output.
    #[arg(long)]
    pub stdin: bool,
}

#[derive(Args)]
pub struct PlanOptions {
    #[command(flatten)]
    pub file: FileOptions,
    /// Threads that a run would use; all cores without it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

#[derive(Args)]
pub struct CalibrateOptions {
    /// Measure nothing; show how well the times and the memory of past runs were foretold.
    #[arg(long)]
    pub score: bool,
}

#[derive(Args)]
pub struct SmokeOptions {
    #[command(flatten)]
    pub file: FileOptions,
    /// Threads to use; all cores without it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Where data files are looked for first.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Never fetch data.
    #[arg(long)]
    pub offline: bool,
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

#[derive(Args)]
pub struct ExplainOptions {
    /// The code of a finding.
    pub code: Option<String>,
    /// Lint both files of its page, and show what is found.
    #[arg(long, requires = "code")]
    pub run: bool,
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
pub struct LspOptions {
    /// Standard input and output: there is no other way, but many clients say it.
    #[arg(long, hide = true)]
    pub stdio: bool,
}
