//! The language server as an editor sees it: JSON-RPC with the real program.

mod client;
mod features;
mod hostile;
mod protocol;
mod typing;

use client::{Client, FILE, at, whole};
