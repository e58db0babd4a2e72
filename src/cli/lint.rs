//! `pipette lint PATH...`: everything that can be said of files before they are run.

use super::arguments::{Format, LintOptions};
use super::load::Loaded;
use super::read::Unreadable;
use super::{BAD_INPUT, complain, findings, load};
use crate::source::{Diagnostic, Level};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

pub fn lint(options: &LintOptions) -> u8 {
    let mut files = Vec::new();
    for path in &options.paths {
        if let Err(error) = collect(path, &mut files) {
            return complain(&format!("{}: {error}", path.display()), Some("check the path"));
        }
    }
    if files.is_empty() {
        return complain(
            "there is no `.pipe` file there",
            Some("name a pipe file, or a folder that holds some"),
        );
    }
    let checked: Vec<(PathBuf, Result<Loaded, Unreadable>)> =
        files.into_iter().map(|path| (path.clone(), denied(load::load(&path, &[]), &options.deny))).collect();
    match options.format {
        Format::Text => print(&checked),
        Format::Json => println!("{}", to_json(&checked)),
    }
    let bad = checked.iter().any(|(_, loaded)| loaded.as_ref().map_or(true, |l| errors(&l.findings) > 0));
    if bad { BAD_INPUT } else { 0 }
}

/// A file as it is named, or every pipe file below a folder.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(path)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for entry in entries {
        let hidden = entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if entry.is_dir() && !hidden && !entry.is_symlink() {
            collect(&entry, files)?;
        } else if entry.extension().is_some_and(|extension| extension == "pipe") && entry.is_file() {
            files.push(entry);
        }
    }
    Ok(())
}

fn denied(loaded: Result<Loaded, Unreadable>, deny: &[String]) -> Result<Loaded, Unreadable> {
    loaded.map(|mut loaded| {
        for finding in &mut loaded.findings {
            let all_warnings = finding.level == Level::Warning && deny.iter().any(|code| code == "warn");
            if all_warnings || deny.iter().any(|code| code == finding.code) {
                finding.level = Level::Error;
            }
        }
        loaded
    })
}

fn errors(findings: &[Diagnostic]) -> usize {
    findings.iter().filter(|finding| finding.level == Level::Error).count()
}

fn print(checked: &[(PathBuf, Result<Loaded, Unreadable>)]) {
    let mut all = Vec::new();
    for (_, loaded) in checked {
        match loaded {
            Ok(loaded) => {
                findings::print(&loaded.source, &loaded.findings);
                all.extend(loaded.findings.iter().cloned());
            }
            Err(unreadable) => {
                complain(&unreadable.message, Some(unreadable.help));
            }
        }
    }
    let files = if checked.len() == 1 { "1 file".to_string() } else { format!("{} files", checked.len()) };
    let unread = checked.iter().filter(|(_, loaded)| loaded.is_err()).count();
    let said = findings::count(&all).or((unread == 0).then(|| "nothing to say".into()));
    let unread = (unread > 0).then(|| format!("{unread} could not be read"));
    let parts: Vec<String> = said.into_iter().chain(unread).collect();
    anstream::eprintln!("{files}: {}", parts.join(", "));
}

fn to_json(checked: &[(PathBuf, Result<Loaded, Unreadable>)]) -> Value {
    let mut counts = [0usize; 3];
    let mut count = |level: Level| counts[level as usize] += 1;
    let file = |(path, loaded): &(PathBuf, Result<Loaded, Unreadable>)| {
        let list = match loaded {
            Ok(loaded) => {
                loaded.findings.iter().for_each(|f| count(f.level));
                loaded.findings.iter().map(|f| findings::to_json(&loaded.source, f)).collect()
            }
            Err(unreadable) => {
                count(Level::Error);
                vec![json!({
                    "code": "unreadable-file", "level": "error", "message": unreadable.message, "line": 1, "column": 1,
                    "end_line": 1, "end_column": 1, "help": unreadable.help, "labels": [], "fix": null,
                })]
            }
        };
        json!({ "path": path.display().to_string(), "findings": list })
    };
    let files: Vec<Value> = checked.iter().map(file).collect();
    let [notes, warnings, errors] = counts;
    json!({ "files": files, "errors": errors, "warnings": warnings, "notes": notes })
}
