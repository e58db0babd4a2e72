//! Leases on cells: files in a shared folder by which processes on several machines agree who runs which cell.
//!
//! A lease is made by whoever creates its file first. While its cell runs, its holder counts up a number in it.
//! Others look at that number twice: when it has not changed for three periods of their own clock, the holder is
//! dead, and its lease is removed by whoever first gives the file a second name, which only one can do. No two clocks have
//! to agree. Should a holder only have slept, a cell runs twice: that costs time, the results are the same bits.

use super::ClusterFault;
use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often a holder counts up.
pub const PERIOD: Duration = Duration::from_secs(5);

/// After so many periods without a change the holder is dead.
const PATIENCE: u32 = 3;

/// The leases of one process.
pub struct Leases {
    folder: PathBuf,
    /// Names this process among all machines.
    holder: String,
    period: Duration,
    /// What other holders' leases held, and since when.
    seen: HashMap<PathBuf, (Vec<u8>, Instant)>,
}

/// A cell that this process may run.
pub struct Lease {
    path: PathBuf,
    holder: String,
    stop: Option<Sender<()>>,
    heart: Option<JoinHandle<()>>,
}

impl Leases {
    /// The leases in `leases/` of a store.
    pub fn open(store: &Path, period: Duration) -> Result<Self, ClusterFault> {
        let folder = store.join("leases");
        std::fs::create_dir_all(&folder).map_err(|error| fault(&folder, &error))?;
        Ok(Leases { folder, holder: holder(), period, seen: HashMap::new() })
    }

    /// The lease on a cell, unless somebody else holds it and lives.
    pub fn claim(&mut self, cell: &str) -> Result<Option<Lease>, ClusterFault> {
        let path = self.folder.join(cell);
        if self.is_dead(&path) {
            self.bury(&path);
        }
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => self.held(path, file).map(Some),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(None),
            Err(error) => Err(fault(&path, &error)),
        }
    }

    fn held(&self, path: PathBuf, mut file: File) -> Result<Lease, ClusterFault> {
        beat(&mut file, &self.holder, 0).map_err(|error| fault(&path, &error))?;
        let (stop, stopped) = channel();
        let (period, holder) = (self.period, self.holder.clone());
        let heart = std::thread::spawn(move || {
            let mut count = 0;
            while stopped.recv_timeout(period) == Err(RecvTimeoutError::Timeout) {
                count += 1;
                // Written through the file that was made: should the lease have been taken, this changes nothing.
                // A beat that fails is followed by another.
                let _ = beat(&mut file, &holder, count);
            }
        });
        Ok(Lease { path, holder: self.holder.clone(), stop: Some(stop), heart: Some(heart) })
    }

    /// Whether a lease has not changed for too long, by this process's own clock.
    fn is_dead(&mut self, path: &Path) -> bool {
        let Ok(content) = std::fs::read(path) else {
            self.seen.remove(path);
            return false;
        };
        match self.seen.get(path) {
            Some((before, since)) if *before == content => since.elapsed() > self.period * PATIENCE,
            _ => {
                self.seen.insert(path.to_path_buf(), (content, Instant::now()));
                false
            }
        }
    }

    /// Takes a dead lease away. Whoever first gives it its second name, of which there is one, may remove it, after a look at what it
    /// holds by then: another process may have been faster, and it is the lease of somebody who lives.
    fn bury(&mut self, path: &Path) {
        let Some((content, _)) = self.seen.remove(path) else { return };
        let grave = path.with_extension("taken");
        if std::fs::hard_link(path, &grave).is_err() {
            // Somebody else is about to, unless they died over it.
            if self.is_dead(&grave) {
                let _ = std::fs::remove_file(&grave);
            }
            return;
        }
        if std::fs::read(&grave).is_ok_and(|now| now == content) {
            let _ = std::fs::remove_file(path);
        }
        let _ = std::fs::remove_file(&grave);
    }
}

