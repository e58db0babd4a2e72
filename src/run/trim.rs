//! What is in a store, whether it is whole, and what may go: no object that an entry needs, no entry that a lock names. Runs
//! keep what they need by using the store: who trims has it alone.

use super::store::{Entry, Store, files, is_temporary};
use super::{Lock, LockFault};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Files of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Amount {
    pub files: u64,
    pub bytes: u64,
}

impl Amount {
    fn add(&mut self, bytes: u64) {
        self.files += 1;
        self.bytes += bytes;
    }
}

/// The folders of a store.
const KINDS: [&str; 8] =
    ["objects", "steps", "checkpoints", "runs", "locked", "damaged", "leases", "submissions"];

/// What a store holds, by the folder it lies in.
pub fn contents(store: &Store) -> BTreeMap<&'static str, Amount> {
    KINDS.into_iter().map(|kind| (kind, amount(store, kind))).collect()
}

fn amount(store: &Store, kind: &str) -> Amount {
    let mut sum = Amount::default();
    files(&store.root.join(kind)).into_iter().for_each(|(_, bytes)| sum.add(bytes));
    sum
}

/// Hashes everything; how much was whole. What is not is put aside, as the store then says.
pub fn verify(store: &Store) -> Amount {
    let mut whole = Amount::default();
    let objects =
        store.names("objects").into_iter().filter_map(|name| store.get(&name).map(|b| b.len() as u64));
    let entries = store.names("steps").into_iter().filter_map(|name| store.entry(&name).map(|_| 0));
    objects.chain(entries).for_each(|bytes| whole.add(bytes));
    whole
}

/// Which results are to go.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds {
    /// Those that were made longer ago.
    pub age: Option<Duration>,
    /// The oldest, until so many bytes are left of what can go.
    pub bytes: Option<u64>,
    /// Also those that only locks name which are no longer where a run has put them.
    pub unpin: bool,
}

impl Bounds {
    fn exceeded(&self, age: Duration, left: u64) -> bool {
        self.age.is_some_and(|most| age > most) || self.bytes.is_some_and(|most| left > most)
    }
}

/// Why a result stays that was to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keeper {
    /// Only a lock that is no longer where it was put; it may have been moved.
    LostLock,
    /// A lock names it, or may: one that can't be read.
    Lock,
}

/// What trimming has done, or would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trimmed {
    pub gone: Amount,
    /// Results that were to go by age or size.
    pub kept: BTreeMap<Keeper, Amount>,
}

/// Deletes damaged files and results, oldest first, and what nothing needs any more; what was deleted, or would be.
pub fn trim(store: &Store, locks: &[PathBuf], bounds: Bounds, really: bool) -> Trimmed {
    let entries = store.entries();
    let keepers = keepers(store, &entries, locks, bounds.unpin && really);
    let keepers = |key: &String| keepers.get(key).filter(|it| !bounds.unpin || **it == Keeper::Lock);
    // Records of runs and what locks stand on are not deleted, so they do not count.
    let mut left: u64 =
        ["objects", "steps", "checkpoints", "damaged"].map(|kind| amount(store, kind).bytes).iter().sum();
    let mut trimmed = Trimmed::default();
    for (path, bytes) in files(&store.root.join("damaged")) {
        if bounds.exceeded(age(&path), left) {
            left = left.saturating_sub(bytes);
            remove(&path, &mut trimmed.gone, really);
        }
    }
    let mut needed: HashSet<String> = HashSet::new();
    let now = jiff::Timestamp::now();
    for (key, entry) in &entries {
        let age = Duration::try_from(now.duration_since(entry.made)).unwrap_or_default();
        let own = objects_of(entry).filter(|name| !needed.contains(name));
        let bytes = own.map(|name| size(store, "objects", &name)).sum::<u64>() + size(store, "steps", key);
        let to_go = bounds.exceeded(age, left);
        if let Some(keeper) = keepers(key).filter(|_| to_go) {
            trimmed.kept.entry(*keeper).or_default().add(bytes);
        }
        if to_go && keepers(key).is_none() {
            left = left.saturating_sub(bytes);
            remove(&place(store, "steps", key), &mut trimmed.gone, really);
        } else {
            needed.extend(objects_of(entry));
        }
    }
    let objects = store.names("objects").into_iter().filter(|name| !needed.contains(name));
    let unneeded = objects.map(|name| place(store, "objects", &name));
    let others = unneeded.chain(leftovers(store)).chain(unfinished(store, &entries, bounds));
    others.filter(|path| age(path) > FRESH).for_each(|path| remove(&path, &mut trimmed.gone, really));
    trimmed
}

