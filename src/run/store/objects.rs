//! Bytes under the hash of their content: what is there is right, or is found out when it is read.

use super::{Site, Store, StoreFault};
use std::io;
use std::path::Path;

impl Store {
    /// Keeps bytes; their name. `lasting` waits for the disk. What is there already, as it should be, is not written
    /// again, unless it has to last: it may not have reached the disk yet.
    pub fn put(&self, bytes: &[u8], lasting: bool) -> Result<String, StoreFault> {
        let name = blake3::hash(bytes).to_hex().to_string();
        let path = self.made_place("objects", &name).map_err(|error| StoreFault::new(&self.root, error))?;
        if !lasting && is_at(&path, bytes) {
            return Ok(name);
        }
        let written = self.disk.put(Site::Object, &path, bytes, lasting);
        written.map_err(|error| StoreFault::new(&path, error))?;
        Ok(name)
    }

    /// The bytes of a name, if they are there and hash to it.
    pub fn get(&self, name: &str) -> Option<Vec<u8>> {
        let path = self.place("objects", name);
        match std::fs::read(&path) {
            Ok(bytes) if blake3::hash(&bytes).to_hex().as_str() == name => Some(bytes),
            Ok(_) => {
                self.put_aside(&path, "does not hash to its name");
                None
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                self.put_aside(&path, &format!("can't be read ({})", error.kind()));
                None
            }
        }
    }
}

/// Whether a file holds these bytes; one of their length may be torn or damaged.
fn is_at(path: &Path, bytes: &[u8]) -> bool {
    let same_length = path.metadata().is_ok_and(|about| about.len() == bytes.len() as u64);
    same_length && std::fs::read(path).is_ok_and(|there| there == bytes)
}
