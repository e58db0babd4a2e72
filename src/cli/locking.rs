//! When a run writes the lock beside its file, and when it refuses to.

use super::arguments::RunOptions;
use super::complain;
use super::load::Loaded;
use crate::report::plain::plain;
use crate::run::recheck::{self, Deviation};
use crate::run::{End, Lock, LockFault, Report, Store, StoreFault, Sums};

/// Before the run: whether the lock that is there, or `--locked`, forbids it; with the lock where it has to stay as it is.
///
/// # Errors
/// The exit code, after the refusal was said.
pub fn before(options: &RunOptions, loaded: &Loaded) -> Result<Option<Lock>, u8> {
    let read = Lock::read(&Lock::path(&options.file.file));
    let refuse = |fault: LockFault| complain(&format!("not run: {fault}"), Some(fault.help()));
    if !options.locked {
        let forbidden = read.err().filter(|fault| fault.forbids_another() && !is_partial(options, loaded));
        return forbidden.map_or(Ok(None), |fault| Err(refuse(fault)));
    }
    if !loaded.overrides.is_empty() {
        return Err(complain("`--locked` and `--set` contradict each other", Some("leave one of them out")));
    }
    let lock = read.map_err(refuse)?;
    let mut changed = recheck::of_inputs(&lock, &loaded.plan, &Sums::new(&loaded.folder));
    changed.extend(recheck::of_class(&lock));
    if changed.is_empty() {
        return Ok(Some(lock));
    }
    say(&changed);
    Err(complain(
        "not run: the lock would change",
        Some(
            "run it without `--locked`, and look at what changes; `verify --rerun` compares values of other machines",
        ),
    ))
}

/// Whether a run is not that of the whole file as it stands: it has nothing to do with its lock.
fn is_partial(options: &RunOptions, loaded: &Loaded) -> bool {
    !loaded.overrides.is_empty() || options.cells.cell.is_some()
}

/// What became of the lock when the run was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// The run was partial, was asked for other values, or had to leave it as it is.
    Untouched,
    Written,
    /// The run yielded something else than the lock says, which has to stay.
    Differs,
    /// The folder of the file can't be written to.
    Unwritable,
}

/// After the run: writes the lock, unless it has to stay as it is.
///
/// # Errors
/// [`StoreFault`] where the store can't keep what the lock names.
pub fn after(
    options: &RunOptions,
    loaded: &Loaded,
    (report, store): (&Report, &Store),
    stays: Option<&Lock>,
) -> Result<After, StoreFault> {
    if is_partial(options, loaded) || !matches!(report.end, End::Done) {
        return Ok(After::Untouched);
    }
    let now = Lock::of(&loaded.plan, report);
    if let Some(lock) = stays {
        let changed = recheck::of_locks(lock, &now);
        say(&changed);
        if changed.is_empty() {
            return Ok(After::Untouched);
        }
        complain("the run yielded something else than the lock says, which stays as it is", None);
        return Ok(After::Differs);
    }
    let path = Lock::path(&options.file.file);
    match Lock::read(&path) {
        Ok(before) if before == now => {}
        // Somebody has put it there while the run was at work.
        Err(fault) if fault.forbids_another() => {
            complain(&fault.to_string(), Some(fault.help()));
            return Ok(After::Untouched);
        }
        Ok(before) if before.identity == now.identity => say(&recheck::of_locks(&before, &now)),
        Err(fault @ (LockFault::Conflict { .. } | LockFault::Damaged(_))) => {
            anstream::eprintln!("{}: written anew", plain(&fault.to_string()));
        }
        _ => {}
    }
    store.pin(&now.sum(), &path, &report.stored)?;
    let name = options.file.file.file_name().unwrap_or_default().to_string_lossy();
    if let Err(fault) = now.write(&path, &name, &store.disk) {
        let elsewhere = "the lock lies beside the file: copy the file to where you may write, and run it there \
                         with the same `--store`: nothing is computed again";
        let help = if fault.is_forbidden() { elsewhere.to_string() } else { fault.help() };
        complain(&fault.to_string(), Some(&help));
        return Ok(After::Unwritable);
    }
    Ok(After::Written)
}

fn say(changed: &[Deviation]) {
    changed.iter().for_each(|deviation| anstream::eprintln!("different: {}", plain(&deviation.to_string())));
}
