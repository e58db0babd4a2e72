//! Putting a changed text into a pipe file's place: whole or not at all, and only if the file is still
//! the one that was read.
//!
//! The text goes into a temporary file of the same folder, to the disk, and then over the old file in
//! one step; a link stays a link, and permissions stay as they are.

use super::read;
use crate::run::store::{Disk, Site, reason};
use crate::source::Source;
use std::fs::File;
use std::path::Path;

/// Why a file was left as it is, and what to do.
pub struct Unwritable {
    pub message: String,
    pub help: &'static str,
}

/// Replaces the text of the file that `source` was read from.
pub fn rewrite(path: &Path, source: &Source, text: &str) -> Result<(), Unwritable> {
    let refuse =
        |message: String, help| Unwritable { message: format!("{}: {message}", source.name()), help };
    let io = |error: std::io::Error| {
        let message = format!("can't be written: {}", reason(&error));
        refuse(message, "check the permissions of the file and of its folder, and the room on the disk")
    };
    let real = path.canonicalize().map_err(io)?;
    let permissions = std::fs::metadata(&real).map_err(io)?.permissions();
    if permissions.readonly() {
        return Err(refuse("is read-only and was not changed".into(), "make it writable, or leave it out"));
    }
    let mut unchanged = true;
    let agree = |file: &File| {
        file.set_permissions(permissions)?;
        unchanged = read::source(&real).is_ok_and(|now| now.text() == source.text());
        if unchanged { Ok(()) } else { Err(std::io::ErrorKind::Interrupted.into()) }
    };
    let written = Disk::default().put_if(Site::Other, &real, text.as_bytes(), true, agree);
    if !unchanged {
        let message = "was changed by someone else meanwhile and was left as it is".into();
        return Err(refuse(message, "call the command again"));
    }
    written.map_err(io)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of a temporary folder, read.
    fn written(text: &str) -> (tempfile::TempDir, std::path::PathBuf, Source) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.pipe");
        std::fs::write(&path, text).expect("a file");
        let Ok(source) = read::source(&path) else { panic!("it can be read") };
        (folder, path, source)
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_left_as_it_is() {
        let (folder, path, source) = written("seed 1\n");
        std::fs::write(&path, "seed 2\n").expect("a change");
        let fault = rewrite(&path, &source, "seed 3\n").expect_err("it has changed");
        assert!(fault.message.contains("meanwhile") && fault.message.contains("a.pipe"), "{}", fault.message);
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "seed 2\n");
        std::fs::remove_file(&path).expect("removed");
        assert!(rewrite(&path, &source, "seed 3\n").is_err());
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 0, "a temporary file is left");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let (folder, path, source) = written("seed 1\n");
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).expect("a mode");
        let link = folder.path().join("link.pipe");
        symlink("a.pipe", &link).expect("a link");
        assert!(rewrite(&link, &source, "seed 3\n").is_ok());
        assert!(link.is_symlink());
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "seed 3\n");
        assert_eq!(std::fs::metadata(&path).expect("facts").permissions().mode() & 0o777, 0o640);
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o440)).expect("a mode");
        let Ok(source) = read::source(&path) else { panic!("it can be read") };
        let fault = rewrite(&path, &source, "seed 4\n").expect_err("it is read-only");
        assert!(fault.message.contains("read-only"), "{}", fault.message);
    }
}
