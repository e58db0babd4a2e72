//! The folder of one run: `.pipette/runs/<id>/` beside the pipe file. Every file is written whole
//! or not at all: to a temporary file, flushed to the disk, renamed into place.

use super::Record;
use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Why something could not be kept.
#[derive(Debug)]
pub struct StoreFault {
    path: PathBuf,
    error: std::io::Error,
}

impl fmt::Display for StoreFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = crate::data::printable(&self.path.to_string_lossy(), 300);
        write!(f, "can't write {path}: {}", reason(&self.error))
    }
}

/// The system's words for an error, without the name of a temporary file that it may carry.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::Other => error.to_string(),
        kind => kind.to_string(),
    }
}

impl StoreFault {
    pub fn help(&self) -> String {
        match self.error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                "the disk is full: make room, or keep runs elsewhere with `--store DIR`".into()
            }
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                "this folder can't be written to: keep runs elsewhere with `--store DIR`".into()
            }
            _ => "make the folder first; is it spelt right, and a folder?".into(),
        }
    }
}

/// Where one run keeps its files.
pub struct RunFolder {
    pub id: String,
    /// The run's own folder.
    pub path: PathBuf,
    /// The folder of the pipe file, for what stages save by name.
    pub beside: PathBuf,
    /// Where everything goes instead that a trial writes; deleted when it is done.
    scratch: Option<TempDir>,
}

impl RunFolder {
    /// Makes a folder named after the time and the meaning of what runs.
    pub fn create(store: &Path, beside: &Path, identity: &str) -> Result<Self, StoreFault> {
        let runs = store.join("runs");
        let stamp = jiff::Zoned::now().strftime("%Y%m%d-%H%M%S").to_string();
        let stem = format!("{stamp}-{}", &identity[..identity.len().min(8)]);
        let fault = |error| StoreFault { path: runs.clone(), error };
        std::fs::create_dir_all(&runs).map_err(fault)?;
        for attempt in 0..1000 {
            let id = if attempt == 0 { stem.clone() } else { format!("{stem}-{attempt}") };
            let path = runs.join(&id);
            match std::fs::create_dir(&path) {
                Ok(()) => return Ok(RunFolder { id, path, beside: beside.to_path_buf(), scratch: None }),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(fault(error)),
            }
        }
        Err(fault(std::io::Error::from(std::io::ErrorKind::AlreadyExists)))
    }

    /// A folder for a trial: nothing that it writes stays.
    pub fn scratch(beside: &Path) -> Result<Self, StoreFault> {
        let fault = |error| StoreFault { path: std::env::temp_dir(), error };
        let folder = tempfile::tempdir().map_err(fault)?;
        let (path, beside) = (folder.path().to_path_buf(), beside.to_path_buf());
        Ok(RunFolder { id: String::new(), path, beside, scratch: Some(folder) })
    }

    /// Writes a file of the run.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, StoreFault> {
        write_whole(&self.path.join(name), bytes)
    }

    /// Writes the run's record.
    pub fn write_record(&self, record: &Record) -> Result<PathBuf, StoreFault> {
        let fault =
            |e: serde_yaml::Error| StoreFault { path: self.path.clone(), error: std::io::Error::other(e) };
        let text = serde_yaml::to_string(record).map_err(fault)?;
        self.write("record.yaml", text.as_bytes())
    }

    /// Writes a file that the pipe file names, relative to the pipe file.
    pub fn write_beside(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, StoreFault> {
        let path = self.beside.join(name);
        match &self.scratch {
            None => write_whole(&path, bytes),
            Some(scratch) => {
                let name = path.file_name().unwrap_or_default();
                check_folder(&path)?;
                write_whole(&scratch.path().join(name), bytes)
            }
        }
    }
}

/// A temporary file that others may read once it is renamed, as far as the user's mask lets them.
fn temporary() -> tempfile::Builder<'static, 'static> {
    #[allow(unused_mut)]
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

/// The folder of a file that is to be written, which must be there.
fn check_folder(path: &Path) -> Result<&Path, StoreFault> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match folder.is_dir() {
        true => Ok(folder),
        false => {
            let error = std::io::Error::other("its folder is not there");
            Err(StoreFault { path: path.to_path_buf(), error })
        }
    }
}

fn write_whole(path: &Path, bytes: &[u8]) -> Result<PathBuf, StoreFault> {
    let fault = |error| StoreFault { path: path.to_path_buf(), error };
    let folder = check_folder(path)?;
    let mut file = temporary().tempfile_in(folder).map_err(fault)?;
    file.write_all(bytes).map_err(fault)?;
    file.as_file().sync_all().map_err(fault)?;
    file.persist(path).map_err(|e| fault(e.error))?;
    Ok(path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_runs_of_one_second_have_folders_of_their_own() {
        let store = tempfile::tempdir().expect("a temporary folder");
        let make = || RunFolder::create(store.path(), store.path(), "0123456789").expect("a folder");
        let (a, b) = (make(), make());
        assert_ne!(a.path, b.path);
        let written = a.write("x.txt", b"one").and_then(|_| a.write("x.txt", b"two")).expect("written");
        assert_eq!(std::fs::read(written).expect("read"), b"two");
        assert_eq!(std::fs::read_dir(&a.path).expect("listed").count(), 1, "no temporary file is left");
    }

    #[test]
    fn a_trial_leaves_nothing_and_still_misses_a_folder() {
        let store = tempfile::tempdir().expect("a temporary folder");
        let run = RunFolder::scratch(store.path()).expect("a folder");
        let written = run.write_beside("x.npz", b"one").expect("written");
        assert!(written.is_file() && !store.path().join("x.npz").exists());
        assert!(run.write_beside("gone/x.npz", b"one").is_err(), "a real run would fail here");
        drop(run);
        assert!(!written.exists());
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let store = tempfile::tempdir().expect("a temporary folder");
        let run =
            RunFolder::create(store.path(), &store.path().join("gone"), "0123456789").expect("a folder");
        let fault = run.write_beside("x.txt", b"one").expect_err("there is no folder");
        assert!(fault.to_string().contains("gone"), "{fault}");
    }
}
