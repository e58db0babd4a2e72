//! Small documents for the tests of this room, with a `|` where the cursor stands.

use super::document::Document;
use super::positions::Encoding;
use crate::check::{Reader, Surroundings};
use crate::lint::Policy;

/// A document in the folder `.` on a machine of 8 GiB.
pub fn document(text: &str) -> Document {
    let around =
        Surroundings { folder: ".".into(), memory: 8e9, overrides: Vec::new(), read: Reader::none() };
    Document::new(text, 1, Encoding::Utf16, around, Policy::default())
}

/// A document and the offset of the cursor mark in it.
pub fn at_cursor(text: &str) -> (Document, usize) {
    let offset = text.find('|').expect("the text has a cursor mark");
    (document(&text.replacen('|', "", 1)), offset)
}
