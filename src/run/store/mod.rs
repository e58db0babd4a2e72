//! The store: what runs have yielded, so that nothing is computed twice and nothing is lost.
//!
//! ```text
//! .pipette/              beside the pipe file, or `--store DIR`
//!   VERSION              of this layout
//!   objects/ab/<hash>    results, each under the BLAKE3 of its bytes
//!   steps/ab/<key>       which result the step of a key has
//!   checkpoints/<key>/   the last two snapshots of a step that was not finished
//!   runs/<id>/           record and pictures of a run
//!   locked/<sum>         the keys that the lock of this sum stands on, and where it lies
//!   damaged/             what did not hash to its name, put aside
//!   in-use               locked by whoever uses the store
//! ```
//!
//! Everything is hashed on every read. What is damaged is put aside, said, and computed again.

mod disk;
mod entry;
mod folder;
mod objects;
mod pins;
mod snapshots;
mod usage;

pub use disk::{Disk, Fault, Moment, Site, StoreFault, Trouble, reason};
pub use entry::{Entry, Ingredients, Origin, is_stored};
pub use folder::RunFolder;
pub use pins::Pins;
pub use snapshots::Snapshots;
pub use usage::{InUse, Usage};

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// The layout above. An older one had only `runs`, which has not changed.
const VERSION: u32 = 1;

/// A store on the disk.
pub struct Store {
    pub root: PathBuf,
    pub disk: Disk,
    /// What was found damaged and put aside, for people.
    damage: Mutex<Vec<String>>,
}

impl Store {
    /// Opens a store, which is made where there is none.
    ///
    /// # Errors
    /// [`StoreFault`] where it can't be written to, or was made by a newer program.
    pub fn open(root: &Path, disk: Disk) -> Result<Self, StoreFault> {
        let store = Store { root: root.to_path_buf(), disk, damage: Mutex::default() };
        let path = root.join("VERSION");
        let fault = |error| StoreFault::new(&path, error);
        std::fs::create_dir_all(root).map_err(|error| StoreFault::new(root, error))?;
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                let known = store.check_version(text.trim());
                known.map_err(|error| StoreFault::of_reading(&path, error))?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                store.disk.write(Site::Version, &path, format!("{VERSION}\n").as_bytes()).map_err(fault)?;
            }
            Err(error) => return Err(StoreFault::of_reading(&path, error)),
        }
        Ok(store)
    }

    /// A store that is there, to be looked into; none where there is none.
    ///
    /// # Errors
    /// [`StoreFault`] where it can't be read, or was made by a newer program.
    pub fn existing(root: &Path) -> Result<Option<Self>, StoreFault> {
        let store = Store { root: root.to_path_buf(), disk: Disk::default(), damage: Mutex::default() };
        let path = root.join("VERSION");
        let read = match std::fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read.and_then(|text| store.check_version(text.trim())),
        };
        read.map(|()| Some(store)).map_err(|error| StoreFault::of_reading(&path, error))
    }

    fn check_version(&self, text: &str) -> io::Result<()> {
        match text.parse::<u32>() {
            Ok(version) if version <= VERSION => Ok(()),
            Ok(version) => {
                let message = format!("the store has version {version}, this program knows {VERSION}");
                Err(io::Error::new(io::ErrorKind::InvalidData, message))
            }
            Err(_) => {
                let message = "the version of the store can't be read: is this a store?";
                Err(io::Error::new(io::ErrorKind::InvalidData, message))
            }
        }
    }

    /// What was put aside since the last time.
    pub fn take_damage(&self) -> Vec<String> {
        self.damage.lock().map(|mut damage| std::mem::take(&mut *damage)).unwrap_or_default()
    }

    /// Puts a damaged file aside, where it can be looked at and is in nobody's way.
    fn put_aside(&self, path: &Path, why: &str) {
        let name = path.file_name().unwrap_or_default();
        let aside = self.root.join("damaged");
        let moved = std::fs::create_dir_all(&aside).and_then(|()| std::fs::rename(path, aside.join(name)));
        let shown = crate::data::printable(&path.to_string_lossy(), 300);
        let end = if moved.is_ok() { "put aside" } else { "not used" };
        self.say(format!("{shown} {why}: {end}, and computed again where it is needed"));
    }

    fn say(&self, line: String) {
        if let Ok(mut damage) = self.damage.lock() {
            damage.push(line);
        }
    }

    /// The names in a folder that is sorted by first letters; where it can't be read, that is said.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let path = self.root.join(folder);
        match std::fs::read_dir(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                self.say(format!("{}: what it holds is not known", StoreFault::of_reading(&path, error)));
            }
            _ => {}
        }
        let all = files(&path).into_iter().filter(|(path, _)| !is_temporary(path));
        all.filter_map(|(path, _)| Some(path.file_name()?.to_str()?.to_string())).collect()
    }

    /// The path of a name that is sorted into folders by its first two letters.
    fn place(&self, folder: &str, name: &str) -> PathBuf {
        self.root.join(folder).join(name.get(..2).unwrap_or("__")).join(name)
    }

    /// The same, in a folder that is made where it is missing.
    fn made_place(&self, folder: &str, name: &str) -> io::Result<PathBuf> {
        let path = self.place(folder, name);
        match path.parent().filter(|folder| !folder.is_dir()) {
            Some(folder) => std::fs::create_dir_all(folder).map(|()| path),
            None => Ok(path),
        }
    }
}

/// All files below a folder, with their lengths.
pub fn files(folder: &Path) -> Vec<(PathBuf, u64)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(about) if about.is_dir() => open.push(entry.path()),
                Ok(about) => found.push((entry.path(), about.len())),
                Err(_) => {}
            }
        }
    }
    found.sort();
    found
}

/// Whether a run left it that was killed, or is still writing it.
pub fn is_temporary(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(disk::TEMPORARY))
}
