//! Files as they stand in a revision of a git repository. `git` is run as a program; nothing is changed.

use super::read::Unreadable;
use crate::check::Reader;
use crate::data::printable;
use crate::source::Source;
use crate::syntax::LARGEST_FILE;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

/// The text of a file in a revision: `HEAD~1`, a branch, a hash.
pub fn source(revision: &str, file: &Path) -> Result<Source, Unreadable> {
    let name = printable(&format!("{revision}:{}", file.display()), 200);
    let refuse = |message: String, help: &'static str| Unreadable {
        message: format!("{name}: {message}"),
        help: help.into(),
    };
    let bytes = blob(revision, file).map_err(|(message, help)| refuse(message, help))?;
    if bytes.len() > LARGEST_FILE {
        let message =
            format!("has {} bytes, more than the {LARGEST_FILE} that a pipe file may have", bytes.len());
        return Err(refuse(message, "is this a data file?"));
    }
    let text =
        String::from_utf8(bytes).map_err(|_| refuse("is not UTF-8 text".into(), "name a pipe file"))?;
    Ok(Source::new(name, text))
}

/// How the files that such a file includes are read: as that revision has them.
pub fn reader(revision: &str) -> Reader {
    let revision = revision.to_string();
    let text = move |path: &Path| {
        String::from_utf8(blob(&revision, path)?).map_err(|_| ("is not UTF-8 text".into(), ""))
    };
    Reader::new(move |path| text(path).map_err(|(message, _)| message))
}

/// Message and cure.
type Fault = (String, &'static str);

fn blob(revision: &str, file: &Path) -> Result<Vec<u8>, Fault> {
    // Git would take it for an option.
    if revision.is_empty() || revision.starts_with('-') {
        return Err(("there is no revision before the colon".into(), "write `HEAD~1:FILE`"));
    }
    let folder = file.parent().filter(|folder| folder.is_dir()).unwrap_or(Path::new("."));
    let below = match (file.parent() == Some(folder), file.file_name()) {
        (true, Some(last)) => Path::new(last),
        _ => file,
    };
    git(folder, &["rev-parse", "--git-dir"])?.ok_or_else(|| {
        ("this folder is in no git repository".to_string(), "call the program inside of one")
    })?;
    let commit = format!("{revision}^{{commit}}");
    git(folder, &["rev-parse", "--verify", "--quiet", &commit])?
        .ok_or_else(|| (format!("git knows no revision `{revision}`"), "`git log --oneline` lists them"))?;
    // `./` makes the path start from the folder, as everywhere in this program, and not from the repository.
    let path = format!("{revision}:./{}", below.display());
    git(folder, &["cat-file", "blob", &path])?.ok_or_else(|| {
        ("that revision has no such file".to_string(), "`git log -- FILE` lists those that have")
    })
}

/// What git says; none where it fails.
fn git(folder: &Path, arguments: &[&str]) -> Result<Option<Vec<u8>>, Fault> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match Command::new("git").arg("-C").arg(folder).args(arguments).output() {
        Ok(output) => Ok(output.status.success().then_some(output.stdout)),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err(("the program `git` is not there".into(), "install git, or compare with a copy of the file"))
        }
        Err(error) => Err((format!("git can't be run: {error}"), "does `git --version` work?")),
    }
}
