//! How everything that is kept reaches the disk: whole or not at all. Bytes go into a temporary file in the folder where
//! they are to stay, are flushed, renamed into place, and the folder is flushed. A reader sees the old file or the
//! new one, never a part; after a power cut what was kept is there, or is not, and what hashes to its name is right.
//!
//! Tests put faults in the way of every one of these steps: see [`Trouble`].

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is written. The list is what the tests of faults go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Site {
    /// The version of the store.
    Version,
    /// A result or its tensors.
    Object,
    /// Which result a key has.
    Entry,
    /// A snapshot of a running step.
    Snapshot,
    /// The record of a run.
    Record,
    /// A picture of a run.
    Picture,
    /// A file that the pipe file names.
    Saved,
    /// The keys that a lock stands on.
    Pins,
    /// The lock file beside the pipe file.
    Lock,
    /// The note or the script of what was handed to a scheduler.
    Submission,
    /// What no run writes: an export, a pipe file in another form, the user's cache.
    Other,
}

/// The moments of a write at which something can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Moment {
    Create,
    Write,
    Flush,
    Rename,
    /// The file is in place; its folder is not yet flushed.
    Done,
}

/// What a test makes of a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The system refuses.
    Fails(io::ErrorKind),
    /// Only a part of the bytes is written, then the system refuses.
    Short,
    /// The program is gone: nothing is cleaned up, and nothing is written any more.
    Killed,
}

/// Decides what goes wrong.
pub trait Trouble: Send + Sync {
    fn at(&self, site: Site, moment: Moment) -> Option<Fault>;
}

/// The disk; without trouble where nothing is tested.
#[derive(Clone, Default)]
pub struct Disk {
    trouble: Option<Arc<dyn Trouble>>,
}

impl Disk {
    /// A disk on which things go wrong.
    pub fn troubled(trouble: Arc<dyn Trouble>) -> Self {
        Disk { trouble: Some(trouble) }
    }

    /// Writes a file whole or not at all, and for good. Its folder has to be there.
    pub fn write(&self, site: Site, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.put(site, path, bytes, true)
    }

    /// The same for a file whose parts lie apart: large ones need not be put together before.
    pub fn write_parts(&self, site: Site, path: &Path, parts: &[&[u8]]) -> io::Result<()> {
        self.place(site, path, parts, true, |_| Ok(()))
    }

    /// The same; unless it is to be `lasting`, without waiting for the disk: after a power cut the file may be gone or torn.
    /// For small results, which are hashed when they are read and cost less to make again than to wait for.
    pub fn put(&self, site: Site, path: &Path, bytes: &[u8], lasting: bool) -> io::Result<()> {
        self.put_if(site, path, bytes, lasting, |_| Ok(()))
    }

    /// The same where `agree`, which is given the new file, says so at the last moment before that takes its place.
    pub fn put_if(
        &self,
        site: Site,
        path: &Path,
        bytes: &[u8],
        lasting: bool,
        agree: impl FnOnce(&File) -> io::Result<()>,
    ) -> io::Result<()> {
        self.place(site, path, &[bytes], lasting, agree)
    }

    fn place(
        &self,
        site: Site,
        path: &Path,
        parts: &[&[u8]],
        lasting: bool,
        agree: impl FnOnce(&File) -> io::Result<()>,
    ) -> io::Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        self.pass(site, Moment::Create)?;
        let mut file = temporary().tempfile_in(folder)?;
        let written = self.fill(site, file.as_file_mut(), parts, lasting);
        if written.as_ref().is_err_and(is_kill) {
            let _ = file.keep();
            return written;
        }
        written?;
        if let Err(fault) = self.pass(site, Moment::Rename) {
            if is_kill(&fault) {
                let _ = file.keep();
            }
            return Err(fault);
        }
        agree(file.as_file())?;
        file.persist(path).map_err(|fault| fault.error)?;
        self.pass(site, Moment::Done)?;
        if lasting { flush_folder(folder) } else { Ok(()) }
    }

    fn fill(&self, site: Site, file: &mut File, parts: &[&[u8]], lasting: bool) -> io::Result<()> {
        match self.trouble.as_ref().and_then(|trouble| trouble.at(site, Moment::Write)) {
            Some(Fault::Short) => {
                write_half(file, parts)?;
                return Err(io::ErrorKind::WriteZero.into());
            }
            Some(Fault::Killed) => {
                write_half(file, parts)?;
                return Err(killed());
            }
            Some(Fault::Fails(kind)) => return Err(kind.into()),
            None => parts.iter().try_for_each(|part| file.write_all(part))?,
        }
        self.pass(site, Moment::Flush)?;
        if lasting { file.sync_all() } else { Ok(()) }
    }

    fn pass(&self, site: Site, moment: Moment) -> io::Result<()> {
        match self.trouble.as_ref().and_then(|trouble| trouble.at(site, moment)) {
            None => Ok(()),
            Some(Fault::Killed) => Err(killed()),
            Some(Fault::Short) => Err(io::ErrorKind::WriteZero.into()),
            Some(Fault::Fails(kind)) => Err(kind.into()),
        }
    }
}

