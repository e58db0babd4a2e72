//! `pipette verify FILE`: the lock re-checked without running: the meaning of the file, its data, the result of every step
//! as far as the store has it, the verdict of every claim. `--rerun` computes everything anew and compares.

use super::arguments::VerifyOptions;
use super::load::{Loaded, Loader};
use super::progress::Progress;
use super::run::threads;
use super::signals::Signals;
use super::{RUN_FAILED, complain, show};
use crate::report::plain::plain;
use crate::run::recheck::{self, Difference};
use crate::run::store::{Disk, Store};
use crate::run::{self, Cells, End, Lock, Report, RunFolder, StoreFault};

/// The lock says something else.
const DIFFERENT: u8 = 1;

pub fn verify(options: &VerifyOptions) -> u8 {
    let (loaded, loader) = match options.file.load(options.resources.threads) {
        Ok(loaded) => loaded,
        Err(unreadable) => return complain(&unreadable.message, Some(&unreadable.help)),
    };
    loaded.print();
    if !loaded.is_runnable() {
        return complain(&format!("not verified: {}", loaded.count()), None);
    }
    let lock = match Lock::read(&Lock::path(&options.file.file)) {
        Ok(lock) => lock,
        Err(fault) => return complain(&fault.to_string(), Some(fault.help())),
    };
    match checked(options, &lock, (&loaded, &loader)) {
        Ok((report, differences)) => said(&lock, &report, &differences, options.strict),
        Err(fault) => {
            complain(&fault.to_string(), Some(&fault.help()));
            RUN_FAILED
        }
    }
}

/// The run of the file from its store alone, or anew in one of its own, compared with the lock.
fn checked(
    options: &VerifyOptions,
    lock: &Lock,
    (loaded, loader): (&Loaded, &Loader),
) -> Result<(Report, Vec<Difference>), StoreFault> {
    let fresh = tempfile::tempdir().map_err(|error| StoreFault::new(&std::env::temp_dir(), error))?;
    let usual = loaded.store(options.store.as_deref());
    let root = if options.rerun { fresh.path() } else { &usual };
    let store = Store::open(root, Disk::default())?;
    let folder = RunFolder::scratch(&loaded.folder)?;
    let shelf = loaded.shelf(&options.resources);
    let shelf =
        shelf.map_err(|fault| StoreFault::new(&loaded.folder, std::io::Error::other(fault.to_string())))?;
    let rates = loader.rates().clone().on(threads(options.resources.threads));
    let signals = Signals::listen().unwrap_or_default();
    let progress = Progress::new(signals, !options.rerun);
    let run_options = run::RunOptions {
        shelf: &shelf,
        folder: &folder,
        store: Some(&store),
        rates: &rates,
        watcher: &progress,
        probe: None,
        cells: Cells::default(),
        dry: !options.rerun,
        every: run::RunOptions::EVERY,
    };
    let report = run::run(&loaded.plan, &run_options);
    progress.finish();
    let now = Lock::of(&loaded.plan, &report);
    let differences = match report.end {
        End::Done => recheck::of_locks(lock, &now),
        _ => recheck::of_inputs(lock, &loaded.plan, &now.data),
    };
    Ok((report, differences))
}

fn said(lock: &Lock, report: &Report, differences: &[Difference], strict: bool) -> u8 {
    let mut text = String::new();
    for difference in differences {
        text += &format!("different  {}\n", plain(&difference.to_string()));
    }
    let unchecked = match &report.end {
        End::Done => None,
        End::Failed(failure) => Some(format!("{} ({})", failure.fault, failure.text)),
        End::Interrupted { .. } => Some("interrupted".into()),
    };
    if let Some(why) = &unchecked {
        text += &format!("unchecked  results and claims: {}\n", plain(why));
    }
    if lock.numeric != run::numeric_class() {
        text += &format!("class      made with {}; values are compared, not bits\n", plain(&lock.numeric));
    }
    if differences.is_empty() && unchecked.is_none() {
        let (steps, claims) = (lock.steps.len(), lock.claims.len());
        text += &format!("the lock holds: {} data sets, {steps} steps, {claims} claims\n", lock.data.len());
    }
    let written = show(&text);
    let found = !differences.is_empty() || (strict && unchecked.is_some());
    if found { DIFFERENT } else { written }
}
