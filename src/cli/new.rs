//! `pipette new NAME`: a folder for a study, with a pipe file whose claim holds, the settings of the folder, what git has
//! to know, and a workflow for a code host. The files lie beside this one, in `new/`, as they will stand.

use super::arguments::NewOptions;
use super::{RUN_FAILED, complain, show};
use crate::data::printable;
use crate::run::store::{Disk, Site, reason};
use std::io::ErrorKind;
use std::path::Path;

/// Where each file goes, and its text; `{name}` and `{title}` stand for the study.
const FILES: [(&str, &str); 6] = [
    ("{name}.pipe", include_str!("new/study.pipe")),
    ("README.md", include_str!("new/README.md")),
    ("pipette.yaml", include_str!("new/pipette.yaml")),
    (".gitignore", include_str!("new/gitignore")),
    (".gitattributes", include_str!("new/gitattributes")),
    (".github/workflows/pipelines.yml", include_str!("new/ci.yml")),
];

/// As many bytes a name may have; with an ending it still is the name of a file everywhere.
const LONGEST: usize = 100;

pub fn new(options: &NewOptions) -> u8 {
    let folder = &options.folder;
    let Some(name) = folder.file_name().and_then(|name| name.to_str()).filter(|name| fits(name)) else {
        let message = format!("{} can't name a study", shown(folder));
        let help =
            "letters, digits, `-`, `_` and `.`, the first a letter or a digit: `pipette new wide-layers`";
        return complain(&message, Some(help));
    };
    match is_free(folder) {
        Ok(true) => {}
        Ok(false) => {
            let help = "name a folder that is not there yet, or is empty";
            return complain(&format!("{} is there, and not empty", shown(folder)), Some(help));
        }
        Err(error) => return failed(folder, &error),
    }
    for (path, text) in FILES {
        let path = folder.join(filled(path, name));
        if let Err(error) = write(&path, &filled(text, name)) {
            return failed(&path, &error);
        }
    }
    show(&format!(
        "{folder} is made: {name}.pipe with a first claim, settings, a workflow.\n\n\
         \x20   cd {folder}\n    pipette run {name}.pipe\n\nREADME.md there names what else can be done.\n",
        folder = shown(folder)
    ))
}

/// Whether a name can stand in a path, a sentence, a command and a workflow without any quoting.
fn fits(name: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    name.len() <= LONGEST && name.chars().all(inside) && name.starts_with(char::is_alphanumeric)
}

fn is_free(folder: &Path) -> std::io::Result<bool> {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(_) if folder.exists() => Ok(false),
        Err(error) => Err(error),
    }
}

fn filled(text: &str, name: &str) -> String {
    text.replace("{name}", name).replace("{title}", &title(name))
}

/// `wide-layers` as `Wide layers`.
fn title(name: &str) -> String {
    let spaced = name.replace(['-', '_'], " ");
    let mut letters = spaced.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    std::fs::create_dir_all(path.parent().unwrap_or(path))?;
    Disk::default().write(Site::Other, path, text.as_bytes())
}

fn failed(path: &Path, error: &std::io::Error) -> u8 {
    complain(&format!("{}: {}", shown(path), reason(error)), Some("may this folder be written to?"));
    RUN_FAILED
}

fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy(), 200)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_need_no_quotes() {
        for name in ["a", "wide-layers", "2026_11.b", "größe"] {
            assert!(fits(name), "{name}");
        }
        for name in
            ["", "-rf", ".hidden", "a b", "a\"b", "$(x)", "a\nb", "a:b", "a\u{202e}b", &"x".repeat(101)]
        {
            assert!(!fits(name), "{name:?}");
        }
        assert_eq!((title("wide-layers").as_str(), title("ß").as_str()), ("Wide layers", "SS"));
    }
}
