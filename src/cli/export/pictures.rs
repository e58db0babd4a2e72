//! The pictures of a run, each as a file of its own: drawn anew from what the run has kept, so that runs of versions which drew
//! less have them too.

use super::{folders, shown, write};
use crate::cli::complain;
use crate::cli::shown::of_run;
use crate::report::pictures::of_record;
use crate::run::{Index, Record};
use std::path::{Path, PathBuf};

/// Adds them to a folder, as `png` or `svg`; a file with this ending takes the picture of a run that has no other.
pub fn export(index: &Index, record: Record, output: &Path, kind: &str) -> Result<(), u8> {
    let run = of_run(&index.folder(&record.run), record);
    let (mut files, mut lost) = (Vec::new(), 0);
    for (name, figure) in of_record(&run.record, &run.figures) {
        let bytes = match kind {
            "png" => figure.to_png(&run.images),
            _ => figure.to_svg(&run.images).map(String::into_bytes),
        };
        match bytes {
            Some(bytes) => files.push((PathBuf::from(name).with_extension(kind), bytes)),
            None => lost += 1,
        }
    }
    let refuse = |message: String, help: &str| Err(complain(&message, Some(help)));
    let is_file = output.extension().is_some_and(|ending| ending == kind);
    match (files.as_slice(), is_file) {
        ([], _) => {
            return refuse(
                format!("run {} has no pictures", run.record.run),
                "train or plot something in the file",
            );
        }
        ([(_, bytes)], true) => write(output, bytes)?,
        (all, true) => {
            let names: Vec<_> = all.iter().map(|(name, _)| name.to_string_lossy()).collect();
            let message = format!("run {} has {} pictures: {}", run.record.run, all.len(), names.join(", "));
            return refuse(
                message,
                &format!("write them into a folder: `--format {kind} --output pictures`"),
            );
        }
        (_, false) => {
            let count = files.len();
            folders::add(output, files)?;
            anstream::eprintln!(
                "written: {} in {}",
                crate::source::amounts::counted(count, "picture"),
                shown(output)
            );
        }
    }
    if lost > 0 {
        anstream::eprintln!("{lost} pictures are missing: the run has lost the images that they are made of");
    }
    Ok(())
}
