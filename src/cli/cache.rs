//! `pipette cache`: what the store of results holds, whether it is whole, and what can go.

use super::arguments::{CacheCommand, CacheOptions};
use super::{RUN_FAILED, complain, show};
use crate::report::plain::plain;
use crate::run::store::{Disk, Store};
use crate::run::trim::{self, Amount, Bounds};
use crate::source::amounts::counted;
use std::path::{Path, PathBuf};

pub fn cache(options: &CacheOptions) -> u8 {
    let root = options.store.clone().unwrap_or_else(|| PathBuf::from(".pipette"));
    if !root.join("VERSION").is_file() {
        let message = format!("there is no store at {}", plain(&root.to_string_lossy()));
        return complain(
            &message,
            Some("name one with `--store DIR`: it lies beside the files that were run"),
        );
    }
    let store = match Store::open(&root, Disk::default()) {
        Ok(store) => store,
        Err(fault) => return complain(&fault.to_string(), Some(&fault.help())),
    };
    match &options.command {
        CacheCommand::Show => shown(&store),
        CacheCommand::Verify => verified(&store),
        CacheCommand::Trim { dry_run: false, .. } if trim::is_in_use(&store) => complain(
            "a run is at work in this store, and may need what it holds",
            Some("trim when it has ended; `pipette runs` lists it"),
        ),
        CacheCommand::Trim { older_than, down_to, dry_run } => {
            let bounds = Bounds { age: older_than.map(|time| time.0), bytes: down_to.map(|size| size.0) };
            let gone = trim::trim(&store, &locks_beside(&root), bounds, !dry_run);
            let word = if *dry_run { "would be deleted" } else { "deleted" };
            show(&format!("{} {word}\n", said(gone)))
        }
    }
}

fn shown(store: &Store) -> u8 {
    let contents = trim::contents(store);
    let line = |(kind, amount): (&&str, &Amount)| format!("{kind:<12} {}\n", said(*amount));
    show(&contents.iter().map(line).collect::<String>())
}

fn verified(store: &Store) -> u8 {
    let whole = trim::verify(store);
    let damage = store.take_damage();
    damage.iter().for_each(|line| anstream::eprintln!("{}", plain(line)));
    let written = show(&format!("{} whole, {} damaged\n", said(whole), damage.len()));
    if damage.is_empty() { written } else { RUN_FAILED }
}

/// `3 files, 1.2 MiB`
fn said(amount: Amount) -> String {
    format!("{}, {}", counted(amount.files as usize, "file"), crate::data::bytes(amount.bytes.into()))
}

/// The lock files in the folder of the store and below it; the store itself has none.
fn locks_beside(root: &Path) -> Vec<PathBuf> {
    let beside = root.canonicalize().ok().and_then(|root| root.parent().map(Path::to_path_buf));
    let (mut found, mut open) = (Vec::new(), Vec::from_iter(beside));
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !name.starts_with('.') => open.push(path),
                Ok(kind) if kind.is_file() && name.ends_with(".lock") => found.push(path),
                _ => {}
            }
        }
    }
    found
}
