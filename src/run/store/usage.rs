//! Who uses a store: every run shares a lock on it for as long as it works, and who deletes has to have it alone. The system
//! gives the lock up however a process ends.

use super::Store;
use std::fs::{File, TryLockError};

const NAME: &str = "in-use";

/// Held as long as the store is used.
pub struct Usage {
    _lock: Option<File>,
}

/// Somebody else uses the store.
#[derive(Debug, PartialEq, Eq)]
pub struct InUse;

impl Store {
    /// Uses the store together with other runs, once nobody has it alone. Where files can't be locked nothing is held.
    pub fn share(&self) -> Usage {
        let lock = File::create(self.root.join(NAME)).ok();
        Usage { _lock: lock.filter(|file| file.lock_shared().is_ok()) }
    }

    /// Has the store alone.
    ///
    /// # Errors
    /// [`InUse`] while a run is at work.
    pub fn alone(&self) -> Result<Usage, InUse> {
        let Ok(file) = File::create(self.root.join(NAME)) else { return Ok(Usage { _lock: None }) };
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => Err(InUse),
            Ok(()) | Err(TryLockError::Error(_)) => Ok(Usage { _lock: Some(file) }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Disk;
    use super::*;

    #[test]
    fn many_share_a_store_and_one_has_it_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = || Store::open(folder.path(), Disk::default()).expect("opened");
        let (one, other) = (store().share(), store().share());
        drop(one);
        assert_eq!(store().alone().err(), Some(InUse), "the other is still at work");
        drop(other);
        let alone = store().alone().expect("nobody is at work");
        assert!(store().alone().is_err());
        drop(alone);
        drop(store().share());
    }
}
