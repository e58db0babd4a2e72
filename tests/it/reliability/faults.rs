//! Every write of a run, disturbed in every way at every moment: the next run ends in the same lock, and the store
//! holds nothing wrong.

use super::study::{self, How, folder, plan};
use pipette::check::Plan;
use pipette::run::Store;
use pipette::run::store::{Disk, Fault, Moment, Site, Trouble};
use pipette::run::trim;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// Passes every site: results and tensors, snapshots of a network, of a machine and of samples, a file that is saved,
/// pictures, a sweep with repeats.
const FILE: &str = "\
seed 3
use strokes(train: 40, test: 20)
net: train mlp[784,4,10] with sgd(batch: 20) for 2 epochs, then test
machine: train rbm[784,3] with cd1(batch: 20) for 1 epoch
# allow density-from-cd: only looked at
sample 4 from machine after 3 steps, then plot images
save net to \"net.npz\"
sweep n in [12, 30], repeat 2 {
  squares: fit ridge(penalty: 1) on gaussian(n: n, p: 5, noise: 1), then test
}
expect squares.squared-error < 100 at n = 30
plot squares.squared-error over n
";

/// All places that write. A new one does not compile here until it has a line, which the matrix then goes through.
fn after(site: Option<Site>) -> Option<Site> {
    match site {
        None => Some(Site::Version),
        Some(Site::Version) => Some(Site::Object),
        Some(Site::Object) => Some(Site::Entry),
        Some(Site::Entry) => Some(Site::Snapshot),
        Some(Site::Snapshot) => Some(Site::Record),
        Some(Site::Record) => Some(Site::Picture),
        Some(Site::Picture) => Some(Site::Saved),
        Some(Site::Saved) => Some(Site::Pins),
        Some(Site::Pins) => Some(Site::Lock),
        Some(Site::Lock) => Some(Site::Submission),
        Some(Site::Submission) => Some(Site::Other),
        Some(Site::Other) => None,
    }
}

/// Those that a run on this machine writes; a submission is looked at by itself, and what is no run's goes the same way.
fn sites() -> Vec<Site> {
    let all = std::iter::successors(after(None), |&site| after(Some(site)));
    all.filter(|site| !matches!(site, Site::Submission | Site::Other)).collect()
}

const MOMENTS: [Moment; 5] = [Moment::Create, Moment::Write, Moment::Flush, Moment::Rename, Moment::Done];

/// A fault at the n-th time that something is written at a site.
#[derive(Clone, Copy, Debug)]
struct Planned {
    site: Site,
    moment: Moment,
    nth: u64,
    fault: Fault,
}

/// Carries a plan of faults out, and counts. After a kill nothing is written any more.
#[derive(Default)]
struct Troublemaker {
    planned: Vec<Planned>,
    /// How often each site has begun to write.
    begun: Mutex<BTreeMap<Site, u64>>,
    injected: AtomicU64,
    dead: AtomicBool,
}

impl Troublemaker {
    fn disk(planned: Vec<Planned>) -> (Arc<Self>, Disk) {
        let trouble = Arc::new(Troublemaker { planned, ..Troublemaker::default() });
        (trouble.clone(), Disk::troubled(trouble))
    }
}

impl Trouble for Troublemaker {
    fn at(&self, site: Site, moment: Moment) -> Option<Fault> {
        if self.dead.load(Ordering::Relaxed) {
            return Some(Fault::Killed);
        }
        let mut begun = self.begun.lock().expect("nobody panics");
        let count = begun.entry(site).or_default();
        *count += u64::from(moment == Moment::Create);
        let meets = |it: &&Planned| (it.site, it.moment, it.nth) == (site, moment, *count);
        let fault = self.planned.iter().find(meets)?.fault;
        self.injected.fetch_add(1, Ordering::Relaxed);
        self.dead.store(fault == Fault::Killed, Ordering::Relaxed);
        Some(fault)
    }
}

/// What the undisturbed run leaves.
struct Reference {
    plan: Plan,
    lock: String,
    saved: Vec<u8>,
    writes: BTreeMap<Site, u64>,
    ran: u64,
}

fn reference() -> Reference {
    let (plan, folder) = (plan(FILE), folder());
    let (trouble, disk) = Troublemaker::disk(Vec::new());
    let ran = study::run(&plan, folder.path(), disk, How::default()).expect("an undisturbed run");
    let writes = trouble.begun.lock().expect("nobody panics").clone();
    Reference { plan, lock: ran.lock, saved: saved(folder.path()), writes, ran: ran.ran }
}

fn saved(folder: &Path) -> Vec<u8> {
    std::fs::read(folder.join("net.npz")).expect("saved")
}

