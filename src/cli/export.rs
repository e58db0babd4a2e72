//! `pipette export RUN --output PATH`: what a run has left, in files that other tools read.

use super::arguments::ExportOptions;
use super::{RUN_FAILED, complain, stores};
use crate::data::{npz, printable};
use crate::numeric::tensors::Tensors;
use crate::report::rows;
use crate::run::index::Listed;
use crate::run::store::{Disk, Site, reason};
use crate::run::{Index, Record, Store};
use std::collections::BTreeMap;
use std::path::Path;

/// The file in the folder of a run that has a row for each measure.
pub const MEASURES: &str = "measures.csv";

pub fn export(options: &ExportOptions) -> u8 {
    let output = &options.output;
    let ending = output.extension().unwrap_or_default().to_string_lossy().to_string();
    if !["csv", "npz", "safetensors"].contains(&ending.as_str()) {
        let message = format!("the format of {} is not known", shown(output));
        return complain(&message, Some("the file has to end in `.csv`, `.npz` or `.safetensors`"));
    }
    if options.curves && ending != "csv" {
        return complain(
            "curves are exported as `.csv` only",
            Some("leave `--curves` out, or change the ending"),
        );
    }
    let bytes = stores::run(&options.run, options.store.as_deref()).and_then(|(index, run)| {
        let record = stores::record(&index, &run)?;
        match ending.as_str() {
            "csv" if options.curves => Ok(rows::curves(&record).into_bytes()),
            "csv" => measures(&index, &run),
            "npz" => npz::write(&tensors(&index, &record)?).map_err(|error| {
                complain(&format!("the numbers can't be written as npz: {error}"), Some("try `.safetensors`"))
            }),
            _ => Ok(tensors(&index, &record)?.to_bytes()),
        }
    });
    match bytes.and_then(|bytes| write(output, &bytes)) {
        Ok(()) => 0,
        Err(code) => code,
    }
}

/// What the store keeps of the steps of a run, under their labels; `Err` is an exit code, of what has been said.
fn tensors(index: &Index, record: &Record) -> Result<Tensors, u8> {
    let store =
        Store::existing(index.store()).map_err(|fault| complain(&fault.to_string(), Some(&fault.help())))?;
    let (mut all, mut lost) = (Tensors::default(), 0usize);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for step in &record.steps {
        let Some(key) = &step.key else { continue };
        let entry = store.as_ref().and_then(|store| store.entry(key));
        if entry.as_ref().is_some_and(|entry| entry.tensors.is_none()) {
            continue;
        }
        let Some(tensors) = entry.zip(store.as_ref()).and_then(|(entry, store)| store.tensors(&entry)) else {
            lost += 1;
            continue;
        };
        let label = step.label.as_deref().unwrap_or("unlabelled");
        let count = seen.entry(label).and_modify(|count| *count += 1).or_insert(1);
        let prefix = if *count == 1 { format!("{label}.") } else { format!("{label}.{count}.") };
        all.put_all(&prefix, tensors);
    }
    let refuse = |message: String, help: &str| Err(complain(&message, Some(help)));
    let some = all.iter().next().is_some();
    match (lost, some) {
        (1.., _) => {
            let message =
                format!("the store has no longer what {lost} steps of run {} have yielded", record.run);
            refuse(message, "run the file again, and export it before the store is trimmed")
        }
        (0, false) => refuse(
            format!("run {} has no trained model outside of sweeps", record.run),
            "inside a sweep `save` writes a model to a file of its own",
        ),
        (0, true) => Ok(all),
    }
}

fn measures(index: &Index, run: &Listed) -> Result<Vec<u8>, u8> {
    std::fs::read(index.folder(run.id()).join(MEASURES)).map_err(|error| {
        let message = format!("run {} has no table of its measures: {error}", run.id());
        complain(&message, Some("runs of older versions left none: run the file again"))
    })
}

/// Writes a file whole or not at all; `Err` is an exit code, of what has been said.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), u8> {
    Disk::default().write(Site::Other, path, bytes).map_err(|error| {
        let help = "is the folder there, with room for the file, and may it be written to?";
        complain(&format!("{} can't be written: {}", shown(path), reason(&error)), Some(help));
        RUN_FAILED
    })
}

fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy(), 200)
}