/// Where files can't be locked, what was touched since may belong to a run: an object is written just before its entry.
const FRESH: Duration = Duration::from_secs(600);

/// The snapshots of steps whose result is kept, or that were left too long ago.
fn unfinished(store: &Store, entries: &[(String, Entry)], bounds: Bounds) -> Vec<PathBuf> {
    let done: HashSet<&str> = entries.iter().map(|(key, _)| key.as_str()).collect();
    let needless = |path: &PathBuf| {
        let key = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
        let too_old = bounds.age.is_some_and(|most| age(path) > most);
        too_old || done.contains(&*key) || is_temporary(path)
    };
    store.left_snapshots().into_iter().filter(needless).collect()
}

/// Which results locks keep. A lock whose keys the store does not know keeps all of them, and so does one that can't be
/// read: it may be in the middle of a merge. Other programs have locks too, which say nothing here.
fn keepers(
    store: &Store,
    entries: &[(String, Entry)],
    beside: &[PathBuf],
    forget: bool,
) -> HashMap<String, Keeper> {
    let mut keepers: HashMap<String, Keeper> = HashMap::new();
    let mut keep = |keys: &mut dyn Iterator<Item = String>, keeper: Keeper| {
        keys.for_each(|key| {
            let known = keepers.entry(key).or_insert(keeper);
            *known = keeper.max(*known);
        });
    };
    let everything = || entries.iter().map(|(key, _)| key.clone());
    for path in beside {
        match Lock::read(path) {
            Ok(lock) => match store.pinned(&lock.sum()) {
                Some(pins) => keep(&mut pins.keys.into_iter(), Keeper::Lock),
                None => keep(&mut everything(), Keeper::Lock),
            },
            Err(LockFault::Missing) => {}
            Err(_) if !path.to_string_lossy().ends_with(".pipe.lock") => {}
            Err(_) => keep(&mut everything(), Keeper::Lock),
        }
    }
    for sum in store.pinned_sums() {
        let Some(pins) = store.pinned(&sum) else {
            keep(&mut everything(), Keeper::Lock);
            continue;
        };
        let keeper = pins.locks.iter().filter_map(|path| kept_by(path, &sum)).max();
        if let Some(keeper) = keeper {
            keep(&mut pins.keys.into_iter(), keeper);
        }
        if forget && keeper == Some(Keeper::LostLock) {
            store.unpin(&sum);
        }
    }
    keepers
}

/// How a place at which a lock was put keeps its results; not at all where another lock is there by now.
fn kept_by(path: &Path, sum: &str) -> Option<Keeper> {
    match Lock::read(path) {
        Ok(lock) => (lock.sum() == sum).then_some(Keeper::Lock),
        Err(LockFault::Missing) => Some(Keeper::LostLock),
        Err(_) => Some(Keeper::Lock),
    }
}

fn objects_of(entry: &Entry) -> impl Iterator<Item = String> + use<> {
    [Some(entry.result.clone()), entry.tensors.clone()].into_iter().flatten()
}

/// Temporary files of runs that were killed.
fn leftovers(store: &Store) -> impl Iterator<Item = PathBuf> {
    let all = ["objects", "steps", "runs", "locked"].map(|kind| files(&store.root.join(kind)));
    all.into_iter().flatten().map(|(path, _)| path).filter(|path| is_temporary(path))
}

fn remove(path: &Path, gone: &mut Amount, really: bool) {
    let bytes = path.metadata().map_or(0, |about| about.len());
    if !really || std::fs::remove_file(path).is_ok() {
        gone.add(bytes);
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
