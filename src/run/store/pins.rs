//! What locks stand on: for each lock that a run has written, under the hash of what it says, the keys of the results behind
//! it and where it was put. So a result stays as long as a lock names it, wherever lock and store lie.

use super::entry::{opened, sealed};
use super::{Site, Store, StoreFault, is_temporary};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What one lock stands on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pins {
    /// Where it was put: equal files may have equal locks.
    pub locks: BTreeSet<PathBuf>,
    pub keys: BTreeSet<String>,
}

impl Store {
    fn pins_path(&self, sum: &str) -> PathBuf {
        self.root.join("locked").join(sum)
    }

    /// Writes down which keys the lock of a sum stands on, and where it lies.
    pub fn pin(&self, sum: &str, lock: &Path, keys: &[String]) -> Result<(), StoreFault> {
        let path = self.pins_path(sum);
        let fault = |error| StoreFault::new(&path, error);
        std::fs::create_dir_all(self.root.join("locked")).map_err(fault)?;
        let mut pins = self.pinned(sum).unwrap_or_default();
        pins.locks.insert(std::path::absolute(lock).unwrap_or_else(|_| lock.to_path_buf()));
        pins.keys.extend(keys.iter().cloned());
        let text = sealed(&serde_json::to_string(&pins).unwrap_or_default());
        self.disk.write(Site::Pins, &path, text.as_bytes()).map_err(fault)
    }

    /// What the lock of a sum stands on, where that is known.
    pub fn pinned(&self, sum: &str) -> Option<Pins> {
        let bytes = std::fs::read(self.pins_path(sum)).ok()?;
        opened(&bytes).and_then(|json| serde_json::from_str(json).ok())
    }

    /// The sums of all locks that it has pins of.
    pub fn pinned_sums(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.root.join("locked")).into_iter().flatten().flatten();
        let names = entries.map(|entry| entry.path()).filter(|path| !is_temporary(path));
        names.filter_map(|path| Some(path.file_name()?.to_str()?.to_string())).collect()
    }

    /// Forgets what the lock of a sum stands on.
    pub fn unpin(&self, sum: &str) {
        let _ = std::fs::remove_file(self.pins_path(sum));
    }
}
