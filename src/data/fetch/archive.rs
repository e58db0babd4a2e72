//! Files of a card inside a zip: unpacked up to the length that the card gives, their sums checked.

use super::Trouble;
use crate::data::bounded::{self, sha256};
use crate::data::cards::{Card, FileCard};
use crate::data::fault::DataFault;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use zip::ZipArchive;

/// Unpacks every file of `card` that the archive holds into `folder`; `wanted` must be among them.
pub(super) fn unpack(archive: &Path, card: &Card, wanted: &FileCard, folder: &Path) -> Result<(), Trouble> {
    let file = File::open(archive).map_err(|e| DataFault::io(archive, &e))?;
    let mut zip = ZipArchive::new(file).map_err(|e| Trouble::Mirror(format!("gave no zip archive: {e}")))?;
    for file in card.files {
        match member(&mut zip, file) {
            Ok(content) => place(&content, &folder.join(file.name))?,
            Err(why) if file.name == wanted.name => return Err(Trouble::Mirror(why)),
            Err(_) => {}
        }
    }
    Ok(())
}

/// The content of the member with the name of `file`, in whichever folder of the archive.
fn member(zip: &mut ZipArchive<File>, file: &FileCard) -> Result<Vec<u8>, String> {
    let inside = |name: &str| name == file.name || name.ends_with(&format!("/{}", file.name));
    let name = zip.file_names().find(|name| inside(name)).map(str::to_owned);
    let name = name.ok_or_else(|| format!("its archive holds no {}", file.name))?;
    let member = zip.by_name(&name).map_err(|error| error.to_string())?;
    let content =
        bounded::at_most(member, file.bytes, Path::new(file.name)).map_err(|fault| fault.to_string())?;
    let content = content.ok_or_else(|| format!("{} in it has more than {} bytes", file.name, file.bytes))?;
    let sum = sha256(&content);
    if file.sums().contains(&sum) {
        return Ok(content);
    }
    Err(format!("{} in it has sha256 {sum}, the card says {}", file.name, file.sums().join(" or ")))
}

/// Writes a file whole or not at all.
fn place(content: &[u8], path: &Path) -> Result<(), DataFault> {
    let io = |error: std::io::Error| DataFault::io(path, &error);
    let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(Path::new("."))).map_err(io)?;
    file.write_all(content).map_err(io)?;
    file.as_file().sync_all().map_err(io)?;
    file.persist(path).map_err(|error| io(error.error))?;
    Ok(())
}
