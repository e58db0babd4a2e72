//! `pipette run FILE`: the whole way, from text to verdicts, with a record of what was done.

use super::arguments::{Format, RunOptions};
use super::load::{Loaded, Loader};
use super::progress::Progress;
use super::signals::Signals;
use super::{RUN_FAILED, complain, findings, hand_out};
use crate::check::Plan;
use crate::data::{Shelf, printable};
use crate::report::pictures::{self, Drawn};
use crate::report::plain::plain;
use crate::report::plan::foretold;
use crate::report::spark::Screen;
use crate::report::{json, text};
use crate::run::{self, Circumstances, End, Record, Report, RunFolder, StoreFault, Verdict, history};
use crate::vocabulary::Rates;
use std::path::PathBuf;

pub fn run(options: &RunOptions) -> u8 {
    let (loaded, loader) = match options.file.load(options.threads) {
        Ok(loaded) => loaded,
        Err(unreadable) => {
            let file = options.file.file.display().to_string();
            say_refusal(options, &file, || vec![findings::unreadable_to_json(&unreadable)]);
            return complain(&unreadable.message, Some(&unreadable.help));
        }
    };
    loaded.print();
    if !loaded.is_runnable() {
        let configured = &loaded.configured;
        let (source, list) = match configured.findings.is_empty() {
            true => (&loaded.source, &loaded.findings),
            false => (&configured.source, &configured.findings),
        };
        let list = || list.iter().map(|finding| findings::to_json(source, finding)).collect();
        say_refusal(options, source.name(), list);
        return complain(&format!("not run: {}", loaded.count()), None);
    }
    let shelf = match loaded.configured.configuration.shelf(options.data.clone(), options.offline) {
        Ok(shelf) => shelf,
        Err(fault) => return complain(&fault.to_string(), fault.help().as_deref()),
    };
    match carried_out(options, (&loaded, &loader), &shelf) {
        Ok(code) => code,
        Err(fault) => {
            complain(&fault.to_string(), Some(&fault.help()));
            RUN_FAILED
        }
    }
}

/// Programs that read the standard output are told there why nothing was run.
fn say_refusal(options: &RunOptions, file: &str, list: impl FnOnce() -> Vec<serde_json::Value>) {
    if options.file.format == Format::Json {
        hand_out(format!("{}\n", json::refused(file, list())));
    }
}

fn carried_out(
    options: &RunOptions,
    (loaded, loader): (&Loaded, &Loader),
    shelf: &Shelf,
) -> Result<u8, StoreFault> {
    let threads = threads(options.threads);
    let store = options.store.clone().unwrap_or_else(|| loaded.folder.join(".pipette"));
    let folder = RunFolder::create(&store, &loaded.folder, &loaded.plan.identity().short())?;
    let signals = Signals::listen().unwrap_or_default();
    let quiet = options.file.format == Format::Json;
    let progress = Progress::new(signals.clone(), quiet);
    let around = Circumstances {
        file: loaded.source.name().to_string(),
        started: jiff::Zoned::now(),
        overrides: loaded.overrides.iter().cloned().collect(),
        threads,
    };
    let rates = loader.rates().clone().on(threads);
    let run_options =
        run::RunOptions { shelf, folder: &folder, rates: &rates, watcher: &progress, probe: None };
    if !quiet {
        let assumed = if rates.measured { "" } else { " (not calibrated)" };
        anstream::eprintln!("{}{assumed}", foretold(&loaded.plan, &rates));
    }
    let screen = screen();
    let mut report = run::run(&loaded.plan, &run_options);
    progress.finish();
    remember(&loaded.plan, &report, &rates, &folder, loaded.source.name());
    let drawn = pictures::draw(&report, screen);
    let kept = keep(loaded, &mut report, &drawn, &folder, &around);
    let code = if kept.is_ok() { exit_code(&report, &signals, options.strict) } else { RUN_FAILED };
    let written = match options.file.format {
        Format::Json => {
            hand_out(format!("{}\n", json::run(&loaded.source, &loaded.plan, &folder.id, &report, code)))
        }
        Format::Text => {
            anstream::eprint!("{}", text::report(&report, screen));
            drawn.iter().for_each(|picture| anstream::eprint!("{}", picture.text));
            say_end(loaded, &report);
            0
        }
    };
    // Said last: hours of work are shown even where no disk takes their record.
    let path = kept?;
    if !quiet {
        anstream::eprintln!("\nrecord: {}", printable(&path.to_string_lossy(), 300));
    }
    Ok(code.max(written))
}

/// Adds the run to the history by which calibrations are judged; a cache that can't be written loses it.
fn remember(plan: &Plan, report: &Report, rates: &Rates, folder: &RunFolder, file: &str) {
    let entries = history::entries(&folder.id, file, plan, report, rates);
    let _ = history::append(&run::Cache::usual(), &entries);
}

/// Pictures and record in the run's folder; the record is tried even where a picture finds no room.
fn keep(
    loaded: &Loaded,
    report: &mut Report,
    drawn: &[Drawn],
    folder: &RunFolder,
    around: &Circumstances,
) -> Result<PathBuf, StoreFault> {
    let mut pictures = Ok(());
    for picture in drawn {
        match folder.write(&picture.name, picture.svg.as_bytes()) {
            Ok(path) => report.files.push(path),
            Err(fault) => pictures = Err(fault),
        }
    }
    let record = folder.write_record(&Record::new(&loaded.plan, report, folder, around))?;
    pictures.map(|()| record)
}

/// The pool that every computation shares; results do not depend on its size.
pub fn threads(asked: Option<u16>) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = asked.map_or(cores, usize::from);
    // A second pool can't be made in one process; there is only one run in it.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    threads
}

fn screen() -> Screen {
    let width = console::Term::stderr().size_checked().map_or(80, |(_, columns)| usize::from(columns));
    Screen::of_locale(width.clamp(40, 120), |name| std::env::var(name).ok())
}

fn say_end(loaded: &Loaded, report: &Report) {
    match &report.end {
        End::Done => {}
        End::Failed(failure) => findings::print(&loaded.source, &[failure.finding()]),
        End::Interrupted { text } => anstream::eprintln!("\ninterrupted in: {}", plain(text)),
    }
}

fn exit_code(report: &Report, signals: &Signals, strict: bool) -> u8 {
    match &report.end {
        End::Failed(_) => return RUN_FAILED,
        End::Interrupted { .. } => return signals.exit_code(),
        End::Done => {}
    }
    let failed = |verdict| verdict == Verdict::Failed || (strict && verdict == Verdict::Undecided);
    u8::from(report.claims.iter().any(|claim| failed(claim.verdict)))
}
