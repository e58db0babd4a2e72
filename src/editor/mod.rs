//! What an editor asks for: findings while typing, meanings, completions, hints, renames. Every question is a
//! pure function of a [`Document`] and a place in it; the command `lsp` serves them.
//!
//! A file that is being written is mostly broken where the cursor stands. So words are read one after the
//! other from the sentence they are in (`outline`, `place`, `reading`), and the tree and the plan
//! are asked only for what they know of the rest.

mod actions;
mod cards;
mod complete;
mod document;
mod hover;
mod inlay;
mod names;
mod offers;
mod outline;
mod place;
mod positions;
mod reading;
mod rename;
mod symbols;
#[cfg(test)]
mod testing;
mod unwritten;

pub use actions::{Action, actions};
pub use complete::{Completions, Offer, complete};
pub use document::{Change, Document};
pub use hover::hover;
pub use inlay::{Hint, Told, inlay};
pub use outline::{Definition, Outline};
pub use positions::{Encoding, Lines, Position};
pub use reading::{Defined, Role, Word};
pub use rename::{rename, renameable};
pub use symbols::{Entry, Symbol, folds, symbols};
