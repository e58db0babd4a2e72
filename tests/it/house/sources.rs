//! The files that the rules look at: Rust sources under `src/`, and everything git tracks.

use super::scan::Scan;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One Rust file under `src/`.
pub struct File {
    /// Relative to `src/`, with `/`.
    pub path: String,
    pub text: String,
    /// Everything, tests too.
    pub whole: Scan,
    /// What goes into the program.
    pub product: Scan,
}

impl File {
    pub fn new(path: String, text: String) -> Self {
        // A file of tests has its `#[cfg(test)]` where its module is declared.
        let tests_only = path.ends_with("/tests.rs") || path.contains("/tests/");
        let product = Scan::new(if tests_only { "" } else { &text }).without_tests();
        File { whole: Scan::new(&text), product, path, text }
    }

    /// The top folder under `src/`; `lib.rs` and `main.rs` stand outside every room.
    pub fn room(&self) -> Option<&str> {
        self.path.split_once('/').map(|(room, _)| room)
    }

    /// `src/room/file.rs:12` for a position in the file.
    pub fn place(&self, at: usize) -> String {
        format!("src/{}:{}", self.path, self.whole.line(at))
    }
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All Rust files under `src/`, sorted.
pub fn sources() -> Vec<File> {
    let src = root().join("src");
    let rust = walk(&src).into_iter().filter(|path| path.ends_with(".rs"));
    rust.map(|path| {
        let text = fs::read_to_string(src.join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        File::new(path, text)
    })
    .collect()
}

/// What git tracks; without git (in a published crate) everything that no build leaves behind.
pub fn tracked() -> Vec<String> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
    match listed {
        Ok(list) if list.status.success() && !list.stdout.is_empty() => {
            String::from_utf8_lossy(&list.stdout).split_terminator('\0').map(str::to_owned).collect()
        }
        _ => walk(&root()),
    }
}

/// The files below a folder, relative to it, sorted.
fn walk(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            if !path.is_dir() {
                let inside = path.strip_prefix(folder).unwrap_or(&path);
                files.push(inside.to_string_lossy().replace('\\', "/"));
            } else if ![".git", ".pipette", "target"].iter().any(|left_out| path.ends_with(left_out)) {
                folders.push(path);
            }
        }
    }
    files.sort();
    files
}
