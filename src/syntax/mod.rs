//! From text to tree. The parser never fails: a line that it cannot read becomes a broken line
//! with a message, and the rest of the file is read on.
//!
//! A file is first cut into sentences (`lines`, on the tokens of `token`), then each is read by
//! itself with the grammar (`parser`, the only file that names its rules), and one that cannot be
//! read is explained (`broken`). [`mod@format`] writes a tree back in its one canonical form; [`tidy`] does
//! so for a whole file, with its comments.

pub mod ast;
mod broken;
mod fold;
pub mod format;
mod limits;
pub mod lines;
mod memory;
mod numbers;
mod parser;
mod reader;
mod shift;
mod tidy;
pub mod token;

pub use memory::Memory;
pub use reader::{LARGEST_FILE, names_in_broken, parse, parse_again};
pub use shift::moved;
pub use tidy::tidy;
