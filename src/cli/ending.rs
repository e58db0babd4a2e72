//! The last words of a run: what it came to, where its record and its lock are, how to go on.

use super::arguments::RunOptions;
use super::load::Loaded;
use super::locking::After;
use super::run::screen;
use super::signals::Signals;
use super::{RUN_FAILED, findings};
use crate::data::printable;
use crate::report::pictures::Drawn;
use crate::report::plain::plain;
use crate::report::{recap, text};
use crate::run::cluster::shell_word;
use crate::run::{End, Lock, Report, Verdict};
use crate::vocabulary::Rates;
use std::path::Path;

/// What a run came to, for people: everything, then the pictures, then the last words.
pub fn say(loaded: &Loaded, report: &Report, drawn: &[Drawn], rates: &Rates) {
    anstream::eprint!("{}", text::report(report, screen()));
    let pictures = drawn.iter().map(|picture| picture.text.trim_start_matches('\n'));
    pictures.filter(|text| !text.is_empty()).for_each(|text| anstream::eprint!("\n{text}"));
    match &report.end {
        End::Done => {}
        End::Failed(failure) => findings::print(&loaded.source, &[failure.finding()]),
        End::Interrupted { text } => anstream::eprintln!("\ninterrupted in: {}", plain(text)),
    }
    anstream::eprint!("{}", recap::recap(report, loaded.plan.seconds(rates)));
    if matches!(report.end, End::Interrupted { .. }) {
        anstream::eprintln!("the same command goes on from there");
    }
}

/// Where what a run has left is found, and the command that makes a page of it.
pub fn say_where(options: &RunOptions, record: &Path, lock: After) {
    let shown = |path: &Path| printable(&path.to_string_lossy(), 300);
    let file = &options.file.file;
    anstream::eprintln!("\nrecord: {}", shown(record));
    if lock == After::Written {
        anstream::eprintln!("lock: {}", shown(&Lock::path(file)));
    }
    let store = options.store.iter().map(|store| format!(" --store {}", shell_word(&shown(store))));
    anstream::eprintln!("page: pipette report {}{}", shell_word(&shown(file)), store.collect::<String>());
}

/// The exit code by what a run came to.
pub fn exit_code(report: &Report, signals: &Signals, strict: bool) -> u8 {
    match &report.end {
        End::Failed(_) => return RUN_FAILED,
        End::Interrupted { .. } => return signals.exit_code(),
        End::Done => {}
    }
    let failed = |verdict| verdict == Verdict::Failed || (strict && verdict == Verdict::Undecided);
    u8::from(report.claims.iter().any(|claim| failed(claim.verdict)))
}

/// The exit code by what became of the lock.
pub fn lock_code(lock: After) -> u8 {
    match lock {
        After::Untouched | After::Written => 0,
        After::Differs | After::Unwritable => RUN_FAILED,
    }
}
