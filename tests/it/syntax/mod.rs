//! The language as text: every sentence of its specification parses, and nothing that is not a
//! sentence gets past without a message.

mod hostile;
pub mod messages;
mod properties;
mod recovery;
mod sentences;
mod tidy;
mod trees;
pub mod writer;
