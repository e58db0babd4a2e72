//! `pipette run FILE`: the whole way, from text to verdicts, with a record of what was done.

use super::arguments::{Format, RunOptions};
use super::cluster::{self, Elsewhere};
use super::load::{Loaded, Loader};
use super::logs::Logs;
use super::progress::Progress;
use super::signals::Signals;
use super::{RUN_FAILED, complain, ending, findings, hand_out, locking, shown};
use crate::check::Plan;
use crate::data::Shelf;
use crate::report::pictures::{self, Drawn};
use crate::report::plan::foretold;
use crate::report::spark::Screen;
use crate::report::{json, rows};
use crate::run::index::{Ended, Started};
use crate::run::live::Live;
use crate::run::store::Disk;
use crate::run::{
    self, Alive, Circumstances, End, Forecast, Index, Record, Report, RunFolder, Store, StoreFault, history,
};
use crate::vocabulary::Rates;
use std::path::PathBuf;
use std::time::Instant;

pub fn run(options: &RunOptions) -> u8 {
    let (loaded, loader) = match options.file.load(options.resources.threads) {
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
        return loaded.refuse("not run");
    }
    if loaded.plan.steps.is_empty() {
        let message =
            format!("there is nothing to run in {}: none of its lines does anything", loaded.source.name());
        say_refusal(options, loaded.source.name(), Vec::new);
        return complain(&message, Some("`pipette new NAME` makes a study with a file to begin with"));
    }
    let shelf = match loaded.shelf(&options.resources) {
        Ok(shelf) => shelf,
        Err(fault) => return complain(&fault.to_string(), Some(&fault.help())),
    };
    let cells = match cluster::wanted(options, &loaded.plan) {
        Ok(cells) => cells,
        Err(fault) => return complain(&fault.message, Some(&fault.help)),
    };
    let logs = match Logs::of(options, &loaded.plan) {
        Ok(logs) => logs,
        Err(code) => return code,
    };
    match carried_out(options, (&loaded, &loader), &shelf, (cells, logs)) {
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
    (cells, logs): (run::Cells, Logs),
) -> Result<u8, StoreFault> {
    let threads = threads(options.resources.threads);
    let store = loaded.store(options.store.as_deref());
    let store = Store::open(&store, Disk::default())?;
    let _usage = store.share();
    let stays = match locking::before(options, loaded) {
        Ok(stays) => stays,
        Err(code) => return Ok(code),
    };
    let identity = loaded.plan.identity().short();
    let folder = match options.cells.cell {
        Some(_) => RunFolder::passing(&loaded.folder, store.disk.clone())?,
        None => RunFolder::create(&store.root, &loaded.folder, &identity, store.disk.clone())?,
    };
    let index = Index::of(&store.root);
    let alive = (!folder.is_passing()).then(|| entered(loaded, &index, &folder));
    let signals = Signals::listen().unwrap_or_default();
    let quiet = options.file.format == Format::Json;
    let around = around(loaded, threads);
    let rates = loader.rates().clone().on(threads);
    let live = (!folder.is_passing()).then(|| Live::of(&folder.path));
    let forecast = Forecast::new(&loaded.plan, &rates);
    let progress = Progress::new(signals.clone(), quiet).of_run(forecast, live).with_logs(logs);
    let run_options = run::RunOptions {
        shelf,
        folder: &folder,
        store: Some(&store),
        rates: &rates,
        watcher: &progress,
        probe: None,
        cells,
        dry: false,
        every: options.cells.checkpoint_every.map_or(run::RunOptions::EVERY, |every| every.0),
    };
    say_foretold(&loaded.plan, &rates, quiet);
    let began = Instant::now();
    let elsewhere = Elsewhere { options, loaded, store: &store, run: &run_options, signals: &signals, quiet };
    if let Some(code) = elsewhere.cells() {
        return Ok(code);
    }
    let elsewhere = began.elapsed().as_secs_f64();
    let mut report = run::run(&loaded.plan, &run_options);
    report.seconds += elsewhere;
    finish(&progress, &report, &folder);
    // The fonts and the canvas of the pictures then lie where the data were.
    crate::numeric::allocator::give_back_all();
    let drawn = pictures::draw(&report, screen());
    let kept = keep(loaded, &mut report, &drawn, (&folder, &index), &around);
    remember(&loaded.plan, &report, &rates, &folder, loaded.source.name());
    if kept.is_ok() {
        progress.forget();
    }
    drop(alive);
    let code = if kept.is_ok() { ending::exit_code(&report, &signals, options.strict) } else { RUN_FAILED };
    let written = match options.file.format {
        Format::Json => {
            hand_out(format!("{}\n", json::run(&loaded.source, &loaded.plan, &folder.id, &report, code)))
        }
        Format::Text => {
            ending::say(loaded, &report, &drawn, &rates);
            0
        }
    };
    say_of_logs(&progress);
    // Said last: hours of work are shown even where no disk takes their record.
    let path = kept?;
    let lock = locking::after(options, loaded, (&report, &store), stays.as_ref())?;
    if !quiet && !folder.is_passing() {
        ending::say_where(options, &path, lock);
    }
    Ok(code.max(written).max(ending::lock_code(lock)))
}

fn around(loaded: &Loaded, threads: usize) -> Circumstances {
    Circumstances {
        file: loaded.source.name().to_string(),
        started: jiff::Zoned::now(),
        overrides: loaded.overrides.iter().map(|set| (set.name.clone(), set.text.clone())).collect(),
        included: loaded.included(),
        threads,
        findings: loaded.findings.iter().map(|it| run::FindingRecord::new(&loaded.source, it)).collect(),
    }
}

fn say_foretold(plan: &Plan, rates: &Rates, quiet: bool) {
    if quiet {
        return;
    }
    let assumed = if rates.measured { "" } else { " (not calibrated)" };
    anstream::eprintln!("{}{assumed}", foretold(plan, rates));
}

/// The bar goes, and logs get what lines have come to over all their cells.
fn finish(progress: &Progress, report: &Report, folder: &RunFolder) {
    progress.finish();
    // Means over the cells of a run that was cut off are others once it has gone on.
    if matches!(report.end, End::Done) && !folder.is_passing() {
        progress.logs().ends(&report.steps);
    }
}

/// Logs that are not whole.
fn say_of_logs(progress: &Progress) {
    for fault in progress.logs().faults() {
        complain(&fault, Some("run the file again once that is mended: what is kept is told from the store"));
    }
}

/// Adds the run to the history by which calibrations are judged; a cache that can't be written loses it.
fn remember(plan: &Plan, report: &Report, rates: &Rates, folder: &RunFolder, file: &str) {
    let entries = history::entries(&folder.id, file, plan, report, rates);
    let _ = history::append(&run::Cache::usual(), &entries);
}

/// Pictures, the table of measures and the record in the run's folder; the record is tried even where a picture
/// finds no room.
fn keep(
    loaded: &Loaded,
    report: &mut Report,
    drawn: &[Drawn],
    (folder, index): (&RunFolder, &Index),
    around: &Circumstances,
) -> Result<PathBuf, StoreFault> {
    let measures = rows::measures(&loaded.plan, &loaded.source, &report.rows);
    let mut others = Ok(());
    let mut write = |name: &str, bytes: &[u8]| match folder.write_picture(name, bytes) {
        Ok(path) => report.files.push(path),
        Err(fault) => others = Err(fault),
    };
    for picture in drawn {
        write(&picture.name, picture.svg.as_bytes());
        picture.png.iter().for_each(|png| write(&pictures::png_name(&picture.name), png));
    }
    write(super::export::MEASURES, measures.as_bytes());
    // What a page is drawn from is no file that people ask for.
    let figures = pictures::figures(drawn);
    if !figures.0.is_empty() {
        others = others.and(folder.write_picture(shown::FIGURES, &figures.to_bytes()).map(drop));
    }
    let record = Record::new(&loaded.plan, report, folder, around);
    let path = folder.write_record(&record)?;
    // An index that can't be written to is made up from the records.
    if !folder.is_passing() {
        let _ = index.ends(&Ended::of(&record));
    }
    others.map(|()| path)
}

/// Enters the run into the index of its store. The lock on its folder is held as long as it works; without locks it
/// runs all the same, and is listed as killed until it ends.
fn entered(loaded: &Loaded, index: &Index, folder: &RunFolder) -> Option<Alive> {
    let alive = Alive::hold(&folder.path).ok();
    let Loaded { plan, source, .. } = loaded;
    let title = plan.settings.title.clone();
    let _ = index.starts(&Started::now(&folder.id, source.name(), plan.identity().hex(), title));
    alive
}

/// The pool that every computation shares; results do not depend on its size.
pub fn threads(asked: Option<u16>) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = asked.map_or(cores, usize::from);
    // A second pool can't be made in one process; there is only one run in it.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    threads
}

pub fn screen() -> Screen {
    let width = console::Term::stderr().size_checked().map_or(80, |(_, columns)| usize::from(columns));
    Screen::of_locale(width.clamp(40, 120), |name| std::env::var(name).ok())
}
