//! When a run writes the lock beside its file, and when it refuses to.

use super::arguments::RunOptions;
use super::complain;
use super::load::Loaded;
use crate::report::plain::plain;
use crate::run::recheck::{self, Difference};
use crate::run::{End, Lock, LockFault, Report, Store, StoreFault};

/// Before the run: whether `--locked` forbids it, with the lock where it has to stay as it is.
///
/// # Errors
/// The exit code, after the refusal was said.
pub fn before(options: &RunOptions, loaded: &Loaded) -> Result<Option<Lock>, u8> {
    if !options.locked {
        return Ok(None);
    }
    if !loaded.overrides.is_empty() {
        return Err(complain("`--locked` and `--set` contradict each other", Some("leave one of them out")));
    }
    let lock = Lock::read(&Lock::path(&options.file.file));
    let lock = lock.map_err(|fault| complain(&format!("not run: {fault}"), Some(fault.help())))?;
    let changed = recheck::of_meaning(&lock, &loaded.plan);
    if changed.is_empty() {
        return Ok(Some(lock));
    }
    say(&changed);
    Err(complain(
        "not run: the lock would change",
        Some("run it without `--locked`, and look at what changes"),
    ))
}

/// After the run: writes the lock, unless the run was partial, asked for other values, or has to leave it as it is.
/// False where the run yielded something else than a lock that has to stay.
///
/// # Errors
/// [`StoreFault`] where the lock can't be written.
pub fn after(
    options: &RunOptions,
    loaded: &Loaded,
    (report, store): (&Report, &Store),
    stays: Option<&Lock>,
) -> Result<bool, StoreFault> {
    let partial = !loaded.overrides.is_empty() || options.cells.cell.is_some();
    if partial || !matches!(report.end, End::Done) {
        return Ok(true);
    }
    let now = Lock::of(&loaded.plan, report);
    if let Some(lock) = stays {
        let changed = recheck::of_locks(lock, &now);
        say(&changed);
        return Ok(changed.is_empty());
    }
    let path = Lock::path(&options.file.file);
    match Lock::read(&path) {
        Ok(before) if before == now => {}
        Err(fault @ LockFault::Newer { .. }) => {
            complain(&fault.to_string(), Some(fault.help()));
            return Ok(true);
        }
        Ok(before) if before.identity == now.identity => say(&recheck::of_locks(&before, &now)),
        Err(fault @ (LockFault::Conflict { .. } | LockFault::Damaged(_))) => {
            anstream::eprintln!("{}: written anew", plain(&fault.to_string()));
        }
        _ => {}
    }
    store.pin(&now.identity, &report.stored)?;
    let name = options.file.file.file_name().unwrap_or_default().to_string_lossy();
    now.write(&path, &name, &store.disk)?;
    Ok(true)
}

fn say(changed: &[Difference]) {
    changed
        .iter()
        .for_each(|difference| anstream::eprintln!("different: {}", plain(&difference.to_string())));
}
