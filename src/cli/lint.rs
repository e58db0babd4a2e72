//! `pipette lint PATH...`: everything that can be said of files before they are run.

use super::arguments::{FindingsFormat, LintOptions};
use super::fix::Mender;
use super::load::{Loaded, Loader};
use super::read::Unreadable;
use super::{BAD_INPUT, complain, findings, github, hand_out, paths, sarif};
use crate::check::{Plan, is_runnable};
use crate::report::plan::foretold;
use crate::report::schema;
use crate::source::amounts::counted;
use crate::source::{Diagnostic, Level, Source};
use crate::vocabulary::Rates;
use crate::words::VOCABULARY;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::path::PathBuf;

/// A file with what was found in it, or why it can't be read.
pub type Checked = (PathBuf, Result<Found, Unreadable>);

/// What was found in a pipe file, or in the configuration of its folder.
pub struct Found {
    pub source: Source,
    pub findings: Vec<Diagnostic>,
    /// Of a pipe file without errors, where its price is said.
    plan: Option<Plan>,
}

pub fn lint(options: &LintOptions) -> u8 {
    let known = |code: &&String| *code == "warn" || crate::lint::page(&VOCABULARY, code).is_some();
    if let Some(code) = options.deny.iter().find(|code| !known(code)) {
        return super::explain::unknown(code);
    }
    if options.diff && options.format != FindingsFormat::Text {
        return complain("`--diff` goes with `--format text` only", Some("leave one of them out"));
    }
    let files = match paths::pipe_files(&options.paths) {
        Ok(files) => files,
        Err(code) => return code,
    };
    let loader = Loader::new();
    let mut mender = Mender::new(&loader, options);
    let priced = files.len() <= PRICED || options.format == FindingsFormat::Json;
    let keep = |loaded: Loaded| (loaded.configured.clone(), found(loaded, &options.deny, priced));
    let mut checked: Vec<Checked> = Vec::new();
    let mut configured = HashSet::new();
    for (path, loaded) in files.iter().zip(mender.load(&files, keep)) {
        let bad = loaded.as_ref().ok().map(|(it, _)| it).filter(|it| !it.findings.is_empty());
        if let Some(bad) = bad.filter(|bad| configured.insert(bad.path.clone())) {
            let (source, findings) = (bad.source.clone(), bad.findings.clone());
            checked.push((bad.path.clone(), Ok(Found { source, findings, plan: None })));
        }
        checked.push((path.clone(), loaded.map(|(_, found)| found)));
    }
    let written = match options.format {
        FindingsFormat::Text => {
            let cured = options.fix || options.unsafe_fixes || options.diff;
            print(&checked, loader.rates(), cured);
            0
        }
        FindingsFormat::Json => hand_out(format!("{}\n", to_json(&checked, loader.rates()))),
        FindingsFormat::Sarif => hand_out(format!("{}\n", sarif::log(&checked))),
        FindingsFormat::Github => hand_out(github::annotations(&checked)),
    };
    let mended = mender.say();
    let bad = checked.iter().any(|(_, found)| found.as_ref().map_or(true, |it| errors(&it.findings) > 0));
    // The program ends: to give back a plan of 100,000 cells piece by piece would take a tenth of a second more.
    std::mem::forget(checked);
    written.max(mended).max(if bad { BAD_INPUT } else { 0 })
}

/// What was found in a file, with what is denied as errors.
fn found(loaded: Loaded, deny: &[String], priced: bool) -> Found {
    let Loaded { source, mut findings, plan, .. } = loaded;
    for finding in &mut findings {
        let all_warnings = finding.level == Level::Warning && deny.iter().any(|code| code == "warn");
        if all_warnings || deny.iter().any(|code| code == finding.code) {
            finding.level = Level::Error;
        }
    }
    let plan = (priced && is_runnable(&findings)).then_some(plan);
    Found { source, findings, plan }
}

fn errors(findings: &[Diagnostic]) -> usize {
    findings.iter().filter(|finding| finding.level == Level::Error).count()
}

/// Of more files than this, the price of each is not said.
const PRICED: usize = 10;

/// Says everything; and, unless that was just done, what needs no editor.
fn print(checked: &[Checked], rates: &Rates, cured: bool) {
    let mut all = Vec::new();
    for (_, found) in checked {
        match found {
            Ok(found) => {
                findings::print(&found.source, &found.findings);
                if let Some(plan) = found.plan.as_ref() {
                    anstream::eprintln!("{}: {}", found.source.name(), foretold(plan, rates));
                }
                all.extend(found.findings.iter().cloned());
            }
            Err(unreadable) => {
                complain(&unreadable.message, Some(&unreadable.help));
            }
        }
    }
    let files = counted(checked.len(), "file");
    let unread = checked.iter().filter(|(_, found)| found.is_err()).count();
    let said = findings::count(&all).or((unread == 0).then(|| "nothing to say".into()));
    let unread = (unread > 0).then(|| format!("{unread} could not be read"));
    let parts: Vec<String> = said.into_iter().chain(unread).collect();
    anstream::eprintln!("{files}: {}", parts.join(", "));
    if let Some(help) = findings::mendable(&all, "pipette lint").filter(|_| !cured) {
        anstream::eprintln!("{help}");
    }
}

fn to_json(checked: &[Checked], rates: &Rates) -> Value {
    let mut counts = [0usize; 3];
    let mut count = |level: Level| counts[level as usize] += 1;
    let file = |(path, found): &Checked| {
        let list = match found {
            Ok(found) => {
                found.findings.iter().for_each(|f| count(f.level));
                found.findings.iter().map(|f| findings::to_json(&found.source, f)).collect()
            }
            Err(unreadable) => {
                count(Level::Error);
                vec![findings::unreadable_to_json(unreadable)]
            }
        };
        let plan = found.as_ref().ok().and_then(|found| found.plan.as_ref());
        let predicted = plan.map(|plan| predicted(plan, rates));
        json!({ "path": path.display().to_string(), "findings": list, "predicted": predicted })
    };
    let files: Vec<Value> = checked.iter().map(file).collect();
    let [notes, warnings, errors] = counts;
    json!({ "schema": schema::LINT, "files": files, "errors": errors, "warnings": warnings, "notes": notes })
}

/// What a run would take: an interval of seconds, and the most bytes it holds.
fn predicted(plan: &Plan, rates: &Rates) -> Value {
    let (low, high) = plan.seconds(rates);
    json!({ "seconds": [low, high], "bytes": plan.memory() })
}
