//! Findings for people (by miette) and for programs (as JSON).

use super::read::Unreadable;
use crate::report::plain::{plain, plain_lines};
use crate::source::{Diagnostic, Label, Level, Source, Span, edits};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report, Severity,
};
use serde_json::{Value, json};
use std::io::IsTerminal;
use std::sync::Arc;
use textwrap::{WordSeparator, WordSplitter};

/// As many findings of one file are printed; the rest are counted.
const MOST: usize = 100;
/// Columns of a message, where there is room for more.
const WIDEST: usize = 100;

/// Prints a file's findings to stderr.
pub fn print(source: &Source, findings: &[Diagnostic]) {
    if findings.is_empty() {
        return;
    }
    let handler = handler();
    let named = |file: &Source| NamedSource::new(plain(file.name()), Arc::new(plain_lines(file.text())));
    let own = named(source);
    let mut out = String::new();
    for finding in findings.iter().take(MOST) {
        let (file, finding) = in_its_file(finding, source);
        let text = if std::ptr::eq(file, source) { own.clone() } else { named(file) };
        let report = match can_be_shown(&finding, file) {
            true => Report::new(convert(&finding, file)).with_source_code(text),
            false => Report::new(without_excerpt(&finding, file)),
        };
        // Writing to a String can't fail.
        let _ = handler.render_report(&mut out, report.as_ref());
        out.push('\n');
    }
    anstream::eprint!("{out}");
    if findings.len() > MOST {
        anstream::eprintln!("... and {} findings more in {}", findings.len() - MOST, source.name());
    }
}

/// A finding in the file that it is about, which may be an included one. A label in another file becomes a line of help.
fn in_its_file<'s>(finding: &Diagnostic, source: &'s Source) -> (&'s Source, Diagnostic) {
    let (file, _) = source.file_at(finding.span());
    let mut placed = Diagnostic { labels: Vec::new(), ..finding.clone() };
    for label in &finding.labels {
        let (other, span) = source.file_at(label.span);
        if std::ptr::eq(other, file) {
            placed.labels.push(Label { span, text: label.text.clone() });
            continue;
        }
        let (line, column) = other.position(span.start);
        let note = format!("{}:{line}:{column}: {}", other.name(), label.text);
        placed.help = Some(placed.help.map_or(note.clone(), |help| format!("{help}\n{note}")));
    }
    (file, placed)
}

fn handler() -> GraphicalReportHandler {
    let utf8 = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .is_none_or(|value| value.to_lowercase().replace('-', "").contains("utf8"));
    let coloured = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let theme = match (coloured, utf8) {
        (true, true) => GraphicalTheme::unicode(),
        (false, true) => GraphicalTheme::unicode_nocolor(),
        (true, false) => GraphicalTheme::ascii(),
        (false, false) => GraphicalTheme::none(),
    };
    let columns = console::Term::stderr().size_checked().map_or(WIDEST, |(_, columns)| usize::from(columns));
    // A path or an address stays in one piece, so that it can be copied.
    GraphicalReportHandler::new_themed(theme)
        .with_width(columns.clamp(40, WIDEST))
        .with_links(false)
        .with_break_words(false)
        .with_word_separator(WordSeparator::AsciiSpace)
        .with_word_splitter(WordSplitter::NoHyphenation)
}

/// A place whose lines, and those around them, are short enough to be printed.
fn can_be_shown(finding: &Diagnostic, source: &Source) -> bool {
    /// Bytes in which two lines must end on either side of a place, and bytes of the place itself.
    const WIDEST: usize = 1000;
    let bytes = source.text().as_bytes();
    let ends = |near: &mut dyn Iterator<Item = &u8>| near.filter(|byte| **byte == b'\n').count() >= 2;
    finding.labels.iter().all(|label| {
        let end = label.span.end.min(bytes.len());
        let (before, after) = bytes.split_at(label.span.start.min(end));
        let behind = &after[end - before.len()..];
        (before.len() < WIDEST || ends(&mut before.iter().rev().take(WIDEST)))
            && (behind.len() < WIDEST || ends(&mut behind.iter().take(WIDEST)))
            && end - before.len() < 10 * WIDEST
    })
}

/// Where lines are endless the place is said in figures.
fn without_excerpt(finding: &Diagnostic, source: &Source) -> MietteDiagnostic {
    let (line, column) = source.position(finding.span().start);
    let mut diagnostic = convert(finding, source);
    diagnostic.message = format!("{}:{line}:{column}: {}", source.name(), diagnostic.message);
    diagnostic.labels = None;
    diagnostic
}

