//! From the paths of a command line to pipe files.

use super::complain;
use std::path::{Path, PathBuf};

/// The files that are named, and every pipe file below the folders that are; `Err` is an exit code, of
/// what has been said.
pub fn pipe_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, u8> {
    let mut files = Vec::new();
    for path in paths {
        if let Err(error) = collect(path, &mut files) {
            return Err(complain(&format!("{}: {error}", path.display()), Some("check the path")));
        }
    }
    if files.is_empty() {
        let help = "name a pipe file, or a folder that holds some";
        return Err(complain("there is no `.pipe` file there", Some(help)));
    }
    Ok(files)
}

/// A file as it is named, or every pipe file below a folder.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(path)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for entry in entries {
        let hidden = entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if entry.is_dir() && !hidden && !entry.is_symlink() {
            collect(&entry, files)?;
        } else if entry.extension().is_some_and(|extension| extension == "pipe") && entry.is_file() {
            files.push(entry);
        }
    }
    Ok(())
}
