//! Fetching what a card names and the machine lacks: from several mirrors in turn, checked, resumable.
//!
//! Bytes go into `NAME.part`, which a broken connection or an interrupted run leaves behind and the
//! next attempt goes on from. Only a file whose sum is right gets its name, in one rename. When the
//! sum of a resumed file is wrong (the mirror changed it meanwhile), the same mirror is asked once more
//! from the beginning. One process at a time fetches into a folder; the others wait.

mod archive;
mod download;
#[cfg(test)]
mod server;
#[cfg(test)]
mod tests;

use super::bounded::SLACK;
use super::cards::{Card, Event, FileCard, Observer, under};
use super::fault::DataFault;
use super::shelf::{self, Shelf};
use download::Download;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// The most bytes of an archive that holds the files of a small set.
const LARGEST_ARCHIVE: u64 = 64 << 20;

/// Why a mirror gave nothing, or why no mirror can help.
pub(crate) enum Trouble {
    /// This mirror; the next may do better.
    Mirror(String),
    /// This machine, or the user.
    Here(DataFault),
}

impl From<DataFault> for Trouble {
    fn from(fault: DataFault) -> Self {
        Trouble::Here(fault)
    }
}

/// Tells the observer, who may ask to stop.
pub(crate) fn tell(observer: &mut Observer, event: Event) -> Result<(), DataFault> {
    if observer(event).is_break() { Err(DataFault::Interrupted) } else { Ok(()) }
}

/// Fetches one file into the shelf's downloads; its path.
pub(crate) fn fetch_file(
    card: &Card,
    file: &FileCard,
    shelf: &Shelf,
    observer: &mut Observer,
) -> Result<PathBuf, DataFault> {
    let folder = shelf.downloads.join(card.word);
    let _lock = lock(&folder, observer)?;
    let target = folder.join(file.name);
    // Another process, or the archive of an earlier file, may have brought it meanwhile.
    if target.exists() && shelf::check(&target, file).is_ok() {
        return Ok(target);
    }
    let mut tried = Vec::new();
    for mirror in shelf.mirrors(card) {
        tell(observer, Event::Note(&format!("fetching {} of {} from {mirror}", file.name, card.word)))?;
        match from_mirror(&mirror, card, file, &folder, observer) {
            Ok(()) => return Ok(target),
            Err(Trouble::Mirror(why)) => tried.push((mirror, why)),
            Err(Trouble::Here(fault)) => return Err(fault),
        }
    }
    let (set, file) = (card.word.to_owned(), Box::new(card.wanted(file)));
    Err(DataFault::Unreachable { set, file, tried, folder })
}

fn lock(folder: &Path, observer: &mut Observer) -> Result<File, DataFault> {
    let io = |error: std::io::Error| DataFault::io(folder, &error);
    fs::create_dir_all(folder).map_err(io)?;
    let lock = File::create(folder.join(".lock")).map_err(io)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => {
            tell(observer, Event::Note("waiting for another process that fetches the same set"))?;
            lock.lock().map_err(io)?;
            Ok(lock)
        }
        Err(TryLockError::Error(error)) => Err(io(error)),
    }
}

fn from_mirror(
    mirror: &str,
    card: &Card,
    file: &FileCard,
    folder: &Path,
    observer: &mut Observer,
) -> Result<(), Trouble> {
    let zip = mirror.ends_with(".zip");
    let (url, name, limit) = if zip {
        (mirror.to_owned(), format!("{}.zip", card.word), LARGEST_ARCHIVE)
    } else {
        (under(mirror, file.name), file.name.to_owned(), file.bytes + SLACK)
    };
    let part = folder.join(format!("{name}.part"));
    let download = Download { url: &url, name: &name, part: &part, limit };
    loop {
        let resumed = download.run(observer)?;
        let outcome =
            if zip { archive::unpack(&part, card, file, folder) } else { accept(&part, file, folder) };
        download.forget()?;
        match outcome {
            Err(Trouble::Mirror(_)) if resumed => continue,
            outcome => return outcome,
        }
    }
}

/// Gives a fetched file its name, if its sum is right.
fn accept(part: &Path, file: &FileCard, folder: &Path) -> Result<(), Trouble> {
    match shelf::check(part, file) {
        Ok(_) => {
            fs::rename(part, folder.join(file.name)).map_err(|e| DataFault::io(part, &e))?;
            Ok(())
        }
        Err(DataFault::WrongSum { found, .. }) => Err(Trouble::Mirror(format!(
            "gave a file with sha256 {found}, the card says {}",
            file.sums().join(" or ")
        ))),
        Err(other) => Err(Trouble::Mirror(other.to_string())),
    }
}
