//! What checking depends on besides the file: where it lies, what the machine has, what the
//! command line overrides.

use crate::syntax::ast;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How the text of an included file is had, or why it is not to be had. This room opens no files.
#[derive(Clone)]
pub struct Reader(Arc<Read>);

type Read = dyn Fn(&Path) -> Result<String, String> + Send + Sync;

impl Reader {
    pub fn new(read: impl Fn(&Path) -> Result<String, String> + Send + Sync + 'static) -> Self {
        Reader(Arc::new(read))
    }

    /// Where there are no files.
    pub fn none() -> Self {
        Reader::new(|_| Err("there are no files here".into()))
    }

    pub fn text(&self, path: &Path) -> Result<String, String> {
        (self.0)(path)
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reader")
    }
}

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
    /// Of included files.
    pub read: Reader,
}