impl Drop for Lease {
    /// Gives the cell back; a lease that somebody else has taken stays.
    fn drop(&mut self) {
        self.stop.take();
        if let Some(heart) = self.heart.take() {
            let _ = heart.join();
        }
        let ours = std::fs::read(&self.path).is_ok_and(|content| content.starts_with(self.holder.as_bytes()));
        if ours {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Writes holder and count over what the file holds: always as many bytes.
fn beat(file: &mut File, holder: &str, count: u64) -> std::io::Result<()> {
    file.seek(SeekFrom::Start(0))?;
    file.write_all(format!("{holder} {count:020}\n").as_bytes())?;
    file.sync_all()
}

/// Host, process and moment: no two processes are the same in all of them.
fn holder() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").or(std::env::var("HOSTNAME"));
    let host: String = host.unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{host}-{}-{:x}", std::process::id(), jiff::Timestamp::now().as_nanosecond())
}

fn fault(path: &Path, error: &std::io::Error) -> ClusterFault {
    let message = format!("can't make {}: {error}", path.display());
    ClusterFault::new(message, "`--on folder` needs a store that every machine can write to: `--store DIR`")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Short enough for a test, long enough for a machine that is busy.
    const SHORT: Duration = Duration::from_millis(100);

    fn leases(store: &Path) -> Leases {
        Leases::open(store, SHORT).expect("leases")
    }

    #[test]
    fn one_holder_at_a_time() {
        let store = tempfile::tempdir().expect("a folder");
        let (mut a, mut b) = (leases(store.path()), leases(store.path()));
        let lease = a.claim("x").expect("asked").expect("free");
        assert!(b.claim("x").expect("asked").is_none());
        assert!(b.claim("y").expect("asked").is_some());
        drop(lease);
        assert!(b.claim("x").expect("asked").is_some());
        assert_eq!(std::fs::read_dir(store.path().join("leases")).expect("listed").count(), 0);
    }

    #[test]
    fn a_holder_that_lives_keeps_its_lease_and_a_dead_one_loses_it() {
        let store = tempfile::tempdir().expect("a folder");
        let (mut a, mut b) = (leases(store.path()), leases(store.path()));
        let living = a.claim("living").expect("asked").expect("free");
        std::fs::write(store.path().join("leases/dead"), "somebody 00000000000000000007\n").expect("written");
        assert!(b.claim("dead").expect("asked").is_none(), "nobody is dead at first sight");
        let mut taken = None;
        for _ in 0..10 {
            assert!(b.claim("living").expect("asked").is_none());
            taken = taken.or(b.claim("dead").expect("asked"));
            std::thread::sleep(SHORT / 2);
        }
        assert!(taken.is_some());
        drop((living, taken));
    }

    #[test]
    fn of_many_that_take_a_dead_lease_one_gets_it() {
        let store = tempfile::tempdir().expect("a folder");
        let mut all: Vec<Leases> = (0..8).map(|_| leases(store.path())).collect();
        std::fs::write(store.path().join("leases/x"), "somebody 00000000000000000007\n").expect("written");
        all.iter_mut().for_each(|leases| drop(leases.claim("x").expect("asked")));
        std::thread::sleep(SHORT * (PATIENCE + 1));
        let held: Vec<Option<Lease>> = std::thread::scope(|scope| {
            let threads: Vec<_> =
                all.iter_mut().map(|leases| scope.spawn(move || leases.claim("x").expect("asked"))).collect();
            threads.into_iter().map(|thread| thread.join().expect("joined")).collect()
        });
        assert_eq!(held.iter().flatten().count(), 1);
    }

    /// Whoever dies between the second name and the removal keeps nobody from the cell for ever.
    #[test]
    fn a_lease_that_was_half_taken_is_taken_in_the_end() {
        let store = tempfile::tempdir().expect("a folder");
        let path = store.path().join("leases/x");
        let mut late = leases(store.path());
        std::fs::write(&path, "somebody 00000000000000000007\n").expect("written");
        std::fs::hard_link(&path, path.with_extension("taken")).expect("linked");
        let taken = (0..40).find_map(|_| {
            std::thread::sleep(SHORT / 2);
            late.claim("x").expect("asked")
        });
        assert!(taken.is_some());
    }
}
