//! The command line as types.

use crate::run::Cells;
use crate::run::cluster::{CellChoice, IndexFault};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

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
    /// What the experiments of a folder have reproduced, as a page: from the heads of pipe files and their locks.
    Reproductions(ReproductionsOptions),
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
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
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

/// A time with its unit: `500ms`, `60s`, `5m`, `2h`, `3d`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Time(pub Duration);

impl FromStr for Time {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let split = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
        let (number, unit) = text.split_at(split);
        let seconds = match unit {
            "ms" => 1e-3,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            "d" => 86400.0,
            _ => return Err("write a time with its unit: 500ms, 60s, 5m, 2h, 3d".into()),
        };
        let time = number.trim().parse::<f64>().ok().map(|number| number * seconds);
        let time = time.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        time.map(Time).ok_or_else(|| format!("`{number}` is no number of {unit}"))
    }
}

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
    /// How much is kept, by kind, and the largest results.
    Show,
    /// Hash everything again; what is damaged is put aside.
    Verify,
    /// Delete old results, but nothing that a lock file beside the store names or that a running step needs.
    Trim {
        /// Results that were made longer ago than this.
        #[arg(long, value_name = "TIME")]
        older_than: Option<Time>,
        /// The oldest results, until no more bytes than this are left, such as 500M or 20G.
        #[arg(long, value_name = "SIZE")]
        down_to: Option<Size>,
        /// Say what would go, and delete nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

/// A number of bytes: `1000`, `500M`, `20G`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size(pub u64);

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, factor) = match text.char_indices().last() {
            Some((at, 'k' | 'K')) => (&text[..at], 1u64 << 10),
            Some((at, 'M')) => (&text[..at], 1 << 20),
            Some((at, 'G')) => (&text[..at], 1 << 30),
            Some((at, 'T')) => (&text[..at], 1 << 40),
            _ => (text, 1),
        };
        let size = number.parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
        size.map(Size).ok_or_else(|| "write a number of bytes: 1000, 500M, 20G".into())
    }
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

#[derive(Args)]
pub struct RunsOptions {
    /// Only runs of this pipe file; its store is looked at.
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Only runs of which this has become: `killed` ended without a word, by force or for want of power.
    #[arg(long, value_parser = ["done", "failed", "interrupted", "running", "killed"])]
    pub status: Option<String>,
    /// Only runs that started since: `2d`, `3h`, `2026-11-01`.
    #[arg(long, value_name = "WHEN")]
    pub since: Option<String>,
    /// Only the newest so many.
    #[arg(long, value_name = "N")]
    pub last: Option<usize>,
    /// For people, or for programs: docs/schemas/runs.schema.json.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// The store; `.pipette` beside the file, else of the current folder, without it.
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
}

#[derive(Args)]
pub struct ShowOptions {
    /// A run: its id, the beginning of it, `last`, or a pipe file for its newest run.
    pub run: String,
    /// For people, or for programs: docs/schemas/show.schema.json.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// The store; `.pipette` beside the file, else of the current folder, without it.
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
}

#[derive(Args)]
pub struct DiffOptions {
    /// A run (its id, the beginning of it, `last`), a pipe file, or a file of a git revision: `HEAD~1:FILE`.
    pub a: String,
    /// Another one.
    #[arg(conflicts_with = "rev")]
    pub b: Option<String>,
    /// Compare the file as it stood in this git revision with the file as it stands.
    #[arg(long, value_name = "REVISION")]
    pub rev: Option<String>,
    /// For people, or for programs: docs/schemas/diff.schema.json.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// The store of the runs; `.pipette` of the current folder without it.
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
}

#[derive(Args)]
pub struct ExportOptions {
    /// A run: its id, the beginning of it, `last`, or a pipe file for its newest run.
    pub run: String,
    /// The file to write: `.csv` has a row for each measure of each line, cell and repeat; `.npz` (NumPy) and
    /// `.safetensors` (PyTorch) have the numbers of the models that lines outside of sweeps have trained.
    #[arg(long, value_name = "PATH")]
    pub output: PathBuf,
    /// The points of the curves instead of the measures.
    #[arg(long)]
    pub curves: bool,
    /// The store; `.pipette` beside the file, else of the current folder, without it.
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
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
    /// Where runs are kept; `.pipette` beside the file without it.
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
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
    #[command(flatten)]
    pub resources: Resources,
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
pub struct ReproductionsOptions {
    /// Folders of pipe files.
    #[arg(required = true, value_name = "FOLDER")]
    pub folders: Vec<PathBuf>,
    /// Put the made part into this page, below the mark that it has.
    #[arg(long, value_name = "FILE")]
    pub write: Option<PathBuf>,
}

#[derive(Args)]
pub struct LspOptions {
    /// Standard input and output: there is no other way, but many clients say it.
    #[arg(long, hide = true)]
    pub stdio: bool,
}