/// First, second, middle, last but one, last.
fn occurrences(writes: u64) -> Vec<u64> {
    let mut all = vec![1, 2, writes.div_ceil(2), writes.saturating_sub(1), writes];
    all.retain(|nth| (1..=writes).contains(nth));
    all.sort_unstable();
    all.dedup();
    all
}

fn faults() -> [Fault; 4] {
    // The kind of EIO has no name in the library.
    let eio = io::Error::from_raw_os_error(5).kind();
    [Fault::Killed, Fault::Fails(eio), Fault::Fails(io::ErrorKind::StorageFull), Fault::Short]
}

fn matrix(writes: &BTreeMap<Site, u64>) -> Vec<Planned> {
    let mut all = Vec::new();
    for site in sites() {
        for nth in occurrences(writes.get(&site).copied().unwrap_or(0)) {
            for moment in MOMENTS {
                all.extend(faults().map(|fault| Planned { site, moment, nth, fault }));
            }
        }
    }
    all
}

/// Runs into the faults one after the other, then on a healthy disk to the end; how many were met.
fn disturbed(reference: &Reference, planned: &[Planned]) -> u64 {
    let folder = folder();
    let mut injected = 0;
    for fault in planned {
        let (trouble, disk) = Troublemaker::disk(vec![*fault]);
        let ended = study::run(&reference.plan, folder.path(), disk, How::default());
        let met = trouble.injected.load(Ordering::Relaxed);
        // What is not met was done by the run before; what is met has to be said.
        assert_eq!(ended.is_err(), met > 0, "{planned:?}: {:?}", ended.err());
        injected += met;
    }
    let kept = entries(folder.path());
    let ran = study::run(&reference.plan, folder.path(), Disk::default(), How::default());
    let ran = ran.unwrap_or_else(|why| panic!("{planned:?}: {why}"));
    assert_eq!(ran.lock, reference.lock, "{planned:?}");
    assert_eq!(saved(folder.path()), reference.saved, "{planned:?}");
    assert_eq!(ran.ran + kept, reference.ran, "{planned:?}: what was kept is not run again");
    let store = Store::open(&folder.path().join(".pipette"), Disk::default()).expect("opened");
    trim::verify(&store);
    assert_eq!((store.take_damage(), ran.damage()), (vec![], 0), "{planned:?}");
    injected
}

/// The results that the store has.
fn entries(folder: &Path) -> u64 {
    let store = Store::open(&folder.join(".pipette"), Disk::default()).expect("opened");
    store.entries().len() as u64
}

/// Faults that the tests meet at least.
pub const FAULTS: u64 = 500;
pub const IN_RECOVERY: u64 = 80;

#[test]
fn no_fault_of_any_write_changes_a_result() {
    let reference = reference();
    for site in sites() {
        assert!(reference.writes.contains_key(&site), "{site:?} is not written by the experiment");
    }
    let once = matrix(&reference.writes);
    let mut injected = 0;
    for planned in &once {
        let met = disturbed(&reference, &[*planned]);
        assert_eq!(met, 1, "{planned:?}");
        injected += met;
    }
    assert_eq!(injected, once.len() as u64);
    println!("{injected} faults");
    assert!(injected >= FAULTS, "{injected} faults");
}

/// The recovery is disturbed too, and the recovery from that.
#[test]
fn faults_during_recovery_change_no_result() {
    let reference = reference();
    let all = matrix(&reference.writes);
    let mut injected = 0;
    for (at, first) in all.iter().enumerate().step_by(11) {
        let more = [all[(at * 7 + 3) % all.len()], all[(at * 13 + 5) % all.len()]];
        injected += disturbed(&reference, &[*first, more[0], more[1]]);
    }
    println!("{injected} faults during recovery");
    assert!(injected >= IN_RECOVERY, "{injected} faults");
}

/// The note of what was handed to a scheduler is the old one or the new one, whatever happens, and what happens is said.
#[test]
fn a_submission_is_noted_whole_or_not_at_all() {
    let folder = folder();
    let path = folder.path().join("note.json");
    for moment in MOMENTS {
        for fault in faults() {
            std::fs::write(&path, "the old note").expect("written");
            let planned = Planned { site: Site::Submission, moment, nth: 1, fault };
            let (trouble, disk) = Troublemaker::disk(vec![planned]);
            assert!(disk.write(Site::Submission, &path, b"the new one").is_err(), "{planned:?}");
            assert_eq!(trouble.injected.load(Ordering::Relaxed), 1);
            let left = std::fs::read_to_string(&path).expect("a note");
            let expected = if moment == Moment::Done { "the new one" } else { "the old note" };
            assert_eq!(left, expected, "{planned:?}");
        }
    }
}
