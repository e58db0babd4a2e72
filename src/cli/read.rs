//! Reading a pipe file, however hostile it is: a folder, a FIFO or a device is refused before it is
//! opened, a file beyond the limit before it is read, text that is not UTF-8 with the place.

use crate::check::Reader;
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

/// A file as a source.
pub fn source(path: &Path) -> Result<Source, Unreadable> {
    let name = crate::data::printable(&path.display().to_string(), 200);
    let refuse =
        |(message, help): Fault| Unreadable { message: format!("{name}: {message}"), help: help.into() };
    text(path).map_err(refuse).map(|text| Source::new(name.clone(), text))
}

/// How included files are read.
pub fn reader() -> Reader {
    Reader::new(|path| text(path).map_err(|(message, _)| message))
}

/// What is wrong, and what to do.
type Fault = (String, &'static str);

/// The text of a file.
fn text(path: &Path) -> Result<String, Fault> {
    let facts =
        std::fs::metadata(path).map_err(|error| (format!("can't be read: {error}"), "check the path"))?;
    if facts.is_dir() {
        return Err(("is a folder, not a pipe file".into(), "name a `.pipe` file"));
    }
    if !facts.is_file() {
        return Err(("is no ordinary file".into(), "name a `.pipe` file, not a pipe or a device"));
    }
    if facts.len() > LARGEST_FILE as u64 {
        let message =
            format!("has {} bytes, more than the {LARGEST_FILE} that a pipe file may have", facts.len());
        return Err((message, "is this a data file? name it in a pipe file with `csv(\"...\")`"));
    }
    // A file of the system may say that it is empty and never end.
    let mut bytes = Vec::new();
    let most = LARGEST_FILE as u64 + 1;
    if let Err(error) = File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)) {
        return Err((format!("can't be read: {error}"), "check the permissions"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        (format!("is not UTF-8 text at byte {at}, line {line}"), "save the file as UTF-8")
    })
}
