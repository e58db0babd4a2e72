//! `pipette fmt PATH...`: files in their one canonical form.

use super::arguments::FmtOptions;
use super::rewrite::rewrite;
use super::{BAD_INPUT, complain, hand_out, paths, read};
use crate::source::Source;
use crate::source::amounts::counted;
use crate::syntax::{LARGEST_FILE, tidy};
use std::io::Read;
use std::path::Path;

/// `--check` found a file that would change.
const WOULD_CHANGE: u8 = 1;

/// What became of a file.
enum Outcome {
    Canonical,
    Changed,
    Refused,
}

pub fn fmt(options: &FmtOptions) -> u8 {
    if options.stdin {
        return standard_input(options.check);
    }
    let files = match paths::pipe_files(&options.paths) {
        Ok(files) => files,
        Err(code) => return code,
    };
    let outcomes: Vec<Outcome> = files.iter().map(|path| file(path, options.check)).collect();
    let count = |wanted: fn(&Outcome) -> bool| outcomes.iter().filter(|o| wanted(o)).count();
    let changed = count(|outcome| matches!(outcome, Outcome::Changed));
    let refused = count(|outcome| matches!(outcome, Outcome::Refused));
    let verb = if options.check { "would be brought" } else { "brought" };
    let files = counted(files.len(), "file");
    match changed + refused {
        0 => anstream::eprintln!("{files}: nothing to change"),
        _ => anstream::eprintln!("{changed} of {files} {verb} into canonical form"),
    }
    match (refused, changed) {
        (1.., _) => BAD_INPUT,
        (0, 1..) if options.check => WOULD_CHANGE,
        _ => 0,
    }
}

fn file(path: &Path, check: bool) -> Outcome {
    let source = match read::pipe_file(path) {
        Ok(source) => source,
        Err(unreadable) => {
            complain(&unreadable.message, Some(&unreadable.help));
            return Outcome::Refused;
        }
    };
    let text = tidy(&source);
    if text == source.text() {
        return Outcome::Canonical;
    }
    if check {
        anstream::eprintln!("{}", source.name());
        return Outcome::Changed;
    }
    match rewrite(path, &source, &text) {
        Ok(()) => Outcome::Changed,
        Err(unwritable) => {
            complain(&unwritable.message, Some(unwritable.help));
            Outcome::Refused
        }
    }
}

fn standard_input(check: bool) -> u8 {
    let mut text = String::new();
    let most = LARGEST_FILE as u64 + 1;
    if let Err(error) = std::io::stdin().take(most).read_to_string(&mut text) {
        return complain(&format!("the standard input can't be read: {error}"), Some("send UTF-8 text"));
    }
    if text.len() > LARGEST_FILE {
        let message = format!("the standard input has more than the {LARGEST_FILE} bytes of a pipe file");
        return complain(&message, Some("is this a data file?"));
    }
    let source = Source::new("the standard input", text);
    let tidied = tidy(&source);
    if check {
        return if tidied == source.text() { 0 } else { WOULD_CHANGE };
    }
    hand_out(tidied)
}
