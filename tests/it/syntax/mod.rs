//! The language as text: every sentence of its specification parses, and nothing that is not a
//! sentence gets past without a message.

mod hostile;
mod messages;
mod properties;
mod recovery;
mod sentences;
mod trees;
mod writer;
