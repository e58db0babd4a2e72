//! Snapshots of one running step: the last two are kept, each behind its own hash, so that a cut at any moment
//! leaves one to go on from. A lock says that a step is being run, and the system gives it up when the run is gone.

use super::{Site, Store, StoreFault, files};
use crate::models::NotKept;
use crate::numeric::tensors::Tensors;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

const HASH: usize = blake3::OUT_LEN;
const LOCK: &str = "lock";

/// Where the step of one key keeps snapshots, while it alone runs it.
pub struct Snapshots<'a> {
    store: &'a Store,
    folder: PathBuf,
    every: Duration,
    /// When the last one was kept, and its number.
    last: Mutex<(Instant, u64)>,
    /// Held as long as the step runs; of a step that is foreseen to be short, from its first snapshot on.
    lock: Mutex<Option<File>>,
}

impl Store {
    /// The snapshots of a step, once nobody else runs it; none where `give_up` says so while somebody does.
    pub fn snapshots(
        &self,
        key: &str,
        every: Duration,
        mut give_up: impl FnMut() -> bool,
    ) -> Result<Option<Snapshots<'_>>, StoreFault> {
        let folder = self.root.join("checkpoints").join(key);
        let fault = |error| StoreFault::new(&folder, error);
        let lock = lock_file(&folder).map_err(fault)?;
        while let Err(error) = lock.try_lock() {
            match error {
                std::fs::TryLockError::WouldBlock if give_up() => return Ok(None),
                std::fs::TryLockError::WouldBlock => std::thread::sleep(Duration::from_millis(50)),
                // Where files can't be locked, two runs of one step write the same bits.
                std::fs::TryLockError::Error(_) => break,
            }
        }
        let newest = numbers(&folder).into_iter().max().unwrap_or(0);
        let last = Mutex::new((Instant::now(), newest));
        Ok(Some(Snapshots { store: self, folder, every, last, lock: Mutex::new(Some(lock)) }))
    }

    /// The snapshots of a step that is foreseen to be short, and leaves no trace unless it turns out to be long.
    pub fn late_snapshots(&self, key: &str, every: Duration) -> Snapshots<'_> {
        let folder = self.root.join("checkpoints").join(key);
        let last = Mutex::new((Instant::now(), 0));
        Snapshots { store: self, folder, every, last, lock: Mutex::default() }
    }
}

impl Store {
    /// The files of steps that nobody runs.
    pub fn left_snapshots(&self) -> Vec<PathBuf> {
        let left = self.checkpoints().into_iter().filter(|folder| !is_locked(folder));
        left.flat_map(|folder| files(&folder)).map(|(path, _)| path).collect()
    }

    fn checkpoints(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.root.join("checkpoints")).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    }
}

/// Whether somebody runs the step of a folder. Who only looks shares the lock for a moment.
fn is_locked(folder: &Path) -> bool {
    let Ok(file) = File::open(folder.join(LOCK)) else { return false };
    matches!(file.try_lock_shared(), Err(std::fs::TryLockError::WouldBlock))
}

impl Snapshots<'_> {
    /// The newest that is whole.
    pub fn latest(&self) -> Option<Tensors> {
        let mut all = numbers(&self.folder);
        all.sort_unstable_by(|a, b| b.cmp(a));
        all.into_iter().find_map(|number| {
            let path = path(&self.folder, number);
            let tensors = std::fs::read(&path).ok().and_then(|bytes| opened(&bytes));
            if tensors.is_none() {
                self.store.put_aside(&path, "is damaged");
            }
            tensors
        })
    }

    /// Puts all of them aside: they are whole, and yet not of this step.
    pub fn reject(&self, why: &str) {
        for number in numbers(&self.folder) {
            self.store
                .put_aside(&path(&self.folder, number), &format!("is no snapshot of this step ({why})"));
        }
    }

    pub fn due(&self) -> bool {
        self.last.lock().is_ok_and(|last| last.0.elapsed() >= self.every)
    }

    /// Keeps another one, and forgets the last but one.
    pub fn keep(&self, tensors: &Tensors) -> Result<(), NotKept> {
        let Ok(mut last) = self.last.lock() else { return Ok(()) };
        let held = self.hold().map_err(|error| NotKept(StoreFault::new(&self.folder, error).to_string()))?;
        if !held {
            return Ok(());
        }
        last.1 = numbers(&self.folder).into_iter().chain([last.1]).max().unwrap_or(0);
        let (bytes, number) = (tensors.to_bytes(), last.1.saturating_add(1));
        let path = path(&self.folder, number);
        let seal = blake3::hash(&bytes);
        let written = self.store.disk.write_parts(Site::Snapshot, &path, &[seal.as_bytes(), &bytes]);
        written.map_err(|error| NotKept(StoreFault::new(&path, error).to_string()))?;
        for old in numbers(&self.folder).into_iter().filter(|&old| old < last.1) {
            let _ = std::fs::remove_file(self::path(&self.folder, old));
        }
        *last = (Instant::now(), number);
        Ok(())
    }

    /// The step is done: its result is kept, so its snapshots are not needed any more.
    pub fn forget(self) {
        if self.folder.exists() && self.hold().is_ok_and(|held| held) {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }

    /// Makes sure of the lock; false where somebody else has it, who then keeps snapshots of the same step.
    fn hold(&self) -> std::io::Result<bool> {
        let Ok(mut lock) = self.lock.lock() else { return Ok(false) };
        if lock.is_none() {
            let file = lock_file(&self.folder)?;
            match file.try_lock() {
                Err(std::fs::TryLockError::WouldBlock) => return Ok(false),
                // Where files can't be locked, two runs of one step write the same bits.
                Ok(()) | Err(std::fs::TryLockError::Error(_)) => *lock = Some(file),
            }
        }
        Ok(true)
    }
}

