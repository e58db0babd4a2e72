//! `pipette diff A B`: two runs, files or revisions of a file, by what they mean.

use super::arguments::{DiffOptions, Format};
use super::load::{Loaded, Loader};
use super::read::Unreadable;
use super::{complain, git, hand_out, show, stores};
use crate::report::diff as shown;
use crate::run::compare::{Side, compare};
use crate::run::{Experiment, Record};
use std::path::Path;

/// The two differ.
const DIFFERENT: u8 = 1;

pub fn diff(options: &DiffOptions) -> u8 {
    let names = match (&options.b, &options.rev) {
        (Some(b), None) => (options.a.clone(), b.clone()),
        (None, Some(rev)) => (format!("{rev}:{}", options.a), options.a.clone()),
        _ => {
            let help = "name two runs or files, or one file and `--rev REVISION`";
            return complain("there is nothing to compare with", Some(help));
        }
    };
    let loader = Loader::new();
    let side = |name: &str| side(name, options.store.as_deref(), &loader);
    let (a, b) = match side(&names.0).and_then(|a| Ok((a, side(&names.1)?))) {
        Ok(sides) => sides,
        Err(code) => return code,
    };
    let comparison = compare(&a, &b);
    let written = match options.format {
        Format::Json => hand_out(format!("{}\n", shown::to_json(&a, &b, &comparison))),
        Format::Text => show(&shown::text(&a, &b, &comparison)),
    };
    written.max(if comparison.is_same() { 0 } else { DIFFERENT })
}

/// A file that is there, a file of a revision, or a run; `Err` is an exit code, of what has been said.
pub fn side(name: &str, store: Option<&Path>, loader: &Loader) -> Result<Side, u8> {
    let path = Path::new(name);
    if path.exists() {
        return planned(name, loader.load(path, &[]));
    }
    if let Some((revision, file)) = name.split_once(':') {
        let (path, read) = (Path::new(file), git::reader(revision));
        let source = git::source(revision, path);
        return planned(name, source.map(|source| loader.checked_among(source, path, Vec::new(), read)));
    }
    let (index, run) = stores::run(name, store)?;
    let record = stores::record(&index, &run)?;
    recorded(Record { run: run.id().to_string(), ..record }).ok_or_else(|| {
        let message = format!("run {} keeps no plan: its record is of an older version", run.id());
        complain(&message, Some("run the file again"))
    })
}

/// A run by its record; none where that keeps no plan, as those of older versions.
pub fn recorded(record: Record) -> Option<Side> {
    let name = format!("run {} of {}", record.run, record.file);
    let (experiment, included) = (Experiment::of_record(&record), record.included.clone());
    (!record.sentences.is_empty()).then_some(Side { name, experiment, included, record: Some(record) })
}

fn planned(name: &str, loaded: Result<Loaded, Unreadable>) -> Result<Side, u8> {
    let loaded = loaded.map_err(|unreadable| complain(&unreadable.message, Some(&unreadable.help)))?;
    if !loaded.is_runnable() {
        loaded.print();
        return Err(loaded.refuse(&format!("{name} can't be compared")));
    }
    let (experiment, included) = (Experiment::of_plan(&loaded.plan), loaded.included());
    Ok(Side { name: name.to_string(), experiment, included, record: None })
}
