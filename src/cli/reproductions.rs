//! `pipette reproductions FOLDER...`: what the experiments of a chapter have yielded, as a page. The prose of a page is
//! written by hand; what stands below its mark is made anew from the headers of the pipe files and their locks.

use super::arguments::ReproductionsOptions;
use super::{RUN_FAILED, complain, hand_out, paths, read};
use crate::report::overview::overview;
use crate::report::plain::plain;
use crate::report::reproductions::{Experiment, Header, page};
use crate::run::store::{Disk, Site};
use crate::run::{Lock, LockFault};
use std::path::{Component, Path};

/// Where the made part of a page begins.
const MARK: &str = "<!-- From here on this page is made by `pipette reproductions`. -->\n";

pub fn reproductions(options: &ReproductionsOptions) -> u8 {
    let below = options.write.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let files = match paths::pipe_files(&options.folders) {
        Ok(files) => files,
        Err(code) => return code,
    };
    let experiments = files.iter().map(|file| experiment(file, below)).collect::<Result<Vec<_>, _>>();
    let form = if options.table { overview } else { page };
    let made = experiments.map(|experiments| form(&experiments));
    match (made, &options.write) {
        (Ok(page), None) => hand_out(page),
        (Ok(page), Some(file)) => match rewrite(file, &page) {
            Ok(()) => 0,
            Err((message, help)) => {
                complain(&message, Some(&help));
                RUN_FAILED
            }
        },
        (Err((message, help)), _) => complain(&message, Some(&help)),
    }
}

/// What is wrong, and what to do.
type Complaint = (String, String);

/// A file with its lock. Whether the lock is of the file as it stands is for `pipette verify` to say.
fn experiment(file: &Path, below: &Path) -> Result<Experiment, Complaint> {
    let source = read::source(file).map_err(|fault| (fault.message, fault.help.into_owned()))?;
    let lock = match Lock::read(&Lock::path(file)) {
        Ok(lock) => Some(lock),
        Err(LockFault::Missing) => None,
        Err(fault) => {
            return Err((format!("{}: {fault}", plain(&file.to_string_lossy())), fault.help().into()));
        }
    };
    Ok(Experiment {
        link: link(file, below),
        name: file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        header: Header::of(source.text()),
        lock,
    })
}

/// The way from a folder to a file, both named from the same place.
fn link(file: &Path, below: &Path) -> String {
    let steps = below.components().filter(|part| matches!(part, Component::Normal(_))).count();
    "../".repeat(steps) + &file.to_string_lossy()
}

/// Puts the made part in the place of the old one.
fn rewrite(file: &Path, made: &str) -> Result<(), Complaint> {
    let shown = plain(&file.to_string_lossy());
    let cure = || "the page needs this line, below the prose: ".to_string() + MARK.trim_end();
    let old =
        std::fs::read_to_string(file).map_err(|error| (format!("can't read {shown}: {error}"), cure()))?;
    let at =
        old.find(MARK).ok_or_else(|| (format!("{shown} does not say where its made part begins"), cure()))?;
    let page = format!("{}{MARK}\n{made}", &old[..at]);
    Disk::default()
        .write(Site::Other, file, page.as_bytes())
        .map_err(|error| (format!("can't write {shown}: {error}"), "check the permissions".into()))
}
