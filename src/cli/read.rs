//! Reading a pipe file, however hostile it is: a folder, a FIFO or a device is refused before it is
//! opened, a file beyond the limit before it is read, text that is not UTF-8 with the place.

use crate::source::Source;
use crate::syntax::LARGEST_FILE;
use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Why a file can't be read, and what to do.
pub struct Unreadable {
    pub message: String,
    pub help: Cow<'static, str>,
}

/// The text of a file.
pub fn source(path: &Path) -> Result<Source, Unreadable> {
    let name = crate::data::printable(&path.display().to_string(), 200);
    let refuse = |message: String, help: &'static str| {
        Err(Unreadable { message: format!("{name}: {message}"), help: help.into() })
    };
    let facts = match std::fs::metadata(path) {
        Ok(facts) => facts,
        Err(error) => return refuse(format!("can't be read: {error}"), "check the path"),
    };
    if facts.is_dir() {
        return refuse("is a folder, not a pipe file".into(), "name a `.pipe` file");
    }
    if !facts.is_file() {
        return refuse("is no ordinary file".into(), "name a `.pipe` file, not a pipe or a device");
    }
    if facts.len() > LARGEST_FILE as u64 {
        let message =
            format!("has {} bytes, more than the {LARGEST_FILE} that a pipe file may have", facts.len());
        return refuse(message, "is this a data file? name it in a pipe file with `csv(\"...\")`");
    }
    // A file of the system may say that it is empty and never end.
    let mut bytes = Vec::new();
    let most = LARGEST_FILE as u64 + 1;
    if let Err(error) = File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)) {
        return refuse(format!("can't be read: {error}"), "check the permissions");
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            refuse(format!("is not UTF-8 text at byte {at}, line {line}"), "save the file as UTF-8")
        }
    }
}
