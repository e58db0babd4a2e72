//! Whether a run lives: as long as it does it holds a lock on the file `alive` in its folder. The system gives the
//! lock up however the process ends, so a run that was killed or lost its power is never taken for one that works.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

const NAME: &str = "alive";

/// Held by a run while it works.
pub struct Alive {
    path: PathBuf,
    _lock: File,
}

impl Alive {
    /// Takes the lock of a run's folder.
    ///
    /// # Errors
    /// Where the file can't be made or the file system has no locks.
    pub fn hold(folder: &Path) -> std::io::Result<Self> {
        let path = folder.join(NAME);
        let lock = File::create(&path)?;
        // Who only looks shares the lock for a moment: it is waited for.
        lock.lock()?;
        Ok(Alive { path, _lock: lock })
    }

    /// Whether somebody holds the lock of this folder.
    pub fn is_held(folder: &Path) -> bool {
        let Ok(file) = File::open(folder.join(NAME)) else { return false };
        matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
    }
}

/// A run that has come to an end needs no such file; one that stays does no harm.
impl Drop for Alive {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_lives_as_long_as_it_holds_its_lock() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert!(!Alive::is_held(folder.path()));
        let alive = Alive::hold(folder.path()).expect("held");
        assert!(Alive::is_held(folder.path()) && Alive::is_held(folder.path()));
        drop(alive);
        assert!(!Alive::is_held(folder.path()));
        std::fs::write(folder.path().join(NAME), b"").expect("left behind");
        assert!(!Alive::is_held(folder.path()), "a file that nobody holds is that of a killed run");
    }
}