/// The file that is locked. The run before may clear its folder away at this very moment: then it is made again.
fn lock_file(folder: &Path) -> std::io::Result<File> {
    let make = || std::fs::create_dir_all(folder).and_then(|()| File::create(folder.join(LOCK)));
    let missed = |made: &std::io::Result<File>| {
        made.as_ref().is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
    };
    (0..100).map(|_| make()).find(|made| !missed(made)).unwrap_or_else(make)
}

fn path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number}.snapshot"))
}

fn numbers(folder: &Path) -> Vec<u64> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let number = |name: &str| name.strip_suffix(".snapshot")?.parse().ok();
    entries.filter_map(|entry| number(&entry.file_name().to_string_lossy())).collect()
}

fn opened(bytes: &[u8]) -> Option<Tensors> {
    let (sum, bytes) = bytes.split_at_checked(HASH)?;
    let right = blake3::hash(bytes).as_bytes() == sum;
    right.then(|| Tensors::from_bytes(bytes).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::Disk;
    use super::*;

    fn numbered(n: u64) -> Tensors {
        let mut tensors = Tensors::default();
        tensors.put_number("n", n);
        tensors
    }

    /// Two are left of three; the newest is taken, the one before it where the newest is torn, none where both are.
    #[test]
    fn the_newest_whole_one_is_taken() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Store::open(folder.path(), Disk::default()).expect("opened");
        let open = || store.snapshots("k", Duration::ZERO, || true).expect("made").expect("free");
        let snapshots = open();
        assert!(store.snapshots("k", Duration::ZERO, || true).expect("made").is_none(), "somebody runs it");
        (1..=3).for_each(|n| snapshots.keep(&numbered(n)).expect("kept"));
        let place = snapshots.folder.clone();
        drop(snapshots);
        assert_eq!(numbers(&place).len(), 2);
        for (torn, expected) in [(None, Some(3)), (Some(3), Some(2)), (Some(2), None)] {
            if let Some(number) = torn {
                let bytes = std::fs::read(path(&place, number)).expect("read");
                std::fs::write(path(&place, number), &bytes[..bytes.len() - 1]).expect("written");
            }
            assert_eq!(open().latest().map(|t| t.number("n").expect("there")), expected);
        }
        assert_eq!(store.take_damage().len(), 2);
        open().forget();
        assert!(!place.exists());
    }

    /// A step that was to be short leaves nothing, unless it lasts; who looks for its snapshots later finds them.
    #[test]
    fn a_short_step_that_lasts_keeps_snapshots_too() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Store::open(folder.path(), Disk::default()).expect("opened");
        let late = || store.late_snapshots("k", Duration::ZERO);
        late().forget();
        assert!(!folder.path().join("checkpoints").exists());
        let (first, second) = (late(), late());
        first.keep(&numbered(1)).expect("kept");
        second.keep(&numbered(2)).expect("left to the first");
        second.forget();
        first.keep(&numbered(3)).expect("kept: nobody has cleared its folder away");
        drop(first);
        assert_eq!(late().latest().map(|t| t.number("n").expect("there")), Some(3));
        late().forget();
        assert!(late().latest().is_none());
    }
}
