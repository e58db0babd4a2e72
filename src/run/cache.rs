//! The user's cache folder: what is worth keeping between runs of any file, and can be lost.
//!
//! `PIPETTE_CACHE` names another one.

use super::store::{Disk, Site};
use std::path::{Path, PathBuf};

#[derive(Clone, Debug)]
pub struct Cache {
    pub folder: PathBuf,
}

impl Cache {
    /// The usual place.
    pub fn usual() -> Self {
        use etcetera::BaseStrategy;
        let named = std::env::var_os("PIPETTE_CACHE").filter(|name| !name.is_empty()).map(PathBuf::from);
        let usual = || {
            etcetera::choose_base_strategy()
                .map_or_else(|_| PathBuf::from(".pipette/cache"), |base| base.cache_dir().join("pipette"))
        };
        Cache { folder: named.unwrap_or_else(usual) }
    }

    /// Writes a file of the folder whole or not at all; the folder is made where it is missing.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        Disk::default().write(Site::Other, path, bytes)
    }
}