/// The first half of a file, as a fault leaves it.
fn write_half(file: &mut File, parts: &[&[u8]]) -> io::Result<()> {
    let mut left = parts.iter().map(|part| part.len()).sum::<usize>() / 2;
    for part in parts {
        let now = left.min(part.len());
        file.write_all(&part[..now])?;
        left -= now;
    }
    Ok(())
}

/// How a test's kill shows inside the program, which is then to do nothing more.
#[derive(Debug)]
struct Kill;

impl std::fmt::Display for Kill {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("killed")
    }
}

impl std::error::Error for Kill {}

fn killed() -> io::Error {
    io::Error::other(Kill)
}

fn is_kill(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Kill>())
}

/// A temporary file that others may read once it is renamed, as far as the user's mask lets them.
fn temporary() -> tempfile::Builder<'static, 'static> {
    #[allow(unused_mut)]
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

/// How the names of temporary files begin: what a run that was killed left of them is swept away when the store is trimmed.
pub const TEMPORARY: &str = ".tmp";

/// Makes sure that a rename in this folder outlives a power cut. Systems that can't open folders do that themselves.
fn flush_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder) {
        Ok(folder) if cfg!(unix) => folder.sync_all(),
        _ => Ok(()),
    }
}

/// Why something could not be kept.
#[derive(Debug)]
pub struct StoreFault {
    path: PathBuf,
    error: io::Error,
    /// Whether it could not be read, where otherwise it could not be written.
    reading: bool,
}

impl StoreFault {
    pub fn new(path: &Path, error: io::Error) -> Self {
        StoreFault { path: path.to_path_buf(), error, reading: false }
    }

    /// Something of the store could not be read.
    pub fn of_reading(path: &Path, error: io::Error) -> Self {
        StoreFault { reading: true, ..StoreFault::new(path, error) }
    }

    /// Whether nothing may be written there, be there room or not.
    pub fn is_forbidden(&self) -> bool {
        matches!(self.error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
    }

    pub fn help(&self) -> String {
        match self.error.kind() {
            io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
                "a store is a folder, and there is a file of this name: move it away, or name another by `--store DIR`".into()
            }
            io::ErrorKind::PermissionDenied if self.reading => {
                "you may not read it: ask whose it is, or name another store by `--store DIR`".into()
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                "the disk is full: make room, or keep runs elsewhere with `--store DIR`; what was kept so far stays".into()
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                "this folder can't be written to: keep runs elsewhere with `--store DIR`".into()
            }
            io::ErrorKind::InvalidData => "keep runs elsewhere with `--store DIR`, or use the other version".into(),
            io::ErrorKind::NotFound | io::ErrorKind::Other => {
                "make the folder first; is it spelt right, and a folder?".into()
            }
            _ => "is the disk in order? run it again, or with `--store DIR` on another one; what was kept so far stays".into(),
        }
    }
}

impl From<StoreFault> for crate::vocabulary::Fault {
    fn from(fault: StoreFault) -> Self {
        Self::new(fault.to_string()).help(fault.help())
    }
}

impl std::fmt::Display for StoreFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = crate::data::printable(&self.path.to_string_lossy(), 300);
        let deed = if self.reading { "read" } else { "write" };
        write!(f, "can't {deed} {path}: {}", reason(&self.error))
    }
}

/// The system's words for an error, without the name of a temporary file that it may carry.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::Other | io::ErrorKind::InvalidData => error.to_string(),
        kind => kind.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Cut;

    impl Trouble for Cut {
        fn at(&self, _site: Site, moment: Moment) -> Option<Fault> {
            (moment == Moment::Write).then_some(Fault::Short)
        }
    }

    /// Of five bytes a fault leaves two, wherever the parts end.
    #[test]
    fn parts_lie_one_after_the_other() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("file");
        let parts: [&[u8]; 3] = [b"a", b"", b"bcde"];
        Disk::default().write_parts(Site::Other, &path, &parts).expect("written");
        assert_eq!(std::fs::read(&path).expect("read"), b"abcde");
        let mut file = File::create(&path).expect("made");
        let disk = Disk::troubled(Arc::new(Cut));
        assert!(disk.fill(Site::Other, &mut file, &parts, false).is_err());
        assert_eq!(std::fs::read(&path).expect("read"), b"ab");
    }
}
