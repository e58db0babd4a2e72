//! `pipette merge-lock BASE OURS THEIRS`: how git merges lock files. A lock describes one run, so one side is taken whole, or
//! both are left for people to settle; facts of two runs are never mixed.

use super::arguments::MergeLockOptions;
use super::complain;
use crate::run::merged;
use crate::run::store::{Disk, Site};

/// Both sides changed: git leaves the file as a conflict.
const CONFLICT: u8 = 1;

pub fn merge_lock(options: &MergeLockOptions) -> u8 {
    let paths = [&options.base, &options.ours, &options.theirs];
    let read = paths.map(std::fs::read_to_string);
    let [Ok(base), Ok(ours), Ok(theirs)] = read else {
        return complain("the three versions of the lock can't be read", Some("git names them: `%O %A %B`"));
    };
    let (text, code) = match merged(&base, &ours, &theirs) {
        Some(side) => (side.to_string(), 0),
        None => (format!("<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"), CONFLICT),
    };
    match Disk::default().write(Site::Lock, &options.ours, text.as_bytes()) {
        Ok(()) => code,
        Err(error) => complain(&format!("can't write the merged lock: {error}"), None),
    }
}