/// A text without the tail that a word of a million letters gives it.
fn clipped(text: &str) -> String {
    const MOST: usize = 4000;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

fn convert(finding: &Diagnostic, source: &Source) -> MietteDiagnostic {
    let severity = match finding.level {
        Level::Note => Severity::Advice,
        Level::Warning => Severity::Warning,
        Level::Error => Severity::Error,
    };
    let length = source.text().len();
    let labels = finding.labels.iter().map(|label| {
        let start = label.span.start.min(length);
        let text = (!label.text.is_empty()).then(|| clipped(&plain(&label.text)));
        LabeledSpan::new(text, start, label.span.end.min(length).saturating_sub(start))
    });
    let diagnostic = MietteDiagnostic::new(clipped(&plain_lines(&finding.message)))
        .with_code(finding.code)
        .with_severity(severity)
        .with_labels(labels);
    match &finding.help {
        Some(help) => diagnostic.with_help(clipped(&plain_lines(help))),
        None => diagnostic,
    }
}

/// A finding as language.md and docs/schemas describe it.
pub fn to_json(source: &Source, finding: &Diagnostic) -> Value {
    let place = |offset: usize| source.position(offset);
    let (line, column) = place(finding.span().start);
    let (end_line, end_column) = place(finding.span().end);
    let label = |label: &crate::source::Label| {
        let (line, column) = place(label.span.start);
        let (end_line, end_column) = place(label.span.end);
        let shown = json!({ "text": label.text, "line": line, "column": column, "end_line": end_line, "end_column": end_column });
        with_file(shown, source, label.span)
    };
    let laid = finding.fix.as_ref().and_then(|fix| Some((fix.safe, edits(source.text(), fix)?)));
    let fix = laid.map(|(safe, edits)| {
        let edit = |edit: &crate::source::Edit| {
            let (line, column) = place(edit.span.start);
            let (end_line, end_column) = place(edit.span.end);
            json!({ "text": edit.text, "line": line, "column": column, "end_line": end_line, "end_column": end_column })
        };
        json!({ "safe": safe, "edits": edits.iter().map(edit).collect::<Vec<_>>() })
    });
    let shown = json!({
        "code": finding.code, "level": finding.level.word(), "message": finding.message,
        "line": line, "column": column, "end_line": end_line, "end_column": end_column,
        "help": finding.help, "labels": finding.labels.iter().map(label).collect::<Vec<_>>(), "fix": fix,
    });
    with_file(shown, source, finding.span())
}

/// Names the file of a place in an included one.
fn with_file(mut shown: Value, source: &Source, span: Span) -> Value {
    if let Some(part) = source.part_at(span.start) {
        shown["file"] = json!(part.source.name());
    }
    shown
}

/// The code of a file that can't be read.
pub const UNREADABLE: &str = "unreadable-file";

/// Why a file can't be read, in the form of a finding.
pub fn unreadable_to_json(unreadable: &Unreadable) -> Value {
    json!({
        "code": UNREADABLE, "level": "error", "message": unreadable.message, "line": 1, "column": 1,
        "end_line": 1, "end_column": 1, "help": unreadable.help, "labels": [], "fix": null,
    })
}

/// `3 errors, 1 warning`, or nothing where there is nothing to count.
pub fn count(findings: &[Diagnostic]) -> Option<String> {
    let of = |level| findings.iter().filter(|f| f.level == level).count();
    let counts = [Level::Error, Level::Warning, Level::Note].map(|level| (of(level), level.word()));
    let words = counts.iter().filter(|(n, _)| *n > 0);
    let words: Vec<String> =
        words.map(|(n, word)| format!("{n} {word}{}", if *n == 1 { "" } else { "s" })).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// Which of these findings need no editor, if any: `command --fix` mends the safe ones.
pub fn mendable(findings: &[Diagnostic], command: &str) -> Option<String> {
    let of = |safe| findings.iter().filter(|f| f.fix.as_ref().is_some_and(|fix| fix.safe == safe)).count();
    let guessed = "as was probably meant";
    match (of(true), of(false)) {
        (0, 0) => None,
        (safe, 0) => Some(format!("`{command} --fix` mends {safe} of {}", findings.len())),
        (0, more) => {
            Some(format!("`{command} --unsafe-fixes` mends {more} of {}, {guessed}", findings.len()))
        }
        (safe, more) => Some(format!(
            "`{command} --fix` mends {safe} of {}, `--unsafe-fixes` {more} more, {guessed}",
            findings.len()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_mended_is_counted_by_how_sure_it_is() {
        let plain = Diagnostic::error("a", Span::default(), "m");
        let [safe, guess] = [true, false].map(|safe| plain.clone().fix(safe, Span::default(), "x"));
        let said = |findings: &[&Diagnostic]| {
            mendable(&findings.iter().map(|it| (*it).clone()).collect::<Vec<_>>(), "lint a")
        };
        assert_eq!(said(&[&plain]), None);
        assert_eq!(said(&[&plain, &safe]).as_deref(), Some("`lint a --fix` mends 1 of 2"));
        assert_eq!(
            said(&[&guess]).as_deref(),
            Some("`lint a --unsafe-fixes` mends 1 of 1, as was probably meant")
        );
        assert_eq!(
            said(&[&guess, &safe, &safe]).as_deref(),
            Some("`lint a --fix` mends 2 of 3, `--unsafe-fixes` 1 more, as was probably meant")
        );
    }
}
