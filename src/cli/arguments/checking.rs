//! Files before they are run: findings, form, the words of the language, editors.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

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

#[derive(Args)]
pub struct LintOptions {
    /// Files, or folders whose `.pipe` files are meant; this folder without any.
    #[arg(default_value = ".", hide_default_value = true, value_name = "PATH")]
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
pub struct LspOptions {
    /// Standard input and output: there is no other way, but many clients say it.
    #[arg(long, hide = true)]
    pub stdio: bool,
}
