//! What is in a store, whether it is whole, and what may go: no object that an entry needs, no entry that a lock names,
//! no snapshot of a step that is running.

use super::store::{Entry, Store, files, is_temporary};
use super::{Alive, Lock, LockFault};
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Files of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Amount {
    pub files: u64,
    pub bytes: u64,
}

/// What a store holds, by the folder it lies in.
pub fn contents(store: &Store) -> BTreeMap<&'static str, Amount> {
    let kinds = ["objects", "steps", "checkpoints", "runs", "damaged"];
    let amount = |kind: &'static str| {
        let mut sum = Amount::default();
        for (_, bytes) in files(&store.root.join(kind)) {
            sum.files += 1;
            sum.bytes += bytes;
        }
        (kind, sum)
    };
    kinds.into_iter().map(amount).collect()
}

/// Hashes everything; how much was whole. What is not is put aside, as the store then says.
pub fn verify(store: &Store) -> Amount {
    let mut whole = Amount::default();
    let objects =
        store.names("objects").into_iter().filter_map(|name| store.get(&name).map(|b| b.len() as u64));
    let entries = store.names("steps").into_iter().filter_map(|name| store.entry(&name).map(|_| 0));
    for bytes in objects.chain(entries) {
        whole.files += 1;
        whole.bytes += bytes;
    }
    whole
}

/// Which results are to go.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds {
    /// Those that were made longer ago.
    pub age: Option<Duration>,
    /// The oldest, until so many bytes are left.
    pub bytes: Option<u64>,
}

/// Deletes results, oldest first, and what nothing needs any more; what was deleted, or would be.
pub fn trim(store: &Store, locks: &[PathBuf], bounds: Bounds, really: bool) -> Amount {
    let entries = store.entries();
    let wanted = named_by_locks(store, &entries, locks);
    let mut left: u64 = contents(store).values().map(|amount| amount.bytes).sum();
    let mut gone = Amount::default();
    let mut kept: HashSet<String> = HashSet::new();
    let now = jiff::Timestamp::now();
    for (key, entry) in &entries {
        let age = Duration::try_from(now.duration_since(entry.made)).unwrap_or_default();
        let too_old = bounds.age.is_some_and(|most| age > most);
        let too_much = bounds.bytes.is_some_and(|most| left > most);
        if wanted.contains(key) || !(too_old || too_much) {
            kept.extend(objects_of(entry));
            continue;
        }
        let bytes =
            objects_of(entry).filter(|name| !kept.contains(name)).map(|name| size(store, "objects", &name));
        left = left.saturating_sub(bytes.sum::<u64>() + size(store, "steps", key));
        remove(&place(store, "steps", key), &mut gone, really);
    }
    for name in store.names("objects").into_iter().filter(|name| !kept.contains(name)) {
        // An object may be written just before its entry.
        if age(&place(store, "objects", &name)) > IN_USE {
            remove(&place(store, "objects", &name), &mut gone, really);
        }
    }
    for path in leftovers(store).into_iter().chain(unfinished(store, &entries, bounds)) {
        remove(&path, &mut gone, really);
    }
    gone
}

/// Whether a run is at work, which may need any of the results.
pub fn is_in_use(store: &Store) -> bool {
    let runs = std::fs::read_dir(store.root.join("runs")).into_iter().flatten().flatten();
    runs.into_iter().any(|run| Alive::is_held(&run.path())) || store.steps_at_work() > 0
}

/// The snapshots of steps that are not running and whose result is kept, or that were left too long ago.
fn unfinished(store: &Store, entries: &[(String, Entry)], bounds: Bounds) -> Vec<PathBuf> {
    let done: HashSet<&str> = entries.iter().map(|(key, _)| key.as_str()).collect();
    let needless = |path: &PathBuf| {
        let key = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
        let too_old = bounds.age.is_some_and(|most| age(path) > most);
        age(path) > IN_USE && (too_old || done.contains(&*key) || is_temporary(path))
    };
    store.left_snapshots().into_iter().filter(needless).collect()
}

/// Files that were touched since may belong to a run.
const IN_USE: Duration = Duration::from_secs(600);

/// The keys that locks name. A lock whose keys the store does not know keeps everything, and so does one that can't be
/// read: it may be in the middle of a merge. Other programs have locks too, which say nothing here.
fn named_by_locks(store: &Store, entries: &[(String, Entry)], locks: &[PathBuf]) -> HashSet<String> {
    let mut named = HashSet::new();
    for path in locks {
        let pinned = match Lock::read(path) {
            Ok(lock) => {
                named.extend(lock.steps.into_iter().map(|step| step.key));
                store.pinned(&lock.identity)
            }
            Err(LockFault::Missing) => continue,
            Err(_) if !path.to_string_lossy().ends_with(".pipe.lock") => continue,
            Err(_) => None,
        };
        match pinned {
            Some(keys) => named.extend(keys),
            None => named.extend(entries.iter().map(|(key, _)| key.clone())),
        }
    }
    named
}

fn objects_of(entry: &Entry) -> impl Iterator<Item = String> + use<> {
    [Some(entry.result.clone()), entry.tensors.clone()].into_iter().flatten()
}

/// Temporary files of runs that were killed.
fn leftovers(store: &Store) -> Vec<PathBuf> {
    let all = ["objects", "steps", "runs"].into_iter().flat_map(|kind| files(&store.root.join(kind)));
    let temporary = all.map(|(path, _)| path).filter(|path| is_temporary(path) && age(path) > IN_USE);
    temporary.collect()
}

fn remove(path: &Path, gone: &mut Amount, really: bool) {
    let bytes = path.metadata().map_or(0, |about| about.len());
    if !really || std::fs::remove_file(path).is_ok() {
        gone.files += 1;
        gone.bytes += bytes;
    }
}

fn place(store: &Store, kind: &str, name: &str) -> PathBuf {
    store.root.join(kind).join(name.get(..2).unwrap_or_default()).join(name)
}

fn size(store: &Store, kind: &str, name: &str) -> u64 {
    place(store, kind, name).metadata().map_or(0, |about| about.len())
}

/// A clock that was set back makes nothing old.
fn age(path: &Path) -> Duration {
    let modified = path.metadata().and_then(|about| about.modified());
    modified.ok().and_then(|time| SystemTime::now().duration_since(time).ok()).unwrap_or_default()
}
