//! What checking depends on besides the file: where it lies, what the machine has, what the
//! command line overrides.

use crate::syntax::ast;
use std::path::PathBuf;

/// `--set epochs=3`: the value as an expression, already parsed.
#[derive(Clone, Debug)]
pub struct Override {
    pub name: String,
    pub value: ast::Phrase,
    /// The value as it was written.
    pub text: String,
}

/// The surroundings of a file.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The folder that relative paths start from.
    pub folder: PathBuf,
    /// Bytes of memory that a step may plan to hold.
    pub memory: f64,
    pub overrides: Vec<Override>,
}
