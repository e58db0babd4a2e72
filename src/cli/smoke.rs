//! `pipette smoke FILE`: the same graph in seconds, before a long run. Nothing is kept.

use super::arguments::{Format, SmokeOptions};
use super::load::{Loaded, Loader};
use super::progress::Progress;
use super::run::threads;
use super::signals::Signals;
use super::{RUN_FAILED, complain, findings, hand_out};
use crate::check::{self, Shrunk};
use crate::data::Shelf;
use crate::report::smoke as shown;
use crate::run::{self, End, Smoke, StoreFault};

pub fn smoke(options: &SmokeOptions) -> u8 {
    let (loaded, loader) = match options.file.load(options.resources.threads) {
        Ok(loaded) => loaded,
        Err(unreadable) => return complain(&unreadable.message, Some(&unreadable.help)),
    };
    loaded.print();
    if !loaded.is_runnable() {
        return loaded.refuse("not tried out");
    }
    let shelf = match loaded.shelf(&options.resources) {
        Ok(shelf) => shelf,
        Err(fault) => return complain(&fault.to_string(), Some(&fault.help())),
    };
    let small = match check::shrunk(&loaded.plan, &loaded.folder) {
        Ok(small) => small,
        Err(found) => {
            findings::print(&loaded.source, &found);
            complain("the file can't be shrunk to a trial", None);
            return RUN_FAILED;
        }
    };
    match tried(options, (&loaded, &loader), &small, &shelf) {
        Ok(code) => code,
        Err(fault) => {
            complain(&fault.to_string(), Some(&fault.help()));
            RUN_FAILED
        }
    }
}

fn tried(
    options: &SmokeOptions,
    (loaded, loader): (&Loaded, &Loader),
    small: &Shrunk,
    shelf: &Shelf,
) -> Result<u8, StoreFault> {
    let rates = loader.rates().clone().on(threads(options.resources.threads));
    let signals = Signals::listen().unwrap_or_default();
    let progress = Progress::new(signals.clone(), options.file.format == Format::Json);
    let beside = &loaded.folder;
    let run_options = run::SmokeOptions { shelf, beside, rates: &rates, watcher: &progress };
    let mut smoke = run::smoke(&loaded.plan, small, &run_options)?;
    smoke.findings = loaded.judged(smoke.findings);
    progress.finish();
    let code = exit_code(&smoke, &signals);
    let (source, plan) = (&loaded.source, &loaded.plan);
    let written = match options.file.format {
        Format::Json => {
            let found = smoke.findings.iter().map(|finding| findings::to_json(source, finding)).collect();
            hand_out(format!("{}\n", shown::to_json(source, plan, &smoke, found, code)))
        }
        Format::Text => {
            anstream::eprint!("\n{}", shown::smoke(&smoke, plan));
            anstream::eprintln!();
            findings::print(source, &smoke.findings);
            if let End::Interrupted { text } = &smoke.end {
                anstream::eprintln!("interrupted in: {}", crate::report::plain::plain(text));
            }
            0
        }
    };
    Ok(code.max(written))
}

fn exit_code(smoke: &Smoke, signals: &Signals) -> u8 {
    match &smoke.end {
        End::Done => 0,
        End::Failed(_) => RUN_FAILED,
        End::Interrupted { .. } => signals.exit_code(),
    }
}
