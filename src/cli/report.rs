//! `pipette report RUN|FILE`: a run as one HTML file; `pipette report A B`: two of them side by side.

use super::arguments::ReportOptions;
use super::load::{Loaded, Loader};
use super::{complain, diff, export, shown, stores};
use crate::data::printable;
use crate::report::html::{self, Shown, Standing};
use crate::run::compare::compare;
use crate::run::index::Listed;
use crate::run::{Circumstances, FindingRecord, Index, Lock, LockFault, Record};
use std::path::{Path, PathBuf};

pub fn report(options: &ReportOptions) -> u8 {
    let page = match &options.other {
        Some(other) => side_by_side(options, other),
        None => one(options).map(|shown| (html::report(&shown), stem(&shown.record))),
    };
    let written = page.and_then(|(page, stem)| {
        let output = options.output.clone().unwrap_or_else(|| PathBuf::from(format!("{stem}.html")));
        export::write(&output, page.as_bytes()).map(|()| output)
    });
    match written {
        Ok(output) => {
            anstream::eprintln!("report: {}", printable(&output.to_string_lossy(), 300));
            0
        }
        Err(code) => code,
    }
}

/// The name of the file without its ending, under which its report is written where no other name is given.
fn stem(record: &Record) -> String {
    let stem = Path::new(&record.file).file_stem().unwrap_or_default().to_string_lossy().to_string();
    if stem.is_empty() { "report".into() } else { stem }
}

fn side_by_side(options: &ReportOptions, other: &str) -> Result<(String, String), u8> {
    let loader = Loader::new();
    let side = |name: &str| diff::side(name, options.store.as_deref(), &loader);
    let (a, b) = (side(&options.run)?, side(other)?);
    Ok((html::compare(&a, &b, &compare(&a, &b), None), "comparison".into()))
}

/// The run or the file that is named.
fn one(options: &ReportOptions) -> Result<Shown, u8> {
    let (name, store) = (&options.run, options.store.as_deref());
    let file = Path::new(name);
    if !file.is_file() {
        let (index, run) = stores::run(name, store)?;
        let record = stores::record(&index, &run)?;
        return Ok(shown::of_run(&index.folder(run.id()), record));
    }
    let root = stores::store(store, Some(file));
    let index = Index::of(&root);
    let mut runs = stores::runs(&index, &root)?;
    runs.retain(|run| stores::is_of(run, file));
    let recorded = |run: &Listed| Record::read(&index.folder(run.id())).ok();
    let newest = runs.iter().enumerate().find_map(|(at, run)| Some((at, run, recorded(run)?)));
    let loaded = loaded(file);
    match newest {
        None => loaded.and_then(|loaded| unrun(file, &loaded)),
        Some((at, run, record)) => {
            let remarks = remarks(&record, &runs[..at], loaded.ok().as_ref());
            Ok(Shown { remarks, ..shown::of_run(&index.folder(run.id()), record) })
        }
    }
}

/// A file as it stands, where nothing is wrong with it.
fn loaded(file: &Path) -> Result<Loaded, u8> {
    let loaded = Loader::new().load(file, &[]);
    let loaded = loaded.map_err(|unreadable| complain(&unreadable.message, Some(&unreadable.help)))?;
    if loaded.is_runnable() {
        return Ok(loaded);
    }
    loaded.print();
    Err(loaded.refuse(&format!("{} has errors", loaded.source.name())))
}

/// What has to be said before a run is shown for a file.
fn remarks(record: &Record, newer: &[Listed], loaded: Option<&Loaded>) -> Vec<String> {
    let mut remarks = Vec::new();
    match loaded {
        None => remarks.push("The file can't be run as it stands now.".into()),
        Some(loaded) if loaded.plan.identity().hex() != record.identity && record.overrides.is_empty() => {
            remarks.push("The file has changed since this run: it now describes another experiment.".into());
        }
        Some(_) => {}
    }
    let words =
        |run: &Listed| format!("A newer run, {} ({}), has left no record.", run.id(), run.status.word());
    remarks.extend(newer.first().map(words));
    remarks
}

/// A file that the store has no run of: its lock, else its plan.
fn unrun(file: &Path, loaded: &Loaded) -> Result<Shown, u8> {
    let around = Circumstances {
        file: loaded.source.name().to_string(),
        started: jiff::Zoned::now(),
        overrides: Default::default(),
        included: loaded.included(),
        threads: 1,
        findings: loaded.findings.iter().map(|it| FindingRecord::new(&loaded.source, it)).collect(),
    };
    let lock = match Lock::read(&Lock::path(file)) {
        Ok(lock) => Some(lock),
        Err(LockFault::Missing) => None,
        Err(fault) => return Err(complain(&fault.to_string(), Some(fault.help()))),
    };
    let (standing, said) = match &lock {
        Some(_) => {
            (Standing::Lock, "no run of it is in the store: this report is made from its lock and its plan")
        }
        None => {
            (Standing::Plan, "no run of it is in the store, and it has no lock: this report shows its plan")
        }
    };
    anstream::eprintln!("{said}");
    let changed = lock.as_ref().is_some_and(|lock| lock.identity != loaded.plan.identity().hex());
    let record = Record::of_plan(&loaded.plan, lock.as_ref(), &around);
    let mut remarks = vec![sentence(said)];
    remarks.extend(changed.then(|| "The file has changed since it was locked.".to_string()));
    Ok(Shown { remarks, ..shown::of_record(record, standing) })
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
