//! A journal: a file of JSON lines to which many processes append.
//!
//! Who writes holds a lock on a file beside it, so that programs at the same time neither mix their lines nor lose them
//! when a journal that has grown too long gives up its older half. A line that can't be read is passed over.

use super::store::{Disk, Site};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

pub struct Journal {
    path: PathBuf,
    /// Bytes beyond which the older half is given up.
    most: u64,
}

impl Journal {
    /// The journal in this file, which is made where it is missing, with its folder.
    pub fn new(path: PathBuf) -> Self {
        Journal { path, most: u64::MAX }
    }

    /// Gives up its older half whenever it is longer than this.
    pub fn of_at_most(self, bytes: u64) -> Self {
        Journal { most: bytes, ..self }
    }

    /// Appends lines.
    pub fn append<T: Serialize>(&self, entries: &[T]) -> std::io::Result<()> {
        let lines = entries.iter().map(|entry| serde_json::to_string(entry).map(|line| line + "\n"));
        let text: String = lines.collect::<Result<_, _>>().map_err(std::io::Error::other)?;
        let folder = self.path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        // The journal itself is replaced when it is halved, so it can't carry the lock. Closing gives it up.
        let lock = File::create(self.path.with_extension("lock"))?;
        lock.lock()?;
        if self.add(&text)? > self.most { self.halve() } else { Ok(()) }
    }

    /// Adds lines at the end, on a line of their own even where the last one was cut off; returns the length.
    fn add(&self, text: &str) -> std::io::Result<u64> {
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(&self.path)?;
        let mut last = [b'\n'];
        if file.metadata()?.len() > 0 {
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
        }
        let start = if last == [b'\n'] { "" } else { "\n" };
        file.write_all(format!("{start}{text}").as_bytes())?;
        Ok(file.metadata()?.len())
    }

    /// Keeps the newer half, from the start of a line.
    fn halve(&self) -> std::io::Result<()> {
        let all = std::fs::read(&self.path)?;
        let (_, newer) = all.split_at(all.len() / 2);
        let start = newer.iter().position(|&byte| byte == b'\n').map_or(newer.len(), |at| at + 1);
        Disk::default().write(Site::Other, &self.path, &newer[start..])
    }

    /// Every line that can be read, oldest first; none where there is no file.
    pub fn read<T: DeserializeOwned>(&self) -> Vec<T> {
        let bytes = std::fs::read(&self.path).unwrap_or_default();
        bytes.split(|&byte| byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal(most: u64) -> (tempfile::TempDir, Journal) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("deep/er/journal.jsonl");
        (folder, Journal::new(path).of_at_most(most))
    }

    #[test]
    fn lines_are_appended_and_read_and_strange_ones_passed_over() {
        let (_folder, journal) = journal(u64::MAX);
        assert!(journal.read::<u64>().is_empty());
        journal.append(&[1]).expect("appended");
        let mut text = std::fs::read(&journal.path).expect("read");
        text.extend(b"{\"kind\":\"else\"}\n\xff\nnot json, and cut off");
        std::fs::write(&journal.path, text).expect("written");
        journal.append(&[2, 3]).expect("appended");
        assert_eq!(journal.read::<u64>(), [1, 2, 3]);
    }

    #[test]
    fn a_long_journal_loses_its_older_half() {
        let (_folder, journal) = journal(700);
        journal.append(&(100..300).collect::<Vec<u64>>()).expect("appended");
        assert_eq!(journal.read::<u64>(), (201..300).collect::<Vec<u64>>(), "4 bytes a line");
        journal.append(&[300]).expect("appended");
        assert_eq!(journal.read::<u64>().len(), 100, "short again");
    }

    /// Eight writers while the first of them halves a full journal: only old lines are given up.
    #[test]
    fn writers_at_the_same_time_lose_no_lines() {
        let (_folder, journal) = journal(40_000);
        journal.append(&vec!["w".repeat(100); 380]).expect("appended");
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..20).for_each(|_| journal.append(&["new"]).expect("appended")));
            }
        });
        let kept = journal.read::<String>();
        let new = kept.iter().filter(|line| *line == "new").count();
        assert_eq!((new, kept.len() < 380 + 160), (160, true));
    }
}
