//! The configurations that count in folders: the `pipette.yaml` of a folder, else that of the folder above.
//! Each is read once, with what is wrong with it.

use super::configuration::{Configuration, FILE, bad, parse};
use super::read;
use crate::source::{Diagnostic, Source, Span};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What the file is called by mistake.
const MISNAMED: [&str; 4] = ["pipette.yml", "Pipette.yaml", "Pipette.yml", ".pipette.yaml"];

/// A configuration, the file that it was read from, and what is wrong with that.
#[derive(Clone)]
pub struct Configured {
    pub configuration: Configuration,
    pub path: PathBuf,
    pub source: Source,
    pub findings: Vec<Diagnostic>,
}

type Known = BTreeMap<PathBuf, Arc<Configured>>;

/// The configurations of the folders that have been asked for.
#[derive(Default)]
pub struct Folders(Mutex<Known>);

impl Folders {
    /// What counts in a folder.
    pub fn configured(&self, folder: &Path) -> Arc<Configured> {
        // A thread that panicked has left whole entries.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(folder) {
            return found.clone();
        }
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let found = nearest(&real, &mut known);
        known.insert(folder.to_path_buf(), found.clone());
        found
    }
}

/// What counts in a folder that is named in full.
fn nearest(folder: &Path, known: &mut Known) -> Arc<Configured> {
    if let Some(found) = known.get(folder) {
        return found.clone();
    }
    let above =
        |known| folder.parent().map_or_else(|| Arc::new(Configured::nothing()), |it| nearest(it, known));
    let in_it = |name: &str| Some(folder.join(name)).filter(|path| path.is_file());
    let found = match (in_it(FILE), MISNAMED.into_iter().find_map(in_it)) {
        (Some(path), _) => Arc::new(Configured::read(&path)),
        (None, Some(path)) => Arc::new(Configured::misnamed(&path, &above(&mut *known))),
        (None, None) => above(&mut *known),
    };
    known.insert(folder.to_path_buf(), found.clone());
    found
}

impl Configured {
    fn nothing() -> Self {
        let source = Source::new(FILE, "");
        Configured {
            configuration: Configuration::default(),
            path: FILE.into(),
            source,
            findings: Vec::new(),
        }
    }

    fn read(path: &Path) -> Self {
        let shown = as_called(path);
        let folder = path.parent().unwrap_or(Path::new("."));
        let (source, (configuration, findings)) = match read::source(&shown) {
            Ok(source) => {
                let parsed = parse(&source, folder);
                (source, parsed)
            }
            Err(unreadable) => {
                let finding = bad(Span::default(), unreadable.message).help(unreadable.help);
                (Source::new(name(&shown), ""), (Configuration::default(), vec![finding]))
            }
        };
        Configured { configuration, path: shown, source, findings }
    }

    /// A file that is not read, because of its name: what counts above it counts.
    fn misnamed(path: &Path, above: &Configured) -> Self {
        let shown = as_called(path);
        let called = name(path.file_name().map_or(path, Path::new));
        let finding = bad(Span::default(), format!("`{called}` is not read: is `{FILE}` meant?"));
        let source = read::source(&shown).unwrap_or_else(|_| Source::new(name(&shown), ""));
        let findings = vec![finding.label("not read").help(format!("call it `{FILE}`, or take it away"))];
        Configured { configuration: above.configuration.clone(), path: shown, source, findings }
    }
}

fn name(path: &Path) -> String {
    crate::data::printable(&path.display().to_string(), 200)
}

/// A path from where the program was called, if it lies below that.
fn as_called(path: &Path) -> PathBuf {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let below = here.ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf));
    below.unwrap_or_else(|| path.to_path_buf())
}
