//! What disks and people do to files.

use std::path::{Path, PathBuf};

#[derive(Clone, Copy, Debug)]
pub enum Damage {
    /// One bit in the middle is another.
    Flipped,
    /// The last byte is gone.
    Cut,
    Emptied,
    Zeroed,
}

impl Damage {
    pub const ALL: [Damage; 4] = [Damage::Flipped, Damage::Cut, Damage::Emptied, Damage::Zeroed];

    pub fn does(self, path: &Path) {
        let mut bytes = std::fs::read(path).expect("a file to damage");
        match self {
            Damage::Flipped => {
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
            }
            Damage::Cut => bytes.truncate(bytes.len() - 1),
            Damage::Emptied => bytes.clear(),
            Damage::Zeroed => bytes.fill(0),
        }
        std::fs::write(path, bytes).expect("damaged");
    }
}

/// All files below a folder, but those that a killed run has left unfinished.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let all = pipette::run::store::files(folder).into_iter().map(|(path, _)| path);
    all.filter(|path| !pipette::run::store::is_temporary(path)).collect()
}
