//! Stores and the runs in them, as a command line names them.

use super::read::instead;
use super::{RUN_FAILED, complain};
use crate::data::printable;
use crate::run::index::{self, Listed};
use crate::run::{Index, Record};
use std::path::{Component, Path, PathBuf};

/// The store that is named, else `.pipette` beside the file that is named, else that of the current folder.
pub fn store(named: Option<&Path>, file: Option<&Path>) -> PathBuf {
    let beside = || file.and_then(Path::parent).unwrap_or(Path::new("")).join(".pipette");
    named.map_or_else(beside, Path::to_path_buf)
}

/// Every run of a store, newest first; `Err` is an exit code, of what has been said.
pub fn runs(index: &Index, store: &Path) -> Result<Vec<Listed>, u8> {
    index.all().map_err(|error| {
        complain(
            &format!("the runs in {} can't be read: {error}", shown(store)),
            Some("check the permissions"),
        );
        RUN_FAILED
    })
}

/// The run that a name means: an id or its beginning, `last`, or a pipe file for its newest run. `Err` is an exit
/// code, of what has been said.
pub fn run(name: &str, named_store: Option<&Path>) -> Result<(Index, Listed), u8> {
    let file = Some(Path::new(name)).filter(|path| path.is_file());
    if file.is_none() && (name.contains(['/', '\\']) || name.ends_with(".pipe")) {
        let help = format!(
            "{}; a run is named by its id or the beginning of it, or `last`",
            instead(Path::new(name))
        );
        return Err(complain(&format!("there is no file {}", printable(name, 200)), Some(&help)));
    }
    let store = store(named_store, file);
    let index = Index::of(&store);
    let mut runs = runs(&index, &store)?;
    let wanted = match file {
        Some(file) => {
            runs.retain(|run| is_of(run, file));
            "last"
        }
        None => name,
    };
    let found = index::find(&runs, wanted).cloned();
    match found {
        Ok(run) => Ok((index, run)),
        Err(unknown) => Err(complain(&format!("{}: {unknown}", shown(&store)), Some(&unknown.help()))),
    }
}

/// The record of a run; `Err` is an exit code, of what has been said.
pub fn record(index: &Index, run: &Listed) -> Result<Record, u8> {
    Record::read(&index.folder(run.id())).map_err(|fault| {
        let status = run.status.word();
        complain(&format!("run {} ({status}): {fault}", run.id()), Some(&fault.help()))
    })
}

/// Whether a run is one of this file. Both may be named from different folders: the shorter name has to be the end
/// of the longer one.
pub fn is_of(run: &Listed, file: &Path) -> bool {
    let plain =
        |path: &Path| path.components().filter(|part| *part != Component::CurDir).collect::<PathBuf>();
    let (a, b) = (plain(Path::new(&run.started.file)), plain(file));
    !a.as_os_str().is_empty() && (a.ends_with(&b) || b.ends_with(&a))
}

fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy(), 200)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::index::{Started, Status};

    #[test]
    fn a_store_lies_beside_its_file() {
        assert_eq!(store(None, None), Path::new(".pipette"));
        assert_eq!(store(None, Some(Path::new("a/b.pipe"))), Path::new("a/.pipette"));
        assert_eq!(store(Some(Path::new("s")), Some(Path::new("a/b.pipe"))), Path::new("s"));
    }

    #[test]
    fn a_file_is_the_same_from_another_folder() {
        let run = |file: &str| {
            let started = Started { file: file.into(), ..Started::default() };
            Listed { started, ended: None, status: Status::Killed }
        };
        assert!(
            is_of(&run("a.pipe"), Path::new("x/a.pipe")) && is_of(&run("./x/a.pipe"), Path::new("a.pipe"))
        );
        assert!(!is_of(&run("y/a.pipe"), Path::new("x/a.pipe")) && !is_of(&run(""), Path::new("a.pipe")));
        assert!(!is_of(&run("aa.pipe"), Path::new("a.pipe")));
    }
}
