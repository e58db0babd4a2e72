//! `pipette cache`: what the store of results holds, whether it is whole, and what can go.

use super::arguments::{CacheCommand, CacheOptions};
use super::{RUN_FAILED, complain, show};
use crate::report::plain::plain;
use crate::run::store::Store;
use crate::run::trim::{self, Amount, Bounds, Keeper};
use crate::source::amounts::counted;
use std::path::{Path, PathBuf};

pub fn cache(options: &CacheOptions) -> u8 {
    let root = options.store.clone().unwrap_or_else(|| PathBuf::from(".pipette"));
    let store = match Store::existing(&root) {
        Ok(store) => store,
        Err(fault) => return complain(&fault.to_string(), Some(&fault.help())),
    };
    let Some(store) = store else {
        let message = format!("there is no store at {}", plain(&root.to_string_lossy()));
        return complain(
            &message,
            Some("name one with `--store DIR`: it lies beside the files that were run"),
        );
    };
    match &options.command {
        CacheCommand::Show => shown(&store),
        CacheCommand::Verify => verified(&store),
        CacheCommand::Trim { older_than, down_to, unpin, dry_run } => {
            let (age, bytes) = (older_than.map(|time| time.0), down_to.map(|size| size.0));
            trimmed((&store, &root), Bounds { age, bytes, unpin: *unpin }, !dry_run)
        }
    }
}

fn trimmed((store, root): (&Store, &Path), bounds: Bounds, really: bool) -> u8 {
    let alone = really.then(|| store.alone()).transpose();
    if alone.is_err() {
        let message = "a run is at work in this store, and may need what it holds";
        return complain(message, Some("trim when it has ended; `pipette runs` lists it"));
    }
    let trimmed = trim::trim(store, &locks_beside(root), bounds, really);
    let word = if really { "deleted" } else { "would be deleted" };
    let mut text = format!("{} {word}\n", said(trimmed.gone));
    for (keeper, amount) in &trimmed.kept {
        let results = counted(amount.files as usize, "result");
        let why = match keeper {
            Keeper::Lock => "a lock names them",
            Keeper::LostLock => "locks name them that are no longer where they were; `--unpin` lets them go",
        };
        text += &format!("kept: {results}, {}: {why}\n", crate::data::bytes(amount.bytes.into()));
    }
    show(&text)
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
