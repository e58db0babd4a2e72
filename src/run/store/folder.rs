//! The folder of one run, and the files that stages write beside the pipe file.

use super::{Disk, Site, StoreFault};
use crate::run::Record;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Where one run keeps its files.
pub struct RunFolder {
    pub id: String,
    /// The run's own folder.
    pub path: PathBuf,
    /// The folder of the pipe file, for what stages save by name.
    pub beside: PathBuf,
    /// Where pictures go that nobody will look for; deleted when the run is done.
    scratch: Option<TempDir>,
    /// Whether what stages save goes there too.
    trial: bool,
    disk: Disk,
}

impl RunFolder {
    /// Makes a folder named after the time and the meaning of what runs.
    pub fn create(store: &Path, beside: &Path, identity: &str, disk: Disk) -> Result<Self, StoreFault> {
        let runs = store.join("runs");
        let stamp = jiff::Zoned::now().strftime("%Y%m%d-%H%M%S").to_string();
        let stem = format!("{stamp}-{}", &identity[..identity.len().min(8)]);
        let fault = |error| StoreFault::new(&runs, error);
        std::fs::create_dir_all(&runs).map_err(fault)?;
        for attempt in 0..1000 {
            let id = if attempt == 0 { stem.clone() } else { format!("{stem}-{attempt}") };
            let path = runs.join(&id);
            match std::fs::create_dir(&path) {
                Ok(()) => {
                    return Ok(RunFolder {
                        id,
                        path,
                        beside: beside.to_path_buf(),
                        scratch: None,
                        trial: false,
                        disk,
                    });
                }
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(fault(error)),
            }
        }
        Err(fault(std::io::Error::from(std::io::ErrorKind::AlreadyExists)))
    }

    /// A folder for a trial: nothing that it writes stays.
    pub fn scratch(beside: &Path) -> Result<Self, StoreFault> {
        Ok(RunFolder { trial: true, ..RunFolder::passing(beside, Disk::default())? })
    }

    /// For a part of a run: what stages save stays, its pictures do not.
    pub fn passing(beside: &Path, disk: Disk) -> Result<Self, StoreFault> {
        let fault = |error| StoreFault::new(&std::env::temp_dir(), error);
        let folder = tempfile::tempdir().map_err(fault)?;
        let (path, beside) = (folder.path().to_path_buf(), beside.to_path_buf());
        Ok(RunFolder { id: String::new(), path, beside, scratch: Some(folder), trial: false, disk })
    }

    /// Whether it is gone when the run is done: nothing enters it into the list of runs.
    pub fn is_passing(&self) -> bool {
        self.scratch.is_some()
    }

    /// Writes a picture of the run.
    pub fn write_picture(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, StoreFault> {
        self.write(Site::Picture, self.path.join(name), bytes)
    }

    /// Writes the run's record.
    pub fn write_record(&self, record: &Record) -> Result<PathBuf, StoreFault> {
        let fault = |e: serde_yaml::Error| StoreFault::new(&self.path, std::io::Error::other(e));
        let text = serde_yaml::to_string(record).map_err(fault)?;
        self.write(Site::Record, self.path.join("record.yaml"), text.as_bytes())
    }

    /// Writes a file that the pipe file names, relative to the pipe file.
    pub fn write_beside(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, StoreFault> {
        let path = self.beside.join(name);
        check_folder(&path)?;
        match self.scratch.as_ref().filter(|_| self.trial) {
            None => self.write(Site::Saved, path, bytes),
            Some(scratch) => {
                let name = path.file_name().unwrap_or_default();
                self.write(Site::Saved, scratch.path().join(name), bytes)
            }
        }
    }

    fn write(&self, site: Site, path: PathBuf, bytes: &[u8]) -> Result<PathBuf, StoreFault> {
        self.disk.write(site, &path, bytes).map_err(|error| StoreFault::new(&path, error))?;
        Ok(path)
    }
}

/// Refuses a file whose folder is not there.
fn check_folder(path: &Path) -> Result<(), StoreFault> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match folder.is_dir() {
        true => Ok(()),
        false => Err(StoreFault::new(path, std::io::Error::other("its folder is not there"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(store: &Path, beside: &Path) -> RunFolder {
        RunFolder::create(store, beside, "0123456789", Disk::default()).expect("a folder")
    }

    #[test]
    fn two_runs_of_one_second_have_folders_of_their_own() {
        let store = tempfile::tempdir().expect("a temporary folder");
        let (a, b) = (made(store.path(), store.path()), made(store.path(), store.path()));
        assert_ne!(a.path, b.path);
        let write = |bytes| a.write_picture("x.svg", bytes).expect("written");
        let written = [write(b"one"), write(b"two")];
        assert_eq!(std::fs::read(&written[1]).expect("read"), b"two");
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
        let run = made(store.path(), &store.path().join("gone"));
        let fault = run.write_beside("x.txt", b"one").expect_err("there is no folder");
        assert!(fault.to_string().contains("gone"), "{fault}");
    }
}
