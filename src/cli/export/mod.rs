//! `pipette export RUN --output PATH`: what a run has left, in files that other tools read.

mod folders;
mod kept;
mod pictures;

use super::arguments::{ExportFormat, ExportOptions};
use super::{RUN_FAILED, complain, stores};
use crate::data::{npz, printable};
use crate::numeric::tensors::Tensors;
use crate::report::rows;
use crate::run::Index;
use crate::run::index::Listed;
use crate::run::store::{Disk, Site, reason};
use std::path::Path;

/// The file in the folder of a run that has a row for each measure.
pub const MEASURES: &str = "measures.csv";

pub fn export(options: &ExportOptions) -> u8 {
    match exported(options) {
        Ok(()) => 0,
        Err(code) => code,
    }
}

/// `Err` is an exit code, of what has been said; so it is below.
fn exported(options: &ExportOptions) -> Result<(), u8> {
    let (output, format) = (&options.output, format(options)?);
    let (index, run) = stores::run(&options.run, options.store.as_deref())?;
    let record = stores::record(&index, &run)?;
    let (what, bytes) = match format {
        ExportFormat::Csv if options.curves => ("curves", rows::curves(&record).into_bytes()),
        ExportFormat::Csv => ("measures", measures(&index, &run)?),
        ExportFormat::Npz => ("models", as_npz(&kept::tensors(&index, &record)?)?),
        ExportFormat::Safetensors => ("models", kept::tensors(&index, &record)?.to_bytes()),
        ExportFormat::Tensorboard => return folders::tensorboard(&index, &record, output),
        ExportFormat::Mlflow => return folders::mlflow(&index, &record, output),
        ExportFormat::Png => return pictures::export(&index, record, output, "png"),
        ExportFormat::Svg => return pictures::export(&index, record, output, "svg"),
    };
    write(output, &bytes)?;
    anstream::eprintln!("{what} of run {}: {}", run.id(), shown(output));
    Ok(())
}

/// What is asked for, by the option or by the ending.
fn format(options: &ExportOptions) -> Result<ExportFormat, u8> {
    let ending = options.output.extension().unwrap_or_default();
    let by_ending = match &*ending.to_string_lossy() {
        "csv" => Some(ExportFormat::Csv),
        "npz" => Some(ExportFormat::Npz),
        "safetensors" => Some(ExportFormat::Safetensors),
        "png" => Some(ExportFormat::Png),
        "svg" => Some(ExportFormat::Svg),
        _ => None,
    };
    let Some(format) = options.format.or(by_ending) else {
        let message = format!("the format of {} is not known", shown(&options.output));
        let help = "the file has to end in `.csv`, `.npz`, `.safetensors`, `.png` or `.svg`, or say `--format tensorboard`, `mlflow`, `png` or `svg`";
        return Err(complain(&message, Some(help)));
    };
    if options.curves && format != ExportFormat::Csv {
        let help = "leave `--curves` out, or change the ending";
        return Err(complain("curves alone are exported as `.csv` only", Some(help)));
    }
    Ok(format)
}

fn as_npz(tensors: &Tensors) -> Result<Vec<u8>, u8> {
    npz::write(tensors).map_err(|error| {
        complain(&format!("the numbers can't be written as npz: {error}"), Some("try `.safetensors`"))
    })
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
