//! `pipette verify FILE`: the lock re-checked without running: the meaning of the file, its data, the versions of its words,
//! the result of every step as far as the store has it, the verdict of every claim. `--rerun` computes everything anew and compares.

use super::arguments::{Format, VerifyOptions};
use super::load::{Loaded, Loader};
use super::progress::Progress;
use super::run::threads;
use super::signals::Signals;
use super::{RUN_FAILED, complain, hand_out, show};
use crate::report::plain::plain;
use crate::report::schema;
use crate::run::recheck::{self, Deviation};
use crate::run::store::{Disk, Store};
use crate::run::{self, Cells, End, Lock, Report, RunFolder, StoreFault, Sums};
use crate::source::amounts::counted;
use serde_json::json;

/// The lock says something else.
const DIFFERENT: u8 = 1;

pub fn verify(options: &VerifyOptions) -> u8 {
    let (loaded, loader) = match options.file.load(options.resources.threads) {
        Ok(loaded) => loaded,
        Err(unreadable) => return complain(&unreadable.message, Some(&unreadable.help)),
    };
    loaded.print();
    if !loaded.is_runnable() {
        return loaded.refuse("not verified");
    }
    let lock = match Lock::read(&Lock::path(&options.file.file)) {
        Ok(lock) => lock,
        Err(fault) => return complain(&fault.to_string(), Some(fault.help())),
    };
    let signals = Signals::listen().unwrap_or_default();
    match checked(options, &lock, (&loaded, &loader), &signals) {
        Ok(checked) => {
            let written = match options.file.format {
                Format::Text => show(&checked.text()),
                Format::Json => hand_out(format!("{}\n", checked.json())),
            };
            checked.code(options, &signals).max(written)
        }
        Err(fault) => {
            complain(&fault.to_string(), Some(&fault.help()));
            RUN_FAILED
        }
    }
}

/// A lock, the run that it was compared with, and what is not as it says.
struct Checked<'a> {
    lock: &'a Lock,
    report: Report,
    deviations: Vec<Deviation>,
}

/// The run of the file from its store alone, or anew in one of its own, compared with the lock.
fn checked<'a>(
    options: &VerifyOptions,
    lock: &'a Lock,
    (loaded, loader): (&Loaded, &Loader),
    signals: &Signals,
) -> Result<Checked<'a>, StoreFault> {
    let fresh = tempfile::tempdir().map_err(|error| StoreFault::new(&std::env::temp_dir(), error))?;
    let store = match options.rerun {
        true => Some(Store::open(fresh.path(), Disk::default())?),
        false => Store::existing(&loaded.store(options.store.as_deref()))?,
    };
    let folder = RunFolder::scratch(&loaded.folder)?;
    let shelf = loaded.shelf(&options.resources);
    let shelf =
        shelf.map_err(|fault| StoreFault::new(&loaded.folder, std::io::Error::other(fault.to_string())))?;
    let rates = loader.rates().clone().on(threads(options.resources.threads));
    let progress = Progress::new(signals.clone(), !options.rerun || options.file.format == Format::Json);
    let run_options = run::RunOptions {
        shelf: &shelf,
        folder: &folder,
        store: store.as_ref(),
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
    let deviations = match report.end {
        End::Done => recheck::of_locks(lock, &now),
        _ => recheck::of_inputs(lock, &loaded.plan, &Sums::new(&loaded.folder)),
    };
    Ok(Checked { lock, report, deviations })
}

impl Checked<'_> {
    /// Why results and claims could not be compared.
    fn unchecked(&self) -> Option<String> {
        match &self.report.end {
            End::Done => None,
            End::Failed(failure) => Some(format!("{} ({})", failure.fault, failure.text)),
            End::Interrupted { .. } => Some("interrupted".into()),
        }
    }

    /// What the lock was made with that is not here, so that values are compared in place of bits.
    fn elsewhere(&self) -> Vec<(&'static str, &str)> {
        let made = [
            ("class", self.lock.numeric.as_str(), run::numeric_class()),
            ("version", self.lock.pipette.as_str(), env!("CARGO_PKG_VERSION")),
        ];
        made.into_iter().filter(|(_, was, is)| was != is).map(|(what, was, _)| (what, was)).collect()
    }

    fn code(&self, options: &VerifyOptions, signals: &Signals) -> u8 {
        match &self.report.end {
            End::Interrupted { .. } => signals.exit_code(),
            _ if !self.deviations.is_empty() => DIFFERENT,
            End::Failed(_) if options.rerun => RUN_FAILED,
            End::Failed(_) if options.strict => DIFFERENT,
            _ => 0,
        }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for deviation in &self.deviations {
            text += &format!("different  {}\n", plain(&deviation.to_string()));
        }
        let unchecked = self.unchecked();
        if let Some(why) = &unchecked {
            text += &format!("unchecked  results and claims: {}\n", plain(why));
        }
        for (what, was) in self.elsewhere() {
            text += &format!("{what:<10} made with {}; values are compared, not bits\n", plain(was));
        }
        if self.deviations.is_empty() && unchecked.is_none() {
            let Lock { data, steps, claims, .. } = self.lock;
            let [data, steps, claims] =
                [(data.len(), "data set"), (steps.len(), "step"), (claims.len(), "claim")]
                    .map(|(n, what)| counted(n, what));
            text += &format!("the lock holds: {data}, {steps}, {claims}\n");
        }
        text
    }

    fn json(&self) -> serde_json::Value {
        let unchecked = self.unchecked();
        let made: serde_json::Map<String, serde_json::Value> =
            self.elsewhere().into_iter().map(|(what, was)| (what.to_string(), was.into())).collect();
        json!({
            "schema": schema::VERIFY,
            "pipette": env!("CARGO_PKG_VERSION"),
            "holds": self.deviations.is_empty() && unchecked.is_none(),
            "different": self.deviations,
            "unchecked": unchecked,
            "made_with": made,
        })
    }
}
