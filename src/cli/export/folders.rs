//! Exports that are added to a folder: logs for TensorBoard, a run for MLflow.

use super::{kept, shown, write};
use crate::cli::{RUN_FAILED, complain};
use crate::report::{mlflow as store, tensorboard as logs};
use crate::run::store::{files, reason};
use crate::run::{Index, Record};
use std::path::{Path, PathBuf};

/// The logs of a run. What the store keeps no longer is missing in them, and that is said.
pub fn tensorboard(index: &Index, record: &Record, output: &Path) -> Result<(), u8> {
    let (tensors, lost) = kept::found(index, record)?;
    if lost > 0 {
        let message =
            format!("{lost} steps have no histograms: the store has no longer what they have yielded");
        anstream::eprintln!("{message}");
    }
    let logs = logs::files(record, &tensors);
    if logs.is_empty() {
        let message = format!("run {} has no curves, measures or models", record.run);
        return Err(complain(&message, Some("train or test something in the file")));
    }
    add(output, logs)?;
    anstream::eprintln!("written; look at it with: tensorboard --logdir {}", shown(output));
    Ok(())
}

/// The run with its record, tables and pictures.
pub fn mlflow(index: &Index, record: &Record, output: &Path) -> Result<(), u8> {
    let root = std::path::absolute(output).map_err(|error| failed(output, &error))?;
    let (mut all, artifacts) = store::files(record, &root);
    let folder = index.folder(&record.run);
    for (path, _) in files(&folder) {
        let bytes = std::fs::read(&path).map_err(|error| failed(&path, &error))?;
        all.push((artifacts.join(path.strip_prefix(&folder).unwrap_or(&path)), bytes));
    }
    add(output, all)?;
    let shown = shown(output);
    anstream::eprintln!(
        "written; look at it with: MLFLOW_ALLOW_FILE_STORE=true mlflow ui --backend-store-uri {shown}"
    );
    Ok(())
}

/// Writes each file whole or not at all.
pub fn add(output: &Path, files: Vec<(PathBuf, Vec<u8>)>) -> Result<(), u8> {
    for (path, bytes) in files {
        let path = output.join(path);
        let folder = path.parent().unwrap_or(output);
        std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
        write(&path, &bytes)?;
    }
    Ok(())
}

fn failed(path: &Path, error: &std::io::Error) -> u8 {
    complain(&format!("{}: {}", shown(path), reason(error)), Some("is it a folder that may be written to?"));
    RUN_FAILED
}
