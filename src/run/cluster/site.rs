//! The folder of a submission, `submissions/<identity>/` in the store: the note, the script, a log for each element.

use super::note::Note;
use super::{ClusterFault, script};
use crate::run::store::{self, Disk};
use std::fs::{File, TryLockError};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Where the files of one submission lie.
pub struct JobFolder {
    pub folder: PathBuf,
}

/// Lines of a log that are shown of a cell that failed, and the bytes that are read to find them.
const TAIL: usize = 15;
const TAIL_BYTES: u64 = 16_384;

impl JobFolder {
    /// The folder for a file of this identity; made where it is missing.
    pub fn open(store: &Path, identity: &str) -> Result<Self, ClusterFault> {
        let folder = store.join("submissions").join(identity);
        let made = std::fs::create_dir_all(folder.join("logs"));
        let store = made.and_then(|()| folder.canonicalize());
        store.map(|folder| JobFolder { folder }).map_err(|error| fault("make", &folder, &error))
    }

    pub fn logs(&self) -> PathBuf {
        self.folder.join("logs")
    }

    fn note_path(&self) -> PathBuf {
        self.folder.join("submission.json")
    }

    /// The note that is there, if there is one.
    pub fn note(&self) -> Result<Option<Note>, ClusterFault> {
        let path = self.note_path();
        let bytes = match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(fault("read", &path, &error)),
            Ok(bytes) => bytes,
        };
        let known = serde_json::from_slice::<Note>(&bytes).ok().filter(Note::is_known);
        known.map(Some).ok_or_else(|| {
            ClusterFault::new(
                format!("{} is damaged, or of another version", path.display()),
                "see in the queue whether its jobs still run; then delete it",
            )
        })
    }

    pub fn keep(&self, note: &Note) -> Result<(), ClusterFault> {
        let text =
            serde_json::to_vec_pretty(note).map_err(|error| fault("write", &self.note_path(), &error))?;
        self.write("submission.json", &text).map(drop)
    }

    /// Writes the script that runs `command`.
    pub fn write_script(&self, command: &[String]) -> Result<PathBuf, ClusterFault> {
        self.write("job.sh", script::script(command).as_bytes())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, ClusterFault> {
        let path = self.folder.join(name);
        let written = Disk::default().write(store::Site::Submission, &path, bytes);
        written.map(|()| path.clone()).map_err(|error| fault("write", &path, &error))
    }

    /// The right to submit, held by one watcher at a time and let go with it; none while another has it.
    pub fn lock(&self) -> Result<Option<File>, ClusterFault> {
        let path = self.folder.join("watcher");
        let file = File::create(&path).map_err(|error| fault("make", &path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            // A file system without locks: two watchers may submit a cell twice, which costs time only.
            Err(TryLockError::Error(_)) => Ok(Some(file)),
        }
    }

    /// The last lines of the log of an element.
    pub fn tail(&self, job: &str, index: usize) -> Vec<String> {
        let read = File::open(self.logs().join(format!("{job}_{index}.txt"))).and_then(|mut file| {
            let length = file.metadata()?.len();
            file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES)))?;
            let mut bytes = Vec::new();
            file.take(TAIL_BYTES).read_to_end(&mut bytes)?;
            Ok(bytes)
        });
        let text = read.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(TAIL)..].iter().map(|line| line.to_string()).collect()
    }
}

fn fault(what: &str, path: &Path, error: &dyn std::fmt::Display) -> ClusterFault {
    let message = format!("can't {what} {}: {error}", path.display());
    ClusterFault::new(message, "the store must be a folder that this machine can write to: `--store DIR`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_kept_and_a_damaged_one_is_refused() {
        let store = tempfile::tempdir().expect("a folder");
        let site = JobFolder::open(store.path(), "0123").expect("a site");
        assert_eq!(site.note().expect("none yet"), None);
        let note = Note::new("a.pipe", "0123", "1000");
        site.keep(&note).expect("kept");
        assert_eq!(site.note().expect("read"), Some(note));
        std::fs::write(site.note_path(), "{\"version\": 1").expect("written");
        assert!(site.note().expect_err("damaged").message.contains("damaged"));
    }

    #[test]
    fn one_watcher_at_a_time_may_submit() {
        let store = tempfile::tempdir().expect("a folder");
        let site = JobFolder::open(store.path(), "0123").expect("a site");
        let first = site.lock().expect("a lock");
        assert!(first.is_some() && site.lock().expect("asked").is_none());
        drop(first);
        assert!(site.lock().expect("a lock").is_some());
    }

    #[test]
    fn the_end_of_a_log_is_shown() {
        let store = tempfile::tempdir().expect("a folder");
        let site = JobFolder::open(store.path(), "0123").expect("a site");
        let lines: String = (0..9000).map(|n| format!("line {n}\n")).collect();
        std::fs::write(site.logs().join("a_3.txt"), lines).expect("written");
        let tail = site.tail("a", 3);
        assert_eq!((tail.len(), tail.last().map(String::as_str)), (TAIL, Some("line 8999")));
        assert!(site.tail("a", 4).is_empty());
    }
}
