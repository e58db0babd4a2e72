//! What was run: lists, single runs, differences, files for other tools, pages.

use super::Format;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

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
    /// A run: its id, the beginning of it, `last`, or a pipe file for its newest run; the last one without any.
    #[arg(default_value = "last", hide_default_value = true)]
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

/// What is written of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// A row for each measure of each line, cell and repeat.
    Csv,
    /// The numbers of models, for NumPy.
    Npz,
    /// The numbers of models, for PyTorch.
    Safetensors,
    /// A folder of logs: curves, measures, weights and samples.
    Tensorboard,
    /// A folder of runs as MLflow's file store keeps them: parameters, metrics, tags, files.
    Mlflow,
    /// Every chart, heat map and sheet of images as pixels, into a folder.
    Png,
    /// The same as drawings.
    Svg,
}

#[derive(Args)]
pub struct ExportOptions {
    /// A run: its id, the beginning of it, `last`, or a pipe file for its newest run.
    pub run: String,
    /// The file to write, or the folder into which the logs of TensorBoard, the run of MLflow or the pictures are added.
    #[arg(long, value_name = "PATH")]
    pub output: PathBuf,
    /// What to write; the ending `.csv`, `.npz` or `.safetensors` of the file says it too, and `.png` or `.svg` where the run
    /// has one picture only. Of models there are those that lines outside of sweeps have trained.
    #[arg(long, value_enum)]
    pub format: Option<ExportFormat>,
    /// The points of the curves instead of the measures.
    #[arg(long)]
    pub curves: bool,
    /// The store; `.pipette` beside the file, else of the current folder, without it.
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
}

/// How a file is described for an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CiteFormat {
    /// A paragraph and a list of references.
    Markdown,
    /// The paragraph, with citations by key.
    Latex,
    /// The references, for the keys of the paragraph in LaTeX.
    Bibtex,
}

#[derive(Args)]
pub struct CiteOptions {
    /// The pipe file; what its lock says of its claims is told, too.
    pub file: PathBuf,
    /// What to write.
    #[arg(long, value_enum, default_value = "markdown")]
    pub format: CiteFormat,
}

#[derive(Args)]
pub struct ReproductionsOptions {
    /// Folders of pipe files.
    #[arg(required = true, value_name = "FOLDER")]
    pub folders: Vec<PathBuf>,
    /// Only a table for each folder, with a row for each claim.
    #[arg(long)]
    pub table: bool,
    /// Put the made part into this page, below the mark that it has.
    #[arg(long, value_name = "FILE")]
    pub write: Option<PathBuf>,
}
