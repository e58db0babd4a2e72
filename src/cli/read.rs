//! Reading a pipe file, however hostile it is: a folder, a FIFO or a device is refused before it is
//! opened, a file beyond the limit before it is read, text that is not UTF-8 with the place. A file that is not there is
//! held against its neighbours, and one that ends as data do is not read as sentences.

use crate::check::Reader;
use crate::data::printable;
use crate::run::store::reason;
use crate::source::{Source, nearest};
use crate::syntax::LARGEST_FILE;
use std::borrow::Cow;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Why a file can't be read, and what to do.
pub struct Unreadable {
    pub message: String,
    pub help: Cow<'static, str>,
}

/// A pipe file as a source; what ends as other files do is refused.
pub fn pipe_file(path: &Path) -> Result<Source, Unreadable> {
    of_another_kind(path).map_or_else(|| source(path), |fault| Err(unreadable(path, fault)))
}

/// Any file of text as a source.
pub fn source(path: &Path) -> Result<Source, Unreadable> {
    text(path).map_err(|fault| unreadable(path, fault)).map(|text| Source::new(shown(path), text))
}

fn unreadable(path: &Path, (message, help): Fault) -> Unreadable {
    Unreadable { message: format!("{}: {message}", shown(path)), help }
}

/// How included files are read.
pub fn reader() -> Reader {
    Reader::new(|path| text(path).map_err(|(message, _)| message))
}

/// What is wrong, and what to do.
type Fault = (String, Cow<'static, str>);

/// The text of a file.
fn text(path: &Path) -> Result<String, Fault> {
    let facts = std::fs::metadata(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => ("there is no such file".into(), instead(path).into()),
        _ => (format!("can't be read: {}", reason(&error)), "check the path".into()),
    })?;
    if facts.is_dir() {
        return Err(("is a folder, not a pipe file".into(), inside(path).into()));
    }
    if !facts.is_file() {
        return Err(("is no ordinary file".into(), "name a `.pipe` file, not a pipe or a device".into()));
    }
    if facts.len() > LARGEST_FILE as u64 {
        let message =
            format!("has {} bytes, more than the {LARGEST_FILE} that a pipe file may have", facts.len());
        return Err((message, "is this a data file? name it in a pipe file with `csv(\"...\")`".into()));
    }
    // A file of the system may say that it is empty and never end.
    let mut bytes = Vec::new();
    let most = LARGEST_FILE as u64 + 1;
    if let Err(error) = File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)) {
        return Err((format!("can't be read: {}", reason(&error)), "check the permissions".into()));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        (format!("is not UTF-8 text at byte {at}, line {line}"), "save the file as UTF-8".into())
    })
}

fn shown(path: &Path) -> String {
    printable(&path.display().to_string(), 200)
}

/// Why a file that is there, but ends as no pipe file does, is not read as one.
fn of_another_kind(path: &Path) -> Option<Fault> {
    let ending = path.extension()?.to_str()?;
    let help = match ending {
        "csv" | "tsv" => "it is named in a pipe file: `use csv(\"table.csv\", label: last)`".to_string(),
        "npz" | "npy" | "gz" | "idx" => {
            "data are named in a pipe file: `idx(\"folder\")`, `npz(\"file.npz\", x: \"x\", y: \"y\")`"
                .to_string()
        }
        "lock" => format!("it is the lock of {}", shown(&path.with_extension(""))),
        "yaml" | "yml" | "json" | "html" | "svg" | "png" | "md" => "name a `.pipe` file".to_string(),
        _ => return None,
    };
    path.is_file().then(|| ("is not a pipe file".to_string(), help.into()))
}

/// What was probably meant by a path that leads nowhere.
pub fn instead(path: &Path) -> String {
    let with_ending = path.with_extension("pipe");
    if with_ending.is_file() {
        return format!("did you mean `{}`?", shown(&with_ending));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let names = pipe_files(folder);
    let wanted = path.file_name().unwrap_or_default().to_string_lossy();
    match nearest(&wanted, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{}`?", shown(&path.with_file_name(near))),
        None if !folder.is_dir() => format!("there is no folder {} either", shown(folder)),
        None => listed(&names),
    }
}

/// What could be named in the place of a folder.
fn inside(folder: &Path) -> String {
    let names = pipe_files(folder);
    match names.as_slice() {
        [one] => format!("did you mean `{}`?", shown(&folder.join(one))),
        names => listed(names),
    }
}

fn listed(names: &[String]) -> String {
    /// As many are a help.
    const MOST: usize = 8;
    if names.is_empty() {
        return "check the path; there is no pipe file in that folder".into();
    }
    let more = if names.len() > MOST { ", ..." } else { "" };
    let names: Vec<String> = names.iter().take(MOST).map(|name| printable(name, 60)).collect();
    format!("check the path; pipe files in that folder: {}{more}", names.join(", "))
}

/// The names of the pipe files in a folder, in order; none where it can't be read.
fn pipe_files(folder: &Path) -> Vec<String> {
    /// A folder that holds more is no place to look for a slip of the pen.
    const MOST: usize = 10_000;
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().take(MOST);
    let names = entries.map(|entry| PathBuf::from(entry.file_name()));
    let pipes = names.filter(|name| name.extension().is_some_and(|ending| ending == "pipe"));
    let mut names: Vec<String> = pipes.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(path: &Path) -> (String, String) {
        match pipe_file(path) {
            Ok(_) => panic!("{} was read", path.display()),
            Err(unreadable) => (unreadable.message, unreadable.help.into_owned()),
        }
    }

    #[test]
    fn a_path_that_leads_nowhere_names_what_was_probably_meant() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        assert!(said(&at("a")).1.contains("no pipe file in that folder"));
        std::fs::write(at("first.pipe"), "seed 1\n").unwrap();
        std::fs::write(at("spam.pipe"), "seed 1\n").unwrap();
        for (wrong, meant) in
            [("first", "first.pipe`?"), ("frist.pipe", "first.pipe`?"), ("zebra", "first.pipe, spam.pipe")]
        {
            let (message, help) = said(&at(wrong));
            assert!(message.ends_with("there is no such file") && help.contains(meant), "{message}: {help}");
        }
        assert!(said(&at("gone/a.pipe")).1.starts_with("there is no folder"));
        assert!(said(folder.path()).1.contains("first.pipe, spam.pipe"));
    }

    #[test]
    fn data_and_locks_are_not_read_as_sentences() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for (name, cure) in
            [("t.csv", "use csv("), ("a.pipe.lock", "a.pipe"), ("pipette.yaml", "`.pipe` file")]
        {
            std::fs::write(at(name), "a,b\n").unwrap();
            let (message, help) = said(&at(name));
            assert!(message.ends_with("is not a pipe file") && help.contains(cure), "{message}: {help}");
        }
        std::fs::write(at("experiment"), "seed 1\n").unwrap();
        assert!(pipe_file(&at("experiment")).is_ok(), "a name without an ending is as good as any");
    }
}
